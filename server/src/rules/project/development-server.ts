import type { Deployment } from '../../project/deployment/deployment.ts';
import { deploymentsOf } from '../../project/deployment/deployments.ts';
import type { Project } from '../../project/project.ts';
import { once } from '../reading/deployments.ts';
import { isForDevelopment } from '../reading/development.ts';
import { defineRule, type Finding } from '../rule.ts';

/** Django's own server in a manifest, a platform's file or a Compose file for production. */
export default defineRule({
  id: 'project/development-server',
  title: 'A server made for production is deployed',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['X39'],
  reads: 'project',
  *check(project) {
    const first = once();
    for (const deployment of project.complete ? deploymentsOf(project) : []) {
      if (!isDeployed(project, deployment)) continue;
      const { server, name } = deployment;
      if (server?.kind !== 'runserver' || !server.program.certain) continue;
      // What stands in a Dockerfile is told there.
      if (project.file(server.at.uri)?.parsed.kind === 'dockerfile' || !first(server.at)) continue;
      const better = ['uvicorn', 'gunicorn', 'granian', 'daphne', 'hypercorn', 'waitress'].find((one) => project.distributions.has(one));
      yield {
        at: server.at,
        message: `\`${server.command.program.text}\` is Django's server for development, and \`${name}\` is deployed with it: it is not built for load or attacks and serves no static files without DEBUG; start ${better ? `${better}, which the project installs` : 'uvicorn or gunicorn'}`,
      } satisfies Finding;
    }
  },
});

/** Manifests and files of platforms are for production, if nothing in their names says otherwise; Compose files where theirs says so. */
const isDeployed = (project: Project, { by, files, name, at }: Deployment): boolean => {
  const words = [name, ...files.map((uri) => uri.slice(project.root.length))].join(' ');
  if (
    isForDevelopment(project.root, at.uri) ||
    /(?:^|[^a-z])(?:dev|devel|development|local|tests?|ci|e2e|demo|examples?)(?:$|[^a-z])/i.test(words)
  )
    return false;
  if (by === 'kubernetes' || by === 'cloudfoundry' || by === 'procfile' || by === 'systemd') return true;
  return by === 'compose' && /(?:^|[^a-z])(?:prod|production|staging|live|deploy)(?:$|[^a-z])/i.test(words);
};
