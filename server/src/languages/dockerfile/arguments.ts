// Flags and arguments of an instruction, split as BuildKit splits them (frontend/dockerfile/parser/line_parsers.go).
import { type Spliced, type Stretch, spanIn } from '../../commands/spliced.ts';
import type { Span } from '../../text/span.ts';

/** A word of a joined line. `text` keeps quotes, escapes and variables; `at` is its offset in the joined line. */
export interface Word {
  readonly text: string;
  readonly at: number;
  readonly span: Span;
}

/** `--name` or `--name=value`; the value without its quotes. */
export interface Flag {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: string | undefined;
  readonly valueSpan: Span | undefined;
  readonly span: Span;
}

/** One `NAME=value` of ENV, LABEL or ARG. */
export interface Pair {
  readonly name: Word;
  readonly value: Word | undefined;
  readonly span: Span;
}

/** What RUN, CMD, ENTRYPOINT, HEALTHCHECK and SHELL start: a JSON list of words, or one text for the shell. */
export type Command =
  | { readonly form: 'exec'; readonly words: readonly JsonWord[]; readonly span: Span }
  | { readonly form: 'shell'; readonly body: Span; readonly span: Span };

/** A string of a JSON list, decoded. */
export interface JsonWord extends Word {
  /** The decoded text with the way back to the file. */
  readonly spliced: Spliced;
  /** The string with its quotes. */
  readonly quoted: Span;
}

export interface Arguments {
  /** The words of instructions that take words; for HEALTHCHECK its type. JSON lists of COPY, ADD and VOLUME are decoded. */
  readonly words: readonly Word[];
  /** True when the words come from a JSON list. */
  readonly json: boolean;
  readonly pairs: readonly Pair[];
  /** True for `ENV name value`, without an equals sign. */
  readonly spaced: boolean;
  readonly command: Command | undefined;
}

type Shape = 'blanks' | 'list' | 'pairs' | 'declaration' | 'command' | 'whole' | 'health' | 'none';
const shapes: Readonly<Record<string, Shape>> = {
  ADD: 'list',
  ARG: 'declaration',
  CMD: 'command',
  COPY: 'list',
  ENTRYPOINT: 'command',
  ENV: 'pairs',
  EXPOSE: 'blanks',
  FROM: 'blanks',
  HEALTHCHECK: 'health',
  LABEL: 'pairs',
  MAINTAINER: 'whole',
  ONBUILD: 'none',
  RUN: 'command',
  SHELL: 'command',
  STOPSIGNAL: 'whole',
  USER: 'whole',
  VOLUME: 'list',
  WORKDIR: 'whole',
};

const nothing: Arguments = { words: [], json: false, pairs: [], spaced: false, command: undefined };

/** What Go's `unicode.IsSpace` calls a space, as far as it occurs. */
export const isSpace = (c: number): boolean => c === 32 || (c >= 9 && c <= 13) || c === 0x85 || c === 0xa0 || c === 0x2028 || c === 0x3000;

export const wordIn = (line: Spliced, from: number, to: number): Word => ({
  text: line.text.slice(from, to),
  at: from,
  span: spanIn(line, from, to),
});

export const argumentsOf = (name: string, line: Spliced, body: Span, escapeSign: string): Arguments => {
  if (body.from >= body.to) return nothing;
  switch (shapes[name] ?? 'blanks') {
    case 'none':
      return nothing;
    case 'whole':
      return { ...nothing, words: [wordIn(line, body.from, body.to)] };
    case 'command':
      return { ...nothing, command: commandIn(line, body) };
    case 'health': {
      const type = splitBlanks(line, body)[0];
      if (!type) return nothing;
      const rest = /^\s*/.exec(line.text.slice(type.at + type.text.length, body.to))?.[0].length ?? 0;
      const from = type.at + type.text.length + rest;
      return { ...nothing, words: [type], command: from < body.to ? commandIn(line, { from, to: body.to }) : undefined };
    }
    case 'list': {
      const words = jsonWords(line, body);
      return words ? { ...nothing, words, json: true } : { ...nothing, words: splitBlanks(line, body) };
    }
    case 'pairs':
      return pairsIn(line, body, escapeSign);
    case 'declaration': {
      const words = splitQuoted(line, body, escapeSign);
      return { ...nothing, words, pairs: words.map((word) => pairOf(line, word)) };
    }
    default:
      return { ...nothing, words: splitBlanks(line, body) };
  }
};

const commandIn = (line: Spliced, body: Span): Command => {
  const words = jsonWords(line, body);
  const span = spanIn(line, body.from, body.to);
  return words ? { form: 'exec', words, span } : { form: 'shell', body, span };
};

const splitBlanks = (line: Spliced, body: Span): readonly Word[] => {
  const out: Word[] = [];
  for (const match of line.text.slice(body.from, body.to).matchAll(/[^\t\v\f\r ]+/g)) {
    out.push(wordIn(line, body.from + match.index, body.from + match.index + match[0].length));
  }
  return out;
};

/** Words between blanks, where quotes and the escape sign keep a blank inside its word. */
const splitQuoted = (line: Spliced, body: Span, escapeSign: string): readonly Word[] => {
  const { text } = line;
  const out: Word[] = [];
  let i = body.from;
  while (i < body.to) {
    if (isSpace(text.charCodeAt(i))) {
      i++;
      continue;
    }
    const from = i;
    let quote = '';
    for (; i < body.to; i++) {
      const c = text[i] ?? '';
      if (c === escapeSign && quote !== "'") i++;
      else if (quote) quote = c === quote ? '' : quote;
      else if (c === '"' || c === "'") quote = c;
      else if (isSpace(text.charCodeAt(i))) break;
    }
    i = Math.min(i, body.to);
    out.push(wordIn(line, from, i));
  }
  return out;
};

const pairOf = (line: Spliced, word: Word): Pair => {
  const equals = word.text.indexOf('=');
  if (equals < 0) return { name: word, value: undefined, span: word.span };
  const from = word.at + equals + 1;
  return { name: wordIn(line, word.at, from - 1), value: wordIn(line, from, word.at + word.text.length), span: word.span };
};

const pairsIn = (line: Spliced, body: Span, escapeSign: string): Arguments => {
  const words = splitQuoted(line, body, escapeSign);
  const first = words[0];
  if (first && !first.text.includes('=')) {
    const name = splitBlanks(line, body)[0];
    if (!name) return nothing;
    const gap = /^[\t\v\f\r ]*/.exec(line.text.slice(name.at + name.text.length, body.to))?.[0].length ?? 0;
    const from = name.at + name.text.length + gap;
    const value = from < body.to ? wordIn(line, from, body.to) : undefined;
    return { ...nothing, words, spaced: true, pairs: [{ name, value, span: spanIn(line, body.from, body.to) }] };
  }
  return { ...nothing, words, pairs: words.map((word) => pairOf(line, word)) };
};

/** Words that begin with `--`, up to the first that does not; `to` is where the arguments begin. */
export const flagsOf = (
  line: Spliced,
  start: number,
  end: number,
  escapeSign: string,
): { readonly flags: readonly Flag[]; readonly to: number } => {
  const { text } = line;
  const flags: Flag[] = [];
  let i = start;
  while (i < end) {
    if (isSpace(text.charCodeAt(i))) {
      i++;
      continue;
    }
    if (!text.startsWith('--', i)) break;
    const from = i;
    let value = '';
    let quote = '';
    for (; i < end; i++) {
      const c = text[i] ?? '';
      if (c === escapeSign && i + 1 < end) {
        i++;
        value += text[i] ?? '';
      } else if (quote) {
        if (c === quote) quote = '';
        else value += c;
      } else if (c === '"' || c === "'") quote = c;
      else if (isSpace(text.charCodeAt(i))) break;
      else value += c;
    }
    if (value === '--') return { flags, to: i };
    const equals = text.slice(from, i).indexOf('=');
    const nameTo = equals < 0 ? i : from + equals;
    const cut = value.indexOf('=');
    flags.push({
      name: value.slice(2, cut < 0 ? undefined : cut),
      nameSpan: spanIn(line, from, nameTo),
      value: cut < 0 ? undefined : value.slice(cut + 1),
      valueSpan: equals < 0 ? undefined : spanIn(line, nameTo + 1, i),
      span: spanIn(line, from, i),
    });
  }
  return { flags, to: i };
};

const simple: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', '/': '/' };

/** A JSON list of strings, as Go's decoder takes it; nothing when the text is anything else. */
const jsonWords = (line: Spliced, body: Span): readonly JsonWord[] | undefined => {
  const { text } = line;
  if (text[body.from] !== '[') return undefined;
  const out: JsonWord[] = [];
  let i = body.from + 1;
  const blanks = () => {
    while (i < body.to && ' \t\r\n'.includes(text[i] ?? 'x')) i++;
  };
  blanks();
  if (text[i] === ']') return i + 1 === body.to ? out : undefined;
  while (i < body.to) {
    blanks();
    const word = jsonString(line, i, body.to);
    if (!word) return undefined;
    out.push(word.word);
    i = word.to;
    blanks();
    if (text[i] === ']') return i + 1 === body.to ? out : undefined;
    if (text[i] !== ',') return undefined;
    i++;
  }
  return undefined;
};

const jsonString = (line: Spliced, start: number, end: number): { readonly word: JsonWord; readonly to: number } | undefined => {
  const { text } = line;
  if (text[start] !== '"') return undefined;
  const close = text.indexOf('"', start + 1);
  if (close < 0 || close >= end) return undefined;
  const stretches: Stretch[] = [];
  let value = '';
  let i = start + 1;
  const push = (from: number, width: number, piece: string) => {
    const place = spanIn(line, from, from + width);
    stretches.push({ at: value.length, from: place.from, width: place.to - place.from });
    value += piece;
  };
  while (i < end && text[i] !== '"') {
    if (text.charCodeAt(i) < 32) return undefined;
    if (text[i] !== '\\') {
      let to = i + 1;
      while (to < end && text[to] !== '"' && text[to] !== '\\' && text.charCodeAt(to) >= 32) to++;
      pushRun(line, i, to, stretches, value.length);
      value += text.slice(i, to);
      i = to;
    } else if (text[i + 1] === 'u') {
      const digits = /^[0-9a-fA-F]{4}$/.exec(text.slice(i + 2, i + 6))?.[0];
      if (!digits || i + 6 > end) return undefined;
      push(i, 6, String.fromCharCode(Number.parseInt(digits, 16)));
      i += 6;
    } else {
      const sign = simple[text[i + 1] ?? ''];
      if (sign === undefined) return undefined;
      push(i, 2, sign);
      i += 2;
    }
  }
  if (i >= end) return undefined;
  if (stretches.length === 0) stretches.push({ at: 0, from: spanIn(line, start + 1, start + 2).from });
  const quoted = spanIn(line, start, i + 1);
  const span = { from: quoted.from + 1, to: quoted.to - 1 };
  return { word: { text: value, at: start + 1, span, quoted, spliced: { text: value, stretches } }, to: i + 1 };
};

/** A run of plain characters may still cross the places where lines were joined. */
const pushRun = (line: Spliced, from: number, to: number, stretches: Stretch[], at: number): void => {
  stretches.push({ at, from: spanIn(line, from, from + 1).from });
  if (line.stretches.length === 1) return;
  for (const stretch of line.stretches) {
    if (stretch.at > from && stretch.at < to) stretches.push({ at: at + stretch.at - from, from: stretch.from });
  }
};
