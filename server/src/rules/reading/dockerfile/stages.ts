// Stages of a Dockerfile: what to call them, and what they are for.
import { type DockerfileFacts, type Stage, wholeOf } from '../../../languages/dockerfile/facts.ts';
import { memo } from '../../../languages/memo.ts';
import type { Severity } from '../../rule.ts';

/** How messages name a stage: by its own name, else by its image. */
export const stageName = ({ name, image, parent }: Stage): string =>
  name !== undefined ? `\`${name}\`` : `the stage on \`${parent?.name ?? image.text}\``;

const weaker: Readonly<Record<Severity, Severity>> = { error: 'warning', warning: 'info', info: 'hint', hint: 'hint' };

/** The severity, one step down where something is not quite sure. */
export const eased = (severity: Severity, unsure: boolean): Severity => (unsure ? weaker[severity] : severity);

/** The stages that somebody may start: those no other stage is built on without a command of its own. */
export const startable = (facts: DockerfileFacts): readonly Stage[] => {
  const all = everyStartable(wholeOf(facts));
  if (!facts.whole) return all;
  return facts.stages.filter((stage) => setOf(all).has(stage));
};
const setOf = memo((stages: readonly Stage[]): ReadonlySet<Stage> => new Set(stages));

const everyStartable = memo(({ stages }: DockerfileFacts): readonly Stage[] => {
  const passedOn = new Set(
    stages.filter(({ parent, cmd, entrypoint }) => parent?.cmd === cmd && parent?.entrypoint === entrypoint).map(({ parent }) => parent),
  );
  return stages.filter((stage) => (stage.cmd || stage.entrypoint) && !passedOn.has(stage));
});
