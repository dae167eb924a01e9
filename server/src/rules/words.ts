// Whether a stage of a Dockerfile holds the words that a rule is about. Most rules are about a program or an instruction that most
// stages have not, and looking for the word once is far cheaper than walking through the stage.
import { type DockerfileFacts, type Stage, wholeOf } from '../languages/dockerfile/facts.ts';
import { reachOf } from '../languages/dockerfile/reach.ts';
import { globalsText, ownText } from '../languages/dockerfile/stage-words.ts';
import { memo } from '../languages/memo.ts';
import type { FileRule } from './rule.ts';

type Rule = FileRule<'dockerfile'>;
type Answers = Map<Rule, boolean>;

const answersIn = memo((_: object): Answers => new Map());

const asked = <T>(answers: Answers, rule: Rule, words: RegExp, of: T, text: (of: T) => string): boolean => {
  let answer = answers.get(rule);
  if (answer === undefined) {
    answer = words.test(text(of));
    answers.set(rule, answer);
  }
  return answer;
};

/** The values of variables that are there when a stage begins: they can stand for any word. */
interface Given {
  readonly answers: Answers;
  readonly text: string;
  readonly globals: string;
}
const latestGiven = memo((_: object): { given?: Given } => ({}));
const givenTo = (stage: Stage, globals: string): Given => {
  const slot = latestGiven(stage.parent?.environment ?? noVariables);
  if (slot.given?.globals !== globals) {
    const text = [globals, ...[...(stage.parent?.environment.values() ?? [])].map((one) => one.text)].join('\n');
    slot.given = { answers: new Map(), text, globals };
  }
  return slot.given as Given;
};
const noVariables: Stage['environment'] = new Map();

const holds = (rule: Rule, words: RegExp, stage: Stage): boolean => asked(answersIn(stage.own), rule, words, stage, ownText);

/** False when the rule has nothing to say of a stage for want of its words. */
export const mayConcern = (rule: Rule, facts: DockerfileFacts, stage: Stage): boolean => {
  const { words, wordsBelow } = rule;
  const wanted = words ?? wordsBelow;
  if (!wanted || holds(rule, wanted, stage)) return true;
  if (wordsBelow) for (const one of reachOf(stage)) if (holds(rule, wordsBelow, one)) return true;
  const given = givenTo(stage, globalsText(wholeOf(facts)));
  return asked(given.answers, rule, wanted, given, textIn);
};
const textIn = ({ text }: Given): string => text;
