// Where more words go behind a program that a stage starts.

import type { Launched } from '../../../commands/launch.ts';
import type { Stage } from '../../../languages/dockerfile/facts.ts';
import { type Edit, insert } from '../../../text/edit.ts';

/** Adds words that need no quotes behind the last word of a program: strings to a JSON list, words to a shell line. */
export const appendWords = ({ entrypoint, cmd }: Stage, { words }: Launched, added: readonly string[]): Edit | undefined => {
  const last = words.at(-1);
  if (!last) return undefined;
  for (const start of [cmd, entrypoint]) {
    const command = start?.instruction.command;
    if (command?.form !== 'exec') continue;
    const word = command.words.find(({ span, text }) => span.from === last.span.from && text === last.text);
    if (word) return insert(word.quoted.to, added.map((one) => `, "${one}"`).join(''));
  }
  return insert(last.span.to, added.map((one) => ` ${one}`).join(''));
};
