// Unified diffs, as `patch` and `git apply` read them.
import { bare, type Paint } from './colour.ts';
import { harmless } from './width.ts';

const context = 3;

/** One line kept, taken out or put in. */
interface Step {
  readonly sign: ' ' | '-' | '+';
  readonly line: string;
}

/** The change from one text to another; empty when they are equal. Colour is for terminals only: it also makes the lines harmless. */
export const diff = (path: string, before: string, after: string, paint: Paint = bare): string => {
  if (before === after) return '';
  const steps = stepsBetween(linesOf(before), linesOf(after));
  // A tab ends the name, so that one with blanks stays whole.
  const name = path.includes(' ') ? `${path}\t` : path;
  const head = [`--- a/${name}`, `+++ b/${name}`].map((line) => paint('bold', line));
  return `${head.join('\n')}\n${hunks(steps)
    .map((hunk) => drawn(steps, hunk, paint))
    .join('')}`;
};

const linesOf = (text: string): readonly string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** Common ends are kept, and Myers' greedy search finds the shortest way through the middle. */
const stepsBetween = (a: readonly string[], b: readonly string[]): readonly Step[] => {
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

/** Ranges of steps around the changes; changes that are close together share one. */
const hunks = (steps: readonly Step[]): readonly { readonly from: number; readonly to: number }[] => {
  const out: { from: number; to: number }[] = [];
  steps.forEach(({ sign }, i) => {
    if (sign === ' ') return;
    const last = out.at(-1);
    if (last && i - context <= last.to) last.to = Math.min(steps.length, i + 1 + context);
    else out.push({ from: Math.max(0, i - context), to: Math.min(steps.length, i + 1 + context) });
  });
  return out;
};

const drawn = (steps: readonly Step[], { from, to }: { readonly from: number; readonly to: number }, paint: Paint): string => {
  const count = (list: readonly Step[], sign: '-' | '+') => list.filter((step) => step.sign === ' ' || step.sign === sign).length;
  const part = steps.slice(from, to);
  const range = (sign: '-' | '+'): string => {
    const length = count(part, sign);
    const first = count(steps.slice(0, from), sign) + (length > 0 ? 1 : 0);
    return length === 1 ? `${sign}${first}` : `${sign}${first},${length}`;
  };
  const head = `@@ ${range('-')} ${range('+')} @@`;
  const lines = part.map(({ sign, line }) => {
    const open = !line.endsWith('\n');
    const words = `${sign}${open ? line : line.slice(0, -1)}`;
    // What goes to a program must stay as it is; what goes to a terminal must not forge anything.
    const dressed = paint === bare ? words : sign === ' ' ? harmless(words) : paint(sign === '-' ? 'red' : 'green', harmless(words));
    return `${dressed}\n${open ? '\\ No newline at end of file\n' : ''}`;
  });
  return `${paint('cyan', head)}\n${lines.join('')}`;
};
