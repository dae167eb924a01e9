// Answers about a stage that have no place, kept wherever the stage moves.
import { memo } from '../memo.ts';
import type { Stage } from './facts.ts';

/** Makes a question that a stage keeps its answer to for as long as it says the same; the answer must not speak of places. */
export const perContent = <R>(answer: (stage: Stage) => R): ((stage: Stage) => R) => {
  const kept = memo((_: object): { result?: { readonly is: R } } => ({}));
  return (stage) => {
    const slot = kept(stage.core);
    slot.result ??= { is: answer(stage) };
    return slot.result.is;
  };
};
