import { deployed } from '../../languages/dockerfile/minds.ts';
import type { DeployedProxy, DeployedServer } from '../../project/deployment/deployment.ts';
import type { Project } from '../../project/project.ts';
import type { Location } from '../../text/span.ts';
import { deploymentsFor } from '../reading/deployments.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** `http` of uWSGI starts a proxy of its own, which behind another proxy is one too many. */
export default defineRule({
  id: 'project/uwsgi-http-behind-proxy',
  title: 'Behind a proxy uWSGI speaks HTTP by itself',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 23'],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    const told = new Set<string>();
    for (const { server, proxies, purpose } of deploymentsFor(project, only)) {
      const [proxy] = proxies;
      if (server?.kind !== 'uwsgi' || !proxy || purpose === 'development' || purpose === 'test') continue;
      for (const { at, more, word } of routers(project, server)) {
        const key = `${at.uri} ${at.span.from}`;
        if (told.has(key)) continue;
        told.add(key);
        yield {
          at,
          message: `\`http\` starts a process that only hands requests on, though ${names[proxy.kind]} in front does that already: one hop more, with time-outs and limits of its own, and a full queue that nobody sees; use \`http-socket\``,
          related: [{ at: proxy.at, message: `${names[proxy.kind]} hands on to it` }],
          // Options of the router would go without effect.
          fixes: () => (more ? [] : [fix('Use `http-socket`', false, at.uri, replace(at.span, word))]),
        };
      }
    }
  },
});

const names: Readonly<Record<DeployedProxy['kind'], string>> = {
  nginx: 'nginx',
  haproxy: 'HAProxy',
  ingress: 'the Ingress',
  traefik: 'Traefik',
};

interface Router {
  readonly at: Location;
  /** Whether options of the router are set too. */
  readonly more: boolean;
  /** What to write instead. */
  readonly word: string;
}

const routers = (project: Project, { ini, command, at }: DeployedServer): readonly Router[] => {
  const own = /^http-(?!socket)/;
  return [
    ...ini.flatMap((facts) =>
      facts.template
        ? []
        : facts.options
            .filter(({ name, opener }) => name === 'http' && !opener)
            .map(({ nameSpan, uri }) => ({
              at: { uri, span: nameSpan },
              more: facts.options.some(({ name }) => own.test(name)),
              word: 'http-socket',
            })),
    ),
    ...command.options.flatMap(({ name, by, span, value }) => {
      const uri = value?.uri ?? at.uri;
      const place = { from: span.from, to: span.from + '--http'.length };
      const written = project.file(uri)?.parsed.file.text.slice(place.from, place.to + 1) ?? '';
      return name === 'http' && by === 'argument' && /^--http(?!-)/.test(written)
        ? [{ at: { uri, span: place }, more: command.options.some((one) => own.test(one.name)), word: '--http-socket' }]
        : [];
    }),
  ];
};
