// Which edits in a Dockerfile are of no concern to a rule.
import type { Change } from '../languages/dockerfile/change.ts';
import { fits, type Minds } from '../languages/dockerfile/minds.ts';

/** As much of a rule as tells. */
interface Minding {
  readonly minds?: Minds;
  readonly words?: RegExp;
  readonly wordsBelow?: RegExp;
}

/** Whether a change is of no concern to a rule. */
export const spares = ({ instructions }: Change, { minds, words, wordsBelow }: Minding): boolean => {
  if (minds === undefined) return false;
  const own = words ?? wordsBelow;
  return !instructions.some((one) => fits(minds, one) || (own !== undefined && fits(own, one)));
};
