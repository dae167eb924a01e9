import { counted, type Report } from './report.ts';

/** The contract for programs, version 1: fields are only ever added. Lines and columns from 1, columns in UTF-16 units. */
export const json = ({ problems, files }: Report): string => {
  const { error, warning, info, hint } = counted(problems);
  const document = {
    version: 1,
    problems: problems.map((problem) => ({
      rule: problem.rule,
      severity: problem.severity,
      path: problem.path,
      line: problem.line,
      column: problem.column,
      endLine: problem.endLine,
      endColumn: problem.endColumn,
      message: problem.message,
      url: problem.url,
      fixes: problem.fixes.map(({ title, safe }) => ({ title, safe })),
      related: problem.related.map(({ path, line, column, message }) => ({ path, line, column, message })),
    })),
    summary: { files, errors: error, warnings: warning, infos: info, hints: hint },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
};
