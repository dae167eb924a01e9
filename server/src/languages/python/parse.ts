// The modules a server is pointed at, as lines: enough to find the names a module defines at its top level.
import type { SourceFile } from '../../text/file.ts';
import type { Parsed } from '../language.ts';

export interface PythonTree {
  readonly text: string;
}

export const parse = (file: SourceFile): Parsed<'python'> => ({ file, kind: 'python', tree: { text: file.text }, broken: [] });
