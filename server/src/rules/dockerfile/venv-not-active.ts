import type { Run, Stage } from '../../languages/dockerfile/facts.ts';
import { absolute, placedRuns } from '../../languages/dockerfile/files.ts';
import { anyOf, followed, inRun, systemInstalls, targets } from '../../languages/dockerfile/minds.ts';
import type { Instruction } from '../../languages/dockerfile/parse.ts';
import { perOwn } from '../../languages/dockerfile/per-content.ts';
import { ownText } from '../../languages/dockerfile/stage-words.ts';
import { memo } from '../../languages/memo.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { linesBelow } from '../reading/dockerfile/lines.ts';
import { replaceWord } from '../reading/dockerfile/module-instead.ts';
import { hiddenEnvironment, pathFolders, type Started, startedPrograms, systemMayHold } from '../reading/dockerfile/programs.ts';
import { copiedTrees, type PackageTree, packageTrees } from '../reading/dockerfile/python.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { startable } from '../reading/dockerfile/stages.ts';
import { defineRule, type Finding, type Fix, fix, replace, type Subject } from '../rule.ts';

/** An environment is in use where its `bin` is the first on the PATH, and nowhere else. */
export default defineRule({
  id: 'dockerfile/venv-not-active',
  title: 'The environment that holds the packages is on the PATH',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R18'],
  reads: 'dockerfile',
  by: 'build',
  minds: anyOf(
    followed,
    targets,
    systemInstalls,
    inRun(/conda|mamba|activate|\/\.?env\b|\b(?:echo|printf|update-alternatives)\b[\s\S]*(?:\bbin\b|profile|bashrc)/),
    /--from/,
  ),
  *check(subject) {
    const told = new Set<number>();
    for (const stage of startable(subject.facts)) {
      const lost = chainOf(stage).flatMap(lostActivations);
      for (const found of lost.length > 0 ? [] : notFound(subject, stage)) {
        if (!told.has(found.at.span.from)) yield found;
        told.add(found.at.span.from);
      }
    }
    for (const stage of subject.facts.stages) {
      for (const lost of lostActivations(stage)) yield lostFinding(subject, lost);
    }
  },
});

interface Lost {
  readonly run: Run;
  /** Nothing where the folder it is in is not known. */
  readonly path: string | undefined;
  readonly written: string;
}

/** Activations that are the last thing their RUN does. */
const lostActivations = (stage: Stage): readonly Lost[] => (namesScript(stage) ? activationsIn(stage) : nothing);
const namesScript = perOwn((stage) => ownText(stage).includes('activate'));
const nothing: readonly never[] = [];
const activationsIn = memo((stage: Stage): readonly Lost[] =>
  placedRuns(stage).flatMap(({ run, words, folder }): readonly Lost[] => {
    const { command, step } = run;
    const script = words[1];
    if (!/^(?:\.|source)$/.test(words[0]?.text ?? '') || !script?.known || step.commands.at(-1) !== command || !command.certain) return [];
    const written = /^(.*)\/bin\/activate$/.exec(script.text)?.[1];
    if (written === undefined) return [];
    const path = absolute(folder, written);
    // With the PATH set as well nothing is lost.
    return pathFolders(stage)?.some((one) => one === `${path}/bin`) === false ? [{ run, path, written }] : [];
  }),
);

const lostFinding = ({ uri, text }: Subject<'dockerfile'>, { run, path, written }: Lost): Finding => {
  const { command, step } = run;
  return {
    at: { uri, span: command.span },
    message: `Each RUN has a shell of its own, so this activation ends with it and what follows uses the other Python; put \`${path ?? written}/bin\` on the PATH with ENV`,
    severity: 'warning',
    fixes: () => {
      const { instruction } = step;
      if (path === undefined || instruction.gaps.length > 0) return [];
      const line = `ENV PATH="${path}/bin:$PATH"`;
      const title = 'Put it on the PATH with ENV';
      const before = step.commands.at(-2);
      if (!before) return [fix(title, false, uri, replace(instruction.content, line))];
      if (command.before !== '&&' && command.before !== ';') return [];
      const from = before.span.to;
      return [fix(title, false, uri, replace({ from, to: command.span.to }, ''), linesBelow(text, instruction, line))];
    },
  };
};

interface Placed {
  readonly path: string;
  readonly is: PackageTree['is'];
  /** The instruction after which it is there. */
  readonly after: () => Instruction | undefined;
}

/** The environments that are there when a stage is started. */
const placedTrees = (stage: Stage): readonly Placed[] => chainOf(stage).flatMap(ownTrees);
const ownTrees = memo((one: Stage): readonly Placed[] => [
  ...one.copies.flatMap((copy) =>
    copiedTrees(one, copy).map(({ tree, to }): Placed => ({ path: to, is: tree.is, after: () => copy.instruction })),
  ),
  ...packageTrees(one).flatMap(({ path, is }): readonly Placed[] =>
    one.runs.some(({ installation }) => installation) || makerOf(one, path, is)
      ? [{ path, is, after: () => makerOf(one, path, is)?.step.instruction }]
      : [],
  ),
]);
const makerOf = ({ runs }: Stage, path: string, is: PackageTree['is']): Run | undefined =>
  runs.findLast(({ command }) => command.words.some(({ text }) => text.includes(path)) || is === 'user') ??
  runs.findLast(({ installation }) => installation);

function* notFound(subject: Subject<'dockerfile'>, stage: Stage): Iterable<Finding> {
  const { uri, text } = subject;
  const folders = pathFolders(stage);
  if (!folders || !imageOf(subject, stage)) return;
  const trees = placedTrees(stage).filter(({ is }) => is !== 'prefix');
  const hidden = hiddenEnvironment(stage);
  if (trees.length === 0 && !hidden) return;
  if (trees.some(({ path }) => folders.includes(`${path}/bin`)) || systemMayHold(stage) || isLinked(stage)) return;
  for (const started of startedPrograms(subject, stage)) {
    const { word, name, distribution } = started;
    if (word.text !== name) continue;
    const [tree, more] = trees;
    // The packages of a user are found without a PATH, his programs are not.
    if (tree?.is === 'user' && !distribution) continue;
    const consequence = distribution
      ? `the container ends with "${name}: not found"`
      : `\`${name}\` is the other Python, which does not find them`;
    yield {
      at: { uri, span: word.span },
      message: tree
        ? `The packages are in \`${tree.path}\`, and its \`bin\` is not on the PATH, so ${consequence}; add \`ENV PATH="${tree.path}/bin:$PATH"\``
        : `${hidden} puts the packages into an environment of its own that is not on the PATH, so ${consequence}; start it with \`${hidden} run\``,
      fixes: () => {
        if (!tree) return hidden ? [throughTool(uri, stage, started, hidden)] : [];
        if (more && more.path !== tree.path) return [];
        const after = tree.after();
        return [
          ...(after ? [fix('Put it on the PATH', false, uri, linesBelow(text, after, `ENV PATH="${tree.path}/bin:$PATH"`))] : []),
          fix(`Start \`${tree.path}/bin/${name}\``, false, uri, replaceWord(stage, started, `${tree.path}/bin/${name}`)),
        ];
      },
    };
  }
}

const throughTool = (uri: Subject<'dockerfile'>['uri'], stage: Stage, started: Started, tool: string): Fix =>
  fix(`Start it with \`${tool} run\``, false, uri, replaceWord(stage, started, tool, 'run', started.name));

/** A link, or a wrapper, that leads to a program of an environment. */
const isLinked = (stage: Stage): boolean =>
  chainOf(stage).some(({ runs }) =>
    runs.some(
      ({ command: { words } }) =>
        /^(?:ln|cp|mv|install|echo|printf|update-alternatives)$/.test(words[0]?.text ?? '') &&
        words.some(({ text }) => /\bbin\b|profile|bashrc/.test(text)),
    ),
  );
