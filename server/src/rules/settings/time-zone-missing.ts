import { lineAfter, linesAt } from '../../languages/python/writing.ts';
import { isDeployed } from '../reading/deployed.ts';
import { assignmentOf, mayMiss, productions, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** Without TIME_ZONE Django sets the clock of the process to Chicago. */
export default defineRule({
  id: 'settings/time-zone-missing',
  title: 'TIME_ZONE is chosen',
  severity: 'hint',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ333'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { django, view } of productions(project, only)) {
      if (view.get('TIME_ZONE') || !mayMiss(project, view) || !isDeployed(project, django, view)) continue;
      const anchor = ['USE_TZ', 'LANGUAGE_CODE', 'USE_I18N', 'DEBUG'].flatMap((name) => view.get(name) ?? [])[0];
      if (!anchor) continue;
      const { target, statement } = assignmentOf(anchor);
      const written = writtenAt(project, statement.uri);
      const finding: Finding = {
        at: target,
        message:
          "TIME_ZONE is not set, and Django takes America/Chicago for the whole process: times in the log jump by hours once it starts, and templates show Chicago's; choose one, best `UTC`",
        fixes: () => {
          const { from, to } = statement.span;
          if (!written || target.span.from !== from || (from > 0 && written.text[from - 1] !== '\n')) return [];
          const line = `TIME_ZONE = ${written.quote}UTC${written.quote}`;
          return [fix('Choose UTC', false, written.uri, linesAt(written, lineAfter(written.text, to), [line]))];
        },
      };
      yield finding;
    }
  },
});
