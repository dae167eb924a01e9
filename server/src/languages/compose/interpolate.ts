// Variables in a Compose file, filled in as far as the file itself tells: `${PORT:-8000}` is 8000, `$$` is a dollar.
import { placeIn, type Spliced, type Stretch, spanIn } from '../../commands/spliced.ts';
import type { Span } from '../../text/span.ts';

/** `$NAME` or `${NAME…}`, filled in by Compose from its own environment and from `.env`. */
export interface ComposeVariableUse {
  readonly name: string;
  /** What stands for it when it is not set; nothing when no default is written. */
  readonly fallback: string | undefined;
  /** `${NAME:?…}`: Compose stops without it. */
  readonly required: boolean;
  readonly span: Span;
}

export interface Interpolated {
  readonly source: Spliced;
  readonly variables: readonly ComposeVariableUse[];
  /** Stretches of the text that nobody knows: variables without a default stay as they are written. */
  readonly unknown: readonly Span[];
}

const deepest = 10;

/** Reads a scalar as Compose does (its template syntax: https://docs.docker.com/reference/compose-file/interpolation/). */
export const interpolate = (source: Spliced): Interpolated => {
  if (!source.text.includes('$')) return { source, variables: [], unknown: [] };
  const out: { text: string; stretches: Stretch[] } = { text: '', stretches: [] };
  const variables: ComposeVariableUse[] = [];
  const unknown: Span[] = [];
  const { text } = source;
  const copy = (from: number, to: number) => {
    for (let i = from; i < to; i++) {
      const place = placeIn(source, i);
      const last = out.stretches.at(-1);
      if (!last || last.width !== undefined || last.from + out.text.length - last.at !== place)
        out.stretches.push({ at: out.text.length, from: place });
      out.text += text[i] ?? '';
    }
  };
  const leave = (from: number, to: number) => {
    const at = out.text.length;
    copy(from, to);
    unknown.push({ from: at, to: out.text.length });
  };
  const read = (from: number, to: number, depth: number) => {
    let done = from;
    for (let i = text.indexOf('$', from); i >= 0 && i < to; i = text.indexOf('$', i)) {
      copy(done, i);
      if (text[i + 1] === '$') {
        out.stretches.push({ at: out.text.length, from: placeIn(source, i), width: 2 });
        out.text += '$';
        i += 2;
        done = i;
        continue;
      }
      const plain = /^[A-Za-z_]\w*/.exec(text.slice(i + 1, i + 200))?.[0];
      const braced = text[i + 1] === '{' ? /^\{([A-Za-z_]\w*)(:?[-?+])?/.exec(text.slice(i + 1, i + 200)) : null;
      if (plain) {
        const end = Math.min(to, i + 1 + plain.length);
        variables.push({ name: plain, fallback: undefined, required: false, span: spanIn(source, i, end) });
        leave(i, end);
        i = done = end;
      } else if (braced) {
        const bodyFrom = i + 1 + braced[0].length;
        const close = closing(text, bodyFrom, to);
        const end = Math.min(to, close + 1);
        const sign = braced[2] ?? '';
        const isDefault = sign.endsWith('-') && depth < deepest;
        const name = braced[1] ?? '';
        const fallback = isDefault ? text.slice(bodyFrom, close) : undefined;
        variables.push({ name, fallback, required: sign.endsWith('?'), span: spanIn(source, i, end) });
        if (isDefault) read(bodyFrom, close, depth + 1);
        else leave(i, end);
        i = done = end;
      } else {
        copy(i, i + 1);
        i = done = i + 1;
      }
    }
    copy(done, to);
  };
  read(0, text.length, 0);
  if (out.stretches.length === 0) out.stretches.push({ at: 0, from: placeIn(source, 0) });
  return { source: out, variables, unknown };
};

/** Where the brace closes that is open at `from`. */
const closing = (text: string, from: number, to: number): number => {
  let level = 1;
  for (let i = from; i < to; i++) {
    if (text[i] === '{' && text[i - 1] === '$') level++;
    else if (text[i] === '}' && --level === 0) return i;
  }
  return to;
};
