import { itemAfter } from '../../languages/python/writing.ts';
import { isClosed, knownItems, textOf, truth } from '../../project/settings/ask.ts';
import { listOf } from '../../project/settings/view.ts';
import { mayBeSet } from '../reading/deployed.ts';
import { staticMiddleware } from '../reading/middleware.ts';
import { assignmentOf, mayMiss, productions, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

const app = 'django.contrib.staticfiles';

/** The command that collects belongs to the app. */
export default defineRule({
  id: 'settings/staticfiles-not-installed',
  title: 'What serves static files has the app that collects them',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ116'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { view } of productions(project, only)) {
      const setting = view.get('INSTALLED_APPS');
      const list = listOf(view, 'INSTALLED_APPS');
      if (!setting?.certain || !list || !mayMiss(project, view) || !isClosed(list) || list.items.length === 0) continue;
      const apps = knownItems(list);
      // An AppConfig of the project's own may stand for it, under any name.
      if (apps.some(({ value }) => textOf(value) === undefined || /static/i.test(textOf(value) ?? ''))) continue;
      const root = view.get('STATIC_ROOT');
      const own = staticMiddleware(view);
      if (!own && !(root && truth(root.value) === true)) continue;
      const collects = mayBeSet(project, 'collectstatic');
      if (!own && !collects) continue;
      const last = apps.at(-1);
      const django = apps.findLast(({ value }) => textOf(value)?.startsWith('django.contrib.')) ?? last;
      const finding: Finding = {
        at: own?.item.at ?? (root ? assignmentOf(root) : assignmentOf(setting)).target,
        message: `\`${app}\` is not in INSTALLED_APPS, so there is no command \`collectstatic\`${own ? ' and nothing for WhiteNoise to serve' : ''}; add it`,
        ...(collects ? { severity: 'error' as const } : {}),
        related: [{ at: assignmentOf(setting).target, message: 'The apps are listed here' }],
        fixes: () => {
          const written = django && writtenAt(project, django.at.uri);
          return django && written
            ? [fix('Add the app', true, written.uri, itemAfter(written, django.at.span, `${written.quote}${app}${written.quote}`))]
            : [];
        },
      };
      yield finding;
    }
  },
});
