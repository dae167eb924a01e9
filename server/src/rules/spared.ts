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

const answersIn = memo((_: Instruction) => new Map<RegExp, boolean>());

/** Whether an instruction fits a pattern. Many rules share one. */
const fits = (instruction: Instruction, pattern: RegExp): boolean => {
  const answers = answersIn(instruction);
  let answer = answers.get(pattern);
  if (answer === undefined) {
    answer = pattern.test(instruction.script.text);
    answers.set(pattern, answer);
  }
  return answer;
};

/** Whether an instruction holds anything that a rule minds. */
const minds = ({ minds: own, words, wordsBelow }: Minding, instruction: Instruction): boolean => {
  const more = words ?? wordsBelow;
  return !own || fits(instruction, own) || (more !== undefined && fits(instruction, more));
};

/** Whether a change is of no concern to a rule. */
export const spares = ({ instructions }: Change, rule: Minding): boolean =>
  rule.minds !== undefined && !instructions.some((one) => minds(rule, one));
