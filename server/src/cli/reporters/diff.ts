// Unified diffs, as `patch` and `git apply` read them.
import { type Step, stepsBetween } from '../../text/changes.ts';
import { bare, type Paint } from './colour.ts';
import { harmless } from './width.ts';

const context = 3;

/** The change from one text to another; empty when they are equal. Colour is for terminals only: it also makes the lines harmless. */
export const diff = (path: string, before: string, after: string, paint: Paint = bare): string => {
  if (before === after) return '';
  const steps = stepsBetween(before, after);
  // A tab ends the name, so that one with blanks stays whole.
  const name = path.includes(' ') ? `${path}\t` : path;
  const head = [`--- a/${name}`, `+++ b/${name}`].map((line) => paint('bold', line));
  return `${head.join('\n')}\n${hunks(steps)
    .map((hunk) => drawn(steps, hunk, paint))
    .join('')}`;
};

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
