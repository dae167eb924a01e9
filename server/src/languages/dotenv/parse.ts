// A file of variables, `NAME=value` a line, as Compose and the dotenv libraries read it. The libraries keep no places.
import type { SourceFile } from '../../text/file.ts';
import type { Span } from '../../text/span.ts';
import type { Parsed } from '../language.ts';

export interface DotenvLine {
  readonly name: string;
  readonly nameSpan: Span;
  /** The value as written, quotes included; empty when nothing is. */
  readonly value: Span;
  readonly span: Span;
}

export interface DotenvTree {
  readonly text: string;
  readonly lines: readonly DotenvLine[];
}

/** A quoted value may go over several lines; a byte order mark in front of the first is left aside, as Compose does it. */
const line = /^(?:\ufeff)?[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*("(?:[^"\\]|\\[\s\S])*"|'[^']*'|[^\r\n]*)/gm;

export const parse = (file: SourceFile): Parsed<'dotenv'> => {
  const { text } = file;
  const lines: DotenvLine[] = [];
  for (const match of text.matchAll(line)) {
    const [whole, name = '', written = ''] = match;
    const nameFrom = match.index + whole.indexOf(name);
    const from = match.index + whole.length - written.length;
    const to = from + written.trimEnd().length;
    lines.push({ name, nameSpan: { from: nameFrom, to: nameFrom + name.length }, value: { from, to }, span: { from: nameFrom, to } });
  }
  return { file, kind: 'dotenv', tree: { text, lines }, broken: [] };
};
