// Which edits in a Dockerfile are of no concern to a rule.
import type { Change } from '../languages/dockerfile/change.ts';
import type { Instruction } from '../languages/dockerfile/parse.ts';
import { memo } from '../languages/memo.ts';

/** As much of a rule as tells. */
interface Minding {
  readonly minds?: RegExp;
  readonly words?: RegExp;
  readonly wordsBelow?: RegExp;
}

const answersIn = memo((_: Instruction) => new Map<Minding, boolean>());

/** Whether an instruction holds anything that a rule minds. */
const minds = (rule: Minding, instruction: Instruction): boolean => {
  const answers = answersIn(instruction);
  let answer = answers.get(rule);
  if (answer === undefined) {
    const { text } = instruction.script;
    answer = !rule.minds || rule.minds.test(text) || (rule.words ?? rule.wordsBelow)?.test(text) === true;
    answers.set(rule, answer);
  }
  return answer;
};

/** Whether a change is of no concern to a rule. */
export const spares = ({ instructions }: Change, rule: Minding): boolean =>
  rule.minds !== undefined && !instructions.some((one) => minds(rule, one));
