// What the caret is on in drydock.yaml: a top-level key, a rule id, or a value.
import type { Span } from '../../text/span.ts';
import type { Cursor, Parsed } from '../language.ts';

const lineOf = (text: string, offset: number): Span => {
  const from = text.lastIndexOf('\n', offset - 1) + 1;
  const feed = text.indexOf('\n', offset);
  return { from, to: feed < 0 ? text.length : feed };
};

/** The top-level key that the line at `from` belongs to, when it is indented. */
const ownerAbove = (text: string, from: number): string => {
  const lines = text.slice(0, from).split('\n');
  for (let i = lines.length - 1; i >= 0; i--) {
    const key = /^([\w-]+)\s*:/.exec(lines[i] ?? '')?.[1];
    if (key) return key;
  }
  return '';
};

export const cursor = ({ tree: { text } }: Parsed<'drydock'>, offset: number): Cursor => {
  const line = lineOf(text, offset);
  const written = text.slice(line.from, line.to);
  const shape = /^(\s*)(?:-\s+)?([^:#\s]*)(?:(\s*:\s*)(\S*))?/.exec(written);
  if (!shape) return { on: 'nothing' };
  const indent = shape[1] ?? '';
  const key = shape[2] ?? '';
  const keyFrom = line.from + (written.indexOf(key, indent.length) < 0 ? indent.length : written.indexOf(key, indent.length));
  const keySpan = { from: keyFrom, to: keyFrom + key.length };
  const owner = indent === '' ? '' : ownerAbove(text, line.from);
  if (offset <= keySpan.to) {
    if (offset < keySpan.from) return { on: 'nothing' };
    return { on: 'name', of: 'drydock-key', text: key, span: keySpan, typed: text.slice(keySpan.from, offset), section: owner };
  }
  if (shape[3] === undefined) return { on: 'nothing' };
  const valueFrom = keySpan.to + shape[3].length;
  const value = { from: Math.min(valueFrom, offset), to: valueFrom + (shape[4]?.length ?? 0) };
  if (offset > value.to) return { on: 'nothing' };
  const span = offset < valueFrom ? { from: offset, to: offset } : { from: valueFrom, to: value.to };
  return {
    on: 'value',
    of: 'drydock-key',
    owner: owner ? `${owner}.${key}` : key,
    text: text.slice(span.from, span.to),
    span,
    typed: text.slice(span.from, offset),
  };
};
