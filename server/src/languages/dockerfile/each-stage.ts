// Answers about all stages of a file that have no place. In a large file an edit leaves nearly all stages as they were, so the answers
// stand in one list, and only about stages that changed is anybody asked.
import { memo, sameList } from '../memo.ts';
import { type DockerfileFacts, type Stage, wholeOf } from './facts.ts';
import { asRead } from './moved.ts';
import type { Instruction } from './parse.ts';

/** What the versions of one file have in common: its first FROM, as it was read. */
const lineageOf = memo(({ stages: [first] }: DockerfileFacts): Instruction | undefined => first && asRead(first.from));

/** Makes a place for something that the versions of one file have in common, for as long as nobody types in its first FROM. */
export const perLineage = <T extends object>(make: () => T): ((facts: DockerfileFacts) => T) => {
  const slots = memo((_: Instruction): T => make());
  return (facts) => {
    const lineage = lineageOf(wholeOf(facts));
    return lineage ? slots(lineage) : make();
  };
};

const latestCores = perLineage((): { cores?: readonly object[] } => ({}));
/** The cores of all stages: the same list for as long as no stage has changed but its place. */
const coresOf = memo((facts: DockerfileFacts): readonly object[] => {
  const slot = latestCores(facts);
  slot.cores = sameList(
    slot.cores,
    facts.stages.map(({ core }) => core),
  );
  return slot.cores;
});

interface Column<R> {
  cores?: readonly object[];
  answers?: readonly R[];
}

/**
 * The answers to a question about each stage of a whole file, by their index; the question must hold for as long as the `core` of a stage is
 * the same object. The list is the same one for as long as each answer is the same object, or the `same`.
 */
export const ofEachStage = <R>(
  question: (stage: Stage) => R,
  same: (before: R, now: R) => boolean = (before, now) => before === now,
): ((facts: DockerfileFacts) => readonly R[]) => {
  const columnOf = perLineage((): Column<R> => ({}));
  return (facts) => {
    const whole = wholeOf(facts);
    const column = columnOf(whole);
    const cores = coresOf(whole);
    if (!column.answers || column.cores !== cores) {
      const answers = changedIn(column, cores, (i) => question(whole.stages[i] as Stage), same);
      column.cores = cores;
      column.answers = answers;
    }
    return column.answers as readonly R[];
  };
};

const changedIn = <R>(
  { cores: before, answers }: Column<R>,
  cores: readonly object[],
  ask: (index: number) => R,
  same: (before: R, now: R) => boolean,
): readonly R[] => {
  if (!answers || before?.length !== cores.length) return cores.map((_, i) => ask(i));
  let out: R[] | undefined;
  for (let i = 0; i < cores.length; i++) {
    if (before[i] === cores[i]) continue;
    const answer = ask(i);
    if (same(answers[i] as R, answer)) continue;
    out ??= [...answers];
    out[i] = answer;
  }
  return out ?? answers;
};

const whereTrue = memo((answers: readonly boolean[]): readonly number[] => answers.flatMap((answer, i) => (answer ? [i] : [])));

/** The stages that somebody asks about of which something is true; the question must be one for `ofEachStage`. */
export const stagesThat = (holds: (stage: Stage) => boolean): ((facts: DockerfileFacts) => readonly Stage[]) => {
  const answersOf = ofEachStage(holds);
  return (facts) => {
    const answers = answersOf(facts);
    if (facts.whole) return facts.stages.filter(({ index }) => answers[index]);
    return whereTrue(answers).map((i) => facts.stages[i] as Stage);
  };
};
