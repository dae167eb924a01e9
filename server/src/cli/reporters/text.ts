import type { Severity } from '../../rules/rule.ts';
import type { Paint, Style } from './colour.ts';
import { excerpt } from './excerpt.ts';
import { counted, type Report, type ShownProblem } from './report.ts';
import { harmless } from './width.ts';

export interface TextOptions {
  readonly paint: Paint;
  /** Hints are shown too. */
  readonly verbose: boolean;
  /** What `--fix` has just done, for the summary. */
  readonly fixed?: { readonly problems: number; readonly files: number };
}

const styles: { readonly [S in Severity]: Style } = { error: 'red', warning: 'yellow', info: 'blue', hint: 'dim' };

/** The report for people: each problem with its line and carets as compilers print them, and a summary. Empty when no file was checked. */
export const text = ({ problems, files }: Report, options: TextOptions): string => {
  if (files === 0) return '';
  const shown = options.verbose ? problems : problems.filter(({ severity }) => severity !== 'hint');
  return [...shown.map((problem) => `${block(problem, options.paint)}\n`), `${summary(problems, files, options)}\n`].join('');
};

const block = (problem: ShownProblem, paint: Paint): string => {
  const { severity, line, column, endLine, endColumn, source } = problem;
  const style = styles[severity];
  const number = String(line);
  const gutter = ' '.repeat(number.length);
  const bar = paint('dim', '|');
  const { source: drawn, before, carets } = excerpt(source, column - 1, endLine > line ? source.length : endColumn - 1);
  const mark = paint('dim', '=');
  const applied = problem.fixes.findIndex(({ safe }) => safe);
  return [
    `${paint('bold', `${harmless(problem.path)}:${line}:${column}:`)} ${paint(style, `${severity}:`)} ${paint('bold', harmless(problem.message))} ${paint('dim', `[${problem.rule}]`)}`,
    ` ${paint('dim', number)} ${bar} ${drawn}`.trimEnd(),
    ` ${gutter} ${bar} ${before}${paint(style, carets)}`,
    ...problem.related.map((one) => ` ${gutter} ${mark} ${harmless(one.path)}:${one.line}:${one.column} ${harmless(one.message)}`),
    ...problem.fixes.map(
      (fix, i) =>
        ` ${gutter} ${mark} ${paint('green', 'fix:')} ${harmless(fix.title)} ${paint('dim', i === applied ? '(--fix applies it)' : '(not applied by --fix)')}`,
    ),
    '',
  ].join('\n');
};

const summary = (problems: readonly ShownProblem[], files: number, { paint, verbose, fixed }: TextOptions): string => {
  const done = fixed && fixed.files > 0 ? `${many(fixed.problems, 'problem')} fixed in ${many(fixed.files, 'file')}. ` : '';
  const { error, warning, info, hint } = counted(problems);
  const hidden = verbose ? 0 : hint;
  const told = problems.length - hidden;
  const aside = hidden > 0 ? `; ${many(hidden, 'hint')} more with --verbose` : '';
  if (told === 0) return `${done}No problems in ${many(files, 'file')}${aside}`;
  const parts = [
    error > 0 ? paint('red', many(error, 'error')) : '',
    warning > 0 ? paint('yellow', many(warning, 'warning')) : '',
    info > 0 ? paint('blue', `${info} info`) : '',
    verbose && hint > 0 ? many(hint, 'hint') : '',
  ].filter(Boolean);
  const shown = problems.filter(({ severity }) => verbose || severity !== 'hint');
  const touched = new Set(shown.map(({ path }) => path)).size;
  const where = touched === files ? many(files, 'file') : `${touched} of ${many(files, 'file')}`;
  const fixable = shown.filter(({ fixes }) => fixes.some(({ safe }) => safe)).length;
  const offer = fixable > 0 ? `; ${fixable} can be fixed with --fix` : '';
  return `${done}${many(told, 'problem')} (${parts.join(', ')}) in ${where}${offer}${aside}`;
};

/** `1 file`, `2 files`. */
export const many = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;
