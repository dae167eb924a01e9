// Answers about a deployment that hold wherever the stage it runs moves.
import { memo } from '../../languages/memo.ts';
import { perObject } from '../kept.ts';
import type { Project } from '../project.ts';
import type { Deployment } from './deployment.ts';

const newest = memo((_: object): { deployment?: Deployment } => ({}));

/**
 * An answer about a deployment that is kept for as long as nothing changes that it was read from, also while its stage moves in its
 * Dockerfile: it must not speak of places there. What is first asked of a deployment that has moved is dear, since its places are read
 * again; most rules find nothing, and an answer like "nothing to say" needs none of them.
 */
export const ofDeployment = <R>(
  make: (project: Project, deployment: Deployment) => R,
): ((project: Project, deployment: Deployment) => R) => {
  const answer = perObject((project, core: object): R => make(project, newest(core).deployment as Deployment));
  return (project, deployment) => {
    newest(deployment.core).deployment = deployment;
    return answer(project, deployment.core);
  };
};
