// A tolerant reader of TOML and JSON that keeps places: what it cannot read ends with its line, and reading goes on below.
// It reads what is half-typed, which the library refuses, and lock files, of which the library needs forty times as long.
import type { Span } from '../../text/span.ts';
import type { Entry, Table, Value } from './value.ts';

/** A TOML text as tables. */
export interface TomlTree {
  readonly tables: readonly Table[];
  /** Lines that are no TOML. */
  readonly broken: readonly Span[];
}

const simple: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', '"': '"', '\\': '\\', '/': '/' };
const deepest = 60;

interface Reader {
  readonly text: string;
  at: number;
}

/** Reads a whole TOML text, whatever it holds. Never throws. */
export const readTolerantly = (text: string): TomlTree => {
  const reader: Reader = { text, at: text.charCodeAt(0) === 0xfeff ? 1 : 0 };
  const tables: { path: readonly string[]; repeated: boolean; header: Span | undefined; entries: Entry[]; span: Span }[] = [];
  const broken: Span[] = [];
  const begin = (path: readonly string[], repeated: boolean, header: Span | undefined) => {
    const table = { path, repeated, header, entries: [] as Entry[], span: header ?? { from: 0, to: 0 } };
    tables.push(table);
    return table;
  };
  let table = begin([], false, undefined);
  while (true) {
    skip(reader, true);
    if (reader.at >= text.length) break;
    const from = reader.at;
    const entry = text[from] === '[' ? undefined : readEntry(reader, 0);
    if (entry) {
      table.entries.push(entry);
      table.span = { from: table.header ? table.span.from : Math.min(table.span.from, entry.span.from), to: entry.span.to };
    } else if (text[from] === '[') {
      const repeated = text[from + 1] === '[';
      reader.at = from + (repeated ? 2 : 1);
      const path = readKey(reader);
      skip(reader, false);
      const closed = text.startsWith(repeated ? ']]' : ']', reader.at);
      if (closed) reader.at += repeated ? 2 : 1;
      if (path && closed) table = begin(path, repeated, { from, to: reader.at });
      else broken.push({ from, to: lineEnd(text, from) });
    } else broken.push({ from, to: lineEnd(text, from) });
    skip(reader, false);
    // What follows on the same line makes no sense; a list that was cut off ends at the start of a line.
    if (reader.at < text.length && text[reader.at] !== '\n' && (text[reader.at - 1] !== '\n' || reader.at === from)) {
      reader.at = lineEnd(text, reader.at);
    }
    // Something must have been taken, or the same place would be read for ever.
    if (reader.at === from) reader.at++;
  }
  return { tables, broken };
};

/** Reads a JSON text: one value. */
export const readJson = (text: string): Value | undefined => {
  const reader: Reader = { text, at: text.charCodeAt(0) === 0xfeff ? 1 : 0 };
  skip(reader, true);
  return readValue(reader, 0);
};

const lineEnd = (text: string, from: number): number => {
  const feed = text.indexOf('\n', from);
  return feed < 0 ? text.length : feed;
};

/** Skips blanks and comments, and line ends too when `lines` is set. */
const skip = (reader: Reader, lines: boolean): void => {
  const { text } = reader;
  while (reader.at < text.length) {
    const c = text[reader.at];
    if (c === ' ' || c === '\t' || c === '\r' || (lines && c === '\n')) reader.at++;
    else if (c === '#') reader.at = lineEnd(text, reader.at);
    else return;
  }
};

const readKey = (reader: Reader): readonly string[] | undefined => {
  const { text } = reader;
  const out: string[] = [];
  while (true) {
    skip(reader, false);
    const c = text[reader.at];
    if (c === '"' || c === "'") {
      const string = readString(reader);
      if (!string) return undefined;
      out.push(string.text);
    } else {
      const bare = /^[\w-]+/.exec(text.slice(reader.at, reader.at + 200))?.[0];
      if (!bare) return undefined;
      reader.at += bare.length;
      out.push(bare);
    }
    const end = reader.at;
    skip(reader, false);
    if (text[reader.at] !== '.') {
      reader.at = end;
      return out;
    }
    reader.at++;
  }
};

const readEntry = (reader: Reader, depth: number): Entry | undefined => {
  const from = reader.at;
  const key = readKey(reader);
  if (!key) return undefined;
  const keySpan = { from, to: reader.at };
  skip(reader, false);
  if (reader.text[reader.at] !== '=' && reader.text[reader.at] !== ':') return undefined;
  reader.at++;
  skip(reader, false);
  const value = readValue(reader, depth);
  return value && { key, keySpan, value, span: { from, to: value.span.to } };
};

const readValue = (reader: Reader, depth: number): Value | undefined => {
  const { text } = reader;
  const from = reader.at;
  const c = text[from];
  if (c === '"' || c === "'") return readString(reader);
  if ((c === '[' || c === '{') && depth < deepest) {
    reader.at++;
    const close = c === '[' ? ']' : '}';
    const items: Value[] = [];
    const entries: Entry[] = [];
    while (reader.at < text.length) {
      skip(reader, true);
      if (text[reader.at] === close) {
        reader.at++;
        break;
      }
      const before = reader.at;
      if (text[before] === ',') reader.at++;
      else if (c === '[') {
        // A list that is still being typed must not eat the tables below it.
        if (
          text[before] === '[' &&
          /^\[\[?[\w."'-]+\]\]?[ \t]*(?:#|\r?\n|$)/.test(text.slice(before, before + 200)) &&
          text[before - 1] === '\n'
        )
          break;
        const item = readValue(reader, depth + 1);
        if (item) items.push(item);
      } else {
        const entry = readEntry(reader, depth + 1);
        if (entry) entries.push(entry);
      }
      if (reader.at === before) break;
    }
    const span = { from, to: reader.at };
    return c === '[' ? { is: 'list', items, span } : { is: 'table', entries, span };
  }
  const word = /^[^\s,\]}#=]+/.exec(text.slice(from, from + 200))?.[0];
  if (!word) return undefined;
  reader.at += word.length;
  return { is: 'word', text: word, span: { from, to: reader.at } };
};

const readString = (reader: Reader): Extract<Value, { is: 'string' }> | undefined => {
  const { text } = reader;
  const from = reader.at;
  const sign = text[from] ?? '"';
  const triple = text.startsWith(sign.repeat(3), from);
  const open = triple ? 3 : 1;
  let i = from + open;
  let value = '';
  while (i < text.length) {
    const c = text[i] ?? '';
    if (triple ? text.startsWith(sign.repeat(3), i) : c === sign || c === '\n') break;
    if (c === '\\' && sign === '"') {
      const code = /^\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/.exec(text.slice(i, i + 10));
      const point = code ? Number.parseInt(code[1] ?? code[2] ?? '', 16) : 0;
      if (code) value += point <= 0x10ffff ? String.fromCodePoint(point) : '';
      else value += simple[text[i + 1] ?? ''] ?? '';
      i += code ? code[0].length : 2;
    } else {
      let to = i + 1;
      while (to < text.length && text[to] !== sign && text[to] !== '\\' && text[to] !== '\n') to++;
      value += text.slice(i, to);
      i = to;
    }
  }
  const end = Math.min(i, text.length);
  const closed = text.startsWith(triple ? sign.repeat(3) : sign, end);
  reader.at = Math.min(text.length, closed ? end + open : end);
  return { is: 'string', text: value, inner: { from: Math.min(from + open, end), to: end }, span: { from, to: reader.at } };
};
