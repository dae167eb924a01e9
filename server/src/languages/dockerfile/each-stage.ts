// Answers about all stages of a file that have no place. In a large file an edit leaves nearly all stages as they were, so the answers
// stand in one list, and only about stages that changed is anybody asked.
import { memo, sameList } from '../memo.ts';
import { type DockerfileFacts, type Stage, wholeOf } from './facts.ts';
import { asRead } from './moved.ts';
import type { Instruction } from './parse.ts';

/** What the versions of one file have in common: its first FROM, as it was read. */
const lineageOf = ({ stages: [first] }: DockerfileFacts): Instruction | undefined => first && asRead(first.from);

/** Makes a place for something that the versions of one file have in common, for as long as nobody types in its first FROM. */
export const perLineage = <T extends object>(make: () => T): ((facts: DockerfileFacts) => T) => {
  const slots = memo((_: Instruction): T => make());
  return (facts) => {
    const lineage = lineageOf(wholeOf(facts));
    return lineage ? slots(lineage) : make();
  };
};

type Column<R> = (facts: DockerfileFacts) => readonly R[];

/** Something of all stages, by index: the same list for as long as it is the same objects. */
const listOf = (pick: (stage: Stage) => object): Column<object> => {
  const latest = perLineage((): { list?: readonly object[] } => ({}));
  return memo((facts: DockerfileFacts): readonly object[] => {
    const slot = latest(facts);
    slot.list = sameList(slot.list, facts.stages.map(pick));
    return slot.list;
  });
};
const coresOf = listOf(({ core }) => core);
const deedsOf = listOf(({ deed }) => deed);

interface Latest<R> {
  of?: readonly object[];
  answers?: readonly R[];
}

const columnOf =
  (keysOf: Column<object>) =>
  <R>(question: (stage: Stage) => R, same: (before: R, now: R) => boolean = (before, now) => before === now): Column<R> => {
    const latestIn = perLineage((): Latest<R> => ({}));
    return (facts) => {
      const whole = wholeOf(facts);
      const latest = latestIn(whole);
      const keys = keysOf(whole);
      if (!latest.answers || latest.of !== keys) {
        latest.answers = answersTo(latest, keys, (i) => question(whole.stages[i] as Stage), same);
        latest.of = keys;
      }
      return latest.answers;
    };
  };

/**
 * The answers to a question about each stage of a whole file, by their index; the question must hold for as long as the `core` of a stage is
 * the same object. The list is the same one for as long as each answer is the same object, or the `same`.
 */
export const ofEachStage = columnOf(coresOf);
/** The same for a question that holds for as long as the `deed` is: nobody asks it while a HEALTHCHECK or a comment is typed. */
export const ofEachBuild = columnOf(deedsOf);

const answersTo = <R>(
  { of: before, answers }: Latest<R>,
  keys: readonly object[],
  ask: (index: number) => R,
  same: (before: R, now: R) => boolean,
): readonly R[] => {
  if (!answers || before?.length !== keys.length) return keys.map((_, i) => ask(i));
  let out: R[] | undefined;
  for (let i = 0; i < keys.length; i++) {
    if (before[i] === keys[i]) continue;
    const answer = ask(i);
    if (same(answers[i] as R, answer)) continue;
    out ??= [...answers];
    out[i] = answer;
  }
  return out ?? answers;
};

const whereTrue = memo((answers: readonly boolean[]): readonly number[] => answers.flatMap((answer, i) => (answer ? [i] : [])));

const setOf = memo((indexes: readonly number[]): ReadonlySet<number> => new Set(indexes));
/** Those of some stages of a file, in the order of the file, that somebody asks about; given by their indexes in the whole file. */
export const stagesAt = ({ stages, whole }: DockerfileFacts, indexes: readonly number[]): readonly Stage[] =>
  whole ? stages.filter(({ index }) => setOf(indexes).has(index)) : indexes.map((i) => stages[i] as Stage);

/** The stages that somebody asks about of which something is true, by the answers about all. */
export const stagesThat =
  (answersOf: Column<boolean>): ((facts: DockerfileFacts) => readonly Stage[]) =>
  (facts) =>
    stagesAt(facts, whereTrue(answersOf(facts)));
