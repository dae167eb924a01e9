import { programOf } from '../../commands/wrappers.ts';
import type { DeployedPort, Deployment } from '../../project/deployment/deployment.ts';
import { deploymentsOf } from '../../project/deployment/deployments.ts';
import { defineRule } from '../rule.ts';

/** Who sends to a port that nobody listens on is refused. */
const sends: Partial<Readonly<Record<DeployedPort['role'], string>>> = {
  published: 'Compose publishes',
  service: 'The Service sends to',
  probe: 'The probe asks',
  healthcheck: 'The health check asks',
  upstream: 'The proxy sends to',
};

/** Programs that listen for themselves. */
const listeners =
  /^(?:nginx|supervisord|haproxy|caddy|apache2|httpd|daphne|traefik|envoy|varnishd|sshd|debugpy|celery|flower|redis-server|postgres|node|npm)$/;

/** Traffic goes to another port than the one the server listens on. */
export default defineRule({
  id: 'project/port-mismatch',
  title: 'Traffic goes to the port the server listens on',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R45', 'X15'],
  reads: 'project',
  *check(project) {
    if (!project.complete) return;
    const told = new Set<string>();
    const all = deploymentsOf(project);
    for (const deployment of all) {
      const listens = onlyPort(deployment);
      if (!listens || isPartOf(deployment, all)) continue;
      for (const role of ['published', 'service', 'probe', 'healthcheck'] as const) {
        const ports = deployment.ports.filter((one) => one.role === role);
        const [first] = ports;
        // A second port may be that of a debugger, or of another program.
        if (!first || new Set(ports.map(({ port }) => port)).size > 1 || first.port === listens.port) continue;
        const key = `${first.at.uri} ${first.at.span.from}`;
        if (told.has(key)) continue;
        told.add(key);
        yield {
          at: first.at,
          message: `${sends[role]} port ${first.port}, but ${listens.kind} in \`${deployment.name}\` listens on ${listens.port} alone, so every connection is refused; make them the same`,
          related: [{ at: listens.at, message: `${listens.kind} listens on ${listens.port}` }],
        };
      }
    }
  },
});

/** Whether the files of a deployment are but the first of several that are given together, and the others speak of it too. */
const isPartOf = ({ by, name, files }: Deployment, all: readonly Deployment[]): boolean =>
  by === 'compose' &&
  all.some(
    (other) =>
      other.by === 'compose' &&
      other.name === name &&
      other.files.length > files.length &&
      files.every((file, i) => other.files[i] === file),
  );

/** The one port that the one server of a container listens on; nothing where anything else may listen too. */
const onlyPort = ({ server, launch, environment }: Deployment) => {
  if (!server || !server.complete || !environment.complete || !server.program.certain || !launch || launch.script) return undefined;
  const [only, ...others] = server.listens;
  if (!only || others.length > 0 || only.port.state !== 'known' || only.protocol !== 'http') return undefined;
  const more = launch.programs.some(
    ({ words, server: own }) =>
      (own && own !== server.command) || listeners.test(programOf(words[0])) || words.some(({ text }) => text === 'debugpy'),
  );
  return more ? undefined : { port: only.port.value, at: only.port.at, kind: server.kind };
};
