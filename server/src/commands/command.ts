// What a shell line is made of: simple commands, their words, and what in a word is decided only at run time.
import type { Span } from '../text/span.ts';

/** A stretch of a word. `quoted` parts are not split into words and not matched against file names. */
export type ShellPart =
  | { readonly is: 'text'; readonly text: string; readonly span: Span; readonly quoted: boolean }
  /** `$NAME` or `${NAME…}`; `modifier` is what follows the name inside the braces, such as `:-8000`. */
  | { readonly is: 'variable'; readonly name: string; readonly modifier: string; readonly span: Span; readonly quoted: boolean }
  /** `$(…)`, a pair of backticks, `$((…))`, `<(…)`. */
  | { readonly is: 'substitution'; readonly commands: readonly ShellCommand[]; readonly span: Span; readonly quoted: boolean };

export interface ShellWord {
  readonly parts: readonly ShellPart[];
  /** The word without its quotes; variables as they are written, substitutions as `$(…)`. */
  readonly text: string;
  /** True when nothing in it is decided at run time. */
  readonly literal: boolean;
  readonly span: Span;
}

export interface Redirect {
  readonly operator: string;
  /** The file descriptor in front of the operator, as written. */
  readonly descriptor: string;
  readonly target: ShellWord | undefined;
  /** The lines of a here-document. */
  readonly body: Span | undefined;
  readonly span: Span;
}

export interface Assignment {
  readonly name: string;
  readonly value: ShellWord;
  readonly span: Span;
}

export type Joint = 'start' | '&&' | '||' | '|' | ';' | '&' | 'newline';

/** One simple command: assignments, words, redirections. */
export interface ShellCommand {
  readonly assignments: readonly Assignment[];
  readonly words: readonly ShellWord[];
  readonly redirects: readonly Redirect[];
  readonly span: Span;
  /** What joins it to the command in front of it, and to the one behind it. */
  readonly before: Joint;
  readonly after: Joint | 'end';
  /** False inside `if`, loops, `case` and functions, behind `||` and behind a test: it may not run at all. */
  readonly certain: boolean;
  /** Where it is not certain only because of these: it runs when all of them hold. */
  readonly branches?: readonly Branch[];
}

/** A decision of a script that its words may tell. */
export type Branch =
  /** `case subject in …`: one of the patterns of the item at `index` fits, and none of those in front. */
  | { readonly is: 'case'; readonly subject: ShellWord; readonly items: readonly (readonly ShellWord[])[]; readonly index: number }
  /** `if [ … ]`: the words between the brackets; `holds` is false for what stands behind `else`. */
  | { readonly is: 'test'; readonly words: readonly ShellWord[]; readonly holds: boolean };
