import { deployed } from '../../languages/dockerfile/minds.ts';
import type { Deployment } from '../../project/deployment/deployment.ts';
import type { Project } from '../../project/project.ts';
import { deploymentsFor, once } from '../reading/deployments.ts';
import { defineRule, type Finding } from '../rule.ts';

/** Where nobody names the settings, wsgi.py chooses them, and often it chooses those of a developer. */
export default defineRule({
  id: 'project/settings-for-development',
  title: 'What is deployed names its settings',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['X05'],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    if (!project.complete) return;
    const first = once();
    for (const deployment of deploymentsFor(project, only)) {
      const { settings, server, django, by, name, at } = deployment;
      if (
        settings.state !== 'known' ||
        !server ||
        server.kind === 'runserver' ||
        !server.program.certain ||
        !isProduction(project, deployment)
      )
        continue;
      // Named by the module that is started, and by nobody else.
      if (project.file(settings.at.uri)?.parsed.kind !== 'python' || !forPeople.test(settings.value)) continue;
      const better = django?.modules.find(({ module, for: use }) => use === 'production' && module !== settings.value);
      if (!better || !first(at)) continue;
      yield {
        at,
        message: `Nothing sets DJANGO_SETTINGS_MODULE for \`${name}\`, so the module that ${server.kind} starts chooses \`${settings.value}\`, the settings for development; set DJANGO_SETTINGS_MODULE to \`${better.module}\` ${by === 'dockerfile' ? 'with ENV' : 'here'}`,
        related: [{ at: settings.at, message: 'It is chosen here' }],
      } satisfies Finding;
    }
  },
});

const forPeople = /(?:^|[._])(?:local|dev|devel|development|debug)$/;
const production = /(?:^|[^a-z])(?:prod|production|staging|live)(?:$|[^a-z])/i;
const otherwise = /(?:^|[^a-z])(?:dev|devel|development|local|debug|devcontainer|override|tests?|testing|ci|e2e|demo)(?:$|[^a-z])/i;

/**
 * A manifest, or a service of which a name says that it is for production. Nothing may say that it is for development or tests: a plain
 * compose.yaml is often but the first of several files.
 */
const isProduction = (project: Project, { by, files, name, image }: Deployment): boolean => {
  const names = [
    name,
    image?.stage.name ?? '',
    ...[...files, ...(image ? [image.facts.uri] : [])].map((uri) => uri.slice(project.root.length)),
  ];
  return (
    (by === 'kubernetes' ||
      (by === 'compose' && production.test([name, ...files.map((uri) => uri.slice(project.root.length))].join(' ')))) &&
    !otherwise.test(names.join(' '))
  );
};
