// Whether a stage of a Dockerfile holds the words that a rule is about. Most rules are about a program or an instruction that most
// stages have not, and looking for the word once is far cheaper than walking through the stage.
import { type DockerfileFacts, type Stage, wholeOf } from '../languages/dockerfile/facts.ts';
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

/** The stages that a stage is made from, however far, and itself, in the order of the file. */
export const reachOf: (stage: Stage) => readonly Stage[] = memo((stage: Stage): readonly Stage[] => {
  const [only, ...more] = stage.sources;
  if (!only) return [stage];
  // A stage comes behind all that it is made from.
  if (more.length === 0) return [...reachOf(only), stage];
  const out = new Set<Stage>();
  const open = [stage];
  for (let one = open.pop(); one; one = open.pop()) {
    if (out.has(one)) continue;
    out.add(one);
    open.push(...one.sources);
  }
  return [...out].sort((a, b) => a.index - b.index);
});

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
