// A shell script as its simple commands.
import type { ShellCommand } from '../../commands/command.ts';
import { splitShell } from '../../commands/shell.ts';
import { unspliced } from '../../commands/spliced.ts';
import type { SourceFile } from '../../text/file.ts';
import type { Span } from '../../text/span.ts';
import type { Parsed } from '../language.ts';

export interface ShellTree {
  readonly text: string;
  /** The `#!` line. */
  readonly shebang: { readonly text: string; readonly span: Span } | undefined;
  /** In the order they are written; split when first asked for. */
  readonly commands: readonly ShellCommand[];
}

export const parse = (file: SourceFile): Parsed<'shell'> => {
  const { text } = file;
  const first = /^\ufeff?#!([^\r\n]*)/.exec(text);
  let made: readonly ShellCommand[] | undefined;
  const tree: ShellTree = {
    text,
    shebang: first ? { text: first[1]?.trim() ?? '', span: { from: 0, to: first[0].length } } : undefined,
    get commands() {
      made ??= splitShell(unspliced(text, 0));
      return made;
    },
  };
  return { file, kind: 'shell', tree, broken: [] };
};
