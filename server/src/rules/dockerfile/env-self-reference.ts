import type { Pair } from '../../languages/dockerfile/arguments.ts';
import { expand } from '../../languages/dockerfile/expand.ts';
import type { Step } from '../../languages/dockerfile/facts.ts';
import { linesBelow } from '../reading/dockerfile/lines.ts';
import { withoutWords } from '../reading/dockerfile/words.ts';
import { defineRule, fix } from '../rule.ts';

/** All values of one ENV are filled in before any of them is set. */
export default defineRule({
  id: 'dockerfile/env-self-reference',
  title: 'A variable is set before it is used',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R71'],
  neighbours: ['hadolint DL3044'],
  reads: 'dockerfile',
  by: 'build',
  words: /env/i,
  minds: /^\s*env\b/i,
  *check(subject) {
    const { uri, text, parsed } = subject;
    const sign = parsed.tree.escape;
    for (const stage of subject.facts.stages) {
      for (const step of stage.steps) {
        const { instruction } = step;
        if (instruction.name !== 'ENV' || instruction.pairs.length < 2) continue;
        for (const pair of instruction.pairs) {
          const used = usedBeforeSet(step, pair, sign);
          if (!used) continue;
          const before = step.environment.get(used)?.value;
          yield {
            at: { uri, span: pair.span },
            message: `\`$${used}\` is set in the same ENV, whose values are all filled in before any is set, so here it ${
              before === undefined ? 'is empty' : `still is \`${before}\``
            }; give \`${pair.name.text}\` an ENV of its own behind this one`,
            fixes: () => [
              fix(
                `Set \`${pair.name.text}\` in an ENV of its own`,
                true,
                uri,
                withoutWords(text, instruction, pair.span),
                linesBelow(text, instruction, `ENV ${text.slice(pair.span.from, pair.span.to)}`),
              ),
            ],
          };
        }
      }
    }
  },
});

/** The name of another variable of the same ENV that the value uses, when it has another value by then. */
const usedBeforeSet = ({ instruction, environment }: Step, { name, value }: Pair, sign: string): string | undefined => {
  if (!value?.text.includes('$')) return undefined;
  const read = expand(instruction.line, value, sign, () => undefined);
  for (const { name: used, modifier } of read.variables) {
    if (used === name.text || modifier !== '') continue;
    const other = instruction.pairs.find((pair) => pair.name.text === used);
    if (!other?.value) continue;
    const before = environment.get(used);
    const after = expand(instruction.line, other.value, sign, (one) => environment.get(one)?.value);
    // Set to the same once more, or to something that is decided elsewhere.
    if (before && (before.value === undefined || before.value === after.text)) continue;
    return used;
  }
  return undefined;
};
