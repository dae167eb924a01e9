// What lies between two texts, line by line: for diffs, for edits that touch no more than they must, and for taking them back.
import { applyEdits, type Edit, replace } from './edit.ts';
import type { Span } from './span.ts';

/** One line kept, taken out or put in. */
export interface Step {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** The lines of two texts, with their line ends: common ends are kept, and Myers' greedy search finds the shortest way through the middle. */
export const stepsBetween = (before: string, after: string): readonly Step[] => {
  const a = linesOf(before);
  const b = linesOf(after);
  let top = 0;
  while (top < a.length && top < b.length && a[top] === b[top]) top++;
  let end = 0;
  while (end < a.length - top && end < b.length - top && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const keep = (line: string): Step => ({ sign: ' ', line });
  return [
    ...a.slice(0, top).map(keep),
    ...shortest(a.slice(top, a.length - end), b.slice(top, b.length - end)),
    ...a.slice(a.length - end).map(keep),
  ];
};

const shortest = (a: readonly string[], b: readonly string[]): readonly Step[] => {
  // trail[d] holds, per diagonal k = x - y, how far d changes lead; the way is read back from the end.
  const trail: Map<number, number>[] = [];
  let furthest = new Map([[1, 0]]);
  search: for (let d = 0; d <= a.length + b.length; d++) {
    trail.push(furthest);
    const next = new Map(furthest);
    for (let k = -d; k <= d; k += 2) {
      let x = goesDown(next, k, d) ? (next.get(k + 1) ?? 0) : (next.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
      next.set(k, x);
      if (x >= a.length && x - k >= b.length) break search;
    }
    furthest = next;
  }
  const steps: Step[] = [];
  let x = a.length;
  let y = b.length;
  for (let d = trail.length - 1; d >= 0; d--) {
    const before = trail[d] ?? new Map<number, number>();
    const k = x - y;
    const down = goesDown(before, k, d);
    const fromX = before.get(down ? k + 1 : k - 1) ?? 0;
    const fromY = fromX - (down ? k + 1 : k - 1);
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      steps.push({ sign: ' ', line: a[--x] ?? '' });
      y--;
    }
    if (d === 0) break;
    if (down) steps.push({ sign: '+', line: b[--y] ?? '' });
    else steps.push({ sign: '-', line: a[--x] ?? '' });
  }
  return steps.reverse();
};

const goesDown = (furthest: ReadonlyMap<number, number>, k: number, d: number): boolean =>
  k === -d || (k !== d && (furthest.get(k - 1) ?? -1) < (furthest.get(k + 1) ?? -1));

/** The edits of whole lines that turn one text into another, in order; a line that changes is taken out and put in whole. */
export const editsBetween = (before: string, after: string): readonly Edit[] => {
  const out: { from: number; to: number; text: string }[] = [];
  let at = 0;
  let open = false;
  for (const { sign, line } of stepsBetween(before, after)) {
    if (sign !== ' ' && !open) out.push({ from: at, to: at, text: '' });
    open = sign !== ' ';
    const last = out.at(-1);
    if (sign === '+' && last) last.text += line;
    if (sign !== '+') at += line.length;
    if (sign === '-' && last) last.to = at;
  }
  return out.map(({ from, to, text }) => replace({ from, to }, text));
};

/**
 * Takes the change from `before` to `after` back in `now`, a later text, and keeps what was changed since; nothing when a line of
 * that change has become another.
 */
export const takenBack = (before: string, after: string, now: string): string | undefined => {
  const since = editsBetween(after, now);
  const back = editsBetween(after, before);
  const met = back.some(({ span: mine }) => since.some(({ span: other }) => meet(mine, other)));
  return met ? undefined : applyEdits(after, [...since, ...back]);
};

/** Spans that share a line; two insertions at one place do, because nobody knows which belongs in front. */
const meet = (a: Span, b: Span): boolean => (a.from < b.to && b.from < a.to) || (a.from === b.from && a.from === a.to && b.from === b.to);
