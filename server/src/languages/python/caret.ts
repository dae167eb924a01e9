// What the caret is on in a Python module that gives names values: settings, above all.
import type { SyntaxNode } from '@lezer/common';
import type { Span } from '../../text/span.ts';
import type { Parsed } from '../language.ts';
import type { Placed, PythonTree } from './parse.ts';
import { type Role, roleAt } from './role.ts';

/** The way from a name to a place in its value: keys of dictionaries by their text, `*` for places in lists and unknown keys. */
export interface Way {
  readonly name: string;
  readonly keys: readonly string[];
}

/** `typed` is what stands before the caret; `span` what a completion would replace, without quotes. */
interface OnText {
  readonly text: string;
  readonly span: Span;
  readonly typed: string;
}

export type PythonCaret =
  | { readonly on: 'nothing' }
  /** A name that is given a value, or a lone word that may become one. `bare` when nothing but the word stands on its line. */
  | ({ readonly on: 'target'; readonly bare: boolean } & OnText)
  /** Another use of a name. */
  | ({ readonly on: 'name' } & OnText)
  /** A string in the value of a name. */
  | ({ readonly on: 'string'; readonly way: Way } & OnText)
  /** The key of a dictionary in the value of a name; `way` leads to the dictionary. `written` are its other keys. */
  | ({ readonly on: 'key'; readonly way: Way; readonly quoted: boolean; readonly written: readonly string[] } & OnText)
  /** A place for a value that holds at most a word. */
  | ({ readonly on: 'value'; readonly way: Way } & OnText)
  /** The name of a variable of the process, given to whoever reads it. */
  | ({ readonly on: 'variable' } & OnText);

const nothing: PythonCaret = { on: 'nothing' };

/** The chunk that holds an offset; the one in front where two meet. */
const placedAt = ({ chunks }: PythonTree, offset: number): Placed | undefined => {
  let [low, high] = [0, chunks.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((chunks[middle]?.at ?? 0) < offset) low = middle;
    else high = middle - 1;
  }
  return chunks[low];
};

/** What the offset is on. */
export const pythonCaret = ({ tree }: Parsed<'python'>, offset: number): PythonCaret => {
  const placed = placedAt(tree, offset);
  if (!placed) return offset === 0 ? { on: 'target', bare: true, ...wordAt('', 0, 0) } : nothing;
  const { at, chunk } = placed;
  const inner = offset - at;
  const string = stringAt(chunk.tree.resolve(inner, -1)) ?? stringAt(chunk.tree.resolve(inner, 1));
  const found = string ? inString(chunk.text, string, inner) : inCode(chunk.text, chunk.tree.resolveInner(inner, -1), inner);
  return moved(found, at);
};

const moved = (caret: PythonCaret, by: number): PythonCaret =>
  caret.on === 'nothing' ? caret : { ...caret, span: { from: caret.span.from + by, to: caret.span.to + by } };

/** The string literal that a node is or lies in. */
const stringAt = (node: SyntaxNode): SyntaxNode | undefined => {
  for (let one: SyntaxNode | null = node; one; one = one.parent) {
    if (one.name === 'String' || one.name === 'FormatString') return one;
    if (one.name.endsWith('Statement') || one.name.endsWith('Expression')) return undefined;
  }
  return undefined;
};

const inString = (text: string, node: SyntaxNode, caret: number): PythonCaret => {
  const own = text.slice(node.from, node.to);
  const [, prefix = '', quote = ''] = /^([A-Za-z]*)("""|'''|"|')/.exec(own) ?? [];
  const from = node.from + prefix.length + quote.length;
  const closed = own.length >= prefix.length + quote.length * 2 && own.endsWith(quote);
  const line = text.slice(from).search(/[\r\n]/);
  const to = closed ? node.to - quote.length : Math.min(node.to, line < 0 ? node.to : from + line);
  // Only plain strings of one line: what stands in others is no name of anything.
  if (node.name !== 'String' || /[bBfFtT]/.test(prefix) || quote.length !== 1 || caret < from || caret > to) return nothing;
  const word: OnText = { text: text.slice(from, to), span: { from, to }, typed: text.slice(from, caret) };
  const role = roleAt(text, node.parent, node.from);
  return role ? { ...caretOf(role, word, true) } : nothing;
};

const caretOf = (role: Role, word: OnText, quoted: boolean): PythonCaret => {
  switch (role.as) {
    case 'variable':
      return quoted ? { on: 'variable', ...word } : nothing;
    case 'key':
      return { on: 'key', way: role.way, quoted, written: role.written.filter((key) => key !== word.text || !quoted), ...word };
    default:
      return quoted ? { on: 'string', way: role.way, ...word } : { on: 'value', way: role.way, ...word };
  }
};

/** The word around an offset. */
const wordAt = (text: string, caret: number, least: number): OnText => {
  let [from, to] = [caret, caret];
  while (from > least && /\w/.test(text.charAt(from - 1))) from--;
  while (to < text.length && /\w/.test(text.charAt(to))) to++;
  return { text: text.slice(from, to), span: { from, to }, typed: text.slice(from, caret) };
};

const inCode = (text: string, node: SyntaxNode, caret: number): PythonCaret => {
  if (node.name === 'Comment') return nothing;
  const word = wordAt(text, caret, 0);
  if (/^\d/.test(word.text) || text.charAt(word.span.from - 1) === '.') return nothing;
  const line = text.slice(text.lastIndexOf('\n', word.span.from - 1) + 1, word.span.from);
  const rest = /^[^\r\n]*/.exec(text.slice(word.span.to))?.[0] ?? '';
  const inside = bracketAround(node, word.span.from);
  if (!inside && /^[ \t]*$/.test(line)) {
    const bare = /^\s*(?:#.*)?$/.test(rest);
    const given = /^\s*(?:=(?!=)|:[^=]*=(?!=)|[-+*/|%&]=|\.(?:append|extend|insert|remove|pop|update|setdefault)\b|\[)/.test(rest);
    if (bare || given) return { on: 'target', bare, ...word };
  }
  const role = roleAt(text, node.name === 'VariableName' ? node.parent : node, word.span.from);
  if (role && !/\w/.test(text.charAt(word.span.to))) {
    const held = caretOf(role, word, false);
    if (held.on === 'key' || (held.on === 'value' && !/^[A-Z][A-Z0-9_]+$/.test(word.text))) return held;
  }
  return word.text === '' ? nothing : { on: 'name', ...word };
};

/** Whether the offset lies inside brackets that a node or one around it opened. */
const bracketAround = (node: SyntaxNode, at: number): boolean => {
  for (let one: SyntaxNode | null = node; one; one = one.parent) {
    if (/^(?:Script|Body)$/.test(one.name)) return false;
    const opens = /^(?:Array|Tuple|Set|Dictionary|Parenthesized)\w*Expression$|^ArgList$|^ParamList$/.test(one.name);
    if (opens && one.from < at && (at < one.to || !/[\])}]/.test(one.lastChild?.name ?? ''))) return true;
  }
  return false;
};
