// The values of TOML and JSON files, with their places.
import type { Span } from '../../text/span.ts';

export type Value =
  | { readonly is: 'string'; readonly text: string /** Without the quotes. */; readonly inner: Span; readonly span: Span }
  /** A number, a date, `true`, or something half-typed. */
  | { readonly is: 'word'; readonly text: string; readonly span: Span }
  | { readonly is: 'list'; readonly items: readonly Value[]; readonly span: Span }
  | { readonly is: 'table'; readonly entries: readonly Entry[]; readonly span: Span };

/** One `key = value`; a dotted key has several parts. */
export interface Entry {
  readonly key: readonly string[];
  readonly keySpan: Span;
  readonly value: Value;
  readonly span: Span;
}

/** A `[table]` or `[[table]]` and what stands in it; the lines before the first header form one with an empty path. */
export interface Table {
  readonly path: readonly string[];
  /** Written with two brackets: one element of a list. */
  readonly repeated: boolean;
  readonly header: Span | undefined;
  readonly entries: readonly Entry[];
  /** From the header to the end of the last entry. */
  readonly span: Span;
}

/** The value under a dotted key inside a table; nothing when there is none. */
export const at = (entries: readonly Entry[], ...path: readonly string[]): Value | undefined => {
  for (const { key, value } of entries) {
    if (key.length > path.length || key.some((part, i) => part !== path[i])) continue;
    if (key.length === path.length) return value;
    const inner = value.is === 'table' ? at(value.entries, ...path.slice(key.length)) : undefined;
    if (inner) return inner;
  }
  return undefined;
};

export const textOf = (value: Value | undefined): string | undefined => (value?.is === 'string' ? value.text : undefined);
