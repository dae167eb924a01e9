// The processes a Procfile starts. Each line is given to a shell.
import type { ShellCommand } from '../../commands/command.ts';
import { type Launch, launch } from '../../commands/launch.ts';
import { splitShell } from '../../commands/shell.ts';
import { unspliced } from '../../commands/spliced.ts';
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';

export interface ProcfileProcess {
  /** `web` gets the traffic; `release` runs before a release goes live. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly commands: readonly ShellCommand[];
  readonly launch: Launch;
  readonly span: Span;
}

export interface ProcfileFacts {
  readonly uri: Uri;
  readonly template: 'jinja' | undefined;
  readonly processes: readonly ProcfileProcess[];
}

/** Tree to facts. Never throws. */
export const facts = ({ file, tree }: Parsed<'procfile'>): ProcfileFacts => ({
  uri: file.uri,
  template: /\{%-?\s*\w+|\{\{/.test(tree.text) ? 'jinja' : undefined,
  processes: tree.lines.map(({ name, nameSpan, command: span }) => {
    const line = tree.text.slice(span.from, span.to);
    const commands = splitShell(unspliced(line, span.from));
    const word = (text: string) => ({ text, known: true, span });
    const started = launch([word('sh'), word('-c'), word(line)], { lookup: () => undefined, lines: [{ line, commands }], span });
    return { name, nameSpan, commands, launch: started, span: { from: nameSpan.from, to: span.to } };
  }),
});
