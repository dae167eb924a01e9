// What was found out about a Dockerfile or a stage in its project is kept until something else of the project changes.
import type { DockerfileFacts } from '../../languages/dockerfile/facts.ts';
import { memo, sameList } from '../../languages/memo.ts';
import { toldFolders } from '../deployment/images.ts';
import type { Project } from '../project.ts';

const listed = (project: Project): readonly unknown[] => {
  const { paths, complete, config, all } = project;
  return [
    paths,
    complete,
    config,
    all.dockerignore,
    // Of Compose files only where they build.
    toldFolders(project),
    all.requirements,
    all.python,
    all.shell,
    all.bake,
    all.ci,
    all.makefile,
    all.dotenv,
  ];
};
const latestInputs = memo((_: Project['paths']): { inputs?: readonly unknown[] } => ({}));

/**
 * What answers about a Dockerfile depend on besides itself: the same list for as long as all of it is the same. Whatever is asked of a
 * project in this folder is here.
 */
export const inputsOf = memo((project: Project): readonly unknown[] => {
  const slot = latestInputs(project.paths);
  slot.inputs = sameList(slot.inputs, listed(project));
  return slot.inputs;
});

interface Kept<R> {
  readonly inputs: readonly unknown[];
  readonly more: unknown;
  readonly result: R;
}

/**
 * Remembers the latest result for an object that hangs on a Dockerfile. `more` is what it depends on besides the project, by identity;
 * `slotOf` gives the object at which it is kept.
 */
export const remembered = <K extends object, R>(
  make: (project: Project, facts: DockerfileFacts, key: K) => R,
  more: (project: Project, facts: DockerfileFacts) => unknown = () => undefined,
  slotOf: (key: K) => object = (key) => key,
): ((project: Project, facts: DockerfileFacts, key: K) => R) => {
  const latest = memo((_: object): { kept?: Kept<R> } => ({}));
  return (project, facts, key) => {
    const slot = latest(slotOf(key));
    const inputs = inputsOf(project);
    const besides = more(project, facts);
    if (slot.kept?.inputs === inputs && slot.kept.more === besides) return slot.kept.result;
    const result = make(project, facts, key);
    slot.kept = { inputs, more: besides, result };
    return result;
  };
};
