import { unknown } from '../../languages/maybe.ts';
import { itemAfter } from '../../languages/python/writing.ts';
import { isClosed, textOf, truth } from '../../project/settings/ask.ts';
import { listOf } from '../../project/settings/view.ts';
import { placedMiddleware, securityMiddleware, staticMiddleware } from '../reading/middleware.ts';
import { assignmentOf, hasApp, isStaticMiddleware, mayMiss, productions, stringsOf, writtenAt } from '../reading/settings.ts';
import { servedElsewhere } from '../reading/static-servers.ts';
import { remoteStorage } from '../reading/storage.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** Without DEBUG Django serves no static files: something else has to. */
export default defineRule({
  id: 'settings/static-files-unserved',
  title: 'Somebody serves static files',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ201'],
  reads: 'project',
  each: 'django',
  *check(project, knowledge, only) {
    for (const { view } of productions(project, only)) {
      const debug = view.get('DEBUG');
      const list = listOf(view, 'MIDDLEWARE');
      const setting = view.get('MIDDLEWARE');
      if (!list || !setting?.certain || !isClosed(list) || !mayMiss(project, view)) continue;
      // While DEBUG is on for certain, another rule speaks.
      if (debug && truth(debug.value) === true) continue;
      if (!hasApp(view, 'django.contrib.staticfiles') || staticMiddleware(view)) continue;
      if (stringsOf(view, 'MIDDLEWARE').some(({ text }) => isStaticMiddleware(text))) continue;
      const url = textOf(view.get('STATIC_URL')?.value);
      if (url === undefined || /^(?:https?:)?\/\//.test(url)) continue;
      const remote = remoteStorage(knowledge, view, 'staticfiles');
      if (remote === true || remote === unknown || servedElsewhere(project)) continue;
      const anchor = placedMiddleware(view).find(({ path }) => path === securityMiddleware);
      const finding: Finding = {
        at: assignmentOf(setting).target,
        message:
          'Nothing in this project serves static files in production, so pages come without styles and scripts; add WhiteNoise right behind `SecurityMiddleware`, or let a proxy serve STATIC_ROOT',
        ...(hasApp(view, 'django.contrib.admin') || view.get('TEMPLATES') ? {} : { severity: 'info' as const }),
        fixes: () => {
          const written = anchor && writtenAt(project, anchor.item.at.uri);
          if (!anchor || !written) return [];
          const q = written.text[anchor.item.at.span.from] === '"' ? '"' : "'";
          const edit = itemAfter(written, anchor.item.at.span, `${q}whitenoise.middleware.WhiteNoiseMiddleware${q}`);
          return [fix('Add WhiteNoise to MIDDLEWARE', false, written.uri, edit)];
        },
      };
      yield finding;
    }
  },
});
