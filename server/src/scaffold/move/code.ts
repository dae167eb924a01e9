// Code that calls uWSGI itself. It runs under no other server, so it stops a move.
import type { CodeFile, Place } from './plan.ts';

const importing =
  /^([ \t]*)(?:import[ \t]+(?:[\w.]+[ \t]*,[ \t]*)*(?:uwsgi|uwsgidecorators)\b|from[ \t]+(?:uwsgi|uwsgidecorators)[ \t]+import\b)/;

/** The lines that import `uwsgi` or `uwsgidecorators`. `guarded` ones stand in a `try` whose ImportError is caught: they do without. */
export const importsOfUwsgi = (files: readonly CodeFile[]): { readonly bare: readonly Place[]; readonly guarded: readonly Place[] } => {
  const bare: Place[] = [];
  const guarded: Place[] = [];
  for (const { path, text } of files) {
    const lines = text.split(/\r?\n/);
    lines.forEach((line, i) => {
      const indent = importing.exec(line)?.[1];
      if (indent === undefined) return;
      const place: Place = { path, line: i + 1, text: line.trim() };
      (isGuarded(lines, i, indent.length) ? guarded : bare).push(place);
    });
  }
  return { bare, guarded };
};

const indentOf = (line: string): number => /^[ \t]*/.exec(line)?.[0].length ?? 0;

/** Whether the nearest line that holds this one is `try:`, and its handler names ImportError, ModuleNotFoundError or everything. */
const isGuarded = (lines: readonly string[], at: number, indent: number): boolean => {
  let from = at - 1;
  while (from >= 0 && (/^\s*(?:#.*)?$/.test(lines[from] ?? '') || indentOf(lines[from] ?? '') >= indent)) from--;
  const outer = lines[from] ?? '';
  if (indent === 0 || !/^\s*try:/.test(outer)) return false;
  const depth = indentOf(outer);
  const handler = lines.slice(at + 1).find((line) => indentOf(line) === depth && /^\s*(?:except|finally|else)\b/.test(line)) ?? '';
  return /^\s*except(?:\s*:|.*\b(?:ImportError|ModuleNotFoundError|Exception|BaseException)\b)/.test(handler);
};
