import { deployed } from '../../languages/dockerfile/minds.ts';
import { once, servings } from '../reading/deployments.ts';
import { callsAsgi } from '../reading/interface.ts';
import { staticMiddleware } from '../reading/middleware.ts';
import { defineRule, type Finding } from '../rule.ts';

/** Under ASGI, WhiteNoise runs in a thread and its files are read whole before they are sent. */
export default defineRule({
  id: 'settings/whitenoise-under-asgi',
  title: 'Many large files under ASGI are served by something made for it',
  severity: 'hint',
  default: 'off',
  fixable: false,
  since: '0.1.0',
  rows: ['DJ220'],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    const isNew = once();
    for (const { server, view } of servings(project, only)) {
      const own = staticMiddleware(view);
      if (!own?.path.startsWith('whitenoise.') || !callsAsgi(server)) continue;
      const { at } = own.item;
      if (!isNew(at)) continue;
      const finding: Finding = {
        at,
        message: `\`${server.kind}\` calls the application by ASGI: WhiteNoise then works in a thread, each file is read whole before it is sent, and Django warns of it once; where many or large files are served, take ServeStatic or put a CDN or nginx in front`,
        related: [{ at: server.at, message: 'The server is started here' }],
      };
      yield finding;
    }
  },
});
