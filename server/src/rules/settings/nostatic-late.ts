import { unknown } from '../../languages/maybe.ts';
import { itemBefore } from '../../languages/python/writing.ts';
import { positionOf } from '../../project/settings/ask.ts';
import { listOf } from '../../project/settings/view.ts';
import { literalOf, takenOut } from '../reading/literal.ts';
import { productions, stringsOf, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

const nostatic = /^(?:whitenoise|servestatic)\.runserver_nostatic$/;

/** Of two apps that bring the command runserver, the first one wins. */
export default defineRule({
  id: 'settings/nostatic-late',
  title: 'runserver_nostatic stands before staticfiles',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ213'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { view } of productions(project, only)) {
      const list = listOf(view, 'INSTALLED_APPS');
      const apps = stringsOf(view, 'INSTALLED_APPS').filter(({ item }) => item.certain);
      const own = apps.find(({ text }) => nostatic.test(text));
      const other = apps.find(({ text }) => text === 'django.contrib.staticfiles' || text === 'daphne' || text === 'channels');
      if (!list || !own || !other) continue;
      const mine = positionOf(list, own.item);
      const its = positionOf(list, other.item);
      if (mine === unknown || its === unknown || mine < its) continue;
      const finding: Finding = {
        at: own.item.at,
        message: `\`${own.text}\` has no effect below \`${other.text}\`, whose \`runserver\` comes first and serves static files itself; move it above`,
        related: [{ at: other.item.at, message: 'This comes first' }],
        fixes: () => {
          const written = writtenAt(project, own.item.at.uri);
          const removal = takenOut(project, own.item);
          if (!written || !removal || other.item.at.uri !== own.item.at.uri || !literalOf(project, other.item)) return [];
          const { from, to } = own.item.at.span;
          return [fix('Move it above', true, written.uri, itemBefore(written, other.item.at.span, written.text.slice(from, to)), removal)];
        },
      };
      yield finding;
    }
  },
});
