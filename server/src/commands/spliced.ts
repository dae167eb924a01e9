// Text that was put together from stretches of a file, and the way back from it to the file.
import type { Span } from '../text/span.ts';

/** One stretch: the text from `at` on (up to the next stretch) stands in the file from `from` on. */
export interface Stretch {
  readonly at: number;
  readonly from: number;
  /** For a stretch of one decoded character: how many characters of the file stand for it. */
  readonly width?: number;
}

/** Text as its reader sees it: continued lines joined, escapes decoded. `stretches` are in order and begin at 0. */
export interface Spliced {
  readonly text: string;
  readonly stretches: readonly Stretch[];
}

/** Text that stands in the file as it is. */
export const unspliced = (text: string, from: number): Spliced => ({ text, stretches: [{ at: 0, from }] });

const stretchAt = (stretches: readonly Stretch[], offset: number): number => {
  let low = 0;
  let high = stretches.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((stretches[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** Where the character at `offset` of the text stands in the file. */
export const placeIn = ({ stretches }: Spliced, offset: number): number => {
  const stretch = stretches[stretchAt(stretches, offset)];
  return stretch ? stretch.from + offset - stretch.at : 0;
};

/** Where a place of the file stands in the text: between stretches, at the end of the one before. */
export const offsetIn = ({ text, stretches }: Spliced, place: number): number => {
  let low = 0;
  let high = stretches.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((stretches[middle]?.from ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  const { at, from } = stretches[low] ?? { at: 0, from: 0 };
  return Math.max(at, Math.min(at + place - from, stretches[low + 1]?.at ?? text.length));
};

/** The span in the file that holds the text from `from` to `to`; what was cut out in between is in it. */
export const spanIn = (spliced: Spliced, from: number, to: number): Span => {
  const start = placeIn(spliced, from);
  if (to <= from) return { from: start, to: start };
  const last = spliced.stretches[stretchAt(spliced.stretches, to - 1)];
  return { from: start, to: last ? last.from + (last.width ?? to - last.at) : start };
};

/** A part of the text, still knowing its place. */
export const sliceOf = (spliced: Spliced, from: number, to: number): Spliced => {
  const { text, stretches } = spliced;
  if (stretches.length === 1 && stretches[0]?.width === undefined) return unspliced(text.slice(from, to), placeIn(spliced, from));
  const first = stretchAt(stretches, from);
  const out: Stretch[] = [{ ...stretches[first], at: 0, from: placeIn(spliced, from) }];
  for (let i = first + 1; i < stretches.length; i++) {
    const stretch = stretches[i];
    if (!stretch || stretch.at >= to) break;
    if (stretch.at > from) out.push({ ...stretch, at: stretch.at - from });
  }
  return { text: text.slice(from, to), stretches: out };
};

/** Two texts, one behind the other. */
export const splice = (a: Spliced, b: Spliced): Spliced => ({
  text: a.text + b.text,
  stretches: [...a.stretches, ...b.stretches.map((stretch) => ({ ...stretch, at: stretch.at + a.text.length }))],
});
