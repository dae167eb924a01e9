import type { Stage } from '../../languages/dockerfile/facts.ts';
import { anyOf, followed, inRun, targets } from '../../languages/dockerfile/minds.ts';
import type { Edit } from '../../text/edit.ts';
import { moduleInstead } from '../reading/dockerfile/module-instead.ts';
import { pathFolders, startedPrograms } from '../reading/dockerfile/programs.ts';
import { type CopiedTree, copiedTrees } from '../reading/dockerfile/python.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { stageName, startable } from '../reading/dockerfile/stages.ts';
import { defineRule, type Fix, fix, replace, type Subject } from '../rule.ts';

/** The scripts of an environment begin with the full path of its Python. */
export default defineRule({
  id: 'dockerfile/venv-relocated',
  title: 'A virtual environment stays where it was made',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R06'],
  reads: 'dockerfile',
  by: 'build',
  wordsBelow: /--from/i,
  minds: anyOf(followed, targets, inRun(/\/|\bsed\b|--relocatable/)),
  *check(subject) {
    const { uri } = subject;
    for (const stage of startable(subject.facts)) {
      const started = startedPrograms(subject, stage).filter(({ distribution, name }) => distribution && name !== 'uwsgi');
      if (started.length === 0) continue;
      for (const { into, moved, from } of relocated(stage)) {
        const own = `${moved.to}/bin`;
        const folders = pathFolders(stage) ?? [];
        const program = started.find(({ word, name }) => word.text === `${own}/${name}` || (word.text === name && folders.includes(own)));
        if (!program) continue;
        const { path } = moved.tree;
        yield {
          at: { uri, span: moved.source.span },
          message: `The scripts of this environment begin with \`#!${path}/bin/python\`, which is not in this stage, so the container ends with "${program.name}: not found"; copy it to \`${path}\`, where ${stageName(from)} made it`,
          related: [{ at: { uri, span: program.word.span }, message: `\`${own}/${program.name}\` is started here` }],
          fixes: () => [...backHome(subject, into, moved), ...moduleInstead(uri, stage, program)],
        };
      }
    }
  },
});

interface Relocated {
  readonly into: Stage;
  readonly from: Stage;
  readonly moved: CopiedTree;
}

/** Environments that lie elsewhere than where they were made, and are not where they were made as well. */
const relocated = (stage: Stage): readonly Relocated[] => {
  const all = chainOf(stage).flatMap((into) =>
    into.copies.flatMap((copy) => copiedTrees(into, copy).map((moved) => ({ into, from: copy.stage as Stage, moved }))),
  );
  const text = chainOf(stage).flatMap(({ runs }) => runs.map(({ command }) => command.words.map((word) => word.text).join(' ')));
  return all.filter(
    ({ from, moved: { tree, to } }) =>
      tree.is === 'environment' &&
      to !== tree.path &&
      !all.some(({ moved }) => moved.to === tree.path) &&
      !text.some((line) => line.includes(tree.path) || /^(?:sed|ln|mv)\s/.test(line)) &&
      !isRelocatable(from),
  );
};

/** uv can write scripts that find their Python from where they are. */
const isRelocatable = (stage: Stage): boolean =>
  chainOf(stage).some(
    ({ environment, runs }) =>
      environment.has('UV_VENV_RELOCATABLE') || runs.some(({ command }) => command.words.some(({ text }) => text === '--relocatable')),
  );

/** Copies the environment to where it was made, and follows it in the rest of the stage. */
const backHome = ({ uri, text }: Subject<'dockerfile'>, into: Stage, { tree, to, source }: CopiedTree): readonly Fix[] => {
  const copy = into.copies.find(({ sources }) => sources.includes(source));
  // Together with other things its place is theirs as well.
  if (!copy?.destination || copy.sources.length > 1 || source.text.replace(/\/$/, '') !== tree.path) return [];
  const edits: Edit[] = [];
  const { from, to: end } = into.span;
  for (const match of text.slice(from, end).matchAll(new RegExp(`${to.replace(/[^\w/]/g, '\\$&')}(?![\\w.-])`, 'g'))) {
    const at = from + match.index;
    if (/[\w./-]/.test(text[at - 1] ?? '') || (at >= source.span.from && at < source.span.to)) continue;
    edits.push(replace({ from: at, to: at + to.length }, tree.path));
  }
  const covered = edits.some(({ span }) => span.from >= (copy.destination?.span.from ?? 0) && span.to <= (copy.destination?.span.to ?? 0));
  return covered ? [fix(`Copy it to \`${tree.path}\``, false, uri, ...edits)] : [];
};
