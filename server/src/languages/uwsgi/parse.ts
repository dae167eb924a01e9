// The lossless tree of a uwsgi.ini: exactly the lines uWSGI's own reader sees (core/ini.c), with their places.

import { sameEnds } from '../../text/ends.ts';
import type { SourceFile } from '../../text/file.ts';
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';
import { type AssignmentShape, type IniLine, type Shape, type Stretch, stretchAt } from './line.ts';
import { type Piece, pieces, readPercent } from './percent.ts';
import { readWording } from './value.ts';
import { wordOf } from './words.ts';

export class IniTree {
  readonly text: string;
  /** The lines in order, some dozens at a time. A header begins a stretch. */
  readonly stretches: readonly Stretch[];
  /** True once another tree was made from this one and took the stretches over: places in this one are no longer to be asked for. */
  given = false;
  private all: readonly IniLine[] | undefined = undefined;
  constructor(text: string, stretches: readonly Stretch[]) {
    this.text = text;
    this.stretches = stretches;
  }
  /** The lines in order; their spans cover the text without a gap. */
  get lines(): readonly IniLine[] {
    this.all ??= noLines.concat(...this.stretches.map(({ lines }) => lines));
    return this.all;
  }
  /** True when the text begins with a byte order mark, which hides the first header from uWSGI. */
  get mark(): boolean {
    return this.text.charCodeAt(0) === 0xfeff;
  }
}

const noLines: IniLine[] = [];

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

/** A stretch has so many lines where nothing speaks against it: a logic block is not cut in two unless it is longer than `longest`. */
const wanted = 64;
const longest = 256;
/** One that has fewer than this is laid together with the next. */
const fewest = 24;

/** Lines from an offset on, cut into stretches. */
const cut = (at: number, shapes: readonly Shape[], uri: Uri): readonly Stretch[] => {
  const out: Stretch[] = [];
  let begin = at;
  let first = 0;
  let inside = false;
  const end = (i: number): void => {
    if (i === first) return;
    const stretch = stretchAt(begin, shapes.slice(first, i), uri);
    out.push(stretch);
    begin += stretch.length;
    first = i;
    inside = false;
  };
  for (let i = 0; i < shapes.length; i++) {
    const shape = shapes[i];
    const lines = i - first;
    if (shape?.is === 'header' || lines >= longest || (lines >= wanted && !inside)) end(i);
    if (shape?.is !== 'assignment') continue;
    if (shape.word === 'opens') inside = true;
    else if (shape.word === 'closes') inside = false;
  }
  end(shapes.length);
  return out;
};

/**
 * Text to tree. Takes any text and never throws; the spans of `lines` cover the text without a gap. Lines that stood in the
 * tree before, of the same file, are not read again: what a line is depends on nothing but its own text. The tree before gives
 * its stretches away, so its places are not to be asked for any more; of one that did so already nothing is kept.
 */
export const parseIni = (text: string, before?: IniTree, uri = '' as Uri): IniTree => {
  const same = before && !before.given ? sameEnds(before.text, text) : undefined;
  const old = same && before ? before.stretches : [];
  const by = same && before ? text.length - before.text.length : 0;
  const head = same?.head ?? 0;
  /** Where, in the text before, what is the same at the end begins. */
  const tail = same && before ? before.text.length - same.tail : 0;
  const isWhole = (end: number): boolean => end <= head && text.charCodeAt(end - 1) === LF;
  // In front of the edit; without a line break at its end a line may go on now.
  let kept = 0;
  for (let one = old[0]; one && isWhole(one.at + one.length); one = old[kept]) kept++;
  // Behind the edit: the first stretch of which nothing was touched.
  let rest = old.length;
  for (let one = old[rest - 1]; one && rest > kept && one.at >= tail; one = old[rest - 1]) rest--;
  // Between them the untouched lines are not read again.
  const lines = old.slice(kept, rest).flatMap((one) => one.lines);
  const nowAt = ({ at, shape: { length } }: IniLine): number => (isWhole(at + length) ? at : at >= tail ? at + by : -1);
  const shapes: Shape[] = [];
  const last = old[kept - 1];
  const begin = last ? last.at + last.length : 0;
  let from = begin;
  let next = 0;
  let percent = -1;
  while (from < text.length) {
    for (let one = old[rest]; one && one.at + by < from; one = old[rest]) {
      lines.push(...one.lines);
      rest++;
    }
    if (rest < old.length && old[rest]?.at === from - by) break;
    for (let line = lines[next]; line && nowAt(line) < from; line = lines[next]) next++;
    const known = lines[next];
    if (known && nowAt(known) === from) {
      shapes.push(known.shape);
      from += known.shape.length;
      continue;
    }
    if (percent < from) percent = text.indexOf('%', from);
    if (percent < 0) percent = text.length;
    const { to, swallows, percent: has } = lineEnd(text, from, percent);
    const written = same ? ownText(text.slice(from, to)) : text.slice(from, to);
    shapes.push(has ? percented(written, swallows) : plain(written));
    from = to;
  }
  // What reached the end of the text has nothing behind it.
  if (from >= text.length) rest = old.length;
  const follows = old[rest];
  if (follows && shapes.length > 0 && shapes.length < fewest && follows.lines.length <= wanted && follows.lines[0]?.is !== 'header') {
    for (const { shape } of follows.lines) shapes.push(shape);
    rest++;
  }
  if (before) before.given = true;
  if (by !== 0) for (let i = rest; i < old.length; i++) move(old[i], by);
  return new IniTree(text, old.slice(0, kept).concat(cut(begin, shapes, uri), old.slice(rest)));
};

const move = (stretch: Stretch | undefined, by: number): void => {
  if (stretch) stretch.at += by;
};

export const parse = (file: SourceFile, before?: Parsed<'uwsgi'>): Parsed<'uwsgi'> => ({
  file,
  kind: 'uwsgi',
  tree: parseIni(file.text, before?.file.uri === file.uri ? before.tree : undefined, file.uri),
  broken: [],
});
