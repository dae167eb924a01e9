// TOML as people write it, read by toml-eslint-parser, which keeps places; what it refuses is read tolerantly.
import { type AST, parseTOML } from 'toml-eslint-parser';
import { readTolerantly } from './tolerant.ts';
import type { Entry, Table, Value } from './value.ts';

const keysOf = ({ keys }: AST.TOMLKey): readonly string[] => keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value));

const spanOf = ({ range }: { readonly range: AST.Range }): Entry['span'] => ({ from: range[0], to: range[1] });

const readValue = (node: AST.TOMLContentNode): Value => {
  const span = spanOf(node);
  if (node.type === 'TOMLArray') return { is: 'list', items: node.elements.map(readValue), span };
  if (node.type === 'TOMLInlineTable') return { is: 'table', entries: node.body.map(entryOf), span };
  if (node.kind !== 'string') return { is: 'word', text: textOf(node), span };
  const quotes = node.multiline ? 3 : 1;
  return { is: 'string', text: node.value, inner: { from: span.from + quotes, to: span.to - quotes }, span };
};

const textOf = (node: Exclude<AST.TOMLValue, AST.TOMLStringValue>): string =>
  node.kind === 'boolean' ? String(node.value) : node.kind === 'integer' || node.kind === 'float' ? node.number : node.datetime;

const entryOf = (node: AST.TOMLKeyValue): Entry => ({
  key: keysOf(node.key),
  keySpan: spanOf(node.key),
  value: readValue(node.value),
  span: spanOf(node),
});

const tableOf = (node: AST.TOMLTable, text: string): Table => {
  const close = node.kind === 'array' ? ']]' : ']';
  // Blanks and nothing else may stand between the key and the closing brackets.
  const header = { from: node.range[0], to: text.indexOf(close, node.key.range[1]) + close.length };
  const entries = node.body.map(entryOf);
  return {
    path: keysOf(node.key),
    repeated: node.kind === 'array',
    header,
    entries,
    span: { from: header.from, to: entries.at(-1)?.span.to ?? header.to },
  };
};

/** Reads a TOML text. `whole` is false when it is none as it stands, and what could be read of it may not be all. Never throws. */
export const readToml = (text: string): { readonly tables: readonly Table[]; readonly whole: boolean } => {
  try {
    // A byte order mark is no part of TOML, but editors leave it behind.
    const [top] = parseTOML(text.replace(/^\ufeff/, ' '), { tomlVersion: 'next' }).body;
    const loose = top.body.flatMap((node) => (node.type === 'TOMLKeyValue' ? [entryOf(node)] : []));
    const tables = top.body.flatMap((node) => (node.type === 'TOMLTable' ? [tableOf(node, text)] : []));
    const span = { from: 0, to: loose.at(-1)?.span.to ?? 0 };
    return { tables: [{ path: [], repeated: false, header: undefined, entries: loose, span }, ...tables], whole: true };
  } catch {
    return { tables: readTolerantly(text).tables, whole: false };
  }
};
