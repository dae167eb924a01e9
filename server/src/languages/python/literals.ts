// Numbers and strings of Lezer's tree, lowered to data.
import type { TreeCursor } from '@lezer/common';
import type { Span } from '../../text/span.ts';
import type { Expression, Filled, StringPart } from './ir.ts';
import { eachChild, isExpression, type Lowering, spanAt } from './lowering.ts';
import { decodeString, literalAt } from './strings.ts';

export const number = (written: string, span: Span): Expression => {
  const text = written.replaceAll('_', '').toLowerCase();
  const float = /^[\d.]/.test(text) && !text.startsWith('0x') && /[.e]/.test(text);
  const value = /^0[xob]/.test(text) || /^(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isNaN(value) || (!float && !Number.isSafeInteger(value)) ? { is: 'other', span } : { is: 'number', value, float, span };
};

export const string = (low: Lowering, c: TreeCursor, span: Span): Expression => {
  const parts: StringPart[] = [];
  let broken = false;
  const add = (part: StringPart | undefined) => {
    if (part) parts.push(part);
    else broken = true;
  };
  if (c.name === 'ContinuedString') {
    eachChild(c, (name) => {
      if (name === 'String' || name === 'FormatString') add(stringPart(low, c));
      else broken = true;
    });
  } else add(stringPart(low, c));
  const [first] = parts;
  if (broken || !first || parts.some(({ bytes }) => bytes !== first.bytes)) return { is: 'broken', span };
  return { is: 'string', parts, span };
};

const stringPart = (low: Lowering, c: TreeCursor): StringPart | undefined => {
  const literal = literalAt(low.text, c.from, c.to);
  if (!literal) return undefined;
  const { prefix } = literal;
  const span = spanAt(c);
  const pieces: (string | Filled)[] = [];
  const bytes = prefix.includes('b');
  let failed = false;
  let from = literal.from;
  const addText = (to: number) => {
    const written = low.text.slice(from, to);
    const text = decodeString(c.name === 'FormatString' ? written.replaceAll(/\{\{|\}\}/g, (pair) => pair.charAt(0)) : written, prefix);
    if (text === undefined) failed = true;
    else if (text !== '') pieces.push(text);
  };
  if (c.name === 'FormatString') {
    // Lezer takes `\\{` for an escaped brace, Python for a backslash before one.
    if (/\\[{}]/.test(low.text.slice(literal.from, literal.to))) return undefined;
    const inside: { from: number; to: number; filled: Filled | undefined }[] = [];
    eachChild(c, (name) => {
      if (name === 'FormatReplacement') inside.push({ ...spanAt(c), filled: filled(low, c) });
      else if (name !== 'Escape') failed = true;
    });
    for (const one of inside) {
      addText(one.from);
      if (one.filled) pieces.push(one.filled);
      else failed = true;
      from = one.to;
    }
  }
  addText(literal.to);
  return failed ? undefined : { bytes, pieces, template: prefix.includes('t'), span };
};

const filled = (low: Lowering, c: TreeCursor): Filled | undefined => {
  let value: Expression | undefined;
  let conversion = '';
  let spec = false;
  let label = '';
  let failed = false;
  const { from } = c;
  eachChild(c, (name) => {
    if (isExpression(name)) {
      if (value) failed = true;
      value = low.lower(c);
    } else if (name === 'FormatConversion') conversion = low.text.slice(c.from + 1, c.to);
    else if (name === 'FormatSpec') spec = true;
    else if (name === 'FormatSelfDoc') label = low.text.slice(from + 1, c.to);
    else if (name !== '{' && name !== '}') failed = true;
  });
  return failed || !value ? undefined : { value, conversion, spec, label };
};
