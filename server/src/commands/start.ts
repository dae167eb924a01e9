// A command as a file gives it to a container: words, or one line for a shell.
import type { Span } from '../text/span.ts';
import type { ShellCommand } from './command.ts';
import type { Argument } from './resolve.ts';
import { splitShell } from './shell.ts';
import type { Spliced } from './spliced.ts';

export interface GivenCommand {
  /** A list of words, a string that is split into words without a shell, or a line for `/bin/sh -c`. */
  readonly form: 'list' | 'string' | 'shell';
  /** The words; one word, the line, for `shell`. None for an empty command. */
  readonly words: readonly Argument[];
  /** The line that a shell is given by the words (`sh -c "…"`) or by the form; empty when there is none. */
  readonly line: string;
  /** The simple commands: those of the line, else one of all words. */
  readonly commands: readonly ShellCommand[];
  readonly span: Span;
}

/** A text and the way back to the file. `known` is false where something in it is decided elsewhere. */
export interface SourcedWord {
  readonly text: string;
  readonly known: boolean;
  readonly span: Span;
  readonly source: Spliced;
}

/** A line that a shell is given. */
export const lineCommand = ({ text, known, span, source }: SourcedWord, whole: Span): GivenCommand => ({
  form: 'shell',
  words: [{ text, known, span }],
  line: text,
  commands: splitShell(source),
  span: whole,
});

/** Words that are started as they are. */
export const wordsCommand = (form: 'list' | 'string', values: readonly SourcedWord[], span: Span): GivenCommand => {
  const words = values.map(({ text, known, span: place }): Argument => ({ text, known, span: place }));
  // Behind `docker-entrypoint.sh sh -c …` there are more words in front; the line is what follows the first `-c` of a shell.
  const at = words.findIndex(
    (word, i) => i > 0 && /^-[a-z]*c$/.test(word.text) && /^(?:.*\/)?(?:ba|da|a)?sh$/.test(words[i - 1]?.text ?? ''),
  );
  const line = at > 0 ? values[at + 1] : undefined;
  if (line) return { form, words, line: line.text, commands: splitShell(line.source), span };
  const whole = { assignments: [], redirects: [], span, before: 'start', after: 'end', certain: true } as const;
  const plain = words.map(({ text, known, span: place }) => ({
    parts: [{ is: 'text' as const, text, span: place, quoted: true }],
    text,
    literal: known,
    span: place,
  }));
  return { form, words, line: '', commands: words.length > 0 ? [{ words: plain, ...whole }] : [], span };
};
