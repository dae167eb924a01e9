import { movedBehind, placedMiddleware, securityMiddleware, staticMiddleware } from '../reading/middleware.ts';
import { productions } from '../reading/settings.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** What does work for each request, and needs no static file. */
const working =
  /^django\.contrib\.(?:sessions|auth|messages|sites|flatpages|redirects)\.|^django\.middleware\.(?:csrf|common|locale|http)\.|^django\.contrib\.admindocs\./;

/** WhiteNoise below middleware that works for each request, sessions and users, does that work for each stylesheet too. */
export default defineRule({
  id: 'settings/whitenoise-late',
  title: 'WhiteNoise stands right behind SecurityMiddleware',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ202'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { view } of productions(project, only)) {
      const own = staticMiddleware(view);
      if (!own) continue;
      const all = placedMiddleware(view);
      // Middleware that only adds headers may stand between: CORS, CSP, request ids.
      const above = all.find(({ path, index }) => index < own.index && working.test(path));
      if (!above) continue;
      const anchor = all.find(({ path, index }) => path === securityMiddleware && index < own.index);
      const finding: Finding = {
        at: own.item.at,
        message: `Each static file runs \`${above.path.split('.').at(-1)}\` and what follows it first; move WhiteNoise up, right behind \`SecurityMiddleware\``,
        related: [{ at: above.item.at, message: 'This works for each request' }],
        fixes: () => {
          const edits = anchor ? movedBehind(project, own.item, anchor.item) : [];
          return edits.length > 0 ? [fix('Move it behind `SecurityMiddleware`', true, own.item.at.uri, ...edits)] : [];
        },
      };
      yield finding;
    }
  },
});
