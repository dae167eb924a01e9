// The service or container that declares a deployment, for what only its own file knows.
import type { KubernetesFacts, KubeWorkload } from '../../languages/kubernetes/facts.ts';
import type { KubeContainer } from '../../languages/kubernetes/pod.ts';
import type { Deployment } from '../../project/deployment/deployment.ts';
import { type StackService, stacksOf } from '../../project/deployment/stacks.ts';
import { factsAt, type Project } from '../../project/project.ts';

/** The service of Compose behind a deployment, over all its files. */
export const serviceOf = (project: Project, { by, name, files }: Deployment): StackService | undefined =>
  by !== 'compose'
    ? undefined
    : stacksOf(project)
        .find((stack) => stack.files.length === files.length && stack.files.every(({ uri }, i) => uri === files[i]))
        ?.services.find((service) => service.name === name);

/** A container with the workload around it. */
export interface Contained {
  readonly facts: KubernetesFacts;
  readonly workload: KubeWorkload;
  readonly container: KubeContainer;
}

/** The container of Kubernetes behind a deployment. */
export const containerOf = (project: Project, { by, at }: Deployment): Contained | undefined => {
  const facts = by === 'kubernetes' ? factsAt(project, at.uri, 'kubernetes') : undefined;
  for (const workload of facts?.workloads ?? []) {
    const container = workload.pod.containers.find(({ nameSpan }) => nameSpan?.from === at.span.from);
    if (facts && container) return { facts, workload, container };
  }
  return undefined;
};
