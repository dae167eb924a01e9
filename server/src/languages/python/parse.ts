// Python modules, chunk by chunk. Lezer reads each chunk; what an edit did not touch is the same object as before.
import { type Tree, TreeFragment } from '@lezer/common';
import { parser } from '@lezer/python';
import type { SourceFile } from '../../text/file.ts';
import { Seat } from '../../text/seat.ts';
import type { Parsed } from '../language.ts';
import { memo } from '../memo.ts';
import { cutChunks } from './chunks.ts';
import type { Body } from './ir.ts';
import { statements } from './statement.ts';

/** A statement of the top level, with the comments and blank lines behind it. Spans in it count from its beginning. */
export interface Chunk {
  readonly text: string;
  readonly tree: Tree;
}

/** A chunk and where it begins in its file. */
export interface Placed {
  readonly at: number;
  readonly chunk: Chunk;
  /** The same object for as long as edits leave the chunk, and only move it. */
  readonly seat: Seat;
}

export interface PythonTree {
  readonly text: string;
  readonly chunks: readonly Placed[];
  /** What all versions of a text have in common that were typed one after the other. */
  readonly line: Line;
}

/** Versions of a text, each made from the one before. */
export interface Line {
  newest: PythonTree | undefined;
}

/** The statements of a chunk: one, unless semicolons join several. Remembered. */
export const bodyOf: (chunk: Chunk) => Body = memo(({ text, tree }: Chunk) => statements(text, tree.cursor()));

/** Small chunks are read anew; for long ones Lezer is told what has changed. */
const long = 2000;

/** Syntax is not our business: `broken` is always empty, and what Python would refuse is a broken statement among others. */
export const parse = (file: SourceFile, before?: Parsed<'python'>): Parsed<'python'> => {
  const { text, uri } = file;
  const starts = cutChunks(text);
  // Places that move along with the text can do so with one text only.
  const line: Line =
    before && before.tree.line.newest === before.tree && before.file.uri === uri ? before.tree.line : { newest: undefined };
  const earlier = before?.tree.line === line ? before.tree.chunks : [];
  const ends = (i: number): number => starts[i + 1] ?? text.length;
  const isAt = (i: number, placed: Placed | undefined): boolean => {
    const at = starts[i] as number;
    return placed !== undefined && ends(i) - at === placed.chunk.text.length && text.startsWith(placed.chunk.text, at);
  };
  const most = Math.min(earlier.length, starts.length);
  let front = 0;
  while (front < most && isAt(front, earlier[front])) front++;
  let back = 0;
  while (back < most - front && isAt(starts.length - 1 - back, earlier[earlier.length - 1 - back])) back++;
  const chunks = earlier.slice(0, front);
  const gone = new Map<string, Chunk>();
  for (const { chunk } of earlier.slice(front, earlier.length - back)) gone.set(chunk.text, chunk);
  for (let i = front; i < starts.length - back; i++) {
    const at = starts[i] as number;
    const own = text.slice(at, ends(i));
    chunks.push({ at, chunk: gone.get(own) ?? read(own, earlier[i]?.chunk), seat: new Seat(uri, at) });
  }
  for (let i = starts.length - back; i < starts.length; i++) {
    const placed = earlier[i - starts.length + earlier.length] as Placed;
    const at = starts[i] as number;
    if (placed.at === at) chunks.push(placed);
    else {
      placed.seat.at = at;
      chunks.push({ at, chunk: placed.chunk, seat: placed.seat });
    }
  }
  const tree: PythonTree = { text, chunks, line };
  line.newest = tree;
  return { file, kind: 'python', tree, broken: [] };
};

const read = (text: string, before: Chunk | undefined): Chunk => ({
  text,
  tree: parser.parse(forLezer(text), before && before.text.length > long && text.length > long ? changed(before, text) : []),
});

/** Lezer's grammar knows neither template strings, which it reads as f-strings, nor form feeds between lines. */
const forLezer = (text: string): string => {
  const plain = text.includes('\f') ? text.replaceAll('\f', ' ') : text;
  return templates.test(plain) ? plain.replaceAll(new RegExp(templates, 'g'), (all) => all.replace('t', 'f').replace('T', 'F')) : plain;
};
const templates = /(?<![A-Za-z0-9_])(?:[tT][rR]?|[rR][tT])(?=["'])/;

/** What is left of the earlier tree, as far as the two texts agree at both ends. */
const changed = ({ text: before, tree }: Chunk, after: string): readonly TreeFragment[] => {
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before.charCodeAt(from) === after.charCodeAt(from)) from++;
  let end = 0;
  while (end < most - from && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) end++;
  const change = { fromA: from, toA: before.length - end, fromB: from, toB: after.length - end };
  return TreeFragment.applyChanges(TreeFragment.addTree(tree), [change]);
};
