// The open findings that have to do with one deployment.
import type { Deployment } from '../../project/deployment/deployment.ts';
import type { Project } from '../../project/project.ts';
import type { Problem } from '../../rules/rule.ts';
import type { Runner } from '../../rules/run.ts';
import type { Uri } from '../../text/uri.ts';

/** Every file a deployment is made of: what declares it, its image, settings, server configuration and proxies. */
const filesOf = ({ files, image, view, server, proxies, at }: Deployment): ReadonlySet<Uri> =>
  new Set([
    at.uri,
    ...files,
    ...(image ? [image.facts.uri] : []),
    ...(view?.files ?? []),
    ...(server?.ini.map(({ uri }) => uri) ?? []),
    ...(server?.configuration ? [server.configuration] : []),
    ...proxies.map(({ at: { uri } }) => uri),
  ]);

const order: readonly Problem['severity'][] = ['error', 'warning', 'info', 'hint'];

/** The problems in its files, worst first. */
export const findingsOf = (project: Project, deployment: Deployment, runner: Runner): readonly Problem[] =>
  [...filesOf(deployment)]
    .flatMap((uri) => runner.problems(project, uri))
    .toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
