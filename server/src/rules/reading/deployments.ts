// Which deployments rules across files speak of, and where a finding about each is told once.
import { deployed } from '../../languages/dockerfile/minds.ts';
import { sameList } from '../../languages/memo.ts';
import type { DeployedServer, Deployment } from '../../project/deployment/deployment.ts';
import { deploymentsOf } from '../../project/deployment/deployments.ts';
import { ofDeployment } from '../../project/deployment/of-deployment.ts';
import { perProject } from '../../project/kept.ts';
import type { Project } from '../../project/project.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import type { Location } from '../../text/span.ts';

/** All deployments of a project, or the one that a rule is asked about. */
export const deploymentsFor = (project: Project, only?: Deployment): readonly Deployment[] => (only ? [only] : deploymentsOf(project));

/** The deployments that are neither for development nor for tests; none while the project is still being read. */
export const shippedDeployments = (project: Project, only?: Deployment): readonly Deployment[] => {
  if (!only) return allShipped(project);
  return project.complete && isShipped(project, only) ? [only] : [];
};
const isShipped = ofDeployment((_, { purpose }): boolean => purpose !== 'development' && purpose !== 'test', deployed);
const allShipped = perProject((project, before: readonly Deployment[] | undefined): readonly Deployment[] =>
  sameList(before, project.complete ? deploymentsOf(project).filter((one) => isShipped(project, one)) : []),
);

/** A deployment whose server and settings are known. */
export interface Serving {
  readonly deployment: Deployment;
  readonly server: DeployedServer;
  readonly view: SettingsView;
}

/** The deployments that serve requests, those for development and tests left out, and those whose settings are not known. */
export const servings = (project: Project, only?: Deployment): readonly Serving[] =>
  shippedDeployments(project, only).flatMap((deployment) => {
    const { server, view } = deployment;
    return server && view && server.kind !== 'runserver' ? [{ deployment, server, view }] : [];
  });

/** Answers true the first time it is asked about a place. Several deployments may come from the same line. */
export const once = (): (({ uri, span }: Location) => boolean) => {
  const told = new Set<string>();
  return ({ uri, span }) => {
    const key = `${uri} ${span.from}`;
    if (told.has(key)) return false;
    told.add(key);
    return true;
  };
};
