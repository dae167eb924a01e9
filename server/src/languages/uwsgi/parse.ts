// The lossless tree of a uwsgi.ini: exactly the lines uWSGI's own reader sees (core/ini.c), with their places.
import type { SourceFile } from '../../text/file.ts';
import type { Span } from '../../text/span.ts';
import type { Parsed } from '../language.ts';
import { type Piece, pieces, readPercent } from './percent.ts';
import { sameEnds, shifted } from './shift.ts';
import { readWording, type Wording } from './value.ts';

/** A logical line; more than one physical line when a `%` swallows the line break. Includes its line end. */
interface Line {
  readonly span: Span;
  /** Offsets of the `%` signs in this line that swallow a line break. */
  readonly swallows: readonly number[];
}
export interface Blank extends Line {
  readonly is: 'blank';
}
export interface Comment extends Line {
  readonly is: 'comment';
  /** From the comment sign to the last visible character. */
  readonly body: Span;
}
export interface Header extends Line {
  readonly is: 'header';
  /** From `[` to the last visible character of the line. */
  readonly body: Span;
  /** The name as uWSGI takes it: all after `[` but the line's last character, whatever that is. */
  readonly name: string;
  readonly nameSpan: Span;
}
export interface Assignment extends Line {
  readonly is: 'assignment';
  readonly key: Span;
  /** Offset of the first `=`; none for a bare key. */
  readonly equals: number | undefined;
  /** The trimmed value; empty (and right behind the `=` or the key) when nothing is written. */
  readonly value: Span;
  readonly says: Saying;
}
/** What an assignment says wherever it stands. A line that is not touched keeps it from one tree to the next. */
export interface Saying {
  /** The key after the `%` pass. */
  readonly name: string;
  /** The key as magic variables split it, with places from its beginning; only where it has one. */
  readonly namePieces: readonly Piece[] | undefined;
  readonly value: Wording;
}
export type IniLine = Blank | Comment | Header | Assignment;

export interface IniTree {
  readonly text: string;
  /** The lines in order; their spans cover the text without a gap. */
  readonly lines: readonly IniLine[];
  /** True when the text begins with a byte order mark, which hides the first header from uWSGI. */
  readonly mark: boolean;
}

const LF = 10;
const PERCENT = 37;
const isBlank = (c: number): boolean => c === 32 || c === 9 || c === 13;

/**
 * The end of the logical line that starts at `from` (after its line break), and the `%` signs that swallowed one. `first` is
 * the first `%` from there on.
 */
const lineEnd = (
  text: string,
  from: number,
  first: number,
): { readonly to: number; readonly swallows: readonly number[]; readonly percent: boolean } => {
  const feed = text.indexOf('\n', from);
  const to = feed < 0 ? text.length : feed + 1;
  if (first >= to) return { to, swallows: none, percent: false };
  const swallows: number[] = [];
  for (let i = first; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === LF) return { to: i + 1, swallows, percent: true };
    if (c === PERCENT && i + 1 < text.length) {
      if (text.charCodeAt(i + 1) === LF) swallows.push(i);
      i++;
    }
  }
  return { to: text.length, swallows, percent: true };
};
const none: readonly number[] = [];

/** Parses a line without `%`: what is written is what is read. */
const plain = (text: string, span: Span): IniLine => {
  let from = span.from;
  let to = span.to;
  if (to > from && text.charCodeAt(to - 1) === LF) to--;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  if (from === to) return { is: 'blank', span, swallows: none };
  const first = text[from];
  const body = { from, to };
  if (first === ';' || first === '#') return { is: 'comment', span, swallows: none, body };
  if (first === '[') {
    const nameSpan = { from: from + 1, to: Math.max(from + 1, to - 1) };
    return { is: 'header', span, swallows: none, body, name: text.slice(nameSpan.from, nameSpan.to), nameSpan };
  }
  const found = text.indexOf('=', from);
  const equals = found >= 0 && found < to ? found : undefined;
  if (equals === undefined) return assignment(text, span, none, body, equals, { from: to, to });
  let keyTo = equals;
  while (keyTo > from && isBlank(text.charCodeAt(keyTo - 1))) keyTo--;
  let valueFrom = equals + 1;
  while (valueFrom < to && isBlank(text.charCodeAt(valueFrom))) valueFrom++;
  return assignment(text, span, none, { from, to: keyTo }, equals, { from: valueFrom, to });
};

/** Parses a line with `%`: judged by what is left after the percent signs were handled, placed where it is written. */
const percented = (text: string, span: Span, swallows: readonly number[]): IniLine => {
  const to = span.to > span.from && text.charCodeAt(span.to - 1) === LF ? span.to - 1 : span.to;
  const read = pieces(text, { from: span.from, to });
  const visible = (piece: Piece): boolean => piece.is !== 'text' || !/^[ \t\r]*$/.test(piece.text);
  const kept = read.filter((piece) => piece.is === 'magic' || piece.text.length > 0);
  const first = kept.find(visible);
  if (!first) return { is: 'blank', span, swallows };
  const last = kept.findLast(visible) ?? first;
  const from = first.is === 'text' ? first.span.from + (first.escape ? 0 : leading(first.text)) : first.span.from;
  // A sign swallowed at the end belongs to the value all the same: it is what a fix has to reach.
  const swallowed = read.findLast((piece) => piece.is === 'text' && piece.escape && piece.text === '' && piece.span.from >= last.span.to);
  const end = swallowed?.span.to ?? (last.is === 'text' && !last.escape ? last.span.to - trailing(last.text) : last.span.to);
  const body = { from, to: end };
  const sign = first.is === 'text' ? first.text.trimStart()[0] : '';
  if (sign === ';' || sign === '#') return { is: 'comment', span, swallows, body };
  const readText = (area: Span): string =>
    pieces(text, area)
      .map((piece) => (piece.is === 'magic' ? `%${piece.letter}` : piece.text))
      .join('');
  if (sign === '[') {
    const nameSpan = { from: from + 1, to: Math.max(from + 1, end - 1) };
    const read = readText(body).replace(/[ \t\r]+$/, '');
    return { is: 'header', span, swallows, body, name: read.slice(1, Math.max(1, read.length - 1)), nameSpan };
  }
  let equals: number | undefined;
  for (const piece of kept) {
    if (piece.is !== 'text' || piece.escape) continue;
    const at = piece.text.indexOf('=');
    if (at < 0 || piece.span.from + at < from) continue;
    equals = piece.span.from + at;
    break;
  }
  if (equals === undefined) return assignment(text, span, swallows, body, equals, { from: end, to: end });
  let keyTo = equals;
  while (keyTo > from && isBlank(text.charCodeAt(keyTo - 1))) keyTo--;
  let valueFrom = equals + 1;
  while (valueFrom < end && isBlank(text.charCodeAt(valueFrom))) valueFrom++;
  return assignment(text, span, swallows, { from, to: keyTo }, equals, { from: valueFrom, to: Math.max(valueFrom, end) });
};
const leading = (text: string): number => text.length - text.replace(/^[ \t\r]+/, '').length;
const trailing = (text: string): number => text.length - text.replace(/[ \t\r]+$/, '').length;

const assignment = (
  text: string,
  span: Span,
  swallows: readonly number[],
  key: Span,
  equals: number | undefined,
  value: Span,
): Assignment => ({
  is: 'assignment',
  span,
  swallows,
  key,
  equals,
  value,
  says: { ...readKey(text.slice(key.from, key.to)), value: readWording(text.slice(value.from, value.to)) },
});

const readKey = (raw: string): Pick<Saying, 'name' | 'namePieces'> => {
  if (!raw.includes('%')) return { name: raw, namePieces: undefined };
  const whole = { from: 0, to: raw.length };
  const read = pieces(raw, whole);
  return {
    name: readPercent(raw, whole, () => undefined).replace(/^[ \t\r]+|[ \t\r]+$/g, ''),
    namePieces: read.some((piece) => piece.is === 'magic') ? read : undefined,
  };
};

/**
 * Text to tree. Takes any text and never throws; the spans of `lines` cover the text without a gap. Lines that stood in the
 * tree before are not read again: what a line is depends on nothing but its own text.
 */
export const parseIni = (text: string, before?: IniTree): IniTree => {
  const lines: IniLine[] = [];
  const mark = text.charCodeAt(0) === 0xfeff;
  const same = before && sameEnds(before.text, text);
  let from = 0;
  // Behind the edit: the first old line of which nothing was touched, where it stands now.
  let rest = before?.lines.length ?? 0;
  const by = before ? text.length - before.text.length : 0;
  if (before && same) {
    for (const line of before.lines) {
      // Without a line break at its end a line may go on now.
      if (line.span.to > same.head || text.charCodeAt(line.span.to - 1) !== LF) break;
      lines.push(line);
      from = line.span.to;
    }
    while (rest > lines.length && (before.lines[rest - 1]?.span.from ?? 0) >= before.text.length - same.tail) rest--;
  }
  let percent = -1;
  while (from < text.length) {
    if (before) {
      while (rest < before.lines.length && (before.lines[rest]?.span.from ?? 0) + by < from) rest++;
      if (rest < before.lines.length && before.lines[rest]?.span.from === from - by) {
        for (; rest < before.lines.length; rest++) lines.push(shifted(before.lines[rest] as IniLine, by));
        break;
      }
    }
    if (percent < from) percent = text.indexOf('%', from);
    if (percent < 0) percent = text.length;
    const line = lineEnd(text, from, percent);
    const span = { from, to: line.to };
    lines.push(line.percent ? percented(text, span, line.swallows) : plain(text, span));
    from = line.to;
  }
  return { text, lines, mark };
};

export const parse = (file: SourceFile, before?: Parsed<'uwsgi'>): Parsed<'uwsgi'> => ({
  file,
  kind: 'uwsgi',
  tree: parseIni(file.text, before?.tree),
  broken: [],
});
