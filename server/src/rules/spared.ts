// Which edits in a Dockerfile are of no concern to a rule.
import type { Change } from '../languages/dockerfile/change.ts';
import { fits, type Minds, mindsStarts } from '../languages/dockerfile/minds.ts';
import { memo } from '../languages/memo.ts';

/** As much of a rule as tells. */
interface Minding {
  readonly id: string;
  readonly minds?: Minds;
  readonly words?: RegExp;
  readonly wordsBelow?: RegExp;
}

const isSpared = ({ instructions, restarts }: Change, { minds, words, wordsBelow }: Minding): boolean => {
  if (minds === undefined || (restarts && mindsStarts(minds))) return false;
  const own = words ?? wordsBelow;
  return !instructions.some((one) => fits(minds, one) || (own !== undefined && fits(own, one)));
};

interface Latest<R> {
  change?: Change;
  spared?: ReadonlySet<R>;
}
const latest = memo((_: object): Latest<Minding> => ({}));

/** Those of some rules that a change is of no concern to. An edit in one stage is the same change in all that are made from it. */
export const sparedBy = <R extends Minding>(change: Change, rules: readonly R[]): ReadonlySet<R> => {
  const kept = latest(rules) as Latest<R>;
  if (!kept.spared || !kept.change || !isSame(kept.change, change)) {
    kept.change = change;
    kept.spared = new Set(rules.filter((rule) => isSpared(change, rule)));
  }
  return kept.spared;
};
const isSame = (before: Change, now: Change): boolean =>
  before.restarts === now.restarts &&
  before.instructions.length === now.instructions.length &&
  before.instructions.every((one, i) => one === now.instructions[i]);
