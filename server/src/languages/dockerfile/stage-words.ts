// What a stage says, as one text: one look at it is far cheaper than a walk through its commands.
import { memo } from '../memo.ts';
import type { DockerfileFacts, Stage } from './facts.ts';

const kept = memo((_: object): { text?: string } => ({}));

/** The lines of a stage as the builder joins them, with their here-documents. */
export const ownText = ({ own, instructions }: Stage): string => {
  const slot = kept(own);
  slot.text ??= instructions.map(({ script }) => script.text).join('\n');
  return slot.text;
};

/** Makes a question whether a pattern fits what a stage itself says. */
export const ownHolds = (pattern: RegExp): ((stage: Stage) => boolean) => {
  const answer = memo((_: object): { fits?: boolean } => ({}));
  return (stage) => {
    const slot = answer(stage.own);
    slot.fits ??= pattern.test(ownText(stage));
    return slot.fits;
  };
};

/** Whether a stage itself may call manage.py or name Django; a variable may stand for any word. One look, before a walk through its commands. */
export const mayNameDjango = ownHolds(/manage|django|\$/i);

/** The values of the declarations in front of the first FROM. */
export const globalsText = memo(({ globals }: DockerfileFacts): string => globals.map(({ value }) => value?.text ?? '').join('\n'));

/** A stage and all those it is built on, the lowest first. */
export const chainOf: (stage: Stage) => readonly Stage[] = memo((stage: Stage): readonly Stage[] =>
  stage.parent ? [...chainOf(stage.parent), stage] : [stage],
);
