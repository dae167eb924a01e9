import type { Stage } from '../../../languages/dockerfile/facts.ts';
import { type Edit, replace } from '../../../text/edit.ts';
import type { Uri } from '../../../text/uri.ts';
import { type Fix, fix } from '../../rule.ts';
import type { Started } from './programs.ts';

/** Puts other words in the place of the word that names a program: strings in a JSON list, words on a shell line. */
export const replaceWord = ({ entrypoint, cmd }: Stage, { word }: Pick<Started, 'word'>, ...words: readonly string[]): Edit => {
  const inList = [cmd, entrypoint].some(
    (start) =>
      start?.instruction.command?.form === 'exec' &&
      start.instruction.command.words.some(({ span, text }) => span.from === word.span.from && text === word.text),
  );
  // In a list the quotes of the word stay where they are.
  return replace(word.span, words.join(inList ? '", "' : ' '));
};

/** Starts a program by its module, for which neither a script nor its first line is needed. */
export const moduleInstead = (uri: Uri, stage: Stage, started: Started): readonly Fix[] =>
  started.module === undefined
    ? []
    : [fix(`Start \`python -m ${started.module}\``, false, uri, replaceWord(stage, started, 'python', '-m', started.module))];
