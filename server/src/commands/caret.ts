// The command a caret is in: which of its words, and how much of that is typed.
import type { ShellCommand, ShellPart, ShellWord } from './command.ts';
import type { Argument } from './resolve.ts';
import { splitShell } from './shell.ts';
import { offsetIn, type Spliced, type Stretch } from './spliced.ts';

/** The word under a caret, without its quotes and with the way back to the file. */
export interface CaretWord {
  readonly spliced: Spliced;
  /** Its text in front of the caret. */
  readonly typed: string;
  /** Whether the caret stands between quotes. */
  readonly quoted: boolean;
}

/** A command with a caret in it. */
export interface CommandCaret {
  /** All its words; where a new one begins at the caret, an empty one stands there. */
  readonly words: readonly Argument[];
  /** The word of the caret, and which of `words` it is. */
  readonly word: CaretWord;
  readonly at: number;
}

/** The value of an assignment in front of a command: `PORT=8000 gunicorn`. */
export interface AssignmentCaret {
  readonly name: string;
  /** Nothing follows it: the shell's own variable, unless it is exported elsewhere. */
  readonly bare: boolean;
  readonly word: CaretWord;
}

export type ShellCaret = ({ readonly on: 'word' } & CommandCaret) | ({ readonly on: 'assignment' } & AssignmentCaret);

/** A character that no file has: it marks the caret in the text that is split. */
const mark = '\ue000';

/** Puts the mark at an offset; it takes no room in the file. */
const marked = ({ text, stretches }: Spliced, offset: number, caret: number): Spliced => {
  const out: Stretch[] = stretches.filter(({ at }) => at < offset);
  out.push({ at: offset, from: caret, width: 0 });
  if (!stretches.some(({ at }) => at === offset)) out.push({ at: offset + 1, from: caret });
  for (const stretch of stretches) if (stretch.at >= offset) out.push({ ...stretch, at: stretch.at + 1 });
  return { text: text.slice(0, offset) + mark + text.slice(offset), stretches: out };
};

/** The command at a place of the file, in a shell text; nothing in comments, redirections and where no command can be. */
export const shellCaret = (source: Spliced, caret: number): ShellCaret | undefined => {
  const offset = offsetIn(source, caret);
  return search(splitShell(marked(source, offset, caret)), caret);
};

const search = (commands: readonly ShellCommand[], caret: number): ShellCaret | undefined => {
  for (const { words, assignments } of commands) {
    for (const { name, value } of assignments) {
      const word = caretWord(value, caret);
      if (word) return { on: 'assignment', name, bare: words.length === 0, word };
    }
    for (const [at, written] of words.entries()) {
      for (const part of written.parts) {
        const inside = part.is === 'substitution' ? search(part.commands, caret) : undefined;
        if (inside) return inside;
      }
      const word = caretWord(written, caret);
      if (!word) continue;
      const { text } = word.spliced;
      const plain = words.map((one): Argument => ({ text: one.text, known: one.literal, span: one.span }));
      plain[at] = { text, known: written.literal, span: written.span };
      return { on: 'word', words: plain, word, at };
    }
  }
  return undefined;
};

const caretWord = ({ parts }: ShellWord, caret: number): CaretWord | undefined => {
  let text = '';
  let found: Pick<CaretWord, 'typed' | 'quoted'> | undefined;
  const stretches: Stretch[] = [];
  for (const part of parts) {
    const piece = textOf(part);
    const cut = part.is === 'text' ? piece.indexOf(mark) : -1;
    stretches.push({ at: text.length, from: part.span.from });
    if (cut < 0) {
      text += piece;
      continue;
    }
    text += piece.slice(0, cut);
    found = { typed: text, quoted: part.quoted };
    stretches.push({ at: text.length, from: caret });
    text += piece.slice(cut + 1);
  }
  return found && { ...found, spliced: { text, stretches } };
};

const textOf = (part: ShellPart): string => {
  if (part.is === 'text') return part.text;
  if (part.is === 'substitution') return '$(…)';
  return part.modifier ? `\${${part.name}${part.modifier}}` : `$${part.name}`;
};

/** The command of a list of words, such as a JSON list; `at` is the word of the caret. */
export const listCaret = (
  words: readonly (Argument & { readonly spliced: Spliced })[],
  at: number,
  caret: number,
): CommandCaret | undefined => {
  const word = words[at];
  if (!word) return undefined;
  return { words, at, word: { spliced: word.spliced, typed: word.text.slice(0, offsetIn(word.spliced, caret)), quoted: true } };
};
