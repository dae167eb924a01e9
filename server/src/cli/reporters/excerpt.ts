// A line of source with carets under a part of it.
import { type Glyph, glyphs } from './width.ts';

export interface Excerpt {
  readonly source: string;
  readonly before: string;
  readonly carets: string;
}

/** How many cells of a source line are shown at most. */
const widest = 120;
/** How many cells in front of the range stay visible when a line is cut. */
const lead = 30;

/**
 * Draws a line and the carets under its columns `from` to `to` (UTF-16, from 0, end excluded), at least one caret.
 * A tab takes four cells; a line that is too wide is cut around the range, with `…` where something is left out.
 */
export const excerpt = (line: string, from: number, to: number): Excerpt => {
  // A range at the very end points behind the text. What is cut off far away need not be segmented.
  const reach = Math.max(from, 0);
  const start = reach > 1000 ? reach - 1000 : 0;
  const all = glyphs(line.slice(start, reach + 1000));
  const shift = from - start;
  const until = Math.max(to - start, shift + 1);
  const head = all.filter((glyph) => glyph.to <= shift);
  const marked = all.filter((glyph) => glyph.to > shift && glyph.from < until);
  const tail = all.filter((glyph) => glyph.to > shift && glyph.from >= until);
  const whole = start === 0 && reach + 1000 >= line.length && cells(all) <= widest;
  if (whole) return drawn('', head, marked, tail, '');

  const room = widest - 2;
  const tailFirst = cells(taken(tail, room));
  const wantedMarked = Math.min(cells(marked), room);
  const headRoom = Math.max(lead, room - wantedMarked - tailFirst);
  const shownHead = taken([...head].reverse(), headRoom).reverse();
  const shownMarked = taken(marked, room - cells(shownHead));
  const complete = shownMarked.length === marked.length;
  const shownTail = complete ? taken(tail, room - cells(shownHead) - cells(shownMarked)) : [];
  const cutLeft = start > 0 || shownHead.length < head.length;
  const cutRight = !complete || shownTail.length < tail.length || reach + 1000 < line.length;
  return drawn(cutLeft ? '…' : '', shownHead, shownMarked, shownTail, cutRight ? '…' : '');
};

const drawn = (left: string, head: readonly Glyph[], marked: readonly Glyph[], tail: readonly Glyph[], right: string): Excerpt => ({
  source: (left + [...head, ...marked, ...tail].map((glyph) => glyph.drawn).join('') + right).trimEnd(),
  before: ' '.repeat(left.length + cells(head)),
  carets: '^'.repeat(Math.max(1, cells(marked))),
});

const cells = (list: readonly Glyph[]): number => list.reduce((sum, glyph) => sum + glyph.cells, 0);

/** The first glyphs that fit into so many cells. */
const taken = (list: readonly Glyph[], room: number): Glyph[] => {
  const out: Glyph[] = [];
  let used = 0;
  for (const glyph of list) {
    used += glyph.cells;
    if (used > room) break;
    out.push(glyph);
  }
  return out;
};
