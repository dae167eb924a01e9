// Whether something in the project may make a file or folder that is not in the repository.
import { perProject } from '../../project/kept.ts';
import type { Project } from '../../project/project.ts';

/** The texts of files that build, copy or mount something. */
const builders = perProject(({ all }): readonly string[] =>
  [...all.dockerfile, ...all.compose, ...all.npm, ...all.makefile, ...all.shell, ...all.ci, ...all.dockerignore].map(
    ({ parsed }) => parsed.file.text,
  ),
);

/** Where files of other stages and images go, without `./` in front and slashes at the end. */
const destinations = perProject(({ all }): readonly string[] =>
  all.dockerfile.flatMap(({ facts }) =>
    facts.stages.flatMap(({ copies }) =>
      copies.flatMap(({ from, destination }) => (from && destination?.known ? [destination.text.replace(/^\.\/|\/+$/g, '')] : [])),
    ),
  ),
);

/**
 * Whether a Dockerfile copies what another stage made to a path, from the root of the project. The image may hold a subfolder of the
 * project under another name (`COPY backend/ ./`), so a folder of the same name counts.
 */
export const isCopiedTo = (project: Project, path: string): boolean => {
  const last = path.replace(/^.*\//, '');
  return destinations(project).some((one) => one === last || one.endsWith(`/${last}`));
};

/** Folders into which tools build by themselves. */
const usual = /^(?:dist|build|out|output|bundles?|webpack_bundles|compiled|generated|node_modules|public|assets-built)$/i;

/** Whether a path (from the root of the project) may come from a build: a tool's usual folder, or one that a file which builds names. */
export const mayBeBuilt = (project: Project, path: string): boolean => {
  const parts = path.split('/');
  if (parts.some((part) => usual.test(part))) return true;
  const last = parts.at(-1) ?? '';
  // What bundlers write, their own configuration says in a program.
  if (project.all.npm.length > 0) return true;
  return last.length > 2 && builders(project).some((text) => text.includes(last));
};
