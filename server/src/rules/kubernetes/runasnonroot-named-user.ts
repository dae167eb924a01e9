import { deploymentsOf } from '../../project/deployment/deployments.ts';
import { defineRule } from '../rule.ts';

/** The kubelet cannot tell whether a user with a name is root, and starts nothing then. */
export default defineRule({
  id: 'kubernetes/runasnonroot-named-user',
  title: 'Pods that must not run as root know their user by number',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R59'],
  reads: 'project',
  *check(project) {
    for (const { facts } of project.all.kubernetes) {
      if (facts.template) continue;
      for (const { pod } of facts.workloads) {
        for (const container of pod.containers) {
          const asked = container.security.runAsNonRoot ?? pod.security.runAsNonRoot;
          const span = container.security.runAsNonRoot === undefined ? pod.security.span : container.security.span;
          if (asked !== true || !span || container.security.runAsUser || pod.security.runAsUser) continue;
          const found = deploymentsOf(project).find(({ at }) => at.uri === facts.uri && at.span.from === container.nameSpan?.from);
          const image = found?.image;
          const user = image?.stage.user;
          if (!image || image.by === 'only' || !user?.known) continue;
          const name = user.text.replace(/:.*$/, '');
          if (name === '' || /^\d+$/.test(name)) continue;
          yield {
            at: { uri: facts.uri, span },
            message: `\`runAsNonRoot\` needs a number, but the image names its user \`${name}\`, so the container never starts ("image has non-numeric user"); write the number in \`USER\`, or set \`runAsUser\``,
            related: [{ at: { uri: image.facts.uri, span: user.span }, message: `The image runs as \`${name}\`` }],
          };
        }
      }
    }
  },
});
