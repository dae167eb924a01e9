// What the container of a stage starts: ENTRYPOINT and CMD put together as Docker does it.
import { type Launch, launch } from '../../commands/launch.ts';
import type { Argument, Lookup } from '../../commands/resolve.ts';
import type { Start } from './facts.ts';

export type { Launch, Launched } from '../../commands/launch.ts';

/** The words Docker starts: the shell form stands for `/bin/sh -c line`. */
export const wordsOf = (start: Start | undefined): readonly Argument[] => {
  if (!start) return [];
  if (start.form === 'exec') return start.words.map(({ text, known, span }) => ({ text, known, span }));
  const word = (text: string): Argument => ({ text, known: true, span: start.span });
  return [word('/bin/sh'), word('-c'), word(start.line)];
};

/** Puts ENTRYPOINT and CMD together; nothing when neither is set. `lookup` gives the variables of the image. */
export const launchOf = (entrypoint: Start | undefined, cmd: Start | undefined, lookup: Lookup): Launch | undefined => {
  const last = cmd ?? entrypoint;
  if (!last) return undefined;
  const lines = [entrypoint, cmd].filter((start) => start !== undefined);
  return launch([...wordsOf(entrypoint), ...wordsOf(cmd)], { lookup, lines, span: last.span, open: !cmd });
};
