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

/** A class, for the getter: see `LazyFile` in the join. */
class LazyTree implements ShellTree {
  readonly text: string;
  readonly shebang: ShellTree['shebang'];
  private made: readonly ShellCommand[] | undefined;
  constructor(text: string, shebang: ShellTree['shebang']) {
    this.text = text;
    this.shebang = shebang;
    this.made = undefined;
  }
  get commands(): readonly ShellCommand[] {
    this.made ??= splitShell(unspliced(this.text, 0));
    return this.made;
  }
}

export const parse = (file: SourceFile): Parsed<'shell'> => {
  const { text } = file;
  const first = /^\ufeff?#!([^\r\n]*)/.exec(text);
  const shebang = first ? { text: first[1]?.trim() ?? '', span: { from: 0, to: first[0].length } } : undefined;
  return { file, kind: 'shell', tree: new LazyTree(text, shebang), broken: [] };
};
