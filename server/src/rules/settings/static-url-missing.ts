import { lineAfter, linesAt } from '../../languages/python/writing.ts';
import { assignmentOf, hasApp, mayMiss, productions, standsAlone, stringsOf, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, type Fix, fix, replace } from '../rule.ts';

/** The app for static files has no default for the address. */
export default defineRule({
  id: 'settings/static-url-missing',
  title: 'Static files have an address',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ110'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { view } of productions(project, only)) {
      if (!hasApp(view, 'django.contrib.staticfiles')) continue;
      const setting = view.get('STATIC_URL');
      if (setting ? !setting.certain || setting.value.is !== 'none' : !mayMiss(project, view)) continue;
      const own = stringsOf(view, 'INSTALLED_APPS').find(({ text }) => text.startsWith('django.contrib.staticfiles'));
      const change = setting && assignmentOf(setting);
      const at = change?.target ?? own?.item.at;
      if (!at) continue;
      const finding: Finding = {
        at,
        message:
          '`django.contrib.staticfiles` is installed and STATIC_URL is not set, so `collectstatic` and `{% static %}` stop with ImproperlyConfigured; set it',
        fixes: (): readonly Fix[] => {
          const written = writtenAt(project, change?.value.at.uri ?? at.uri);
          if (!written) return [];
          const code = `${written.quote}/static/${written.quote}`;
          if (change)
            return change.value.at.uri === change.statement.uri
              ? [fix('Set it', true, written.uri, replace(change.value.at.span, code))]
              : [];
          // Beside what belongs to it, else behind the list of apps.
          const root = view.get('STATIC_ROOT') ?? view.get('INSTALLED_APPS');
          const beside = root && assignmentOf(root).statement;
          if (!beside || beside.uri !== written.uri || !standsAlone(written.text, beside.span)) return [];
          const offset = root.name === 'STATIC_ROOT' ? beside.span.from : lineAfter(written.text, beside.span.to);
          return [fix('Add STATIC_URL', true, written.uri, linesAt(written, offset, [`STATIC_URL = ${code}`]))];
        },
      };
      yield finding;
    }
  },
});
