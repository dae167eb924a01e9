import { isDjango } from '../../project/dockerfile/django.ts';
import { startedBy } from '../../project/dockerfile/started.ts';
import type { Project } from '../../project/project.ts';
import { shippedStages } from '../reading/dockerfile/shipped.ts';
import { defineRule } from '../rule.ts';

/** A process that runs is not yet a server that answers. */
export default defineRule({
  id: 'dockerfile/healthcheck-missing',
  title: 'Docker can tell whether the server answers',
  severity: 'hint',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R75'],
  neighbours: ['hadolint DL3057'],
  reads: 'dockerfile',
  by: 'stage',
  wordsBelow: /cmd|entrypoint/i,
  minds: /^\s*healthcheck\b/i,
  *check(subject) {
    const { uri, facts, project } = subject;
    if (!project.complete || asksElsewhere(project)) return;
    for (const stage of shippedStages(subject)) {
      const server = startedBy(project, facts, stage)?.server;
      // Of the base image nobody knows what it brings.
      if (!server || stage.healthcheck || stage.base === undefined || stage.base.family === 'other') continue;
      if (isDjango(project, facts, stage) !== 'yes') continue;
      const start = stage.cmd ?? stage.entrypoint;
      if (!start) continue;
      yield {
        at: { uri, span: start.instruction.keyword.span },
        message:
          'Without HEALTHCHECK Docker and Compose take a container for healthy whose server hangs or is still loading; ask a light page of it with Python: `HEALTHCHECK CMD ["python", "-c", "import urllib.request as r; r.urlopen(\'http://127.0.0.1:8000/health/\', timeout=3)"]`',
      };
    }
  },
});

/** Kubernetes and the platforms have probes of their own and do not look at the image's; Compose may say it for a service. */
const asksElsewhere = ({ root, list, all }: Project): boolean =>
  all.compose.some(({ facts }) => facts.services.some(({ build, healthcheck }) => build && healthcheck)) ||
  list(root).some(({ name }) =>
    /^(?:k8s|kube|kubernetes|kustomize|helm|charts?|manifests?|openshift|\.?platform|procfile|fly\.toml|render\.ya?ml|app\.ya?ml|app\.json|heroku\.yml|railway\.\w+|skaffold\.ya?ml|chart\.ya?ml)$/i.test(
      name,
    ),
  );
