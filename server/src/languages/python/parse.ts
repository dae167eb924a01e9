// Python modules, chunk by chunk. Lezer reads each chunk; what an edit did not touch is the same object as before.
import { type Tree, TreeFragment } from '@lezer/common';
import { parser } from '@lezer/python';
import { sameEnds } from '../../text/ends.ts';
import type { SourceFile } from '../../text/file.ts';
import { Seat } from '../../text/seat.ts';
import type { Parsed } from '../language.ts';
import { memo } from '../memo.ts';
import { type Cut, recut } from './chunks.ts';
import type { Body } from './ir.ts';
import { statements } from './statement.ts';

/** A statement of the top level, with the comments and blank lines behind it. Spans in it count from its beginning. */
export interface Chunk {
  readonly text: string;
  readonly tree: Tree;
}

/** A chunk and where it begins in its file. */
export interface Placed extends Cut {
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
  // Places that move along with the text can do so with one text only.
  const line: Line =
    before && before.tree.line.newest === before.tree && before.file.uri === uri ? before.tree.line : { newest: undefined };
  const { text: old, chunks: earlier } = before?.tree.line === line ? before.tree : nothing;
  const { front, cuts, back } = recut(text, old, earlier);
  const chunks = earlier.slice(0, front);
  const gone = new Map<string, Placed>();
  for (const one of earlier.slice(front, earlier.length - back)) gone.set(one.chunk.text, one);
  for (const [i, cut] of cuts.entries()) {
    const own = old === '' ? text.slice(cut.at, cut.to) : apart(text.slice(cut.at, cut.to));
    const known = gone.get(own);
    // Of chunks that say the same each has a place of its own.
    if (known) gone.set(own, { ...known, seat: new Seat(uri, 0) });
    chunks.push(known ? placed(known, cut) : { chunk: read(own, earlier[front + i]?.chunk), seat: new Seat(uri, cut.at), ...cut });
  }
  const by = text.length - old.length;
  for (const one of earlier.slice(earlier.length - back))
    chunks.push(by === 0 ? one : placed(one, { ...one, at: one.at + by, to: one.to + by }));
  const tree: PythonTree = { text, chunks, line };
  line.newest = tree;
  return { file, kind: 'python', tree, broken: [] };
};

const nothing: Pick<PythonTree, 'text' | 'chunks'> = { text: '', chunks: [] };

/** The same text in memory of its own: a slice keeps alive all of the text it was taken from, and chunks outlive many versions of theirs. */
const apart = (text: string): string => ` ${text}`.slice(1);

/** A chunk in the place where it stands now. */
const placed = ({ chunk, seat }: Placed, { at, to, whole, firm }: Cut): Placed => {
  seat.at = at;
  return { at, to, whole, firm, chunk, seat };
};

const read = (text: string, before: Chunk | undefined): Chunk => {
  const plain = forLezer(text);
  if (before && before.text.length > long && text.length > long && isSound(before.tree)) {
    const tree = parser.parse(plain, changed(before, text));
    if (isSound(tree)) return { text, tree };
  }
  return { text, tree: parser.parse(plain) };
};

/** Whether Lezer found nothing wrong. How it gets over what is wrong depends on what it was told of an earlier tree. */
const isSound = memo((tree: Tree): boolean => {
  const cursor = tree.cursor();
  do if (cursor.type.isError) return false;
  while (cursor.next());
  return true;
});

/** Lezer's grammar knows neither template strings, which it reads as f-strings, nor form feeds between lines. */
const forLezer = (text: string): string => {
  const plain = text.includes('\f') ? text.replaceAll('\f', ' ') : text;
  return templates.test(plain) ? plain.replaceAll(new RegExp(templates, 'g'), (all) => all.replace('t', 'f').replace('T', 'F')) : plain;
};
const templates = /(?<![A-Za-z0-9_])(?:[tT][rR]?|[rR][tT])(?=["'])/;

/** What is left of the earlier tree, as far as the two texts agree at both ends. */
const changed = ({ text: before, tree }: Chunk, after: string): readonly TreeFragment[] => {
  const { head, tail } = sameEnds(before, after);
  const change = { fromA: head, toA: before.length - tail, fromB: head, toB: after.length - tail };
  return TreeFragment.applyChanges(TreeFragment.addTree(tree), [change]);
};
