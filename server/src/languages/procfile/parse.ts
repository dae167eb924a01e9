// A Procfile: one process a line, `name: command`.
import type { SourceFile } from '../../text/file.ts';
import type { Span } from '../../text/span.ts';
import type { Parsed } from '../language.ts';

export interface ProcfileLine {
  readonly name: string;
  readonly nameSpan: Span;
  readonly command: Span;
}

export interface ProcfileTree {
  readonly text: string;
  readonly lines: readonly ProcfileLine[];
}

export const parse = (file: SourceFile): Parsed<'procfile'> => {
  const { text } = file;
  const lines: ProcfileLine[] = [];
  for (const match of text.matchAll(/^([A-Za-z0-9_-]+)[ \t]*:[ \t]*([^\r\n]*\S)/gm)) {
    const [whole, name = '', command = ''] = match;
    const to = match.index + whole.length;
    lines.push({ name, nameSpan: { from: match.index, to: match.index + name.length }, command: { from: to - command.length, to } });
  }
  return { file, kind: 'procfile', tree: { text, lines }, broken: [] };
};
