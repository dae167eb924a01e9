// Answers about a deployment that hold wherever the stage it runs moves.
import { mindedSlot } from '../../languages/dockerfile/minded.ts';
import type { Minds } from '../../languages/dockerfile/minds.ts';
import { memo } from '../../languages/memo.ts';
import { perObject } from '../kept.ts';
import type { Project } from '../project.ts';
import type { Deployment } from './deployment.ts';

const newest = memo((_: object): { deployment?: Deployment } => ({}));

/**
 * An answer about a deployment that is kept for as long as nothing changes that it was read from, also while its stage moves in its
 * Dockerfile: it must not speak of places there. What is first asked of a deployment that has moved is dear, since its places are read
 * again; most rules find nothing, and an answer like "nothing to say" needs none of them. `minds` says which instructions of its image
 * it follows from, where it does not follow from all of them.
 */
export const ofDeployment = <R>(
  make: (project: Project, deployment: Deployment) => R,
  minds?: Minds,
): ((project: Project, deployment: Deployment) => R) => {
  const answer = perObject((project, core: object): R => make(project, newest(core).deployment as Deployment));
  const slotOf = minds && mindedSlot(minds);
  /** The latest key alone: what is kept at those before it would keep whole versions of the project. */
  const latest = memo((_: object): { slot?: object; key: object } => ({ key: {} }));
  const keyOf = ({ core, said, image }: Deployment): object => {
    if (!slotOf || !image) return core;
    const slot = slotOf(image.stage);
    const kept = latest(said);
    if (kept.slot !== slot) {
      kept.slot = slot;
      kept.key = {};
    }
    return kept.key;
  };
  return (project, deployment) => {
    const key = keyOf(deployment);
    newest(key).deployment = deployment;
    return answer(project, key);
  };
};
