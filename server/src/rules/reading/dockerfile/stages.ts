// Stages of a Dockerfile: what to call them, and what they are for.
import { stagesAt } from '../../../languages/dockerfile/each-stage.ts';
import type { DockerfileFacts, Stage } from '../../../languages/dockerfile/facts.ts';
import { type Ties, tiesOf } from '../../../languages/dockerfile/ties.ts';
import { memo } from '../../../languages/memo.ts';
import type { Severity } from '../../rule.ts';

/** How messages name a stage: by its own name, else by its image. */
export const stageName = ({ name, image, parent }: Stage): string =>
  name !== undefined ? `\`${name}\`` : `the stage on \`${parent?.name ?? image.text}\``;

const weaker: Readonly<Record<Severity, Severity>> = { error: 'warning', warning: 'info', info: 'hint', hint: 'hint' };

/** The severity, one step down where something is not quite sure. */
export const eased = (severity: Severity, unsure: boolean): Severity => (unsure ? weaker[severity] : severity);

/** The stages that somebody may start: those no other stage is built on without a command of its own. */
export const startable = (facts: DockerfileFacts): readonly Stage[] => stagesAt(facts, startableIn(tiesOf(facts)));

/** The same, by index. */
export const startableIn = memo((all: readonly Ties[]): readonly number[] => {
  const passedOn = new Set<number>();
  for (const { parent, cmd, entrypoint } of all) {
    const below = parent === undefined ? undefined : all[parent];
    if (parent !== undefined && below?.cmd === cmd && below?.entrypoint === entrypoint) passedOn.add(parent);
  }
  return all.flatMap(({ cmd, entrypoint }, i) => ((cmd === undefined && entrypoint === undefined) || passedOn.has(i) ? [] : [i]));
});
