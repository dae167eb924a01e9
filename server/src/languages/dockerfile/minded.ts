// Where to keep what follows from some of the instructions of a stage alone, through edits in others.
import { memo } from '../memo.ts';
import { type Change, changeBetween, type Making, makingOf } from './change.ts';
import type { Stage } from './facts.ts';
import { fitsAny, type Minds, mindsStarts } from './minds.ts';
import { asRead } from './moved.ts';
import type { Instruction } from './parse.ts';
import { perSlotAndContent } from './per-content.ts';
import { reachOf } from './reach.ts';

/** How a stage became what it is; versions are numbered, so that none holds on to the one before it. */
interface Edit {
  readonly from: number;
  readonly to: number;
  /** What it is made of now. */
  readonly making: Making;
  /** What changed; nothing where that may be anything. */
  readonly change: Change | undefined;
}
interface Latest {
  readonly version: number;
  readonly making: Making;
}
let versions = 0;
const latestAt = memo((_: Instruction): { latest?: Latest } => ({}));
const edits = memo((_: object): { edit?: Edit } => ({}));

/** What the latest edit changed in a stage and in those it is made from. */
const editOf = (stage: Stage): Edit => {
  const made = edits(stage.core);
  if (made.edit) return made.edit;
  const slot = latestAt(asRead(stage.from));
  const { latest: before } = slot;
  const making = makingOf(
    stage,
    reachOf(stage).map(({ instructions }) => instructions),
  );
  slot.latest = { version: ++versions, making };
  made.edit = { from: before?.version ?? 0, to: versions, making, change: before && changeBetween(before.making, making, stage) };
  return made.edit;
};

interface Slot {
  readonly version: number;
  readonly making: Making;
  readonly object: object;
}

/**
 * Makes a question for the object to keep an answer at that follows from FROM and those instructions alone that fit, keyword included,
 * of a stage and of all it is made from: the same object for as long as none of these changes but its place, and nothing that gives a
 * value to a variable of their lines. The answer must not speak of places.
 */
export const mindedSlot = (minds: Minds): ((stage: Stage) => object) => {
  const latest = memo((_: Instruction): { slot?: Slot } => ({}));
  const own = memo((_: object): { object?: object } => ({}));
  return (stage) => {
    const here = own(stage.core);
    if (here.object) return here.object;
    const { from, to, making, change: last } = editOf(stage);
    const kept = latest(asRead(stage.from));
    const { slot } = kept;
    // Nobody may have asked for some time.
    const change = slot && (slot.version === from ? last : changeBetween(slot.making, making, stage));
    const isSame = change && !(change.restarts && mindsStarts(minds)) && !fitsAny(minds, change.instructions);
    here.object = (isSame ? slot?.object : undefined) ?? {};
    kept.slot = { version: to, making, object: here.object };
    return here.object;
  };
};

/** Makes a question that a stage keeps its answer to while nothing is typed in such instructions; the answer must not speak of places. */
export const perMinded = <R>(minds: Minds, answer: (stage: Stage) => R): ((stage: Stage) => R) =>
  perSlotAndContent(mindedSlot(minds), answer);
