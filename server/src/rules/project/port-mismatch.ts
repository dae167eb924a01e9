import { programOf } from '../../commands/wrappers.ts';
import { anyOf, deployed, exposed, probed } from '../../languages/dockerfile/minds.ts';
import type { DeployedPort, DeployedServer, Deployment } from '../../project/deployment/deployment.ts';
import { deploymentsOf } from '../../project/deployment/deployments.ts';
import { ofDeployment } from '../../project/deployment/of-deployment.ts';
import { perProject } from '../../project/kept.ts';
import type { Project } from '../../project/project.ts';
import type { Location } from '../../text/span.ts';
import { alignments } from '../reading/align-ports.ts';
import { deploymentsFor, once } from '../reading/deployments.ts';
import { isInUse } from '../reading/proxies.ts';
import { defineRule } from '../rule.ts';

/** Programs that listen for themselves. */
const listeners =
  /^(?:nginx|supervisord|haproxy|caddy|apache2|httpd|daphne|traefik|envoy|varnishd|sshd|debugpy|celery|flower|redis-server|postgres|node|npm)$/;

/** Traffic goes to another port than the one the server listens on. */
/** Everything of an image that names a port or decides which one its server listens on. */
const minds = anyOf(deployed, exposed, probed);

export default defineRule({
  id: 'project/port-mismatch',
  title: 'Traffic goes to the port the server listens on',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R45', 'X15', 'uwsgi 26'],
  reads: 'project',
  each: 'deployment',
  minds,
  *check(project, _, only) {
    if (!project.complete) return;
    const first = once();
    for (const deployment of deploymentsFor(project, only)) {
      if (!mayBeOdd(project, deployment)) continue;
      const listens = onlyPort(deployment);
      if (!listens || isPartOf(project, deployment)) continue;
      const fixes = (from: number, to: number) => () => alignments(project, deployment, deploymentsOf(project), [from, to]);
      const odds = oddPlaces(project, deployment, listens);
      for (const { at, port, message, places } of odds) {
        // Where the server is the odd one, that is told for all who ask it, and not once more where one of them does.
        if ((at !== listens.at && oddServers(project).split('\n').includes(keyOf(listens))) || !first(at)) continue;
        const listening = { at: listens.at, message: `${listens.kind} listens on ${listens.port}` };
        const asking = places.filter((one) => one.at !== at).map((one) => ({ at: one.at, message: `${says[one.role]} ${port}` }));
        yield {
          at,
          message,
          related: at === listens.at ? asking : [listening, ...asking],
          fixes: at === listens.at ? fixes(port, listens.port) : fixes(listens.port, port),
        };
      }
      const wrong = odds.length === 0 ? wrongExpose(deployment, listens.port) : undefined;
      if (!wrong || !first(wrong.at)) continue;
      yield {
        at: wrong.at,
        message: `EXPOSE names port ${wrong.port}, but ${listens.kind} listens on ${listens.port}; it opens nothing, yet people and tools such as \`docker run -P\` and Traefik go by it`,
        severity: 'info',
        related: [{ at: listens.at, message: `${listens.kind} listens on ${listens.port}` }],
        fixes: fixes(listens.port, wrong.port),
      };
    }
  },
});

/** Whether anything may be said of the ports of a deployment; of most there is not, and that holds wherever their stage moves. */
const mayBeOdd = ofDeployment((_, deployment): boolean => {
  const listens = onlyPort(deployment);
  return listens !== undefined && (wrongPorts(deployment, listens).length > 0 || wrongExpose(deployment, listens.port) !== undefined);
}, minds);

/** The servers of all deployments that are odd themselves, a line for each. */
const oddServers = perProject((project): string =>
  deploymentsOf(project)
    .flatMap((deployment) => {
      const listens = mayBeOdd(project, deployment) ? onlyPort(deployment) : undefined;
      if (!listens || isPartOf(project, deployment)) return [];
      return oddPlaces(project, deployment, listens).some(({ at }) => at === listens.at) ? [keyOf(listens)] : [];
    })
    .join('\n'),
);

/** What each place says of a port, in front of its number. */
const says: Readonly<Record<DeployedPort['role'], string>> = {
  listen: 'It listens on',
  expose: 'EXPOSE names',
  container: 'The container names',
  published: 'Compose publishes',
  service: 'The Service sends to',
  probe: 'The probe asks',
  healthcheck: 'The health check asks',
  upstream: 'The proxy sends to',
  ingress: 'The Ingress sends to',
};

/** One port that is asked for and not listened on, at the place that is at odds with the others. */
interface Odd {
  readonly at: Location;
  readonly port: number;
  readonly message: string;
  /** All places that name the port. */
  readonly places: readonly DeployedPort[];
}

const keyOf = ({ at, port }: Listens): string => `${at.uri} ${at.span.from} ${port}`;

/**
 * For each port that is asked for in vain one finding: at the server where all others agree, and else where the port is written first.
 */
const oddPlaces = (project: Project, deployment: Deployment, listens: Listens): readonly Odd[] => {
  const wrong = wrongPorts(deployment, listens);
  const { kind, port: own } = listens;
  const agrees = deployment.ports.some(({ role, port }) => role !== 'listen' && port === own);
  return [...new Set(wrong.map(({ port }) => port))].map((port): Odd => {
    const asking = wrong.filter((one) => one.port === port);
    const named = deployment.ports.filter((one) => (one.role === 'expose' || one.role === 'container') && one.port === port);
    const places = [...asking, ...named];
    const [one] = asking;
    const role = one?.role ?? 'service';
    const isServer = !agrees && places.length > 1 && asking.length === wrong.length;
    // A name leads to the port that the container gives it.
    const given = one && !isWrittenAt(project, one) ? named.find((other) => other.role === 'container') : undefined;
    return {
      at: isServer ? listens.at : ((given ?? one)?.at ?? listens.at),
      port,
      message: isServer
        ? `${kind} listens on ${own} alone, but all others name ${port}, so every connection to \`${deployment.name}\` is refused; make them the same`
        : `${given ? 'The container names' : says[role]} port ${port}, but ${kind} in \`${deployment.name}\` listens on ${own} alone, so every connection is refused; make them the same`,
      places,
    };
  });
};

/** Whether a place has the number itself, and not the name of a port. */
const isWrittenAt = (project: Project, { port, at }: DeployedPort): boolean =>
  project.file(at.uri)?.parsed.file.text.slice(at.span.from, at.span.to).includes(String(port)) ?? false;

type Listens = NonNullable<ReturnType<typeof onlyPort>>;

/** The first place of each kind that names another port. A second port of a kind may be that of a debugger, or of another program. */
const wrongPorts = ({ ports, proxies }: Deployment, { port, protocol }: Listens): readonly DeployedPort[] => {
  const roles = ['published', 'service', 'probe', 'healthcheck', 'upstream'] as const;
  return roles.flatMap((role) => {
    const own = ports.filter(
      (one) => one.role === role && !(role === 'upstream' && proxies.some(({ inside, at }) => inside && isSame(at, one.at))),
    );
    const [one] = own;
    if (!one || new Set(own.map((other) => other.port)).size > 1 || one.port === port) return [];
    // A configuration that nobody brings may be left over from before.
    if (role === 'upstream') return proxies.some((proxy) => isInUse(proxy) && isSame(proxy.at, one.at)) ? [one] : [];
    return protocol === 'http' ? [one] : [];
  });
};

const isSame = (a: DeployedPort['at'], b: DeployedPort['at']): boolean => a.uri === b.uri && a.span.from === b.span.from;

/** The one port of EXPOSE, where the image starts the server itself and names another. */
const wrongExpose = ({ ports, command, by }: Deployment, port: number): DeployedPort | undefined => {
  const own = ports.filter(({ role }) => role === 'expose');
  const [one, more] = own;
  const isImages = command.state === 'known' && (command.value === 'dockerfile' || by === 'dockerfile');
  return isImages && one && !more && one.port !== port ? one : undefined;
};

/** Whether the files of a deployment are but the first of several that are given together, and the others speak of it too. */
const isPartOf = (project: Project, { by, name, files }: Deployment): boolean =>
  by === 'compose' &&
  deploymentsOf(project).some(
    (other) =>
      other.by === 'compose' &&
      other.name === name &&
      other.files.length > files.length &&
      files.every((file, i) => other.files[i] === file),
  );

/** The one port that the one server of a container listens on; nothing where anything else may listen too. */
const onlyPort = ({ server, launch, environment }: Deployment) => {
  if (!server?.program.certain || !launch || launch.script) return undefined;
  if (!(server.complete && environment.complete) && !isWritten(server)) return undefined;
  const [only, ...others] = server.listens;
  if (!only || others.length > 0 || only.port.state !== 'known') return undefined;
  const more = launch.programs.some(
    ({ words, server: own }) =>
      (own && own !== server.command) || listeners.test(programOf(words[0])) || words.some(({ text }) => text === 'debugpy'),
  );
  return more ? undefined : { port: only.port.value, at: only.port.at, kind: server.kind, protocol: only.protocol };
};

/**
 * Whether the address is written where no Secret and no environment file moves it: on the command line, which comes before all files
 * and variables (uWSGI takes them together), or in the files of a server whose variables say nothing of it.
 */
const isWritten = ({ kind, command, listens, written }: DeployedServer): boolean => {
  if (listens.length === 0) return false;
  const said = (by: 'argument' | 'environment'): boolean =>
    command.options.some((one) => one.by === by && /^(?:bind|port|listen|endpoint)$/.test(one.name) && one.value?.known);
  return kind !== 'uwsgi' && said('argument') ? true : written && !said('environment');
};
