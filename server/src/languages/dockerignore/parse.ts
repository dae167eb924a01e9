// The lines of a .dockerignore, as Docker reads them (github.com/moby/patternmatcher, ignorefile/ignorefile.go).
import type { SourceFile } from '../../text/file.ts';
import type { Span } from '../../text/span.ts';
import type { Parsed } from '../language.ts';
import { cleanPath, isPattern } from './pattern.ts';

export interface IgnoreLine {
  /** A comment begins with `#` in the first column; behind a blank the sign begins a pattern. */
  readonly is: 'blank' | 'comment' | 'pattern';
  /** The line with its line end. */
  readonly span: Span;
  /** Without blanks at its ends. */
  readonly body: Span;
}

/** One pattern of the file, in order. */
export interface IgnorePattern {
  /** As Docker keeps it: no `!`, no slash in front or behind, no `.` and `..` inside; empty for a lone `!`. */
  readonly pattern: string;
  /** Begins with `!`: takes back what patterns above have left out. */
  readonly negated: boolean;
  /** What stops the build: a bracket that is not closed and the like, or a `!` with nothing behind it. */
  readonly broken: 'syntax' | 'empty' | undefined;
  /** The pattern as written, with its `!`. */
  readonly span: Span;
}

export interface IgnoreTree {
  readonly text: string;
  /** In order; their spans cover the text without a gap. */
  readonly lines: readonly IgnoreLine[];
  readonly patterns: readonly IgnorePattern[];
}

const patternOf = (written: string, span: Span): IgnorePattern => {
  const negated = written.startsWith('!');
  const rest = (negated ? written.slice(1) : written).trim();
  const clean = rest === '' ? '' : cleanPath(rest);
  const pattern = clean.length > 1 ? clean.replace(/^\//, '') : clean;
  // Behind `!` even a lone slash is cleaned away.
  const empty = negated && (pattern === '' || pattern === '/');
  return { pattern: empty ? '' : pattern, negated, broken: empty ? 'empty' : isPattern(pattern) ? undefined : 'syntax', span };
};

/** Text to tree. Takes any text and never throws. */
export const parseIgnore = (text: string): IgnoreTree => {
  const lines: IgnoreLine[] = [];
  const patterns: IgnorePattern[] = [];
  for (let from = 0; from < text.length; ) {
    const feed = text.indexOf('\n', from);
    const to = feed < 0 ? text.length : feed + 1;
    const start = from === 0 && text.charCodeAt(0) === 0xfeff ? 1 : from;
    const line = text.slice(start, to);
    const trimmed = line.trim();
    const at = start + (trimmed === '' ? 0 : line.indexOf(trimmed));
    const body = { from: at, to: at + trimmed.length };
    const is = line.startsWith('#') ? 'comment' : trimmed === '' ? 'blank' : 'pattern';
    lines.push({ is, span: { from, to }, body });
    if (is === 'pattern') patterns.push(patternOf(trimmed, body));
    from = to;
  }
  return { text, lines, patterns };
};

export const parse = (file: SourceFile): Parsed<'dockerignore'> => {
  const tree = parseIgnore(file.text);
  return { file, kind: 'dockerignore', tree, broken: tree.patterns.flatMap(({ broken, span }) => (broken ? [span] : [])) };
};
