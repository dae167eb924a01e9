import { itemBefore } from '../../languages/python/writing.ts';
import { standsBefore } from '../../project/settings/ask.ts';
import { atLeast } from '../../project/settings/release.ts';
import { listOf } from '../../project/settings/view.ts';
import { literalOf, takenOut } from '../reading/literal.ts';
import { productions, silenced, stringsOf, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** The app that stands first brings `runserver`; daphne 4 refuses to stand behind the other one. */
export default defineRule({
  id: 'settings/daphne-late',
  title: 'daphne stands before staticfiles',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ328'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { django, view } of productions(project, only)) {
      const list = listOf(view, 'INSTALLED_APPS');
      const apps = stringsOf(view, 'INSTALLED_APPS').filter(({ item }) => item.certain);
      const named = (app: string) => apps.find(({ text }) => text === app || text.startsWith(`${app}.apps.`))?.item;
      const own = named('daphne');
      const other = named('django.contrib.staticfiles');
      if (!list || !own || !other || !standsBefore(list, other, own)) continue;
      // Before 4 it was no app that checks.
      if (atLeast(django.release('daphne'), '4') === false || silenced(view, 'daphne.E001')) continue;
      const finding: Finding = {
        at: own.at,
        message:
          'daphne has to stand before `django.contrib.staticfiles`: so its check says (daphne.E001), and `collectstatic`, `runserver` and `check` stop with an error; move it to the top',
        related: [{ at: other.at, message: 'This comes first' }],
        fixes: () => {
          const written = writtenAt(project, own.at.uri);
          const removal = takenOut(project, own);
          if (!written || !removal || other.at.uri !== own.at.uri || !literalOf(project, other)) return [];
          const { from, to } = own.at.span;
          return [fix('Move it above', true, written.uri, itemBefore(written, other.at.span, written.text.slice(from, to)), removal)];
        },
      };
      yield finding;
    }
  },
});
