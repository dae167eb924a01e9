// The caret in a Dockerfile as completion sees it: which instruction, what stands in front of it, what is being typed.
import { offsetIn, placeIn, type Spliced, spanIn } from '../../commands/spliced.ts';
import { spotAt } from '../../languages/dockerfile/cursor.ts';
import type { Heredoc } from '../../languages/dockerfile/heredoc.ts';
import type { DockerfileTree, Instruction } from '../../languages/dockerfile/parse.ts';
import type { Span } from '../../text/span.ts';

/** The caret in the joined line of an instruction. */
export interface LineCaret {
  readonly instruction: Instruction;
  /** In upper case. */
  readonly name: string;
  /** Flags and words in front of the caret's word, as written. */
  readonly before: readonly string[];
  /** Whether only flags stand in front, so that another flag may follow. */
  readonly flagsPossible: boolean;
  /** The caret's word in front of the caret, and all of it. */
  readonly typed: string;
  readonly word: string;
  /** The place of the caret's word from an offset on. */
  readonly spanFrom: (from: number) => Span;
  /** Whether another word follows. */
  readonly last: boolean;
}

/** The instruction a caret is in. An open continuation at the end of the file goes on, over empty lines too. */
const instructionAt = ({ nodes, text }: DockerfileTree, offset: number): Instruction | undefined => {
  let low = 0;
  let high = nodes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((nodes[middle]?.span.from ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  let node = nodes[low];
  if (node?.is === 'instruction' && offset === node.span.to && text[offset - 1] === '\n' && !isOpen(node)) return undefined;
  if (node?.is === 'instruction') return node;
  while (node?.is === 'blank' && low > 0) node = nodes[--low];
  return node?.is === 'instruction' && isOpen(node) ? node : undefined;
};

/** Whether the last line ends with a sign that continues it. */
const isOpen = ({ continuations, line }: Instruction): boolean => {
  const last = continuations.at(-1);
  return last !== undefined && last.from >= placeIn(line, line.text.length);
};

/** Where a caret is in the tree, as completion needs it. */
export type Caret =
  | { readonly on: 'line'; readonly line: LineCaret }
  | { readonly on: 'keyword'; readonly span: Span; readonly typed: string; readonly inOnbuild: boolean }
  | { readonly on: 'comment'; readonly text: string; readonly from: number; readonly to: number; readonly directives: boolean }
  | { readonly on: 'heredoc'; readonly instruction: Instruction; readonly heredoc: Heredoc }
  | undefined;

export const caretAt = (tree: DockerfileTree, offset: number): Caret => {
  const spot = spotAt(tree, offset);
  if (spot?.on === 'comment' || spot?.on === 'directive') {
    const { span } = spot.node;
    const end = tree.text.indexOf('\n', span.from);
    const to = end < 0 ? tree.text.length : end - (tree.text[end - 1] === '\r' ? 1 : 0);
    return { on: 'comment', text: tree.text.slice(span.from, offset), from: span.from, to, directives: mayDirect(tree, offset) };
  }
  if (spot?.on === 'gap' && spot.gap.is === 'comment') return undefined;
  if (spot?.on === 'heredoc')
    return spot.part === 'body' ? { on: 'heredoc', instruction: spot.instruction, heredoc: spot.heredoc } : undefined;
  const outer = instructionAt(tree, offset);
  if (!outer) return { on: 'keyword', span: { from: offset, to: offset }, typed: '', inOnbuild: false };
  const inside = outer.trigger && offset > outer.keyword.span.to ? outer.trigger : outer;
  const inOnbuild = outer.name === 'ONBUILD' && offset > outer.keyword.span.to;
  const at = offsetIn(outer.line, offset);
  const before = outer.line.text.slice(0, at);
  const keyword = inOnbuild ? /^\s*\S+\s+(\S*)$/.exec(before)?.[1] : /^\s*(\S*)$/.exec(before)?.[1];
  if (keyword !== undefined) {
    const from = offset - keyword.length;
    const rest = /^\S*/.exec(outer.line.text.slice(at))?.[0].length ?? 0;
    return { on: 'keyword', span: { from, to: Math.max(offset, spanIn(outer.line, at, at + rest).to) }, typed: keyword, inOnbuild };
  }
  return { on: 'line', line: lineCaret(inside, outer.line, at, offset) };
};

/** Only the first lines hold directives: nothing but directives may stand in front. */
const mayDirect = ({ nodes }: DockerfileTree, offset: number): boolean =>
  nodes.every((node) => node.span.from >= offset || node.is === 'directive' || (node.is === 'comment' && offset <= node.span.to));

const lineCaret = (instruction: Instruction, line: Spliced, at: number, offset: number): LineCaret => {
  const { text } = line;
  const start = instruction.keyword.at + instruction.keyword.text.length;
  let from = at;
  while (from > start && !/\s/.test(text[from - 1] ?? ' ')) from--;
  // Where lines are joined nothing of the next one belongs to the caret's word.
  const joined = placeIn(line, at) !== offset;
  let to = at;
  while (!joined && to < text.length && !/\s/.test(text[to] ?? ' ')) to++;
  const before = text.slice(start, from).split(/\s+/).filter(Boolean);
  return {
    instruction,
    name: instruction.name,
    before,
    flagsPossible: before.every((word) => word.startsWith('--')),
    typed: text.slice(from, at),
    word: text.slice(from, to),
    spanFrom: (by) => (from + by >= to ? { from: offset, to: offset } : spanIn(line, from + by, to)),
    last: text.slice(to).trim() === '',
  };
};
