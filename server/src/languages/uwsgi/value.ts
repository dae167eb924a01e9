// What a value is made of: literal text, magic variables, and the three kinds of references uWSGI replaces later.
import type { Span } from '../../text/span.ts';
import { type Piece, pieces } from './percent.ts';

/**
 * A stretch of a value. `inner` is what stands between the parentheses. uWSGI replaces, in this order, magic variables
 * while it reads the file, then `$(NAME)`, `@(path)` and `%(key)`; options it runs at once never see the last three.
 */
export type Part =
  | { readonly is: 'text'; readonly text: string; readonly span: Span }
  | { readonly is: 'magic'; readonly letter: string; readonly span: Span }
  | { readonly is: 'environment' | 'content' | 'placeholder'; readonly text: string; readonly span: Span; readonly inner: Span }
  /** `${NAME}`, which uWSGI does not know: a shell template fills it before uWSGI reads the file. */
  | { readonly is: 'template'; readonly text: string; readonly span: Span };

export interface IniValue {
  /** The value as uWSGI stores it after its first pass; magic variables are kept as `%d`. */
  readonly text: string;
  readonly span: Span;
  /** All of the value in order; empty for an empty value. */
  readonly parts: readonly Part[];
  /** True when the value is what is written: no part of it is filled in later. */
  readonly literal: boolean;
}

const openers: Readonly<Record<string, 'environment' | 'content' | 'placeholder'>> = {
  $: 'environment',
  '@': 'content',
  '%': 'placeholder',
};
/** Stands for one magic variable while the references around it are looked for. */
const opaque = '\uffff';

interface Flat {
  readonly text: string;
  /** Where each character of `text` begins in the file; one more for the end. */
  readonly at: readonly number[];
  readonly magic: ReadonlyMap<number, Piece & { readonly is: 'magic' }>;
}

const flatten = (source: string, span: Span): Flat => {
  let text = '';
  const at: number[] = [];
  const magic = new Map<number, Piece & { readonly is: 'magic' }>();
  for (const piece of pieces(source, span)) {
    if (piece.is === 'magic') {
      magic.set(text.length, piece);
      at.push(piece.span.from);
      text += opaque;
      continue;
    }
    for (let i = 0; i < piece.text.length; i++) at.push(piece.escape ? piece.span.from + Math.min(i, 1) : piece.span.from + i);
    text += piece.text;
  }
  at.push(span.to);
  return { text, at, magic };
};

/** The index of the parenthesis that ends a reference, counting nested ones as uWSGI does; -1 when there is none. */
const closing = (text: string, from: number): number => {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')' && depth-- === 0) return i;
  }
  return -1;
};

const split = (flat: Flat): readonly Part[] => {
  const { text, at, magic } = flat;
  const place = (from: number, to: number): Span => ({ from: at[from] ?? 0, to: at[to] ?? 0 });
  const written = (from: number, to: number): string => {
    let out = '';
    for (let i = from; i < to; i++) out += text[i] === opaque ? `%${magic.get(i)?.letter ?? ''}` : text[i];
    return out;
  };
  const parts: Part[] = [];
  let done = 0;
  const flush = (to: number) => {
    if (to > done) parts.push({ is: 'text', text: text.slice(done, to), span: place(done, to) });
    done = to;
  };
  for (let i = 0; i < text.length; i++) {
    const sign = text[i] ?? '';
    const variable = sign === opaque ? magic.get(i) : undefined;
    if (variable) {
      flush(i);
      parts.push({ is: 'magic', letter: variable.letter, span: variable.span });
      done = i + 1;
      continue;
    }
    if (sign === '$' && text[i + 1] === '{') {
      const end = text.indexOf('}', i);
      if (end < 0) continue;
      flush(i);
      parts.push({ is: 'template', text: written(i + 2, end), span: place(i, end + 1) });
      done = end + 1;
      i = end;
      continue;
    }
    const is = openers[sign];
    if (!is || text[i + 1] !== '(') continue;
    const end = closing(text, i + 2);
    // `%()` names nothing: uWSGI leaves it as it is.
    if (end <= i + 2) continue;
    flush(i);
    parts.push({ is, text: written(i + 2, end), span: place(i, end + 1), inner: place(i + 2, end) });
    done = end + 1;
    i = end;
  }
  flush(text.length);
  return parts;
};

/** Reads a value from its place in the file. Never throws; an unclosed reference is literal text, as in uWSGI. */
export const readValue = (source: string, span: Span): IniValue => {
  const raw = source.slice(span.from, span.to);
  if (!/[%$@]/.test(raw)) {
    return { text: raw, span, parts: raw ? [{ is: 'text', text: raw, span }] : [], literal: true };
  }
  const flat = flatten(source, span);
  const parts = split(flat);
  let text = '';
  for (let i = 0; i < flat.text.length; i++) text += flat.text[i] === opaque ? `%${flat.magic.get(i)?.letter ?? ''}` : flat.text[i];
  return { text, span, parts, literal: parts.every((part) => part.is === 'text') };
};

/** The keys an expression between `%(` and `)` speaks of, with their places: `%(base + 1)` speaks of `base`. */
export const keysOf = (part: Part): readonly { readonly name: string; readonly span: Span }[] => {
  if (part.is !== 'placeholder') return [];
  if (!part.text.includes(' ')) return [{ name: part.text, span: part.inner }];
  const out: { name: string; span: Span }[] = [];
  for (const match of part.text.matchAll(/[^ ]+/g)) {
    const word = match[0];
    if (/^(?:\d+|[-+*/]|\+\+|--)$/.test(word)) continue;
    out.push({ name: word, span: { from: part.inner.from + match.index, to: part.inner.from + match.index + word.length } });
  }
  return out;
};
