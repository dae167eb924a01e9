import type { KnownItem } from '../../project/settings/value.ts';
import { listOf } from '../../project/settings/view.ts';
import { takenOut } from '../reading/literal.ts';
import { productions, stringsOf } from '../reading/settings.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** The package of one of Django's own apps, by whichever of its two names it is given; other names stay as they are. */
const appOf = (name: string): string => name.replace(/^(django\.contrib\.\w+)\.apps\.\w+$/, '$1');

/** Two apps of the same label are one too many: Django does not start. */
export default defineRule({
  id: 'settings/app-twice',
  title: 'Each app is installed once',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ327'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { view } of productions(project, only)) {
      if (listOf(view, 'INSTALLED_APPS')?.type === 'set') continue;
      const seen = new Map<string, KnownItem>();
      for (const { text, item } of stringsOf(view, 'INSTALLED_APPS')) {
        if (!item.certain) continue;
        const app = appOf(text);
        const first = seen.get(app);
        if (!first) {
          seen.set(app, item);
          continue;
        }
        const finding: Finding = {
          at: item.at,
          message: `\`${text}\` is installed twice, and Django does not start: labels of apps have to be unique (ImproperlyConfigured); take one out`,
          related: [{ at: first.at, message: 'It is installed here' }],
          fixes: () => {
            const edit = takenOut(project, item);
            return edit ? [fix('Take it out', true, item.at.uri, edit)] : [];
          },
        };
        yield finding;
      }
    }
  },
});
