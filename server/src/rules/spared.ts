// Which edits in a Dockerfile are of no concern to a rule.
import type { Change } from '../languages/dockerfile/change.ts';
import { fits, type Minds } from '../languages/dockerfile/minds.ts';
import type { Instruction } from '../languages/dockerfile/parse.ts';
import { memo } from '../languages/memo.ts';

/** As much of a rule as tells. */
interface Minding {
  readonly id: string;
  readonly minds?: Minds;
  readonly words?: RegExp;
  readonly wordsBelow?: RegExp;
}

const isSpared = (instructions: readonly Instruction[], { minds, words, wordsBelow }: Minding): boolean => {
  if (minds === undefined) return false;
  const own = words ?? wordsBelow;
  return !instructions.some((one) => fits(minds, one) || (own !== undefined && fits(own, one)));
};

interface Latest<R> {
  instructions?: readonly Instruction[];
  spared?: ReadonlySet<R>;
}
const latest = memo((_: object): Latest<Minding> => ({}));

/** Those of some rules that a change is of no concern to. An edit in one stage is the same change in all that are made from it. */
export const sparedBy = <R extends Minding>({ instructions }: Change, rules: readonly R[]): ReadonlySet<R> => {
  const kept = latest(rules) as Latest<R>;
  const { instructions: before } = kept;
  if (!kept.spared || before?.length !== instructions.length || !instructions.every((one, i) => one === before[i])) {
    kept.instructions = instructions;
    kept.spared = new Set(rules.filter((rule) => isSpared(instructions, rule)));
  }
  return kept.spared;
};
