// Variables and quotes in the words of an instruction, as BuildKit's builder fills them in (frontend/dockerfile/shell/lex.go).
import { type Spliced, spanIn } from '../../commands/spliced.ts';
import type { Span } from '../../text/span.ts';
import type { Word } from './arguments.ts';

/** `$NAME` or `${NAME}`; `modifier` is what follows the name inside the braces, such as `:-8000`. */
export interface VariableUse {
  readonly name: string;
  readonly nameSpan: Span;
  readonly modifier: string;
  readonly span: Span;
}

/** A word as it is written and as the builder sees it. */
export interface Value {
  readonly written: string;
  /** Quotes removed and variables filled in; where `known` is false, unknown variables stay as they are written. */
  readonly text: string;
  /** False when a variable in it is decided when the image is built. */
  readonly known: boolean;
  readonly variables: readonly VariableUse[];
  readonly span: Span;
}

/** The value of a variable; nothing when it is not known. */
export type Lookup = (name: string) => string | undefined;

const deepest = 20;

/** Fills a word of a joined line in. */
export const expand = (line: Spliced, word: Word, escapeSign: string, lookup: Lookup): Value => {
  if (!/["'$\\`]/.test(word.text)) return { written: word.text, text: word.text, known: true, variables: [], span: word.span };
  const variables: VariableUse[] = [];
  const { text, known } = read(line, word.at, word.at + word.text.length, escapeSign, lookup, variables, 0);
  return { written: word.text, text, known, variables, span: word.span };
};

const read = (
  line: Spliced,
  from: number,
  to: number,
  escapeSign: string,
  lookup: Lookup,
  variables: VariableUse[],
  depth: number,
): { readonly text: string; readonly known: boolean } => {
  const { text } = line;
  let out = '';
  let known = true;
  let double = false;
  for (let i = from; i < to; i++) {
    const c = text[i] ?? '';
    if (c === "'" && !double) {
      const close = text.indexOf("'", i + 1);
      const end = close < 0 || close >= to ? to : close;
      out += text.slice(i + 1, end);
      i = end;
    } else if (c === '"') double = !double;
    else if (c === escapeSign) {
      const next = i + 1 < to ? (text[i + 1] ?? '') : '';
      // Between double quotes the sign escapes only these; elsewhere it stands for itself.
      if (double && next !== '"' && next !== '$' && next !== escapeSign) out += c;
      else {
        out += next;
        i++;
      }
    } else if (c === '$') {
      const use = variableAt(line, i, to);
      if (!use) {
        out += c;
        continue;
      }
      variables.push(use.variable);
      const value = filled(line, use, escapeSign, lookup, variables, depth);
      if (value === undefined) known = false;
      out += value ?? text.slice(i, use.to);
      i = use.to - 1;
    } else out += c;
  }
  return { text: out, known };
};

interface Use {
  readonly variable: VariableUse;
  /** Offsets in the line: behind the variable, and its modifier. */
  readonly to: number;
  readonly modifier: Span;
}

const variableAt = (line: Spliced, at: number, to: number): Use | undefined => {
  const { text } = line;
  const braced = text[at + 1] === '{';
  const from = at + (braced ? 2 : 1);
  const name = /^(?:[A-Za-z_]\w*|\d+|[@*#?$!-])/.exec(text.slice(from, Math.min(to, from + 200)))?.[0];
  if (name === undefined) return undefined;
  const nameTo = from + name.length;
  let end = nameTo;
  if (braced) {
    for (let level = 1; end < to && level > 0; end++) {
      if (text[end] === '{') level++;
      else if (text[end] === '}') level--;
    }
  }
  const closed = braced && text[end - 1] === '}' && end > nameTo;
  const modifier = { from: nameTo, to: braced ? (closed ? end - 1 : end) : nameTo };
  return {
    variable: {
      name,
      nameSpan: spanIn(line, from, nameTo),
      modifier: text.slice(modifier.from, modifier.to),
      span: spanIn(line, at, end),
    },
    to: end,
    modifier,
  };
};

const filled = (
  line: Spliced,
  { variable, modifier }: Use,
  escapeSign: string,
  lookup: Lookup,
  variables: VariableUse[],
  depth: number,
): string | undefined => {
  // Builds have no positional or special parameters: `$1` and `$$` are always empty.
  const value = /^\w/.test(variable.name) && !/^\d/.test(variable.name) ? lookup(variable.name) : '';
  const sign = /^(:?)([-+?])/.exec(variable.modifier);
  if (!sign) return variable.modifier === '' ? value : undefined;
  const isSet = value !== undefined && !(sign[1] && value === '');
  const word =
    depth < deepest
      ? read(line, modifier.from + sign[0].length, modifier.to, escapeSign, lookup, variables, depth + 1)
      : { text: '', known: false };
  if (sign[2] === '-') return isSet ? value : word.known ? word.text : undefined;
  if (sign[2] === '?') return value;
  return value === undefined ? undefined : isSet ? (word.known ? word.text : undefined) : '';
};
