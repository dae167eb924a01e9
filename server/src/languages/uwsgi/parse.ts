// The lossless tree of a uwsgi.ini: exactly the lines uWSGI's own reader sees (core/ini.c), with their places.

import { sameEnds } from '../../text/ends.ts';
import type { SourceFile } from '../../text/file.ts';
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';
import { type AssignmentShape, type IniLine, lineAt, type Shape } from './line.ts';
import { type Piece, pieces, readPercent } from './percent.ts';
import { readWording } from './value.ts';
import { wordOf } from './words.ts';

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
 * The end of the logical line that starts at `from` (after its line break), and the `%` signs that swallowed one, counted from
 * there. `first` is the offset of the first `%` from there on.
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
      if (text.charCodeAt(i + 1) === LF) swallows.push(i - from);
      i++;
    }
  }
  return { to: text.length, swallows, percent: true };
};
const none: readonly number[] = [];

/** Reads a line without `%`: what is written is what is read. */
const plain = (text: string): Shape => {
  const { length } = text;
  let from = 0;
  let to = length;
  if (to > from && text.charCodeAt(to - 1) === LF) to--;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  if (from === to) return { is: 'blank', length, swallows: none };
  const first = text[from];
  const body = { from, to };
  if (first === ';' || first === '#') return { is: 'comment', length, swallows: none, body };
  if (first === '[') {
    const nameSpan = { from: from + 1, to: Math.max(from + 1, to - 1) };
    return { is: 'header', length, swallows: none, body, name: text.slice(nameSpan.from, nameSpan.to), nameSpan };
  }
  const found = text.indexOf('=', from);
  const equals = found >= 0 && found < to ? found : undefined;
  if (equals === undefined) return assignment(text, none, body, equals, { from: to, to });
  let keyTo = equals;
  while (keyTo > from && isBlank(text.charCodeAt(keyTo - 1))) keyTo--;
  let valueFrom = equals + 1;
  while (valueFrom < to && isBlank(text.charCodeAt(valueFrom))) valueFrom++;
  return assignment(text, none, { from, to: keyTo }, equals, { from: valueFrom, to });
};

/** Reads a line with `%`: judged by what is left after the percent signs were handled, placed where it is written. */
const percented = (text: string, swallows: readonly number[]): Shape => {
  const { length } = text;
  const to = length > 0 && text.charCodeAt(length - 1) === LF ? length - 1 : length;
  const read = pieces(text, { from: 0, to });
  const visible = (piece: Piece): boolean => piece.is !== 'text' || !/^[ \t\r]*$/.test(piece.text);
  const kept = read.filter((piece) => piece.is === 'magic' || piece.text.length > 0);
  const first = kept.find(visible);
  if (!first) return { is: 'blank', length, swallows };
  const last = kept.findLast(visible) ?? first;
  const from = first.is === 'text' ? first.span.from + (first.escape ? 0 : leading(first.text)) : first.span.from;
  // A sign swallowed at the end belongs to the value all the same: it is what a fix has to reach.
  const swallowed = read.findLast((piece) => piece.is === 'text' && piece.escape && piece.text === '' && piece.span.from >= last.span.to);
  const end = swallowed?.span.to ?? (last.is === 'text' && !last.escape ? last.span.to - trailing(last.text) : last.span.to);
  const body = { from, to: end };
  const sign = first.is === 'text' ? first.text.trimStart()[0] : '';
  if (sign === ';' || sign === '#') return { is: 'comment', length, swallows, body };
  const readText = (area: Span): string =>
    pieces(text, area)
      .map((piece) => (piece.is === 'magic' ? `%${piece.letter}` : piece.text))
      .join('');
  if (sign === '[') {
    const nameSpan = { from: from + 1, to: Math.max(from + 1, end - 1) };
    const read = readText(body).replace(/[ \t\r]+$/, '');
    return { is: 'header', length, swallows, body, name: read.slice(1, Math.max(1, read.length - 1)), nameSpan };
  }
  let equals: number | undefined;
  for (const piece of kept) {
    if (piece.is !== 'text' || piece.escape) continue;
    const at = piece.text.indexOf('=');
    if (at < 0 || piece.span.from + at < from) continue;
    equals = piece.span.from + at;
    break;
  }
  if (equals === undefined) return assignment(text, swallows, body, equals, { from: end, to: end });
  let keyTo = equals;
  while (keyTo > from && isBlank(text.charCodeAt(keyTo - 1))) keyTo--;
  let valueFrom = equals + 1;
  while (valueFrom < end && isBlank(text.charCodeAt(valueFrom))) valueFrom++;
  return assignment(text, swallows, { from, to: keyTo }, equals, { from: valueFrom, to: Math.max(valueFrom, end) });
};
const leading = (text: string): number => text.length - text.replace(/^[ \t\r]+/, '').length;
const trailing = (text: string): number => text.length - text.replace(/[ \t\r]+$/, '').length;

const assignment = (written: string, swallows: readonly number[], key: Span, equals: number | undefined, value: Span): AssignmentShape => {
  const { name, namePieces } = readKey(written.slice(key.from, key.to));
  const wording = readWording(written.slice(value.from, value.to));
  const word = wordOf(name);
  const eats = /%(?:[^(]|$)/.test(written);
  const special = word !== undefined || eats || wording.template || wording.keys.length > 0;
  const { length } = written;
  return {
    is: 'assignment',
    length,
    swallows,
    written,
    key,
    equals,
    value,
    name,
    namePieces,
    wording,
    word,
    eats,
    special,
    role: undefined,
  };
};

const readKey = (raw: string): Pick<AssignmentShape, 'name' | 'namePieces'> => {
  if (!raw.includes('%')) return { name: raw, namePieces: undefined };
  const whole = { from: 0, to: raw.length };
  const read = pieces(raw, whole);
  return {
    name: readPercent(raw, whole, () => undefined).replace(/^[ \t\r]+|[ \t\r]+$/g, ''),
    namePieces: read.some((piece) => piece.is === 'magic') ? read : undefined,
  };
};

/**
 * A line's text with a string of its own. A slice keeps all of the text alive that it was cut from, and a line may outlive the
 * text it was typed into by thousands of others.
 */
const ownText = (text: string): string => ` ${text}`.slice(1);

/**
 * Text to tree. Takes any text and never throws; the spans of `lines` cover the text without a gap. Lines that stood in the
 * tree before, of the same file, are not read again: what a line is depends on nothing but its own text.
 */
export const parseIni = (text: string, before?: IniTree, uri = '' as Uri): IniTree => {
  const mark = text.charCodeAt(0) === 0xfeff;
  const same = before && sameEnds(before.text, text);
  const old = before?.lines ?? [];
  // Behind the edit: the first old line of which nothing was touched, where it stands now.
  let rest = old.length;
  const by = before ? text.length - before.text.length : 0;
  let kept = 0;
  if (before && same) {
    // Without a line break at its end a line may go on now.
    while (kept < old.length && endOf(old[kept]) <= same.head && text.charCodeAt(endOf(old[kept]) - 1) === LF) kept++;
    while (rest > kept && (old[rest - 1]?.at ?? 0) >= before.text.length - same.tail) rest--;
  }
  const lines = old.slice(0, kept);
  let from = endOf(lines.at(-1));
  let percent = -1;
  while (from < text.length) {
    while (rest < old.length && (old[rest]?.at ?? 0) + by < from) rest++;
    if (rest < old.length && old[rest]?.at === from - by) break;
    if (percent < from) percent = text.indexOf('%', from);
    if (percent < 0) percent = text.length;
    const { to, swallows, percent: has } = lineEnd(text, from, percent);
    const written = before ? ownText(text.slice(from, to)) : text.slice(from, to);
    lines.push(lineAt(from, has ? percented(written, swallows) : plain(written), uri));
    from = to;
  }
  if (from >= text.length) return { text, lines, mark };
  // One list of the right length: one that grows line by line is copied again and again.
  const touched = lines.length;
  const all = lines.concat(rest === 0 ? old : old.slice(rest));
  if (by !== 0) for (let i = touched; i < all.length; i++) all[i] = movedLine(all[i] as IniLine, by, uri);
  return { text, lines: all, mark };
};

const endOf = (line: IniLine | undefined): number => (line ? line.at + line.shape.length : 0);
const movedLine = ({ at, shape }: IniLine, by: number, uri: Uri): IniLine => lineAt(at + by, shape, uri);

export const parse = (file: SourceFile, before?: Parsed<'uwsgi'>): Parsed<'uwsgi'> => ({
  file,
  kind: 'uwsgi',
  tree: parseIni(file.text, before?.file.uri === file.uri ? before.tree : undefined, file.uri),
  broken: [],
});
