// Reads one word of a shell line: quotes, escapes, variables, substitutions.
import type { ShellCommand, ShellPart, ShellWord } from './command.ts';
import { type Spliced, spanIn } from './spliced.ts';

/** Reads the commands inside a substitution, from an offset to the sign that closes it. */
export type ReadInner = (from: number, close: string) => { readonly commands: readonly ShellCommand[]; readonly to: number };

/** `to` is where reading stopped; `bare` is true when nothing in the word is quoted or decided at run time. */
export interface WordRead {
  readonly word: ShellWord;
  readonly to: number;
  readonly bare: boolean;
}

/** What stands before the list of an array assignment. */
const assignsList = /^[A-Za-z_]\w*(?:\[[^\]\s]*\])?\+?=$/;
const variableName = /^(?:[A-Za-z_]\w*|[0-9]|[@*#?$!-])/;
const bracedName = /^[!#]?(?:[A-Za-z_]\w*|[0-9]+|[@*#?$!-])/;
const ends = ' \t\r\n;&|()<>';
const stops = `${ends}\\'"$\``;

/** The end of `${…}`, behind its brace; the end of the text when it never closes. */
const braceEnd = (text: string, from: number): number => {
  let level = 1;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '{') level++;
    else if (text[i] === '}' && --level === 0) return i + 1;
  }
  return text.length;
};

/** Reads the word that begins at `start`; an empty one where no word does. `stop` is a sign that ends it. */
export const readWord = (source: Spliced, start: number, stop: string, inner: ReadInner): WordRead => {
  const { text } = source;
  let plainTo = start;
  while (plainTo < text.length && !stops.includes(text[plainTo] ?? '')) plainTo++;
  // Most words have nothing special in them.
  const isList = text[plainTo] === '(' && text[plainTo - 1] === '=';
  if (plainTo > start && !isList && (plainTo === text.length || ends.includes(text[plainTo] ?? ''))) {
    const plain = text.slice(start, plainTo);
    const span = spanIn(source, start, plainTo);
    return {
      word: { parts: [{ is: 'text', text: plain, span, quoted: false }], text: plain, literal: true, span },
      to: plainTo,
      bare: true,
    };
  }
  return readMixed(source, start, stop, inner);
};

/** A word with quotes, escapes or something decided at run time in it. */
const readMixed = (source: Spliced, start: number, stop: string, inner: ReadInner): WordRead => {
  const { text } = source;
  const parts: ShellPart[] = [];
  let i = start;
  let bare = true;
  let run = '';
  let runFrom = -1;
  let runQuoted = false;
  const flush = () => {
    if (runFrom >= 0) parts.push({ is: 'text', text: run, span: spanIn(source, runFrom, i), quoted: runQuoted });
    run = '';
    runFrom = -1;
  };
  const add = (value: string, length: number, quoted: boolean) => {
    if (runFrom >= 0 && quoted !== runQuoted) flush();
    if (runFrom < 0) runFrom = i;
    runQuoted = quoted;
    run += value;
    i += length;
    if (quoted) bare = false;
  };
  const dynamic = (to: number, part: (at: number) => ShellPart) => {
    flush();
    const at = i;
    i = Math.min(to, text.length);
    bare = false;
    parts.push(part(at));
  };
  const substitution = (open: number, close: string, quoted: boolean) => {
    const { commands, to } = inner(i + open, close);
    dynamic(to + 1, (at) => ({ is: 'substitution', commands, span: spanIn(source, at, i), quoted }));
  };
  const dollar = (quoted: boolean) => {
    if (text.startsWith('$((', i)) {
      const close = text.indexOf('))', i);
      const to = close < 0 ? text.length : close + 2;
      return dynamic(to, (at) => ({ is: 'substitution', commands: [], span: spanIn(source, at, i), quoted }));
    }
    if (text[i + 1] === '(') return substitution(2, ')', quoted);
    const braced = text[i + 1] === '{';
    const from = i + (braced ? 2 : 1);
    const name = (braced ? bracedName : variableName).exec(text.slice(from, from + 200))?.[0];
    if (name === undefined && !braced) return add('$', 1, quoted);
    const nameTo = from + (name?.length ?? 0);
    const to = braced ? braceEnd(text, nameTo) : nameTo;
    const modifier = braced ? text.slice(nameTo, text[to - 1] === '}' ? to - 1 : to) : '';
    const plain = (name ?? '').replace(/^[!#](?=.)/, '');
    dynamic(to, (at) => ({ is: 'variable', name: plain, modifier, span: spanIn(source, at, i), quoted }));
  };
  /** `NAME=(one two)`: the list of Bash. */
  const array = () => {
    let to = i + 1;
    while (to < text.length && text[to] !== ')') {
      const feed = text[to] === '#' ? text.indexOf('\n', to) : to;
      to = feed > to ? feed : Math.max(to + 1, readWord(source, to, stop, inner).to);
    }
    dynamic(to + 1, (at) => ({ is: 'substitution', commands: [], span: spanIn(source, at, i), quoted: false }));
  };
  const joinLines = (): boolean => {
    const length = text.startsWith('\\\n', i) ? 2 : text.startsWith('\\\r\n', i) ? 3 : 0;
    if (length === 0) return false;
    flush();
    i += length;
    return true;
  };
  const single = (open: number) => {
    flush();
    i += open;
    const close = text.indexOf("'", i);
    const to = close < 0 ? text.length : close;
    add(text.slice(i, to), to - i, true);
    flush();
    i = Math.min(text.length, to + 1);
  };
  const double = () => {
    flush();
    i++;
    bare = false;
    if (text[i] === '"') add('', 0, true);
    while (i < text.length && text[i] !== '"') {
      const c = text[i] ?? '';
      if (c === '\\' && joinLines()) continue;
      if (c === '\\' && '$`"\\'.includes(text[i + 1] ?? ' ')) add(text[i + 1] ?? '', 2, true);
      else if (c === '$') dollar(true);
      else if (c === '`') substitution(1, '`', true);
      else {
        let to = i + 1;
        while (to < text.length && !'"\\$`'.includes(text[to] ?? '')) to++;
        add(text.slice(i, to), to - i, true);
      }
    }
    flush();
    i = Math.min(text.length, i + 1);
  };

  while (i < text.length) {
    const c = text[i] ?? '';
    if (c === stop) break;
    if (c === '\\') {
      if (!joinLines()) add(text[i + 1] ?? '\\', Math.min(2, text.length - i), true);
    } else if (c === "'") single(1);
    else if (c === '"') double();
    else if (c === '$') {
      if (text[i + 1] === "'") single(2);
      else dollar(false);
    } else if (c === '`') substitution(1, '`', false);
    else if ((c === '<' || c === '>') && text[i + 1] === '(' && i === start) substitution(2, ')', false);
    else if (c === '(' && text[i - 1] === '=' && (i === start || assignsList.test(text.slice(start, i)))) array();
    else if (ends.includes(c)) break;
    else {
      let to = i + 1;
      while (to < text.length && !stops.includes(text[to] ?? '')) to++;
      add(text.slice(i, to), to - i, false);
    }
  }
  flush();
  const literal = parts.every((part) => part.is === 'text');
  return { word: { parts, text: parts.map(written).join(''), literal, span: spanIn(source, start, i) }, to: i, bare };
};

const written = (part: ShellPart): string => {
  if (part.is === 'text') return part.text;
  if (part.is === 'substitution') return '$(…)';
  return part.modifier ? `\${${part.name}${part.modifier}}` : `$${part.name}`;
};
