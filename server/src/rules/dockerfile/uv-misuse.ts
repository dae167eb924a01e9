import type { Installation } from '../../commands/installs.ts';
import { programOf } from '../../commands/wrappers.ts';
import { environmentsOf } from '../../languages/dockerfile/environments.ts';
import type { Run, Stage } from '../../languages/dockerfile/facts.ts';
import { absolute, placedRuns, within } from '../../languages/dockerfile/files.ts';
import { readImage } from '../../languages/dockerfile/image.ts';
import { anyOf, environments, naming } from '../../languages/dockerfile/minds.ts';
import { mountsOf } from '../../languages/dockerfile/mounts.ts';
import { insert } from '../../text/edit.ts';
import { lineEndOf } from '../../text/lines.ts';
import { covers } from '../../text/span.ts';
import { hasFile } from '../reading/dockerfile/lock-files.ts';
import { chainOf, servesDevelopment, shippedStarts } from '../reading/dockerfile/shipped.ts';
import { defineRule, type Finding, fix, type Subject } from '../rule.ts';

/** What uv does in an image unless it is told otherwise. */
export default defineRule({
  id: 'dockerfile/uv-misuse',
  title: 'uv installs what is locked, where it belongs, and is done when the image is built',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R55'],
  reads: 'dockerfile',
  by: 'build',
  wordsBelow: /\buvx?\b/i,
  minds: anyOf(/^\s*(?:copy|add|cmd|entrypoint)\b/, environments, naming(/CONDA_PREFIX\b/)),
  *check(subject) {
    for (const stage of subject.facts.stages) {
      const forPeople = servesDevelopment(subject, stage);
      yield* homeless(subject, stage);
      if (forPeople) continue;
      yield* unlocked(subject, stage);
      yield* moving(subject, stage);
      yield* linking(subject, stage);
    }
    yield* started(subject);
  },
});

const yes = (value: string | undefined): boolean => value !== undefined && /^(?:1|true|yes|on|t|y)$/i.test(value);
const isUv = ({ words }: Installation): boolean => programOf(words[0]) === 'uv';
const has = ({ options }: Installation, ...names: readonly string[]): boolean => options.some(({ name }) => names.includes(name));
/** A variable that is set to something, known or not; those of the command itself count. */
const isSet = ({ step, command }: Run, name: string): boolean =>
  step.environment.has(name) || command.assignments.some((one) => one.name === name);

/** `uv pip install` with no environment in reach. Tried with uv 0.13. */
function* homeless({ uri }: Subject<'dockerfile'>, stage: Stage): Generator<Finding> {
  for (const { run, folder } of placedRuns(stage)) {
    const { installation } = run;
    if (installation?.tool !== 'pip' || !isUv(installation) || installation.verb !== 'install') continue;
    if (
      has(installation, '--system', '--python', '-p', '--target', '-t', '--prefix', '--root', '--break-system-packages') ||
      !installation.complete
    )
      continue;
    if (['VIRTUAL_ENV', 'CONDA_PREFIX', 'UV_SYSTEM_PYTHON', 'UV_PYTHON', 'UV_BREAK_SYSTEM_PACKAGES'].some((name) => isSet(run, name)))
      continue;
    if (run.step.commands.some(({ words }) => /^(?:\.|source|export)$/.test(words[0]?.text ?? ''))) continue;
    const path = run.step.environment.get('PATH')?.text ?? '';
    if (/v?env|conda|\/opt\//.test(path) || stage.base === undefined || stage.base.family === 'other') continue;
    // In the folder, or in one above it.
    const made = chainOf(stage).flatMap(environmentsOf);
    if (folder === undefined || made.some((one) => one.path === undefined || within(one.path.replace(/\/[^/]*$/, '') || '/', folder)))
      continue;
    if (
      chainOf(stage).some(({ copies }) =>
        copies.some(({ sources, from }) => from && sources.some(({ text }) => /v?env\/?$/.test(text) || absolute('/', text) === folder)),
      )
    )
      continue;
    const verb = installation.words.find(({ text }) => text === 'install');
    if (!verb) continue;
    yield {
      at: { uri, span: { from: installation.words[0]?.span.from ?? verb.span.from, to: verb.span.to } },
      message:
        '`uv pip install` looks for a virtual environment and there is none, so it stops with "No virtual environment found"; add `--system`, or make one with `uv venv` and set VIRTUAL_ENV',
      severity: run.command.certain ? 'error' : 'warning',
      fixes: () => [fix('Add `--system`', true, uri, insert(verb.span.to, ' --system'))],
    };
  }
}

/** `uv sync` that may resolve anew: one finding for a stage. */
function* unlocked({ uri }: Subject<'dockerfile'>, stage: Stage): Generator<Finding> {
  const syncs = stage.runs.flatMap((run) => {
    const { installation } = run;
    if (installation?.tool !== 'uv' || installation.verb !== 'sync' || has(installation, '--locked', '--frozen', '--script')) return [];
    const verb = installation.words.find(({ text }) => text === 'sync');
    if (!verb || ['UV_LOCKED', 'UV_FROZEN'].some((name) => isSet(run, name))) return [];
    return [{ run, behind: verb.span.to, span: { from: installation.words[0]?.span.from ?? verb.span.from, to: verb.span.to } }];
  });
  const [first, ...more] = syncs;
  if (!first) return;
  const lock = hasFile(stage, 'uv.lock', first.run.step.instruction);
  yield {
    at: { uri, span: first.span },
    message:
      lock === false
        ? '`uv sync` finds no `uv.lock` here and takes the newest versions that fit, so two builds may differ; copy the lock file and add `--locked`'
        : '`uv sync` resolves anew when `uv.lock` does not fit pyproject.toml, so the image may hold versions that nobody tested; add `--locked`, which stops instead',
    severity: lock === false ? 'warning' : 'info',
    related: more.map(({ span }) => ({ at: { uri, span }, message: 'And here' })),
    fixes: () => (lock === false ? [] : [fix('Add `--locked`', false, uri, ...syncs.map(({ behind }) => insert(behind, ' --locked')))]),
  };
}

/** Programs of uv from an image whose tag moves. */
function* moving({ uri }: Subject<'dockerfile'>, stage: Stage): Generator<Finding> {
  const places = [
    ...stage.copies.flatMap(({ from }) => (from?.known ? [from] : [])),
    ...stage.steps.flatMap(({ instruction }) => mountsOf(instruction).flatMap(({ from, span }) => (from ? [{ text: from, span }] : []))),
  ];
  for (const { text, span } of places) {
    const { repository, tag, digest } = readImage(text);
    if (!/^astral(?:-sh)?\/uv$/.test(repository) || digest || (tag && tag !== 'latest')) continue;
    yield {
      at: { uri, span },
      message:
        'This is whatever uv is the newest when the image is built, and uv changes its ways between minor releases; name a version, such as `uv:0.9.10`',
      severity: 'info',
    };
  }
}

/** A cache on another file system, which uv cannot link from. */
function* linking({ uri, text }: Subject<'dockerfile'>, stage: Stage): Generator<Finding> {
  let told = false;
  for (const run of stage.runs) {
    const { installation, step } = run;
    if (told || !installation || !isUv(installation) || isSet(run, 'UV_LINK_MODE') || has(installation, '--link-mode')) continue;
    if (isSet(run, 'UV_NO_CACHE') || has(installation, '--no-cache')) continue;
    const cache = mountsOf(step.instruction).find(({ type, target }) => type === 'cache' && /\/uv\/?$/.test(target ?? ''));
    if (!cache) continue;
    told = true;
    yield {
      at: { uri, span: cache.span },
      message:
        'The cache mount is another file system, so uv cannot link from it, says so in a warning and copies; set `UV_LINK_MODE=copy` to tell it at once',
      severity: 'hint',
      fixes: () => [
        fix('Set `UV_LINK_MODE=copy`', true, uri, insert(step.instruction.span.from, `ENV UV_LINK_MODE=copy${lineEndOf(text)}`)),
      ],
    };
  }
}

/** `uv run` as the command of the image. */
function* started(subject: Subject<'dockerfile'>): Generator<Finding> {
  for (const { stage, launch } of shippedStarts(subject)) {
    if (!launch.through.includes('uv') || yes(stage.environment.get('UV_NO_SYNC')?.value)) continue;
    const start = [stage.cmd, stage.entrypoint].find((one) => one && launch.programs.some(({ span }) => covers(one.span, span)));
    const listed = start?.instruction.command;
    const words = listed?.form === 'exec' ? listed.words : start?.commands.at(-1)?.words;
    const at = words?.findIndex(({ text }, i) => text === 'uv' && words[i + 1]?.text === 'run') ?? -1;
    const [uv, run] = [words?.[at], words?.[at + 1]];
    if (!start || !uv || !run || words?.some(({ text }) => /^--(?:no-sync|frozen|isolated)$/.test(text))) continue;
    const end = listed?.form === 'exec' ? listed.words[at + 1]?.quoted.to : run.span.to;
    yield {
      at: { uri: subject.uri, span: { from: uv.span.from, to: run.span.to } },
      message:
        '`uv run` brings the environment up to date before it starts the program: it installs the development group, may need the network, and fails where it may not write; add `--no-sync`, or start the program of the environment itself',
      fixes: () =>
        end === undefined
          ? []
          : [fix('Add `--no-sync`', true, subject.uri, insert(end, listed?.form === 'exec' ? ', "--no-sync"' : ' --no-sync'))],
    };
  }
}
