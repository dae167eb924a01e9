// The words of a command with variables filled in as far as they are known.
import type { Span } from '../text/span.ts';
import type { Uri } from '../text/uri.ts';
import type { ShellCommand, ShellPart, ShellWord } from './command.ts';

/** The value of a variable; nothing when it is not known. */
export type Lookup = (name: string) => string | undefined;

/** One argument as the program will get it. Where `known` is false, `text` is what is written. */
export interface Argument {
  readonly text: string;
  readonly known: boolean;
  readonly span: Span;
  /** The file the span lies in, where a command is put together from several. */
  readonly uri?: Uri;
}

const nothing: Lookup = () => undefined;

/** The value of a variable with its modifier; nothing when it is not known. */
export const variableValue = (name: string, modifier: string, lookup: Lookup): string | undefined => {
  const value = lookup(name);
  const fallback = /^(:?)-(.*)$/s.exec(modifier);
  if (fallback && (value === undefined || (fallback[1] && value === '')))
    return /[$`\\'"]/.test(fallback[2] ?? '') ? undefined : fallback[2];
  if (modifier === '' || fallback || /^:?\?/.test(modifier)) return value;
  return undefined;
};

const partOf = (part: ShellPart, lookup: Lookup): string | undefined => {
  if (part.is === 'text') return part.text;
  return part.is === 'variable' ? variableValue(part.name, part.modifier, lookup) : undefined;
};

/** Fills one word in. A variable outside quotes falls apart at its blanks, so that one word may become several or none. */
export const resolveWord = (word: ShellWord, lookup: Lookup = nothing): readonly Argument[] => {
  const { span } = word;
  if (word.literal) return [{ text: word.text, known: true, span }];
  let fields: string[] = [];
  let open: string | undefined;
  for (const part of word.parts) {
    const value = partOf(part, lookup);
    if (value === undefined) return [{ text: word.text, known: false, span }];
    if (part.is !== 'variable' || part.quoted) {
      open = (open ?? '') + value;
      continue;
    }
    const pieces = value.split(/[ \t\n]+/);
    pieces.forEach((piece, i) => {
      if (i > 0 && open !== undefined) {
        fields = [...fields, open];
        open = undefined;
      }
      if (piece !== '') open = (open ?? '') + piece;
    });
  }
  if (open !== undefined) fields = [...fields, open];
  return fields.map((text) => ({ text, known: true, span }));
};

export const resolveWords = (words: readonly ShellWord[], lookup: Lookup = nothing): readonly Argument[] =>
  words.flatMap((word) => resolveWord(word, lookup));

const assigning: ReadonlySet<string | undefined> = new Set([undefined, 'read', 'export', 'local', 'readonly']);
const mayAssign = ({ words }: ShellCommand): boolean => assigning.has(words[0]?.text);

/** A look-up that also knows what the commands in front have assigned: `deps="a b" && apt-get install $deps`. */
export const withAssignments = (commands: readonly ShellCommand[], lookup: Lookup): Lookup => {
  if (!commands.some(mayAssign)) return lookup;
  const assigned = new Map<string, string | undefined>();
  const own: Lookup = (name) => (assigned.has(name) ? assigned.get(name) : lookup(name));
  const assign = (name: string, value: ShellWord, certain: boolean) => {
    const parts = value.parts.map((part) => partOf(part, own));
    const text = parts.every((part) => part !== undefined) ? parts.join('') : undefined;
    assigned.set(name, certain ? text : undefined);
  };
  for (const { assignments, words, certain } of commands) {
    const first = words[0]?.text;
    if (first === undefined) for (const { name, value } of assignments) assign(name, value, certain);
    if (first === 'read') for (const word of words.slice(1)) assigned.set(word.text, undefined);
    if (first !== 'export' && first !== 'local' && first !== 'readonly') continue;
    for (const word of words.slice(1)) {
      const [name = '', ...rest] = word.text.split('=');
      if (rest.length > 0) assigned.set(name, certain && word.literal ? rest.join('=') : undefined);
    }
  }
  return own;
};
