// The instructions of a Dockerfile that a rule may have something to say about. Which of a stage those are is found out once, wherever
// the stage moves.
import { ofEachStage, stagesAt } from '../../../languages/dockerfile/each-stage.ts';
import type { DockerfileFacts } from '../../../languages/dockerfile/facts.ts';
import { asRead } from '../../../languages/dockerfile/moved.ts';
import type { Instruction } from '../../../languages/dockerfile/parse.ts';
import { perOwn } from '../../../languages/dockerfile/per-content.ts';
import { memo } from '../../../languages/memo.ts';
import type { Subject } from '../../rule.ts';

/** The instructions of a file that may be of interest. `may` sees them as they were read, so it must not speak of places. */
export const candidates = (
  may: (instruction: Instruction) => boolean,
): ((subject: Pick<Subject<'dockerfile'>, 'parsed' | 'facts'>) => readonly Instruction[]) => {
  const mayBe = (one: Instruction) => may(asRead(one));
  const inStages = ofEachStage(
    perOwn(({ instructions }): readonly number[] => {
      const found = instructions.flatMap((one, i) => (mayBe(one) ? [i] : []));
      return found.length > 0 ? found : nothing;
    }),
  );
  return ({ parsed, facts }) => {
    const out = inFront(parsed.tree.instructions, facts).filter(mayBe);
    const all = inStages(facts);
    for (const stage of stagesAt(facts, withAny(all)))
      for (const i of all[stage.index] ?? []) out.push(stage.instructions[i] as Instruction);
    return out;
  };
};

const nothing: readonly never[] = [];
const withAny = memo((all: readonly (readonly number[])[]): readonly number[] => all.flatMap(({ length }, i) => (length > 0 ? [i] : [])));

/** What stands in front of the first FROM. */
const inFront = (all: readonly Instruction[], { stages: [first] }: DockerfileFacts): readonly Instruction[] =>
  first ? all.slice(0, all.indexOf(first.from)) : all;
