// What the caret is on in a Dockerfile.
import { type Span, touches } from '../../text/span.ts';
import type { Cursor, Parsed } from '../language.ts';
import type { Flag, JsonWord, Pair, Word } from './arguments.ts';
import type { Heredoc } from './heredoc.ts';
import type { DockerfileNode, DockerfileTree, Gap, Instruction } from './parse.ts';

/** The part of the tree under the caret. */
export type Spot =
  | { readonly on: 'blank' | 'comment' | 'directive'; readonly node: DockerfileNode }
  | { readonly on: 'gap'; readonly instruction: Instruction; readonly gap: Gap }
  | { readonly on: 'keyword'; readonly instruction: Instruction }
  | { readonly on: 'flag'; readonly instruction: Instruction; readonly flag: Flag; readonly part: 'name' | 'value' }
  | { readonly on: 'pair'; readonly instruction: Instruction; readonly pair: Pair; readonly part: 'name' | 'value' }
  /** A word between blanks; `index` counts the instruction's words. */
  | { readonly on: 'word'; readonly instruction: Instruction; readonly word: Word; readonly index: number }
  /** A string of a JSON command. */
  | { readonly on: 'string'; readonly instruction: Instruction; readonly word: JsonWord; readonly index: number }
  | { readonly on: 'heredoc'; readonly instruction: Instruction; readonly heredoc: Heredoc; readonly part: 'body' | 'end' }
  /** The shell line of RUN, CMD, ENTRYPOINT or HEALTHCHECK. */
  | { readonly on: 'shell'; readonly instruction: Instruction }
  /** Between the words of an instruction, or behind the last. */
  | { readonly on: 'between'; readonly instruction: Instruction };

/** The node that holds an offset; at the end of the text the last one when it has no line end. */
const nodeAt = ({ nodes, text }: DockerfileTree, offset: number): DockerfileNode | undefined => {
  let low = 0;
  let high = nodes.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((nodes[middle]?.span.from ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const node = nodes[low];
  return node && offset === node.span.to && text[offset - 1] === '\n' && !unfinished(node) ? undefined : node;
};

/** A here-document that never ends reaches to the end of the file. */
const unfinished = (node: DockerfileNode): boolean => node.is === 'instruction' && node.heredocs.some(({ end }) => !end);

/** What is under an offset; nothing on the empty line behind the last line end. */
export const spotAt = (tree: DockerfileTree, offset: number): Spot | undefined => {
  const node = nodeAt(tree, offset);
  if (!node) return undefined;
  if (node.is !== 'instruction') return { on: node.is, node };
  return inInstruction(node.trigger && offset >= node.trigger.keyword.span.from ? node.trigger : node, offset);
};

const inInstruction = (instruction: Instruction, offset: number): Spot => {
  const on = (span: Span | undefined): boolean => span !== undefined && touches(span, offset);
  for (const heredoc of instruction.heredocs) {
    if (on(heredoc.end)) return { on: 'heredoc', instruction, heredoc, part: 'end' };
    if (offset >= heredoc.body.from && (offset < heredoc.body.to || (offset === heredoc.body.to && !heredoc.end))) {
      return { on: 'heredoc', instruction, heredoc, part: 'body' };
    }
  }
  const gap = instruction.gaps.find(({ span }) => offset >= span.from && offset < span.to);
  if (gap) return { on: 'gap', instruction, gap };
  if (on(instruction.keyword.span)) return { on: 'keyword', instruction };
  for (const flag of instruction.flags) {
    if (on(flag.nameSpan)) return { on: 'flag', instruction, flag, part: 'name' };
    if (on(flag.valueSpan)) return { on: 'flag', instruction, flag, part: 'value' };
  }
  for (const pair of instruction.pairs) {
    if (on(pair.name.span)) return { on: 'pair', instruction, pair, part: 'name' };
    if (on(pair.value?.span)) return { on: 'pair', instruction, pair, part: 'value' };
  }
  const { command, words } = instruction;
  const index = words.findIndex((word) => on(word.span));
  const word = words[index];
  if (word) return { on: 'word', instruction, word, index };
  if (command?.form === 'exec') {
    const at = command.words.findIndex(({ span }) => on(span));
    const string = command.words[at];
    if (string) return { on: 'string', instruction, word: string, index: at };
  }
  return command?.form === 'shell' && on(command.span) ? { on: 'shell', instruction } : { on: 'between', instruction };
};

/** The catalogue has no Dockerfile chapter yet, so nothing can be said here. */
export const cursor = (_parsed: Parsed<'dockerfile'>, _offset: number): Cursor => ({ on: 'nothing' });
