// Which edits in a Dockerfile are of concern to a rule.
import type { Change } from '../languages/dockerfile/change.ts';
import { fitting, type Minds, mindsStarts } from '../languages/dockerfile/minds.ts';
import { memo } from '../languages/memo.ts';

/** As much of a rule as tells. */
interface Minding {
  readonly id: string;
  readonly minds?: Minds;
  readonly words?: RegExp;
  readonly wordsBelow?: RegExp;
}

/** Those that mind any change, and those that mind what is started. */
const always = memo((rules: readonly Minding[]) => rules.filter(({ minds }) => minds === undefined));
const atStart = memo((rules: readonly Minding[]) => rules.filter(({ minds }) => minds !== undefined && mindsStarts(minds)));

const concerned = (rules: readonly Minding[], { instructions, restarts }: Change): ReadonlySet<Minding> => {
  const out = new Set(always(rules));
  if (restarts) for (const rule of atStart(rules)) out.add(rule);
  for (const instruction of instructions) {
    const fits = fitting(instruction);
    for (let i = 0; i < rules.length; i++) {
      const rule = rules[i] as Minding;
      const { minds, words, wordsBelow } = rule;
      const own = words ?? wordsBelow;
      if (minds !== undefined && (fits(minds) || (own !== undefined && fits(own)))) out.add(rule);
    }
  }
  return out;
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
    kept.concerned = concerned(rules, change) as ReadonlySet<R>;
  }
  return kept.concerned;
};
const isSame = (before: Change, now: Change): boolean =>
  before.restarts === now.restarts &&
  before.instructions.length === now.instructions.length &&
  before.instructions.every((one, i) => one === now.instructions[i]);
