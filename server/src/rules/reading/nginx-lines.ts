// New directives between those of an nginx configuration.
import type { Directive } from '../../languages/nginx/parse.ts';
import { type Edit, insert } from '../../text/edit.ts';
import { lineEndOf } from '../../text/lines.ts';

/** What stands between a directive and one in front of it: a line break with the same indent, a blank where they share a line. */
const breakAt = (text: string, from: number): string => {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const indent = text.slice(start, from);
  return /^[ \t]*$/.test(indent) ? `${lineEndOf(text)}${indent}` : ' ';
};

/** Adds directives in front of another one, indented as that is. */
export const directivesAbove = (text: string, { span }: Directive, ...lines: readonly string[]): Edit => {
  const end = breakAt(text, span.from);
  return insert(span.from, lines.map((line) => `${line}${end}`).join(''));
};

/** Adds directives behind another one, indented as that is. */
export const directivesBelow = (text: string, { span }: Directive, ...lines: readonly string[]): Edit => {
  const end = breakAt(text, span.from);
  return insert(span.to, lines.map((line) => `${end}${line}`).join(''));
};
