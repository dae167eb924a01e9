import { atLeast } from '../../project/settings/release.ts';
import { assignmentOf, productions } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** Django 2.0 stopped reading the old name, and says nothing. */
export default defineRule({
  id: 'settings/middleware-classes',
  title: 'Middleware is listed in MIDDLEWARE',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ312'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { django, view } of productions(project, only)) {
      const setting = view.get('MIDDLEWARE_CLASSES');
      // Both names together serve old and new releases.
      if (!setting?.certain || view.get('MIDDLEWARE') || view.open.length > 0) continue;
      const modern = atLeast(django.release('django'), '2.0');
      if (modern === false) continue;
      const { target } = assignmentOf(setting);
      const finding: Finding = {
        at: target,
        message:
          'Django 2.0 and newer do not read MIDDLEWARE_CLASSES, so no middleware runs at all, sessions and the protection of forms among it; write MIDDLEWARE',
        ...(modern === true ? {} : { severity: 'warning' as const }),
        tag: 'deprecated',
        fixes: () =>
          setting.changes.every(({ statement }) => statement.uri === target.uri)
            ? [fix('Write MIDDLEWARE', false, target.uri, ...setting.changes.map((one) => replace(one.target.span, 'MIDDLEWARE')))]
            : [],
      };
      yield finding;
    }
  },
});
