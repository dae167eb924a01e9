import type { Deployment } from '../../project/deployment/deployment.ts';
import type { Project } from '../../project/project.ts';
import { loadedModule } from '../reading/loaded-module.ts';
import { directivesAbove, directivesBelow } from '../reading/nginx-lines.ts';
import { type Fronting, frontings, harmlessInclude } from '../reading/proxies.ts';
import { defineRule, fix } from '../rule.ts';

/** A WebSocket begins with a header that nginx keeps to itself. */
export default defineRule({
  id: 'project/proxy-upgrade-missing',
  title: 'The proxy lets WebSockets through',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X34'],
  reads: 'project',
  *check(project) {
    if (!project.complete) return;
    const byServer = new Map<unknown, Fronting[]>();
    for (const one of frontings(project)) {
      const list = byServer.get(one.server);
      if (list) list.push(one);
      else byServer.set(one.server, [one]);
    }
    for (const list of byServer.values()) {
      const first = list.find(({ location }) => location.path.text === '/') ?? list[0];
      if (!first || first.facts.open || first.pass.by !== 'proxy') continue;
      const { facts, server, location, pass, deployment } = first;
      if (
        server.includes.some(isOther) ||
        server.locations.some(
          ({ passed, includes }) => includes.some(isOther) || passed.some(({ name }) => name.toLowerCase() === 'upgrade'),
        )
      )
        continue;
      const socket = socketsOf(project, deployment);
      if (!socket) continue;
      const lines = ['proxy_http_version 1.1;', 'proxy_set_header Upgrade $http_upgrade;', 'proxy_set_header Connection "upgrade";'];
      yield {
        at: { uri: facts.uri, span: pass.directive.span },
        message: `The application takes WebSockets, but nginx does not hand on the headers they begin with, so none is ever opened; add \`${lines.join('` `')}\` for their path`,
        related: [{ at: socket, message: 'WebSockets are routed here' }],
        fixes: () => {
          const text = project.file(facts.uri)?.parsed.file.text;
          const last = location.passed.at(-1)?.directive;
          if (text === undefined) return [];
          return [
            fix(
              'Hand on the headers of WebSockets',
              false,
              facts.uri,
              last ? directivesBelow(text, last, ...lines) : directivesAbove(text, pass.directive, ...lines),
            ),
          ];
        },
      };
    }
  },
});

/** An included file that may set the headers. */
const isOther = ({ text }: { readonly text: string }): boolean => !harmlessInclude.test(text);

/** The line of the ASGI module that routes WebSockets, when the server runs that module. */
const socketsOf = (project: Project, deployment: Deployment) => {
  const file = loadedModule(project, deployment);
  const found = file && /^[^#\n]*["']websocket["']\s*:/m.exec(file.text);
  if (!found || !/\bProtocolTypeRouter\b/.test(file.text)) return undefined;
  const from = file.text.indexOf('websocket', found.index) - 1;
  return { uri: file.uri, span: { from, to: from + '"websocket"'.length } };
};
