// Here-documents of RUN, COPY and ADD: found in the joined line, read from the lines behind it.
import { type Spliced, spanIn } from '../../commands/spliced.ts';
import type { Span } from '../../text/span.ts';
import type { Arguments } from './arguments.ts';

export interface Heredoc {
  /** The word that ends it, without quotes. */
  readonly name: string;
  /** The `<<NAME` with its descriptor and quotes. */
  readonly mark: Span;
  /** Offsets of the mark in the joined line. */
  readonly at: Span;
  readonly descriptor: number;
  /** Whether variables in it are filled in: no part of the name is quoted. */
  readonly expand: boolean;
  /** `<<-`: leading tabs do not count. */
  readonly chomp: boolean;
  /** The lines between, line ends included. */
  readonly body: Span;
  /** The word on its own line; none when the file ends first. */
  readonly end: Span | undefined;
}

const carriers: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD']);
const shape = /^(\d*)<<(-?)[\t\r ]*([^<]+)$/;

interface Head {
  readonly name: string;
  readonly given: Pick<Arguments, 'json' | 'command'>;
}

/** The here-documents of an instruction whose line ends at `lineTo`. */
export const heredocsOf = (text: string, lineTo: number, line: Spliced, head: Head): readonly Heredoc[] => {
  if (!line.text.includes('<<') || !carriers.has(head.name) || head.given.json || head.given.command?.form === 'exec') return none;
  const out: Heredoc[] = [];
  let at = lineTo;
  for (const word of shellWords(line.text)) {
    const match = shape.exec(line.text.slice(word.from, word.to));
    const unquoted = match ? unquote(match[3] ?? '') : undefined;
    if (!match || !unquoted) continue;
    const chomp = match[2] === '-';
    const bodyFrom = at;
    let bodyTo = text.length;
    let end: Span | undefined;
    while (at < text.length && !end) {
      const lineFrom = at;
      const feed = text.indexOf('\n', at);
      at = feed < 0 ? text.length : feed + 1;
      let to = feed < 0 ? text.length : feed;
      while (to > lineFrom && text.charCodeAt(to - 1) === 13) to--;
      let from = lineFrom;
      if (chomp) while (from < to && text.charCodeAt(from) === 9) from++;
      if (to - from !== unquoted.name.length || !text.startsWith(unquoted.name, from)) continue;
      end = { from, to };
      bodyTo = lineFrom;
    }
    out.push({
      name: unquoted.name,
      mark: spanIn(line, word.from, word.to),
      at: word,
      descriptor: Number(match[1] || 0),
      expand: !unquoted.quoted,
      chomp,
      body: { from: bodyFrom, to: Math.max(bodyFrom, bodyTo) },
      end,
    });
  }
  return out;
};

const none: readonly Heredoc[] = [];

/** Words between blanks, quotes respected, where blanks behind `<<` belong to the word. A quote left open hides them all. */
const shellWords = (text: string): readonly Span[] => {
  const out: Span[] = [];
  let from = -1;
  let i = 0;
  while (i < text.length) {
    const c = text[i] ?? '';
    if (/\s/.test(c)) {
      if (from >= 0) out.push({ from, to: i });
      from = -1;
      i++;
      continue;
    }
    if (from < 0) from = i;
    if (c === '\\') i += 2;
    else if (c === "'" || c === '"') {
      i++;
      while (i < text.length && text[i] !== c) i += c === '"' && text[i] === '\\' ? 2 : 1;
      if (i >= text.length) return [];
      i++;
    } else if (c === '<' && text[i + 1] === '<') {
      i += 2;
      while (i < text.length && '\t\r '.includes(text[i] ?? 'x')) i++;
    } else i++;
  }
  if (from >= 0) out.push({ from, to: text.length });
  return out;
};

const unquote = (word: string): { readonly name: string; readonly quoted: boolean } | undefined => {
  let name = '';
  let quoted = false;
  for (let i = 0; i < word.length; i++) {
    const c = word[i] ?? '';
    if (c === '\\') name += word[++i] ?? '';
    else if (c === "'" || c === '"') {
      quoted = true;
      const close = word.indexOf(c, i + 1);
      if (close < 0) return undefined;
      name += word.slice(i + 1, close);
      i = close;
    } else if (/\s/.test(c)) return undefined;
    else name += c;
  }
  return name ? { name, quoted } : undefined;
};
