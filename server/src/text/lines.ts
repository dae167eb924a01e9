import { sameEnds } from './ends.ts';

/** Line and column, both from 0; columns in UTF-16 units. Only doors speak in these. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where each line of a text begins. Line ends are LF, CRLF and a lone CR, as in the language server protocol. */
export interface Lines {
  readonly starts: readonly number[];
  readonly length: number;
}

export const linesOf = (text: string): Lines => {
  const starts = [0];
  addStarts(starts, text, 0, text.length);
  return { starts, length: text.length };
};

/** The lines of a text that came out of another one by an edit; only what lies between the ends they share is looked at. */
export const linesAfter = (lines: Lines, before: string, text: string): Lines => {
  const { head, tail } = sameEnds(before, text);
  const by = text.length - before.length;
  const { starts: old } = lines;
  // Whether a line begins at a place is decided by the signs on both sides of it.
  const kept = head === 0 ? 0 : lineAt(lines, head - 1);
  const rest = lineAt(lines, before.length - tail) + 1;
  const between: number[] = [];
  addStarts(between, text, old[kept] ?? 0, text.length - tail);
  const starts = old.slice(0, kept + 1).concat(between, old.slice(rest));
  if (by !== 0) for (let i = kept + 1 + between.length; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + by;
  return { starts, length: text.length };
};

/** Adds where the lines begin that end in a stretch of the text. */
const addStarts = (starts: number[], text: string, from: number, to: number): void => {
  const returns = text.indexOf('\r', from);
  if (returns < 0 || returns >= to) {
    for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    return;
  }
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c === 10 || (c === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
};

/** The line that holds an offset, from 0. Offsets outside the text are taken as its nearest end. */
export const lineAt = ({ starts }: Lines, offset: number): number => {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
};

export const placeAt = (lines: Lines, offset: number): Place => {
  const inside = Math.max(0, Math.min(offset, lines.length));
  const line = lineAt(lines, inside);
  return { line, column: inside - (lines.starts[line] ?? 0) };
};

/** The offset of a place; a column past the end of its line is taken as the start of the next line at most. */
export const offsetAt = (lines: Lines, { line, column }: Place): number => {
  const start = lines.starts[line];
  if (start === undefined) return line < 0 ? 0 : lines.length;
  return Math.min(start + Math.max(0, column), lines.starts[line + 1] ?? lines.length);
};

/** The line end a text uses, judged by its first one. */
export const lineEndOf = (text: string): '\n' | '\r\n' => {
  const at = text.indexOf('\n');
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
};
