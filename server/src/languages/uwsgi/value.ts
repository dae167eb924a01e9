// What a value is made of: literal text, magic variables, and the three kinds of references uWSGI replaces later.
import { moved, type Span } from '../../text/span.ts';
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
  /** The keys that its placeholders speak of. */
  readonly keys: readonly string[];
  /** True when a shell template fills in a part of it. */
  readonly template: boolean;
  /** The value as magic variables split it, with places from its beginning; only where it has one. */
  readonly pieces: readonly Piece[] | undefined;
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

const flatten = (read: readonly Piece[], end: number): Flat => {
  let text = '';
  const at: number[] = [];
  const magic = new Map<number, Piece & { readonly is: 'magic' }>();
  for (const piece of read) {
    if (piece.is === 'magic') {
      magic.set(text.length, piece);
      at.push(piece.span.from);
      text += opaque;
      continue;
    }
    for (let i = 0; i < piece.text.length; i++) at.push(piece.escape ? piece.span.from + Math.min(i, 1) : piece.span.from + i);
    text += piece.text;
  }
  at.push(end);
  return { text, at, magic };
};

/** The pieces without the blanks around them: those come to light where `%` ate the sign behind them. */
const trimmed = (read: readonly Piece[]): readonly Piece[] => {
  const out = [...read];
  const visible = (piece: Piece | undefined) => piece?.is === 'magic' || (piece !== undefined && /[^ \t\r]/.test(piece.text));
  while (out.length > 0 && !visible(out[0])) out.shift();
  while (out.length > 0 && !visible(out.at(-1))) out.pop();
  const first = out[0];
  if (first?.is === 'text' && !first.escape) {
    const text = first.text.replace(/^[ \t\r]+/, '');
    out[0] = { ...first, text, span: { from: first.span.to - text.length, to: first.span.to } };
  }
  const last = out.at(-1);
  if (last?.is === 'text' && !last.escape) {
    const text = last.text.replace(/[ \t\r]+$/, '');
    out[out.length - 1] = { ...last, text, span: { from: last.span.from, to: last.span.from + text.length } };
  }
  return out;
};

/**
 * The index of the parenthesis that ends a reference, counting nested ones as uWSGI does; -1 when there is none. The same
 * sign once more makes uWSGI give up the reference it stands in.
 */
const closing = (text: string, from: number, sign: string): number => {
  let depth = 0;
  for (let i = from; i < text.length; i++) {
    if (text[i] === sign) return -1;
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
    const end = closing(text, i + 2, sign);
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

/** Bits for the signs of references that a text holds. */
export const signs = { environment: 1, content: 2, placeholder: 4 } as const;
/** Which of `$(`, `@(` and `%(` are in a text, as bits. */
export const signsIn = (text: string): number =>
  (text.includes('$(') ? signs.environment : 0) | (text.includes('@(') ? signs.content : 0) | (text.includes('%(') ? signs.placeholder : 0);

/** What a value says wherever it stands: the places of its parts and pieces count from its own beginning. */
export interface Wording extends Omit<IniValue, 'span'> {
  /** The signs of references in its text, see `signsIn`. */
  readonly signs: number;
}

/** Reads a value. Never throws; an unclosed reference is literal text, as in uWSGI. */
export const readWording = (raw: string): Wording => {
  const span = { from: 0, to: raw.length };
  if (!/[%$@]/.test(raw)) {
    const text = { is: 'text', text: raw, span } as const;
    return {
      text: raw,
      parts: raw ? [text] : none,
      literal: true,
      keys: none,
      template: false,
      pieces: undefined,
      signs: 0,
    };
  }
  const read = trimmed(pieces(raw, span));
  const flat = flatten(read, span.to);
  const parts = split(flat);
  const magic = flat.magic.size > 0;
  let text = magic ? '' : flat.text;
  if (magic)
    for (let i = 0; i < flat.text.length; i++) text += flat.text[i] === opaque ? `%${flat.magic.get(i)?.letter ?? ''}` : flat.text[i];
  return {
    text,
    parts,
    literal: parts.every((part) => part.is === 'text'),
    keys: parts.flatMap((part) => keysOf(part).map(({ name }) => name)),
    template: parts.some((part) => part.is === 'template'),
    pieces: magic ? read : undefined,
    signs: signsIn(text),
  };
};
const none: readonly never[] = [];

/** What a value stands in: it knows where the value is now. */
interface Holder {
  readonly valueSpan: Span;
}

/** A value at its place. A file has thousands, of which few are ever looked into: places are worked out when they are asked for. */
class PlacedValue implements IniValue {
  readonly text: string;
  readonly literal: boolean;
  private readonly wording: Wording;
  private readonly holder: Holder;
  constructor(wording: Wording, holder: Holder) {
    this.text = wording.text;
    this.literal = wording.literal;
    this.wording = wording;
    this.holder = holder;
  }
  get span(): Span {
    return this.holder.valueSpan;
  }
  get keys(): readonly string[] {
    return this.wording.keys;
  }
  get template(): boolean {
    return this.wording.template;
  }
  get pieces(): readonly Piece[] | undefined {
    return this.wording.pieces;
  }
  get parts(): readonly Part[] {
    const { from } = this.span;
    return this.wording.parts.map((part) =>
      'inner' in part
        ? { ...part, span: moved(part.span, from), inner: moved(part.inner, from) }
        : { ...part, span: moved(part.span, from) },
    );
  }
}

/** A wording that stands at a place of a file. */
export const placed = (wording: Wording, holder: Holder): IniValue => new PlacedValue(wording, holder);

/** Reads a value from its place in the file. */
export const readValue = (source: string, span: Span): IniValue =>
  placed(readWording(source.slice(span.from, span.to)), { valueSpan: span });

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
