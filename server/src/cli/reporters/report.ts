// What all reporters print: problems as plain data, with lines and columns.
import { relative as relativePath, sep } from 'node:path';
import { type Problem, type Severity, urlOf } from '../../rules/rule.ts';
import { type Lines, linesOf, type Place, placeAt } from '../../text/lines.ts';
import type { Location } from '../../text/span.ts';
import { pathOf, type Uri } from '../../text/uri.ts';

/** A place for people: line and column from 1, columns in UTF-16 units. A byte order mark is no column, as in editors. */
export interface Shown {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

export interface ShownProblem extends Shown {
  readonly rule: string;
  readonly severity: Severity;
  /** The place behind the last character. */
  readonly endLine: number;
  readonly endColumn: number;
  readonly message: string;
  readonly url: string;
  readonly fixes: readonly { readonly title: string; readonly safe: boolean }[];
  readonly related: readonly (Shown & { readonly message: string })[];
  /** The line it begins on, without its line end and without a byte order mark. */
  readonly source: string;
}

export interface Report {
  readonly problems: readonly ShownProblem[];
  /** How many files were checked. */
  readonly files: number;
}

/** How many problems of each severity. */
export const counted = (problems: readonly Pick<Problem, 'severity'>[]): { readonly [S in Severity]: number } => {
  const counts = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const { severity } of problems) counts[severity]++;
  return counts;
};

/** The path of a file as seen from a folder, with `/`. */
export const shownPath = (cwd: string, path: string): string => relativePath(cwd, path).split(sep).join('/') || '.';

/** Makes problems printable. `textOf` gives the text a place was found in, `fixesOf` the fixes of a problem without ever throwing. */
export const createShow = (cwd: string, textOf: (uri: Uri) => string | undefined, fixesOf: (problem: Problem) => ShownProblem['fixes']) => {
  const lines = new Map<Uri, { readonly text: string; readonly lines: Lines }>();
  const linesAt = (uri: Uri) => {
    const before = lines.get(uri);
    if (before) return before;
    const text = textOf(uri) ?? '';
    const made = { text, lines: linesOf(text) };
    lines.set(uri, made);
    return made;
  };
  const placed = (uri: Uri, offset: number): Place => {
    const { text, lines } = linesAt(uri);
    const place = placeAt(lines, offset);
    const mark = place.line === 0 && text.startsWith('\ufeff') ? 1 : 0;
    return { line: place.line + 1, column: Math.max(place.column - mark, 0) + 1 };
  };
  const at = ({ uri, span }: Location): Shown => ({ path: shownPath(cwd, pathOf(uri)), ...placed(uri, span.from) });
  const sourceOf = (uri: Uri, line: number): string => {
    const { text, lines } = linesAt(uri);
    return text
      .slice(lines.starts[line - 1], lines.starts[line])
      .replace(/[\r\n]+$/, '')
      .replace(/^\ufeff/, '');
  };

  return (problem: Problem): ShownProblem => {
    const { uri, span } = problem.at;
    const start = at(problem.at);
    const end = placed(uri, span.to);
    return {
      ...start,
      rule: problem.rule,
      severity: problem.severity,
      endLine: end.line,
      endColumn: end.column,
      message: problem.message,
      url: urlOf(problem.rule),
      fixes: fixesOf(problem),
      related: problem.related.map((one) => ({ ...at(one.at), message: one.message })),
      source: sourceOf(uri, start.line),
    };
  };
};
