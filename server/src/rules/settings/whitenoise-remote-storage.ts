import { unknown } from '../../languages/maybe.ts';
import { takenOut } from '../reading/literal.ts';
import { staticMiddleware } from '../reading/middleware.ts';
import { mayMiss, productions } from '../reading/settings.ts';
import { remoteStorage, storageInForce } from '../reading/storage.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** WhiteNoise serves the folder of STATIC_ROOT, and nothing is there when files are collected into a bucket. */
export default defineRule({
  id: 'settings/whitenoise-remote-storage',
  title: 'Static files have one home',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ221'],
  reads: 'project',
  each: 'django',
  *check(project, knowledge, only) {
    for (const { django, view } of productions(project, only)) {
      const own = staticMiddleware(view);
      if (!own || !mayMiss(project, view) || storageInForce(django, view, 'staticfiles') === unknown) continue;
      if (remoteStorage(knowledge, view, 'staticfiles') !== true) continue;
      // These serve files that are on the disk whatever the storage.
      if (view.get('WHITENOISE_ROOT') || view.get('WHITENOISE_USE_FINDERS') || view.get('WHITENOISE_AUTOREFRESH')) continue;
      const finding: Finding = {
        at: own.item.at,
        message:
          'Static files are collected into a storage elsewhere, and WhiteNoise serves only what lies in STATIC_ROOT: it looks at each request and never answers; take it out of MIDDLEWARE, or collect into STATIC_ROOT',
        tag: 'unnecessary',
        fixes: () => {
          const edit = takenOut(project, own.item);
          return edit ? [fix('Take it out of MIDDLEWARE', false, own.item.at.uri, edit)] : [];
        },
      };
      yield finding;
    }
  },
});
