import type { Argument } from '../../commands/resolve.ts';
import { programOf } from '../../commands/wrappers.ts';
import type { Stage, Step } from '../../languages/dockerfile/facts.ts';
import { type PlacedRun, placedRuns } from '../../languages/dockerfile/files.ts';
import { anyOf, packages } from '../../languages/dockerfile/minds.ts';
import { mountsOf } from '../../languages/dockerfile/mounts.ts';
import type { Instruction } from '../../languages/dockerfile/parse.ts';
import { builds } from '../../languages/dockerfile/parse.ts';
import { isPlainScript } from '../../languages/dockerfile/run.ts';
import type { Edit } from '../../text/edit.ts';
import { insert, replace } from '../../text/edit.ts';
import { chainOf, isDjangoFile, isForeign, servesDevelopment, shippedLayers } from '../reading/dockerfile/shipped.ts';
import { defineRule, type Finding, fix, type Subject } from '../rule.ts';

/** What apt-get needs and leaves behind in an image. */
export default defineRule({
  id: 'dockerfile/apt-hygiene',
  title: 'apt-get has its lists, asks nothing and cleans up',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R65'],
  neighbours: ['hadolint DL3009', 'hadolint DL3014'],
  reads: 'dockerfile',
  by: 'build',
  words: /apt/,
  // Scripts may write lists.
  minds: anyOf(packages, /assume-yes/),
  *check(subject) {
    const shipped = new Set(shippedLayers(subject));
    for (const stage of subject.facts.stages) {
      if (isForeign(subject, stage)) continue;
      yield* withoutLists(subject, stage);
      yield* asking(subject, stage);
      if (servesDevelopment(subject, stage) || !isDjangoFile(subject)) continue;
      yield* alone(subject, stage);
      if (shipped.has(stage)) yield* keeping(subject, stage);
    }
  },
});

const isApt = (words: readonly Argument[]): boolean => /^(?:apt|apt-get|aptitude)$/.test(programOf(words[0]));
const verbOf = (words: readonly Argument[]): string => words.slice(1).find(({ text }) => !text.startsWith('-'))?.text ?? '';
const does = ({ words }: PlacedRun, verb: string): boolean => isApt(words) && verbOf(words) === verb;
const removesLists = ({ words }: PlacedRun): boolean =>
  programOf(words[0]) === 'rm' && words.some(({ text }) => /\/var\/lib\/apt\/?(?:lists)?/.test(text));
const keptInCache = ({ instruction }: Step): boolean =>
  mountsOf(instruction).some(({ target }) => /^\/var\/(?:lib|cache)\/apt/.test(target ?? ''));

type Lists = 'none' | 'there' | 'unknown';

/** The lists of packages when a stage begins: official images have removed theirs. */
const listsBelow = (stage: Stage): Lists => {
  if (stage.parent) return after(stage.parent, listsBelow(stage.parent));
  const { base } = stage;
  return base && (base.system === 'debian' || base.system === 'ubuntu') && base.family !== 'other' ? 'none' : 'unknown';
};

const next = (lists: Lists, placed: PlacedRun): Lists => {
  const { run, words } = placed;
  if (keptInCache(run.step)) return 'unknown';
  // apt-file fetches all lists with its own.
  if (does(placed, 'update') || does(placed, 'full-upgrade') || (programOf(words[0]) === 'apt-file' && verbOf(words) === 'update'))
    return 'there';
  if (removesLists(placed)) return run.command.certain ? 'none' : 'unknown';
  // Scripts may do what they like.
  return /^(?:sh|bash|xargs|eval|\.|source)$/.test(programOf(words[0])) || /\.sh$|^\.?\//.test(words[0]?.text ?? '') ? 'unknown' : lists;
};
const after = (stage: Stage, lists: Lists): Lists => placedRuns(stage).reduce(next, lists);

function* withoutLists({ uri }: Subject<'dockerfile'>, stage: Stage): Generator<Finding> {
  let lists = listsBelow(stage);
  for (const placed of placedRuns(stage)) {
    const { run, words } = placed;
    const packages = run.installation?.tool === 'apt' ? run.installation.packages : [];
    const first = words[0];
    if (lists === 'none' && does(placed, 'install') && packages.length > 0 && first && !keptInCache(run.step)) {
      const again = chainOf(stage).some((one) =>
        placedRuns(one).some((other) => does(other, 'update') && other.run.command.span.from < run.command.span.from),
      );
      yield {
        at: { uri, span: { from: first.span.from, to: words.find(({ text }) => text === 'install')?.span.to ?? first.span.to } },
        message: again
          ? 'The lists of packages were removed after the last `apt-get update`, so this stops with "Unable to locate package"; run `apt-get update` here once more'
          : 'The image has no lists of packages, so this stops with "Unable to locate package"; run `apt-get update` before',
        severity: run.command.certain ? 'error' : 'warning',
        neighbours: [],
        fixes: () => [
          fix('Run `apt-get update` before', true, uri, insert(run.command.words[0]?.span.from ?? first.span.from, 'apt-get update && ')),
        ],
      };
      return;
    }
    lists = next(lists, placed);
  }
}

function* asking({ uri, text }: Subject<'dockerfile'>, stage: Stage): Generator<Finding> {
  if (
    chainOf(stage).some(({ steps }) => steps.some(({ instruction }) => builds(instruction) && /Assume-Yes/i.test(instruction.script.text)))
  )
    return;
  for (const placed of placedRuns(stage)) {
    const { run, words } = placed;
    if (!does(placed, 'install') || run.command.before === '|' || words.some(({ known }) => !known)) continue;
    const install = words.find(({ text: word }) => word === 'install');
    // Two times quiet means yes as well.
    const yes = words.some(({ text: word }) =>
      /^(?:-[a-zA-Z]*y[a-zA-Z]*|--yes|--assume-yes|-[a-zA-Z]*q[a-zA-Z]*q[a-zA-Z]*|-q=2|--download-only|-d|--simulate|-s|--print-uris|--assume-no)$/.test(
        word,
      ),
    );
    const quiet = words.filter(({ text: word }) => word === '-q' || word === '--quiet').length > 1;
    if (
      !install ||
      yes ||
      quiet ||
      (run.installation?.packages.length ?? 0) === 0 ||
      text.slice(install.span.from, install.span.to) !== 'install'
    )
      continue;
    yield {
      at: { uri, span: { from: words[0]?.span.from ?? install.span.from, to: install.span.to } },
      message: 'apt-get asks before it installs more than was named, nobody answers in a build, and it stops with "Abort."; add `-y`',
      fixes: () => [fix('Add `-y`', true, uri, insert(install.span.to, ' -y'))],
    };
  }
}

/** `RUN apt-get update` by itself. */
function* alone({ uri, text }: Subject<'dockerfile'>, stage: Stage): Generator<Finding> {
  const placed = placedRuns(stage);
  for (const one of placed) {
    const { step } = one.run;
    if (
      !does(one, 'update') ||
      keptInCache(step) ||
      step.commands.some(({ words }) =>
        /\b(?:install|upgrade|dist-upgrade|xargs|build-dep)\b/.test(words.map((word) => word.text).join(' ')),
      )
    )
      continue;
    // Something opaque in the same RUN may install.
    if (step.commands.some(({ words }) => /\.sh$|^(?:sh|bash)$/.test(words[0]?.text ?? ''))) continue;
    const later = placed.slice(placed.indexOf(one) + 1).filter(({ run }) => run.step !== step);
    const target = later.find((other) => does(other, 'install') || does(other, 'update') || next('there', other) !== 'there');
    // Who updates again installs by newer lists, and so may a script.
    if (!target || !does(target, 'install')) continue;
    const follower = target.run.step;
    yield {
      at: { uri, span: step.instruction.content },
      message:
        'The cache keeps this layer, so months later the RUN that installs asks for versions of packages that are gone, or installs old ones; run `apt-get update` in that one',
      neighbours: [],
      fixes: () => {
        const place = target.run.command.words[0]?.span.from;
        const single =
          step.commands.length === 1 &&
          stage.steps[stage.steps.indexOf(step) + 1] === follower &&
          text.slice(step.instruction.span.from, step.instruction.span.to).trim().split('\n').length === 1;
        return single && place !== undefined
          ? [fix('Update in the RUN that installs', true, uri, replace(step.instruction.span, ''), insert(place, 'apt-get update && '))]
          : [];
      },
    };
  }
}

/** What takes the lists away behind everything else: in the same line, or in a line of its own at the end of a here-document. */
const removal = (text: string, { content, heredocs: [script] }: Instruction): Edit => {
  if (!script) return insert(content.to, ' && rm -rf /var/lib/apt/lists/*');
  const end = text.slice(script.body.from, script.body.to).endsWith('\r\n') ? '\r\n' : '\n';
  return insert(script.body.to, `rm -rf /var/lib/apt/lists/*${end}`);
};

/** Lists that stay in the image that is shipped: one finding for a stage. */
function* keeping({ uri, text }: Subject<'dockerfile'>, stage: Stage): Generator<Finding> {
  const placed = placedRuns(stage);
  const kept = stage.steps.flatMap((step) => {
    const own = placed.filter(({ run }) => run.step === step);
    const words = own.find((one) => does(one, 'update'))?.words;
    const { instruction } = step;
    const [first, last] = [words?.[0], words?.at(-1)];
    if (!first || !last || keptInCache(step) || own.some(removesLists) || !own.some((one) => does(one, 'install'))) return [];
    if (/apt\/lists/.test(instruction.script.text) || instruction.command?.form !== 'shell') return [];
    if (instruction.heredocs.length > 0 && !isPlainScript(instruction)) return [];
    return [{ step, span: { from: first.span.from, to: last.span.to } }];
  });
  const [first, ...more] = kept;
  if (!first) return;
  yield {
    at: { uri, span: first.span },
    message:
      'The lists of packages stay in the image, some 20 MB that nothing reads and that are old tomorrow; end the RUN with `rm -rf /var/lib/apt/lists/*`',
    severity: 'info',
    neighbours: ['hadolint DL3009'],
    related: more.map(({ span }) => ({ at: { uri, span }, message: 'And here' })),
    fixes: () => {
      const mended = kept.filter(({ step }) => step.commands.at(-1)?.certain);
      return mended.length === kept.length
        ? [fix('Remove the lists at the end', true, uri, ...mended.map(({ step }) => removal(text, step.instruction)))]
        : [];
    },
  };
}
