// What a caret is on in a YAML file: a key, a scalar, an item of a list, or the place where one of them would begin.
import { isMap, isPair, isScalar, isSeq, type Node, type Pair, visit, type YAMLMap, type YAMLSeq } from 'yaml';
import { type Spliced, splice, unspliced } from '../commands/spliced.ts';
import type { Span } from '../text/span.ts';
import { spanOf, wordOf, type YamlDocument, type YamlWord } from './yaml.ts';

export interface YamlCaret {
  readonly on: 'key' | 'value';
  /** Keys and numbers of items, from the root to what the caret is on; for a new key those of its mapping. */
  readonly path: readonly (string | number)[];
  /** The text under the caret, what is typed of a blank behind it included; empty where nothing is written yet. */
  readonly source: Spliced;
  /** The scalar without its quotes. */
  readonly span: Span;
  /** How it is written: without quotes, between these, or as a block. */
  readonly style: 'plain' | '"' | "'" | 'block';
  /** For a key: whether its colon is written already. */
  readonly colon: boolean;
  /** The mapping that holds it. */
  readonly map: Node | undefined;
  /** The list it is an item of: all its words, and which of them it is. An item that is missing stands as nothing. */
  readonly list:
    | { readonly words: readonly (YamlWord | undefined)[]; readonly at: number; readonly flow: boolean; readonly fresh: boolean }
    | undefined;
}

interface Found {
  readonly node: Node;
  readonly ancestors: readonly unknown[];
  readonly key: number | 'key' | 'value' | null;
}

const keyText = (pair: Pair): string => (isScalar(pair.key) ? String(pair.key.value) : '');

const pathOf = ({ ancestors, key }: Found): readonly (string | number)[] => {
  const out: (string | number)[] = [];
  for (const [i, one] of ancestors.entries()) {
    if (isPair(one)) out.push(keyText(one));
    const next = ancestors[i + 1];
    if (isSeq(one) && next) out.push(one.items.indexOf(next as Node));
  }
  if (typeof key === 'number') out.push(key);
  return out;
};

const styleOf = (node: Node): YamlCaret['style'] => {
  const type = isScalar(node) ? node.type : undefined;
  if (type === 'QUOTE_DOUBLE') return '"';
  if (type === 'QUOTE_SINGLE') return "'";
  return type === 'BLOCK_FOLDED' || type === 'BLOCK_LITERAL' ? 'block' : 'plain';
};

const blanks = /^[ \t]*$/;

/** What is at an offset of a document; nothing in comments and between things. */
export const yamlCaret = (document: YamlDocument, offset: number): YamlCaret | undefined => {
  const { text } = document;
  let scalar: Found | undefined;
  let flow: Found | undefined;
  visit(document.document, {
    Scalar(key, node, ancestors) {
      const [from, to] = node.range ?? [0, 0];
      // Blanks behind a plain word belong to a shell line that is being typed.
      const behind = offset > to && isBehind(text, to, offset) && node.type === 'PLAIN' && !text.slice(from, to).endsWith('\n');
      if ((from <= offset && offset <= to) || behind) scalar = { node, ancestors: [...ancestors], key };
    },
    Seq(key, node, ancestors) {
      const [from, to] = node.range ?? [0, 0];
      if (node.flow && from < offset && offset < to) flow = { node, ancestors: [...ancestors], key };
    },
  });
  if (scalar && !(flow && isBetween(document, flow.node as YAMLSeq, offset))) return onScalar(document, scalar, offset);
  if (flow) return inFlow(document, flow, offset);
  return onBlank(document, offset);
};

const isBehind = (text: string, from: number, to: number): boolean => blanks.test(text.slice(from, to));

/** Whether the caret is in a flow list and touches none of its words. */
const isBetween = (document: YamlDocument, list: YAMLSeq, offset: number): boolean =>
  !list.items.some((item) => {
    const { from, to } = spanOf(document, item as Node);
    return from <= offset && offset <= to;
  });

const mapOf = (ancestors: readonly unknown[]): Node | undefined => ancestors.findLast((one): one is YAMLMap => isMap(one));

const onScalar = (document: YamlDocument, found: Found, offset: number): YamlCaret => {
  const { node, ancestors, key } = found;
  const word = wordOf(document, node);
  const style = styleOf(node);
  const span = spanOf(document, node);
  const quote = style === '"' || style === "'" ? 1 : 0;
  const closed = quote === 1 && span.to - span.from > 1 && document.text[span.to - 1] === document.text[span.from];
  const inner = word
    ? { from: span.from + quote, to: Math.max(span.from + quote, span.to - (closed ? 1 : 0)) }
    : { from: offset, to: offset };
  const typed = word && offset > inner.to && style === 'plain' ? document.text.slice(inner.to, offset) : '';
  const source = word ? (typed ? splice(word.source, unspliced(typed, inner.to)) : word.source) : unspliced('', offset);
  const parent = ancestors.at(-1);
  const list = isSeq(parent) && typeof key === 'number' ? listOf(document, parent, key, false) : undefined;
  return {
    on: key === 'key' ? 'key' : 'value',
    path: pathOf(found),
    source,
    span: { from: inner.from, to: Math.max(inner.to, inner.from) },
    style,
    colon: /^[ \t]*:/.test(document.text.slice(span.to, span.to + 100)),
    map: mapOf(ancestors),
    list,
  };
};

const listOf = (document: YamlDocument, list: YAMLSeq, at: number, fresh: boolean): YamlCaret['list'] => ({
  words: list.items.map((item) => wordOf(document, item as Node)),
  at,
  flow: list.flow === true,
  fresh,
});

/** Between the items of a list in brackets. */
const inFlow = (document: YamlDocument, found: Found, offset: number): YamlCaret => {
  const list = found.node as YAMLSeq;
  const at = list.items.filter((item) => spanOf(document, item as Node).from < offset).length;
  return {
    on: 'value',
    path: [...pathOf(found), at],
    source: unspliced('', offset),
    span: { from: offset, to: offset },
    style: 'plain',
    colon: false,
    map: mapOf(found.ancestors),
    list: listOf(document, list, at, true),
  };
};

const columnOf = (text: string, offset: number): number => offset - (text.lastIndexOf('\n', offset - 1) + 1);

/** On an empty line: a new key of the mapping whose keys begin in this column. */
const onBlank = (document: YamlDocument, offset: number): YamlCaret | undefined => {
  const { text } = document;
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const feed = text.indexOf('\n', offset);
  if (!isBehind(text, start, offset) || !blanks.test(text.slice(offset, feed < 0 ? text.length : feed).replace(/\r$/, '')))
    return undefined;
  const column = offset - start;
  let last: { readonly pair: Pair; readonly ancestors: readonly unknown[] } | undefined;
  visit(document.document, {
    Pair(_, pair, ancestors) {
      const from = isScalar(pair.key) ? pair.key.range?.[0] : undefined;
      if (from !== undefined && from < offset) last = { pair, ancestors: [...ancestors] };
    },
  });
  if (!last) return undefined;
  const caret = (ancestors: readonly unknown[], map: Node | undefined): YamlCaret => ({
    on: 'key',
    path: pathOf({ node: document.root as Node, ancestors, key: null }),
    source: unspliced('', offset),
    span: { from: offset, to: offset },
    style: 'plain',
    colon: false,
    map,
    list: undefined,
  });
  const columnOfKey = (pair: Pair): number => columnOf(text, (isScalar(pair.key) ? pair.key.range?.[0] : undefined) ?? 0);
  const { pair, ancestors } = last;
  const empty = pair.value === null || (isScalar(pair.value) && pair.value.value === null);
  if (empty && column > columnOfKey(pair)) return caret([...ancestors, pair, pair], undefined);
  for (let i = ancestors.length - 1; i >= 0; i--) {
    const one = ancestors[i];
    if (!isMap(one)) continue;
    const first = one.items[0] as Pair | undefined;
    if (first && columnOfKey(first) === column) return caret(ancestors.slice(0, i), one);
  }
  return undefined;
};
