// Which edits in a Dockerfile are of concern to a rule.
import type { Change } from '../languages/dockerfile/change.ts';
import { fitsAny, type Minds, mindsStarts } from '../languages/dockerfile/minds.ts';
import { memo } from '../languages/memo.ts';

/** As much of a rule as tells. */
interface Minding {
  readonly id: string;
  readonly minds?: Minds;
  readonly words?: RegExp;
  readonly wordsBelow?: RegExp;
}

const isConcerned = ({ instructions, restarts }: Change, { minds, words, wordsBelow }: Minding): boolean => {
  if (minds === undefined || (restarts && mindsStarts(minds))) return true;
  const own = words ?? wordsBelow;
  return fitsAny(minds, instructions) || (own !== undefined && fitsAny(own, instructions));
};

interface Latest<R> {
  change?: Change;
  concerned?: ReadonlySet<R>;
}
const latest = memo((_: object): Latest<Minding> => ({}));

/**
 * Those of some rules that a change may be of concern to; the others need not be asked again. An edit in one stage is the same change in
 * all that are made from it.
 */
export const concernedBy = <R extends Minding>(change: Change, rules: readonly R[]): ReadonlySet<R> => {
  const kept = latest(rules) as Latest<R>;
  if (!kept.concerned || !kept.change || !isSame(kept.change, change)) {
    kept.change = change;
    kept.concerned = new Set(rules.filter((rule) => isConcerned(change, rule)));
  }
  return kept.concerned;
};
const isSame = (before: Change, now: Change): boolean =>
  before.restarts === now.restarts &&
  before.instructions.length === now.instructions.length &&
  before.instructions.every((one, i) => one === now.instructions[i]);
