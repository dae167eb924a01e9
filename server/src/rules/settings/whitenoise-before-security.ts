import { movedBehind, placedMiddleware, securityMiddleware, staticMiddleware } from '../reading/middleware.ts';
import { productions } from '../reading/settings.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** Static files that are answered above SecurityMiddleware lack its headers. */
export default defineRule({
  id: 'settings/whitenoise-before-security',
  title: 'SecurityMiddleware stands above WhiteNoise',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ203'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { view } of productions(project, only)) {
      const own = staticMiddleware(view);
      const security = placedMiddleware(view).find(({ path }) => path === securityMiddleware);
      if (!own || !security || own.index > security.index) continue;
      const finding: Finding = {
        at: own.item.at,
        message:
          'WhiteNoise answers before `SecurityMiddleware` sees the request, so static files come without HSTS and without the redirect to HTTPS; move it below',
        related: [{ at: security.item.at, message: 'It stands here' }],
        fixes: () => {
          const edits = movedBehind(project, own.item, security.item);
          return edits.length > 0 ? [fix('Move it behind `SecurityMiddleware`', true, own.item.at.uri, ...edits)] : [];
        },
      };
      yield finding;
    }
  },
});
