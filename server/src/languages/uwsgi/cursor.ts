// What the caret is on in a uwsgi.ini.
import { touches } from '../../text/span.ts';
import type { Cursor, Parsed } from '../language.ts';
import type { Assignment, IniLine } from './line.ts';
import { keysOf, readValue } from './value.ts';

/** The line that holds the offset; at the very end of the text, the last line when it has no line end. */
const lineOf = (lines: readonly IniLine[], offset: number): IniLine | undefined => {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle]?.span.from ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return lines[low];
};

export const cursor = ({ tree }: Parsed<'uwsgi'>, offset: number): Cursor => {
  const { text, lines } = tree;
  const line = lineOf(lines, offset);
  if (!line || (offset === line.span.to && text[offset - 1] === '\n')) return name(text, offset, offset, offset);
  if (line.is === 'blank') {
    const until = text.slice(line.span.from, offset);
    return /^[ \t]*$/.test(until) ? name(text, offset, offset, offset) : { on: 'nothing' };
  }
  if (line.is === 'comment') return offset <= line.body.from ? name(text, offset, offset, offset) : { on: 'nothing' };
  if (line.is === 'header') {
    return { on: 'header', text: line.name, span: line.body, typed: text.slice(line.body.from, Math.max(line.body.from, offset)) };
  }
  return inAssignment(text, line, offset);
};

const name = (text: string, from: number, to: number, offset: number): Cursor => ({
  on: 'name',
  of: 'uwsgi-option',
  text: text.slice(from, to),
  span: { from, to },
  typed: text.slice(from, Math.max(from, offset)),
});

const inAssignment = (text: string, line: Assignment, offset: number): Cursor => {
  if (line.equals === undefined || offset <= line.equals) {
    if (offset < line.key.from) return { on: 'nothing' };
    return name(text, line.key.from, line.key.to, Math.min(offset, line.key.to));
  }
  const owner = text.slice(line.key.from, line.key.to);
  const value = readValue(text, line.valueSpan);
  for (const part of value.parts) {
    if (part.is === 'text' || part.is === 'template' || !touches(part.span, offset)) continue;
    if (part.is === 'magic') {
      if (offset > part.span.from) return { on: 'magic', letter: part.letter, span: part.span, typed: text.slice(part.span.from, offset) };
      continue;
    }
    if (!touches(part.inner, offset)) continue;
    if (part.is === 'placeholder') {
      const key = keysOf(part).find((one) => touches(one.span, offset));
      if (key) return reference('placeholder', text, key.span, offset, owner);
      return reference('placeholder', text, { from: offset, to: offset }, offset, owner);
    }
    return reference(part.is === 'content' ? 'file' : 'environment', text, part.inner, offset, owner);
  }
  const before = text.slice(line.valueSpan.from, offset);
  const open = /([$@%])\(([^()\s]*)$/.exec(before);
  if (open) {
    const to = { $: 'environment', '@': 'file', '%': 'placeholder' } as const;
    const sign = open[1] as keyof typeof to;
    return reference(to[sign], text, { from: offset - (open[2]?.length ?? 0), to: offset }, offset, owner);
  }
  if (/(?:^|[^%])(?:%%)*%$/.test(before)) return { on: 'magic', letter: '', span: { from: offset - 1, to: offset }, typed: '%' };
  if (offset < line.valueSpan.from) return valueAt(text, owner, { from: offset, to: offset }, offset);
  return valueAt(text, owner, line.valueSpan, offset);
};

const valueAt = (text: string, owner: string, span: { readonly from: number; readonly to: number }, offset: number): Cursor => ({
  on: 'value',
  of: 'uwsgi-option',
  owner,
  text: text.slice(span.from, span.to),
  span,
  typed: text.slice(span.from, Math.min(Math.max(offset, span.from), span.to)),
});

const reference = (
  to: 'placeholder' | 'environment' | 'file',
  text: string,
  span: { readonly from: number; readonly to: number },
  offset: number,
  owner: string,
): Cursor => ({
  on: 'reference',
  to,
  text: text.slice(span.from, span.to),
  span,
  typed: text.slice(span.from, Math.max(span.from, offset)),
  owner,
});
