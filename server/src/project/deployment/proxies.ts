// Proxies that hand requests on to a deployment: nginx and HAProxy by the addresses they name, an Ingress by its service.

import type { Launch } from '../../commands/launch.ts';
import { programOf } from '../../commands/wrappers.ts';
import { notingLookup } from '../../languages/dockerfile/asked.ts';
import type { DockerfileFacts, Stage } from '../../languages/dockerfile/facts.ts';
import { absent, dynamic, type Fact, known } from '../../languages/fact.ts';
import type { HaproxyAddress } from '../../languages/haproxy/facts.ts';
import { memo, sameList } from '../../languages/memo.ts';
import { addressOf, type NginxAddress, type NginxFacts } from '../../languages/nginx/facts.ts';
import type { Location } from '../../text/span.ts';
import { isInside, resolve, type Uri } from '../../text/uri.ts';
import { contextOf, pathInContext } from '../dockerfile/context.ts';
import { remembered } from '../dockerfile/remember.ts';
import { perName, perProject } from '../kept.ts';
import type { Project } from '../project.ts';
import type { Declaration } from './declaration.ts';
import { declarationsOf } from './declarations.ts';
import type { DeployedProxy, DeployedServer } from './deployment.ts';

/** The addresses behind a `proxy_pass`: those of the upstream it names, else its own. */
export const targetsOf = memo((facts: NginxFacts) => {
  const upstreams = new Map(facts.upstreams.map((one) => [one.name.text, one.servers]));
  return facts.servers.flatMap((server) =>
    server.locations.flatMap((location) => {
      const { pass } = location;
      if (!pass) return [];
      const servers = pass.host && pass.port === undefined ? upstreams.get(pass.host) : undefined;
      return (servers ?? [pass]).map((address) => ({ server, location, pass, address }));
    }),
  );
});

export const proxiesOf = (
  project: Project,
  declaration: Declaration,
  launch: Launch | undefined,
  server: DeployedServer | undefined,
): readonly DeployedProxy[] => {
  const hosts = new Set(declaration.hosts.map((host) => host.toLowerCase()));
  const holdsNginx = launch?.programs.some(({ words }) => programOf(words[0]) === 'nginx') ?? false;
  const sockets = new Set((server?.listens ?? []).flatMap(({ path }) => (path.state === 'known' ? [path.value] : [])));
  const ports = new Set((server?.listens ?? []).flatMap(({ port }) => (port.state === 'known' ? [port.value] : [])));
  const out: DeployedProxy[] = [];
  /** Whether an address is this one: by its name among the services, by its socket, or by its port in the same container. */
  const fits = ({ host, port, path }: Pick<NginxAddress, 'host' | 'port' | 'path'>, uri: Uri): 'beside' | 'inside' | undefined => {
    if (path !== undefined) return sockets.has(path) ? (holdsNginx ? 'inside' : 'beside') : undefined;
    if (host === undefined) return undefined;
    if (hosts.has(host.toLowerCase())) return belongs(project, uri, declaration) ? 'beside' : undefined;
    if (!/^(?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0)$/.test(host) || port === undefined || !ports.has(port)) return undefined;
    if (holdsNginx) return 'inside';
    const holder = holderOf(project, uri, declaration);
    return holder && sharesPod(holder, declaration) ? 'beside' : undefined;
  };
  for (const { facts } of project.all.nginx) {
    for (const { server: block, location, pass, address: written } of targetsOf(facts)) {
      const address = filledIn(project, facts.uri, written, declaration);
      const where = fits(address, facts.uri);
      if (!where) continue;
      out.push({
        kind: 'nginx',
        at: { uri: facts.uri, span: address.span },
        host: address.host,
        ...portAndPath(address, { uri: facts.uri, span: address.span }, pass.by === 'uwsgi' ? undefined : 80),
        nginx: { facts, server: block, location, pass: written === pass && address !== written ? { ...pass, ...address } : pass },
        inside: where === 'inside',
        holder: where === 'inside' ? declaration : holderOf(project, facts.uri, declaration),
      });
    }
  }
  for (const { facts } of project.all.haproxy) {
    for (const { servers } of facts.proxies) {
      for (const { address } of servers) {
        if (!fits(address, facts.uri)) continue;
        const at = { uri: facts.uri, span: address.span };
        out.push({
          kind: 'haproxy',
          at,
          host: address.host,
          ...portAndPath(address, at, undefined),
          nginx: undefined,
          inside: false,
          holder: undefined,
        });
      }
    }
  }
  for (const { facts } of declaration.by === 'kubernetes' ? project.all.kubernetes : []) {
    for (const { paths } of facts.ingresses) {
      for (const { service, port } of paths) {
        if (!service?.known || !hosts.has(service.text.toLowerCase())) continue;
        const at = { uri: facts.uri, span: service.span };
        const number: Fact<number> =
          port?.known && /^\d+$/.test(port.text) ? known(Number(port.text), { uri: facts.uri, span: port.span }) : absent;
        out.push({
          kind: 'ingress',
          at,
          host: service.text,
          port: number,
          path: absent,
          nginx: undefined,
          inside: false,
          holder: undefined,
        });
      }
    }
  }
  for (const { role, port, at } of declaration.ports) {
    if (declaration.by === 'compose' && role === 'upstream')
      out.push({
        kind: 'traefik',
        at,
        host: declaration.name,
        port: known(port, at),
        path: absent,
        nginx: undefined,
        inside: false,
        holder: undefined,
      });
  }
  return out;
};

/** Containers of one pod have one network, and so one `localhost`. */
const sharesPod = (a: Declaration, b: Declaration): boolean =>
  a.by === 'kubernetes' && b.by === 'kubernetes' && a.at.uri === b.at.uri && /\//.test(a.name) && podOf(a) === podOf(b);
const podOf = ({ name }: Declaration): string => name.replace(/\/.*$/, '');

/** An address with the variables that the container of its configuration has; as it is written where one of them is not known. */
const filledIn = (project: Project, uri: Uri, address: NginxAddress, declaration: Declaration): NginxAddress => {
  const { word } = address;
  if (address.known || word.placeholders.length === 0 || word.placeholders.some(({ by }) => by !== 'dollar')) return address;
  const holder = holderOf(project, uri, declaration);
  if (!holder) return address;
  let sure = true;
  const text = word.text.replace(/\$\{?([A-Z_][A-Z0-9_]*)\}?/g, (whole, name: string) => {
    const set = holder.environment.findLast((one) => one.name === name)?.value;
    const value = set ? (set.state === 'known' ? set.value : undefined) : holder.image && notingLookup(holder.image.stage)(name);
    sure &&= value !== undefined;
    return value ?? whole;
  });
  return sure ? addressOf({ ...word, text, known: true, placeholders: [] }) : address;
};

const portAndPath = (
  { port, path, known: sure }: NginxAddress | HaproxyAddress,
  at: Location,
  fallback: number | undefined,
): Pick<DeployedProxy, 'port' | 'path'> => ({
  port:
    port !== undefined
      ? known(port, at)
      : path !== undefined
        ? absent
        : !sure
          ? dynamic(at)
          : fallback === undefined
            ? absent
            : known(fallback, at),
  path: path === undefined ? absent : sure ? known(path, at) : dynamic(at),
});

/** Whether a declaration brings a file into its container: it mounts it, or its Dockerfile copies it by name. */
const brings = (project: Project, declaration: Declaration, uri: Uri): boolean =>
  declaration.volumes.some(({ folder }) => folder === uri || (folder !== undefined && folder !== project.root && isInside(folder, uri))) ||
  (copiedBy(project).get(declaration) ?? []).some((one) => one === uri || isInside(one, uri));

/** What the images of all declarations copy by name, looked for once for all configurations. */
const copiedBy = perProject(
  (project): ReadonlyMap<Declaration, readonly Uri[]> =>
    new Map(declarationsOf(project).flatMap((one) => (one.image ? [[one, copiedFiles(project, one.image.facts, one.image.stage)]] : []))),
);

/** The files and folders that COPY takes out of the context by name, in a stage or one it is built on; the whole context does not count. */
const copiedFiles = remembered((project: Project, facts: DockerfileFacts, stage: Stage): readonly Uri[] => {
  const context = contextOf(project, facts);
  const out: Uri[] = [];
  for (let at: Stage | undefined = stage; at; at = at.parent) {
    for (const { from, sources } of at.copies) {
      if (from) continue;
      for (const { text, known: sure } of sources) {
        const path = pathInContext(text);
        if (sure && path !== '' && !/[*?[]/.test(path)) out.push(resolve(context.folder, `./${path}`));
      }
    }
  }
  return out;
});

/** The one container beside a declaration that brings a configuration. */
const holderOf = (project: Project, uri: Uri, declaration: Declaration): Declaration | undefined => {
  const beside = declaration.beside();
  const found = bringersOf(project, uri).filter((one) => one !== declaration && beside.includes(one));
  return found.length === 1 ? found[0] : undefined;
};

/** The declarations that bring a configuration into their container. */
export const bringersOf = perName((project, uri, before: readonly Declaration[] | undefined): readonly Declaration[] =>
  sameList(
    before,
    declarationsOf(project).filter((one) => brings(project, one, uri as Uri)),
  ),
);

/** Whether a configuration may speak of this declaration: one beside it brings it, or nobody anywhere does. */
const belongs = (project: Project, uri: Uri, declaration: Declaration): boolean => {
  const found = bringersOf(project, uri);
  if (found.length === 0) return true;
  const beside = declaration.beside();
  return found.some((one) => beside.includes(one));
};
