// What an edit changed in the instructions that a stage of a Dockerfile is made of.
import { memo } from '../memo.ts';
import { namesAskedIn } from './asked.ts';
import type { Stage } from './facts.ts';
import { asRead } from './moved.ts';
import type { Instruction } from './parse.ts';
import { namesUsedIn } from './per-content.ts';
import { reachOf } from './reach.ts';

/** Instructions by where they stand: those of each stage, for instance. */
export type Lists = readonly (readonly Instruction[])[];

/** What one version of a stage is made of, to be compared with another. */
export interface Making {
  readonly index: number;
  readonly given: string;
  /** Instructions as they were read: the same objects wherever an edit moves them. */
  readonly reads: Lists;
}
/** A list that many stages are made from is the same object in all of them. */
const readsOf = memo((list: readonly Instruction[]): readonly Instruction[] => list.map(asRead));
/** `lists` are the instructions of the stage and of those it is made from. */
export const makingOf = ({ index, given }: Stage, lists: Lists): Making => ({ index, given, reads: lists.map(readsOf) });

/** How one list of instructions became another. */
interface Step {
  /** How many are the same at the beginning, and from which one of those before on at the end. */
  readonly head: number;
  readonly tail: number;
  /** How far those at the end have moved. */
  readonly by: number;
}

export interface Change {
  readonly steps: readonly Step[];
  /** The instructions that went away, and those that came. */
  readonly instructions: readonly Instruction[];
  /** Whether they set a variable that somebody asked for to find out what is started: then that may be something else. */
  readonly restarts: boolean;
}

/** More changes than a person makes at once are not worth a look at each. */
const most = 6;

const stepOf = (before: readonly Instruction[], now: readonly Instruction[]): Step => {
  const shorter = Math.min(before.length, now.length);
  let head = 0;
  while (head < shorter && before[head] === now[head]) head++;
  let tail = before.length;
  const by = now.length - before.length;
  while (tail > head && tail + by > head && before[tail - 1] === now[tail + by - 1]) tail--;
  return { head, tail, by };
};

const changeOf = (before: Lists, now: Lists): Omit<Change, 'restarts'> | undefined => {
  if (before.length !== now.length) return undefined;
  const steps: Step[] = [];
  const instructions: Instruction[] = [];
  for (let i = 0; i < now.length; i++) {
    const [old, list] = [before[i] ?? [], now[i] ?? []];
    const step = stepOf(old, list);
    steps.push(step);
    for (let at = step.head; at < step.tail; at++) instructions.push(old[at] as Instruction);
    for (let at = step.head; at < step.tail + step.by; at++) instructions.push(list[at] as Instruction);
    if (instructions.length > most) return undefined;
  }
  return instructions.some(({ name }) => name === 'FROM') ? undefined : { steps, instructions };
};

/** The names that some instructions give values to; nothing where one of them is made up of others. */
const namesGivenIn = (instructions: readonly Instruction[]): readonly string[] | undefined => {
  const names: string[] = [];
  for (const { name, pairs } of instructions) {
    if (name !== 'ENV' && name !== 'ARG') continue;
    for (const pair of pairs) {
      if (pair.name.text.includes('$')) return undefined;
      names.push(pair.name.text);
    }
  }
  return names;
};
/** Whether some of these are among certain names of a stage, or of one that it is made from. */
const areAmong = (names: readonly string[], stage: Stage, namesOf: (stage: Stage) => ReadonlySet<string>): boolean => {
  for (const one of reachOf(stage)) {
    const known = namesOf(one);
    for (const name of names) if (known.has(name)) return true;
  }
  return false;
};

/**
 * How the instructions of a stage and of those it is made from have changed between two versions, the later one of which is given as a
 * stage too. Nothing where that may change anything: stages came or went, a FROM or a declaration in front of the first has changed, a
 * variable that a line uses has another value, or there is too much of it.
 */
export const changeBetween = (before: Making, now: Making, stage: Stage): Change | undefined => {
  if (before.index !== now.index || before.given !== now.given) return undefined;
  const change = changeOf(before.reads, now.reads);
  const given = change && namesGivenIn(change.instructions);
  if (!given) return undefined;
  if (given.length > 0 && areAmong(given, stage, namesUsedIn)) return undefined;
  // Until Node 22, each spread that fields are added to makes a hidden class of its own.
  return { steps: change.steps, instructions: change.instructions, restarts: areAmong(given, stage, namesAskedIn) };
};
