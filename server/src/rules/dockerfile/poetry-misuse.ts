import type { Installation } from '../../commands/installs.ts';
import { type Run, type Stage, wholeOf } from '../../languages/dockerfile/facts.ts';
import { placedRuns } from '../../languages/dockerfile/files.ts';
import { anyOf, inRun } from '../../languages/dockerfile/minds.ts';
import { insert, replace } from '../../text/edit.ts';
import { buildEnd } from '../reading/dockerfile/build-end.ts';
import { chainOf, servesDevelopment, shippedLayers } from '../reading/dockerfile/shipped.ts';
import { defineRule, type Finding, fix, type Subject } from '../rule.ts';

/** What Poetry 2 refuses that Poetry 1 let pass. */
export default defineRule({
  id: 'dockerfile/poetry-misuse',
  title: 'Poetry is called as its release wants it',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R54'],
  reads: 'dockerfile',
  by: 'build',
  words: /poetry/i,
  minds: anyOf(/^\s*(?:copy|add|cmd|entrypoint|shell)\b/, inRun(/\b(?:mkdir|touch|git|curl|wget)\b/)),
  *check(subject) {
    for (const stage of subject.facts.stages) {
      const release = releaseOf(stage);
      yield* installing(subject, stage, release);
      yield* exporting(subject, stage, release);
    }
    yield* left(subject);
  },
});

type Release = '1' | '2' | 'newest' | undefined;

/** The major of Poetry that a stage has: pinned, or the newest where nobody pins it; nothing when that cannot be told. */
const releaseOf = (stage: Stage): Release => {
  let found: Release;
  for (const one of chainOf(stage)) {
    const variable = one.environment.get('POETRY_VERSION');
    if (variable) found = majorOf(variable.value);
    for (const { installation } of one.runs) {
      const own =
        installation && /^(?:pip|pipx|uv)$/.test(installation.tool)
          ? installation.packages.find(({ name }) => name === 'poetry')
          : undefined;
      if (own)
        found =
          own.specifier === '' ? 'newest' : own.specifier.includes('$') ? found : majorOf(own.specifier.replace(/^\D+/, ''), own.specifier);
    }
  }
  return found;
};
const majorOf = (version: string | undefined, specifier = ''): Release => {
  const major = /^v?(\d+)\b/.exec(version ?? '')?.[1];
  if (specifier.startsWith('<')) return major === '1' || /^<2(?:\.0)*$/.test(specifier) ? '1' : undefined;
  if (specifier.startsWith('>') && !specifier.includes('<')) return 'newest';
  return major === '1' ? '1' : major === undefined ? undefined : '2';
};

const option = ({ options }: Installation, ...names: readonly string[]) => options.find(({ name }) => names.includes(name));

function* installing(subject: Subject<'dockerfile'>, stage: Stage, release: Release): Generator<Finding> {
  const { uri } = subject;
  if (release !== '2' && release !== 'newest') return;
  for (const run of stage.runs) {
    const { installation, command } = run;
    if (installation?.tool !== 'poetry' || installation.verb !== 'install') continue;
    const old = option(installation, '--no-dev', '--dev-only');
    if (old) {
      const better = old.name === '--no-dev' ? '--only main' : '--only dev';
      yield {
        at: { uri, span: old.span },
        message: `Poetry 2 has no \`${old.name}\`, so ${buildEnd(stage, run, 'The option does not exist')}; write \`${better}\``,
        severity: command.certain ? 'error' : 'warning',
        fixes: () => [fix(`Write \`${better}\``, true, uri, replace(old.span, better))],
      };
      continue;
    }
    const verb = installation.words.find(({ text }) => text === 'install');
    if (!verb || option(installation, '--no-root', '--only-root', '--no-directory') || hasSources(stage, run) || isNoPackage(subject))
      continue;
    yield {
      at: { uri, span: { from: installation.words[0]?.span.from ?? verb.span.from, to: verb.span.to } },
      message: `Poetry installs the project itself after its dependencies, but its sources are not copied yet, so ${buildEnd(stage, run, 'No file/folder found for package')}; add \`--no-root\``,
      severity: command.certain ? 'error' : 'warning',
      fixes: () => [fix('Add `--no-root`', true, uri, insert(verb.span.to, ' --no-root'))],
    };
  }
}

/** Whether anything but the files of Poetry itself is there: then the package may be among it. */
const hasSources = (stage: Stage, { step }: Run): boolean =>
  chainOf(stage).some((one) =>
    one.copies.some(
      ({ instruction, sources }) =>
        (one !== stage || instruction.span.from < step.instruction.span.from) &&
        sources.some(
          ({ text, known }) =>
            !known ||
            !/(?:^|\/)(?:pyproject\.toml|poetry\.lock|poetry\.toml|README[\w.]*|LICENSE[\w.]*|\*\.toml|poetry\.\*)\*?$/i.test(text),
        ),
    ),
  ) ||
  step.instruction.flags.some(({ name }) => name === 'mount') ||
  stage.runs.some(
    ({ command }) => command.span.from < step.instruction.span.from && /^(?:mkdir|touch|git|curl|wget)$/.test(command.words[0]?.text ?? ''),
  );

/** `package-mode = false` in a pyproject.toml, or one that cannot be read. */
const isNoPackage = ({ project }: Subject<'dockerfile'>): boolean => {
  const files = project.all.requirements.filter(({ facts }) => facts.format === 'pyproject');
  return files.length === 0 || files.some(({ parsed }) => /^\s*package-mode\s*=\s*false/m.test(parsed.file.text));
};

function* exporting({ uri }: Subject<'dockerfile'>, stage: Stage, release: Release): Generator<Finding> {
  if (release !== '2' && release !== 'newest') return;
  const runs = chainOf(stage).flatMap((one) => placedRuns(one));
  if (runs.some(({ words }) => words.some(({ text }) => text.includes('poetry-plugin-export')))) return;
  for (const { run, words } of placedRuns(stage)) {
    const at = words.findIndex(({ text }) => /(?:^|\/)poetry$/.test(text));
    const [poetry, verb] = [words[at], words[at + 1]];
    if (!poetry || verb?.text !== 'export') continue;
    yield {
      at: { uri, span: { from: poetry.span.from, to: verb.span.to } },
      message: `Poetry 2 has \`export\` in a plugin of its own, so ${buildEnd(stage, run, 'The requested command export does not exist')}; install \`poetry-plugin-export\` beside Poetry`,
      severity: run.command.certain ? 'error' : 'warning',
      fixes: () => {
        const own = runs
          .flatMap(({ run: { installation } }) => (installation?.tool === 'pip' ? installation.packages : []))
          .findLast(({ name, span }) => name === 'poetry' && span.from < poetry.span.from);
        return own ? [fix('Install `poetry-plugin-export`', true, uri, insert(own.span.to, ' poetry-plugin-export'))] : [];
      },
    };
  }
}

/** Poetry itself, where it has nothing to do any more. */
function* left(subject: Subject<'dockerfile'>): Generator<Finding> {
  if (wholeOf(subject.facts).stages.length < 2) return;
  for (const stage of shippedLayers(subject)) {
    if (servesDevelopment(subject, stage) || !stage.launch || stage.launch.script || stage.launch.through.includes('poetry')) continue;
    for (const { installation, command } of stage.runs) {
      const own = installation?.tool === 'pip' && command.certain ? installation.packages.find(({ name }) => name === 'poetry') : undefined;
      if (!own) continue;
      yield {
        at: { uri: subject.uri, span: own.span },
        message:
          'Poetry stays in the shipped image, where nothing needs it when the container runs; install in a build stage and copy the environment from there',
        severity: 'hint',
      };
    }
  }
}
