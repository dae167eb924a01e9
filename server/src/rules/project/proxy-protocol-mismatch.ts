import type { DeployedListen, DeployedServer } from '../../project/deployment/deployment.ts';
import type { Project } from '../../project/project.ts';
import type { Edit } from '../../text/edit.ts';
import { directivesAbove } from '../reading/nginx-lines.ts';
import { type Fronting, frontings, isInUse, reached } from '../reading/proxies.ts';
import { defineRule, type Fix, fix, insert, replace } from '../rule.ts';

/** A proxy and a server that speak different protocols do not understand a single request of each other. */
export default defineRule({
  id: 'project/proxy-protocol-mismatch',
  title: 'Proxy and server speak the same protocol',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X34', 'uwsgi 25'],
  reads: 'project',
  *check(project) {
    const told = new Set<string>();
    for (const one of frontings(project)) {
      const { deployment, proxy, facts, pass } = one;
      const { server } = deployment;
      const listens = server && spoken(server, reached(server, proxy));
      const asks = pass.by === 'uwsgi' ? 'uwsgi' : pass.by === 'proxy' ? 'http' : undefined;
      if (!server || !listens || !asks || listens.protocol === asks) continue;
      const { uri } = facts;
      const key = `${uri} ${pass.directive.span.from}`;
      if (told.has(key)) continue;
      told.add(key);
      yield {
        at: { uri, span: pass.directive.nameSpan },
        ...(isInUse(proxy) ? {} : { severity: 'warning' as const }),
        message:
          asks === 'http'
            ? `\`proxy_pass\` speaks HTTP, but \`socket\` of uWSGI in \`${deployment.name}\` waits for its own protocol and answers each request with "invalid request block size" and a 502; use \`uwsgi_pass\` here, or \`http-socket\` there`
            : `\`uwsgi_pass\` speaks uWSGI's own protocol, but ${server.kind} in \`${deployment.name}\` speaks HTTP here, so no request is understood and nginx answers 502; use \`proxy_pass\``,
        related: [
          { at: listens.at, message: `${server.kind} listens with ${listens.protocol === 'uwsgi' ? "uWSGI's own protocol" : 'HTTP'}` },
        ],
        fixes: () => fixes(project, one),
      };
    }
  },
});

/** What a server speaks at an address: HTTP everywhere but on a `socket` of uWSGI. Nothing where another option decides. */
const spoken = ({ kind, at, ini, command }: DeployedServer, listen: DeployedListen | undefined) => {
  if (kind !== 'uwsgi') return { protocol: 'http' as const, at };
  const decides = (name: string): boolean => /^(?:socket-)?protocol$/.test(name);
  if (ini.some(({ options }) => options.some(({ name }) => decides(name))) || command.options.some(({ name }) => decides(name)))
    return undefined;
  // Another program of the container may listen where it does not.
  if (!listen) return undefined;
  const place = listen.port.state !== 'absent' ? listen.port : listen.path;
  return { protocol: listen.protocol, at: place.state === 'absent' ? at : place.at };
};

const fixes = (project: Project, { facts, location, pass }: Fronting): readonly Fix[] => {
  const text = project.file(facts.uri)?.parsed.file.text;
  const [word] = pass.directive.words;
  if (text === undefined || !word || (pass.uri !== undefined && pass.uri !== '/' && pass.by === 'proxy')) return [];
  const { nameSpan } = pass.directive;
  const edits: Edit[] = [];
  if (pass.by === 'uwsgi') {
    edits.push(replace(nameSpan, 'proxy_pass'), insert(word.span.from + (/["']/.test(text[word.span.from] ?? '') ? 1 : 0), 'http://'));
    // Without it Django would see the name of the server that is asked.
    if (!location.passed.some(({ name, directive }) => directive.name === 'proxy_set_header' && name.toLowerCase() === 'host'))
      edits.unshift(directivesAbove(text, pass.directive, 'proxy_set_header Host $http_host;'));
    return [fix('Use `proxy_pass`', false, facts.uri, ...edits)];
  }
  const scheme = text.indexOf('://', word.span.from);
  const slash = pass.uri === '/' ? text.lastIndexOf('/', word.span.to) : undefined;
  if (scheme < 0 || scheme > word.span.to) return [];
  const from = word.span.from + (/["']/.test(text[word.span.from] ?? '') ? 1 : 0);
  edits.push(replace(nameSpan, 'uwsgi_pass'), replace({ from, to: scheme + 3 }, ''));
  if (slash !== undefined) edits.push(replace({ from: slash, to: slash + 1 }, ''));
  const given =
    location.includes.some((one) => /uwsgi_params/.test(one.text)) || location.passed.some(({ name }) => name === 'REQUEST_METHOD');
  if (!given) edits.unshift(directivesAbove(text, pass.directive, 'include uwsgi_params;'));
  return [fix('Use `uwsgi_pass`', false, facts.uri, ...edits)];
};
