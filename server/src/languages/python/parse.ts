// Python modules, chunk by chunk. Lezer reads each chunk; what an edit did not touch is the same object as before.
import { type Tree, TreeFragment } from '@lezer/common';
import { parser } from '@lezer/python';
import type { SourceFile } from '../../text/file.ts';
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
}

export interface PythonTree {
  readonly text: string;
  readonly chunks: readonly Placed[];
}

/** The statements of a chunk: one, unless semicolons join several. Remembered. */
export const bodyOf: (chunk: Chunk) => Body = memo(({ text, tree }: Chunk) => statements(text, tree.cursor()));

/** Small chunks are read anew; for long ones Lezer is told what has changed. */
const long = 2000;

/** Syntax is not our business: `broken` is always empty, and what Python would refuse is a broken statement among others. */
export const parse = (file: SourceFile, before?: Parsed<'python'>): Parsed<'python'> => {
  const { text } = file;
  const starts = cutChunks(text);
  const earlier = before?.tree.chunks ?? [];
  const known = new Map<string, Chunk>();
  for (const { chunk } of earlier) known.set(chunk.text, chunk);
  const chunks = starts.map((at, i): Placed => {
    const own = text.slice(at, starts[i + 1] ?? text.length);
    return { at, chunk: known.get(own) ?? read(own, earlier[i]?.chunk) };
  });
  return { file, kind: 'python', tree: { text, chunks }, broken: [] };
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
