import type { Uri } from './uri.ts';

/** A half-open range of UTF-16 offsets in one text. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A span in a named file. */
export interface Location {
  readonly uri: Uri;
  readonly span: Span;
}

/** The same stretch of text, so many characters further on. */
export const moved = ({ from, to }: Span, by: number): Span => ({ from: from + by, to: to + by });

/** True when the offset lies in the span or directly at its end, where a caret still belongs to it. */
export const touches = ({ from, to }: Span, offset: number): boolean => offset >= from && offset <= to;

/** True when the two spans share at least one character, or one is empty and lies inside or at the edge of the other. */
export const overlaps = (a: Span, b: Span): boolean =>
  a.from === a.to || b.from === b.to ? a.from <= b.to && b.from <= a.to : a.from < b.to && b.from < a.to;

/** True when the inner span lies in the outer one, edges included. */
export const covers = (outer: Span, inner: Span): boolean => outer.from <= inner.from && inner.to <= outer.to;

/** The very start of a file, the place that stands for all of it. */
export const topOf = (uri: Uri): Location => ({ uri, span: { from: 0, to: 0 } });

/** The place of a word of a text without the quotes around it. */
export const withoutQuotes = (text: string, { from, to }: Span): Span => {
  const quote = text[from];
  if ((quote !== '"' && quote !== "'") || to <= from) return { from, to };
  return { from: from + 1, to: to > from + 1 && text[to - 1] === quote ? to - 1 : to };
};
