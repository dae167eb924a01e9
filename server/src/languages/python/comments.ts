// The comments of a Python module, and what each stands for.
import type { Span } from '../../text/span.ts';
import type { Comment, Parsed } from '../language.ts';
import { bodyOf, type Placed, type PythonTree } from './parse.ts';
import { statementsIn } from './walk.ts';

/**
 * A comment behind code stands for its line. One with a line of its own stands for the statement below it (of a block, for its
 * first line), or, within brackets, for the line below it.
 */
export const comments = ({ tree }: Parsed<'python'>): readonly Comment[] => {
  const out: Comment[] = [];
  for (const { at, chunk } of tree.chunks) {
    if (!chunk.text.includes('#')) continue;
    chunk.tree.iterate({
      enter({ name, from, to }) {
        if (name !== 'Comment') return;
        const span = { from: at + from, to: at + to };
        out.push({
          span,
          text: chunk.text
            .slice(from, to)
            .replace(/^[#\s]+/, '')
            .trimEnd(),
          covers: covered(tree, span),
        });
      },
    });
  }
  return out;
};

const lineAt = (text: string, at: number): Span => {
  const feed = text.slice(at).search(/[\r\n]/);
  return { from: at, to: feed < 0 ? text.length : at + feed };
};

const covered = (tree: PythonTree, { from, to }: Span): Span => {
  const { text } = tree;
  const start = Math.max(text.lastIndexOf('\n', from - 1), text.lastIndexOf('\r', from - 1)) + 1;
  if (text.slice(start, from).trim() !== '') return { from: start, to };
  const below = /(?:\s|#.*)*/y;
  below.lastIndex = to;
  below.exec(text);
  const next = below.lastIndex;
  const line = lineAt(text, next);
  const placed = tree.chunks.findLast(({ at }) => at <= next);
  const statement = placed && statementAt(placed, next);
  return statement ? { from: next, to: Math.max(line.to, statement.to) } : line;
};

/** The simple statement that begins at an offset. */
const statementAt = ({ at, chunk }: Placed, offset: number): Span | undefined => {
  for (const { span, is } of statementsIn(bodyOf(chunk)))
    if (span.from + at === offset)
      return /^(?:assign|augment|expression|import|from|delete)$/.test(is) ? { from: offset, to: span.to + at } : undefined;
  return undefined;
};
