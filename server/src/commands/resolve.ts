// The words of a command with variables filled in as far as they are known.
import type { Span } from '../text/span.ts';
import type { Uri } from '../text/uri.ts';
import type { ShellCommand, ShellPart, ShellWord } from './command.ts';

/** The value of a variable; `undefined` when nothing is known of it, `null` when it is set, but nobody knows to what. */
export type Lookup = (name: string) => string | null | undefined;

/** One argument as the program will get it. Where `known` is false, `text` is what is written. */
export interface Argument {
  readonly text: string;
  readonly known: boolean;
  readonly span: Span;
  /** The file the span lies in, where a command is put together from several. */
  readonly uri?: Uri;
}

/** A word with the file it lies in. */
export const inFile = ({ text, known, span }: Argument, uri: Uri): Argument & { readonly uri: Uri } => ({ text, known, span, uri });

const nothing: Lookup = () => undefined;

/** The value of a variable with its modifier; nothing when it is not known. */
export const variableValue = (name: string, modifier: string, lookup: Lookup): string | undefined => {
  const value = lookup(name);
  if (value === null) return undefined;
  const fallback = /^(:?)[-=](.*)$/s.exec(modifier);
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

const assigning: ReadonlySet<string | undefined> = new Set([undefined, 'read', 'export', 'local', 'readonly', ':']);
const mayAssign = ({ words }: ShellCommand): boolean => assigning.has(words[0]?.text);

/** A look-up that also knows what the commands in front have assigned: `deps="a b" && apt-get install $deps`. */
export const withAssignments = (commands: readonly ShellCommand[], lookup: Lookup): Lookup => {
  if (!commands.some(mayAssign)) return lookup;
  const assigned = assignmentsOver(lookup);
  for (const command of commands) assigned.take(command, command.certain);
  return assigned.now();
};

/** What commands assign, one after the other. */
export interface Assigned {
  /** The variables as they are now, and stay: what is taken later does not change them. */
  now(): Lookup;
  /** Takes the assignments of a command; those that may not happen leave a value that nobody knows. */
  take(command: ShellCommand, certain: boolean): void;
}

/** `special` gives the values of `$1`, `$@` and the like, which are only looked at where they are assigned. */
export const assignmentsOver = (lookup: Lookup, special: Lookup = nothing): Assigned => {
  const assigned = new Map<string, { readonly moment: number; readonly text: string | null }[]>();
  let moment = 0;
  const at =
    (then: number): Lookup =>
    (name) => {
      const found = assigned.get(name)?.findLast((one) => one.moment <= then);
      return found ? found.text : lookup(name);
    };
  const set = (name: string, text: string | null) => {
    moment++;
    const list = assigned.get(name);
    if (list) list.push({ moment, text });
    else assigned.set(name, [{ moment, text }]);
  };
  return {
    now: () => at(moment),
    take(command, certain) {
      if (!mayAssign(command)) return;
      const { assignments, words } = command;
      const now = at(moment);
      const own: Lookup = (name) => special(name) ?? now(name);
      const textOf = (parts: readonly ShellPart[]): string | null => {
        const texts = parts.map((part) => partOf(part, own));
        return certain && texts.every((text) => text !== undefined) ? texts.join('') : null;
      };
      const first = words[0]?.text;
      if (first === undefined) for (const { name, value } of assignments) set(name, textOf(value.parts));
      else if (first === 'read') for (const word of words.slice(1)) set(word.text, null);
      else if (first === ':') {
        // `: "${PORT:=8000}"` sets it where it is not set.
        for (const part of words.slice(1).flatMap((word) => word.parts)) {
          if (part.is === 'variable' && /^:?=/.test(part.modifier)) set(part.name, textOf([part]));
        }
      } else {
        for (const word of words.slice(1)) {
          const name = /^([A-Za-z_]\w*)\+?=/.exec(word.text)?.[1];
          if (!name) continue;
          const text = textOf(word.parts);
          set(name, text === null ? null : text.slice(text.indexOf('=') + 1));
        }
      }
    },
  };
};
