// The nginx configurations in front of deployments, as rules go through them.
import type { NginxFacts, NginxLocation, NginxServer, Pass } from '../../languages/nginx/facts.ts';
import type { DeployedListen, DeployedProxy, DeployedServer, Deployment } from '../../project/deployment/deployment.ts';
import { deploymentsOf } from '../../project/deployment/deployments.ts';
import type { Project } from '../../project/project.ts';

/** A location that hands requests on to a deployment. */
export interface Fronting {
  readonly deployment: Deployment;
  readonly proxy: DeployedProxy;
  readonly facts: NginxFacts;
  readonly server: NginxServer;
  readonly location: NginxLocation;
  readonly pass: Pass;
}

/** Every pair of a deployment and a location of nginx that hands on to it. One location may stand in front of several. */
export const frontings = (project: Project): readonly Fronting[] =>
  project.all.nginx.length === 0
    ? []
    : deploymentsOf(project).flatMap((deployment) =>
        deployment.proxies.flatMap((proxy) => (proxy.nginx ? [{ deployment, proxy, ...proxy.nginx }] : [])),
      );

/** The address of a server that a proxy reaches; nothing where none or several fit. */
export const reached = ({ listens }: DeployedServer, { port, path }: DeployedProxy): DeployedListen | undefined => {
  const fitting = listens.filter(
    (one) =>
      (path.state === 'known' && one.path.state === 'known' && one.path.value === path.value) ||
      (port.state === 'known' && one.port.state === 'known' && one.port.value === port.value),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
};

/** Whether the configuration surely runs in front: its container is seen. One that nobody brings may be left over from before. */
export const isInUse = ({ kind, inside, holder }: DeployedProxy): boolean => inside || holder !== undefined || kind === 'traefik';

/** Files that a configuration includes and that set no headers for the application: types, parameters, TLS, compression. */
export const harmlessInclude = /(?:^|\/)(?:mime\.types|(?:uwsgi|fastcgi|scgi)_params|[^/]*(?:ssl|tls|letsencrypt|gzip)[^/]*)$/i;
