import { deployed } from '../../languages/dockerfile/minds.ts';
import { moduleNamed } from '../../project/deployment/settings.ts';
import { type Project, parsedAt } from '../../project/project.ts';
import { replace } from '../../text/edit.ts';
import { deploymentsFor, once } from '../reading/deployments.ts';
import { isPlain, settingOf } from '../reading/server-setting.ts';
import { defineRule, fix } from '../rule.ts';

/** Django answers requests and nothing else: a server that insists on the lifespan protocol does not start. */
export default defineRule({
  id: 'project/lifespan-on',
  title: 'The server does not insist on lifespan',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X23'],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    const first = once();
    for (const { server, folder } of deploymentsFor(project, only)) {
      const name = server?.kind === 'uvicorn' ? 'lifespan' : server?.kind === 'gunicorn' ? 'asgi-lifespan' : undefined;
      if (!server || !name || server.target.state !== 'known') continue;
      const value = settingOf(project, server, name);
      if (value.state !== 'known' || value.value !== 'on' || !first(value.at)) continue;
      const module = server.target.value.replace(/:.*$/s, '');
      const file = applicationIn(project, module, folder.state === 'known' ? folder.value : undefined);
      if (!file) continue;
      yield {
        at: value.at,
        message: `Django does not speak the lifespan protocol ("Django can only handle ASGI/HTTP connections, not lifespan"), so ${server.kind} gives up at its start with code 3; write \`auto\``,
        related: [{ at: file, message: 'This is a plain Django application' }],
        fixes: () => (isPlain('on', value.at.span) ? [fix('Write `auto`', true, value.at.uri, replace(value.at.span, 'auto'))] : []),
      };
    }
  },
});

/** The place where the module makes Django's own application, when nothing in it speaks of lifespan or of another framework. */
const applicationIn = (project: Project, module: string, folder: string | undefined) => {
  const container = { project, image: undefined, volumes: [], folder, outside: undefined };
  const facts = moduleNamed(container, undefined, module);
  const parsed = parsedAt(project, facts?.uri, 'python');
  if (!facts || !parsed || /lifespan|fastapi|starlette|litestar|quart/i.test(parsed.file.text)) return undefined;
  const made = facts.imports.find(({ names }) => names?.includes('get_asgi_application'));
  return made && { uri: facts.uri, span: made.span };
};
