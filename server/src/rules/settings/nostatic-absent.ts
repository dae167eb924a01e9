import { itemBefore } from '../../languages/python/writing.ts';
import { isClosed } from '../../project/settings/ask.ts';
import { listOf, type SettingsView } from '../../project/settings/view.ts';
import { mayBeSet } from '../reading/deployed.ts';
import { staticMiddleware } from '../reading/middleware.ts';
import { productions, stringsOf, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

const nostatic = /^(?:whitenoise|servestatic)\.runserver_nostatic$/;
const has = (view: SettingsView | undefined): boolean =>
  view !== undefined && stringsOf(view, 'INSTALLED_APPS').some(({ text }) => nostatic.test(text));

/** Without the app a developer never meets the server that production has. */
export default defineRule({
  id: 'settings/nostatic-absent',
  title: 'Development serves static files as production does',
  severity: 'hint',
  default: 'off',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ214'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { django, view } of productions(project, only)) {
      const own = staticMiddleware(view);
      const list = listOf(view, 'INSTALLED_APPS');
      if (!own || !list || !isClosed(list) || has(view)) continue;
      // Settings of developers may have it alone.
      if (django.modules.some((module) => has(django.view(module, 'development')))) continue;
      const app = stringsOf(view, 'INSTALLED_APPS').find(({ text, item }) => item.certain && text === 'django.contrib.staticfiles');
      // `runserver --nostatic` says the same.
      if (!app || mayBeSet(project, 'nostatic')) continue;
      const better = own.path.startsWith('servestatic.') ? 'servestatic.runserver_nostatic' : 'whitenoise.runserver_nostatic';
      const finding: Finding = {
        at: app.item.at,
        message: `\`runserver\` serves static files itself, past the middleware that does it in production; put \`${better}\` above`,
        fixes: () => {
          const written = writtenAt(project, app.item.at.uri);
          if (!written) return [];
          const q = written.text[app.item.at.span.from] === '"' ? '"' : "'";
          return [fix('Put it above', true, written.uri, itemBefore(written, app.item.at.span, `${q}${better}${q}`))];
        },
      };
      yield finding;
    }
  },
});
