// The numbers as a table: for the terminal, for the page, for a program.
import { cpus, loadavg, totalmem, type } from 'node:os';
import type { Figure, Row } from './numbers.ts';

/** One run of the bench. */
export interface Report {
  readonly version: 1;
  /** The day it ran on, as 2026-11-21. */
  readonly date: string;
  readonly machine: string;
  readonly ours: string;
  readonly theirs: string;
  readonly rows: readonly Row[];
  /** What could not be measured and why, and what one must know to read a row. */
  readonly notes: readonly string[];
}

/** The kind of machine, without anything that names this one. */
export const machine = (): string => {
  const model = cpus()[0]?.model.replace(/\s+/g, ' ').trim() || 'a processor that does not tell its name';
  const memory = Math.round(totalmem() / 2 ** 30);
  const load = (loadavg()[0] ?? 0).toFixed(1);
  return `${cpus().length} cores (${model}), ${memory} GB, ${type()}, Node ${process.versions.node}; load before the run ${load}`;
};

const shown = (value: number, unit: Figure['unit']): string =>
  unit === 'ms' ? value.toFixed(value < 100 ? 1 : 0) : unit === 'MB' ? value.toFixed(1) : String(Math.round(value));

const cells = (figure: Figure | undefined): readonly [string, string] => {
  if (!figure) return ['', ''];
  const { middle, high, tail, unit } = figure;
  return [`${shown(middle, unit)} ${unit}`, high === undefined ? '' : `${shown(high, unit)}${tail === 90 ? ' (p90)' : ''}`];
};

const head = ['', 'Drydock p50', 'p99', 'baseline p50', 'p99', 'times', 'budget', ''];
const rowCells = ({ what, ours, theirs, budget }: Row): readonly string[] => [
  what,
  ...cells(ours),
  ...cells(theirs),
  String(ours.count),
  budget?.words ?? '',
  budget?.verdict ?? '',
];
const parts = (rows: readonly Row[]): ReadonlyMap<string, readonly Row[]> =>
  new Map(rows.map(({ part }) => [part, rows.filter((row) => row.part === part)]));

/** A plain table for the terminal. */
export const asText = (report: Report): string => {
  const all = [head, ...report.rows.map(rowCells)];
  const widths = head.map((_, i) => Math.max(...all.map((row) => (row[i] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (i === 0 || i >= 6 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  const blocks = [...parts(report.rows)].map(([part, rows]) =>
    [`\n${part}`, line(head), ...rows.map((row) => line(rowCells(row)))].join('\n'),
  );
  return [...about(report), ...blocks, '', ...report.notes].join('\n');
};

/** The same as Markdown. */
export const asMarkdown = (report: Report): string => {
  const line = (row: readonly string[]): string => `| ${row.join(' | ')} |`;
  const rule = `| --- |${' ---: |'.repeat(5)} --- | --- |`;
  const blocks = [...parts(report.rows)].map(([part, rows]) =>
    [`### ${part}`, '', line(head), rule, ...rows.map((row) => line(rowCells(row)))].join('\n'),
  );
  const list = [...about(report), ...report.notes].map((note) => `- ${note}`).join('\n');
  return [list, ...blocks].join('\n\n');
};

const about = ({ date, machine: kind, ours, theirs }: Report): readonly string[] => [
  `Run on ${date}, on ${kind}`,
  `Drydock: ${ours}`,
  `Baseline: ${theirs}`,
];
