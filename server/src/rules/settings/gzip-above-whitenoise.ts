import { literalOf } from '../reading/literal.ts';
import { movedBehind, placedMiddleware, staticMiddleware } from '../reading/middleware.ts';
import { productions } from '../reading/settings.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

const gzip = 'django.middleware.gzip.GZipMiddleware';

/** Above WhiteNoise, GZipMiddleware compresses at each request what was left alone once, and takes length and ranges away. */
export default defineRule({
  id: 'settings/gzip-above-whitenoise',
  title: 'GZipMiddleware stands below WhiteNoise',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ217'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { view } of productions(project, only)) {
      const own = staticMiddleware(view);
      const above = placedMiddleware(view).find(({ path }) => path === gzip);
      if (!own || !above || above.index > own.index) continue;
      const finding: Finding = {
        at: above.item.at,
        message:
          'Above WhiteNoise, `GZipMiddleware` packs each static file that has no compressed twin anew at every request, and takes Content-Length and byte ranges away, which films need; move it below',
        related: [{ at: own.item.at, message: 'Static files are answered here' }],
        fixes: () => {
          const edits = literalOf(project, own.item) ? movedBehind(project, above.item, own.item) : [];
          return edits.length > 0 ? [fix('Move it below', true, above.item.at.uri, ...edits)] : [];
        },
      };
      yield finding;
    }
  },
});
