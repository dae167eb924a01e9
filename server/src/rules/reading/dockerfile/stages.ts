// Stages of a Dockerfile: what to call them, and what they are for.
import type { DockerfileFacts, Stage } from '../../../languages/dockerfile/facts.ts';
import type { Severity } from '../../rule.ts';

/** How messages name a stage: by its own name, else by its image. */
export const stageName = ({ name, image, parent }: Stage): string =>
  name !== undefined ? `\`${name}\`` : `the stage on \`${parent?.name ?? image.text}\``;

const weaker: Readonly<Record<Severity, Severity>> = { error: 'warning', warning: 'info', info: 'hint', hint: 'hint' };

/** The severity, one step down where something is not quite sure. */
export const eased = (severity: Severity, unsure: boolean): Severity => (unsure ? weaker[severity] : severity);

/** The stages that somebody may start: those no other stage is built on without a command of its own. */
export const startable = ({ stages }: DockerfileFacts): readonly Stage[] =>
  stages.filter(
    (stage) =>
      stage.launch && !stages.some((other) => other.parent === stage && other.cmd === stage.cmd && other.entrypoint === stage.entrypoint),
  );
