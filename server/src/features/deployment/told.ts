// The deployments of a project as plain data: every fact with the file and line that says it.
import type { Server } from '../../commands/servers.ts';
import type { Fact } from '../../languages/fact.ts';
import type { Declared, DeployedPort, DeployedProbe, DeployedProxy, Deployment, Purpose } from '../../project/deployment/deployment.ts';
import { deploymentsOf } from '../../project/deployment/deployments.ts';
import type { Project } from '../../project/project.ts';
import { lineAt, linesOf } from '../../text/lines.ts';
import type { Location } from '../../text/span.ts';
import { topOf } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';

export interface Where {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
}

/** What a file says. `value` is null where it is written but decided at run time. */
export interface Said<T> {
  readonly value: T | null;
  readonly at: Where;
}

export interface ToldServer {
  readonly kind: Said<Server>;
  /** `shop.asgi:application`. */
  readonly target: Said<string> | null;
  /** Null where the server's own default holds. */
  readonly host: Said<string> | null;
  readonly port: Said<number> | null;
  /** A Unix socket it listens on. */
  readonly socket: Said<string> | null;
  readonly workers: Said<number> | null;
}

export interface ToldStatic {
  readonly url: Said<string> | null;
  /** STATIC_ROOT, as a path of the container. */
  readonly root: Said<string> | null;
  /** Who runs `collectstatic`: the build of the image, its start, another service, or something outside. */
  readonly collectedBy: readonly (Said<'build' | 'start' | 'service' | 'outside'> & { readonly stage: string | null })[];
  readonly servedBy: readonly (Said<string> & { readonly prefix: string | null; readonly folder: string | null })[];
}

/** One deployment. What no file says is null, or an empty list. */
export interface ToldDeployment {
  readonly name: string;
  readonly declaredBy: Declared;
  readonly purpose: Purpose;
  readonly role: Deployment['role'];
  readonly at: Where;
  readonly dockerfile: Said<string> | null;
  readonly stage: Said<string> | null;
  readonly settings: Said<string> | null;
  readonly user: Said<string> | null;
  readonly server: ToldServer | null;
  readonly static: ToldStatic;
  /** `outside` is the port of the other side: of the machine, or of the Service. */
  readonly ports: readonly (Said<number> & { readonly role: DeployedPort['role']; readonly outside: number | null })[];
  readonly probes: readonly (Said<DeployedProbe['how']> & {
    readonly by: DeployedProbe['by'];
    readonly path: string | null;
    readonly port: number | null;
    readonly host: string | null;
  })[];
  readonly proxies: readonly (Said<DeployedProxy['kind']> & { readonly port: number | null })[];
}

/** Everything that is known of the deployments of a project. `show` gives the name a file is shown by. */
export const tell = (project: Project, show: (uri: Uri) => string): readonly ToldDeployment[] =>
  deploymentsOf(project).map((deployment) => tellOne(deployment, placing(project, show)));

type Placing = (at: Location) => Where;

/** Locations as paths and lines. */
export const placing =
  (project: Project, show: (uri: Uri) => string): Placing =>
  ({ uri, span }) => {
    const text = project.file(uri)?.parsed.file.text;
    return { path: show(uri), line: text === undefined ? 1 : lineAt(linesOf(text), span.from) + 1 };
  };

/** The same of one; nothing of the others is worked out. */
export const tellOne = (deployment: Deployment, where: Placing): ToldDeployment => {
  const { name, by, purpose, role, at, image, settings, user, server, ports, probes, proxies } = deployment;
  const said = <T>(fact: Fact<T>): Said<T> | null =>
    fact.state === 'absent' ? null : { value: fact.state === 'known' ? fact.value : null, at: where(fact.at) };
  const known = <T>(fact: Fact<T>): T | null => (fact.state === 'known' ? fact.value : null);
  const stage = image?.stage;
  const from = image && stage ? where({ uri: image.facts.uri, span: stage.from.content }) : undefined;
  const serving = server?.listens[0];
  return {
    name,
    declaredBy: by,
    purpose,
    role,
    at: where(at),
    dockerfile: image && from ? { value: where(topOf(image.facts.uri)).path, at: from } : null,
    stage: stage && from ? { value: stage.name ?? String(stage.index), at: from } : null,
    settings: said(settings),
    user: said(user),
    server: server
      ? {
          kind: { value: server.kind, at: where(server.at) },
          target: said(server.target),
          host: serving ? said(serving.host) : null,
          port: serving ? said(serving.port) : null,
          socket: serving ? said(serving.path) : null,
          workers: said(server.workers),
        }
      : null,
    static: tellStatic(deployment, where, said),
    ports: ports.map((one) => ({ value: one.port, role: one.role, outside: one.outside ?? null, at: where(one.at) })),
    probes: probes
      .filter(({ how }) => how !== 'none')
      .map((one) => ({
        value: one.how,
        by: one.by,
        path: known(one.path),
        port: known(one.port),
        host: known(one.host),
        at: where(one.at),
      })),
    proxies: proxies.map(({ kind, port, at: there }) => ({ value: kind, port: known(port), at: where(there) })),
  };
};

const tellStatic = (
  { static: { url, root, collected, servedBy } }: Deployment,
  where: Placing,
  said: <T>(fact: Fact<T>) => Said<T> | null,
): ToldStatic => ({
  url: said(url),
  root: said(root),
  collectedBy: collected.map(({ when, stage, at }) => ({
    value: when,
    stage: when === 'build' && stage ? (stage.name ?? String(stage.index)) : null,
    at: where(at),
  })),
  servedBy: servedBy.map(({ kind, prefix, folder, at }) => ({
    value: kind,
    prefix: prefix ?? null,
    folder: folder ?? null,
    at: where(at),
  })),
});
