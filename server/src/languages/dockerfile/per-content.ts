// Answers about a stage that have no place, kept wherever the stage moves.
import { memo } from '../memo.ts';
import type { Stage } from './facts.ts';
import { ownText } from './stage-words.ts';

/** Makes a question whose answer about a stage is kept at an object that may outlive it; the answer must not speak of places then. */
export const perSlot = <R>(slotOf: (stage: Stage) => object, answer: (stage: Stage) => R): ((stage: Stage) => R) => {
  const kept = memo((_: object): { result?: { readonly is: R } } => ({}));
  return (stage) => {
    const slot = kept(slotOf(stage));
    slot.result ??= { is: answer(stage) };
    return slot.result.is;
  };
};

/** Makes a question that a stage keeps its answer to for as long as it says the same; the answer must not speak of places. */
export const perContent = <R>(answer: (stage: Stage) => R): ((stage: Stage) => R) => perSlot(({ core }) => core, answer);

/** The same for an answer that is kept at an object which outlives the stage: hundreds of stages that merely moved look for it in one place. */
export const perSlotAndContent = <R>(slotOf: (stage: Stage) => object, answer: (stage: Stage) => R): ((stage: Stage) => R) =>
  perContent(perSlot(slotOf, answer));

const fromBelow = memo((_: object): { any?: boolean } => ({}));
interface Used {
  readonly names: ReadonlySet<string>;
  /** Whether lines take values from the declarations in front of the first FROM. */
  readonly globals: boolean;
}
const used = memo((_: object): { variables?: Used } => ({}));

const variablesOf = (stage: Stage): Used => {
  const slot = used(stage.own);
  if (!slot.variables) {
    const text = ownText(stage);
    slot.variables = {
      names: new Set([...text.matchAll(/\$\{?[#!]?([A-Za-z_]\w*)/g)].map(([, name = '']) => name)),
      globals: /^[^\n]*\$/.test(text) || /^[ \t]*ARG[ \t]+[^=\n]*$/im.test(text),
    };
  }
  return slot.variables;
};

/** The variables that the lines of a stage use. */
export const namesUsedIn = (stage: Stage): ReadonlySet<string> => variablesOf(stage).names;

/** Whether what the lines of a stage say depends on values that come from elsewhere. */
const usesOthers = (stage: Stage): boolean => {
  const slot = fromBelow(stage.core);
  if (slot.any === undefined) {
    const { names, globals } = variablesOf(stage);
    const given = stage.parent?.environment;
    slot.any = globals || (given !== undefined && [...names].some((name) => given.has(name)));
  }
  return slot.any;
};

/**
 * Where to keep what follows from the lines of a stage alone, whatever stage it is built on: the same object for as long as these say
 * the same. What it is built on counts only where it gives values to variables in them.
 */
const ownSlot = (stage: Stage): object => (usesOthers(stage) ? stage.core : stage.own);

/** The same as `perContent` for such answers. They must not look at users, folders and commands that a stage inherits. */
export const perOwn = <R>(answer: (stage: Stage) => R): ((stage: Stage) => R) => perSlotAndContent(ownSlot, answer);
