// A front end that is built with npm: a package.json with a build script, and where the build goes.
import type { Project } from '../project/project.ts';
import { parent, relative, slashPath } from '../text/uri.ts';
import type { Frontend } from './answers.ts';

/** The front end of a project, the one nearest to its root; nothing without a `build` script or a lock file that `npm ci` needs. */
export const frontendOf = (project: Project): Frontend | undefined => {
  const found = project.all.npm
    .filter(({ facts }) => facts.scripts.has('build'))
    .map(({ facts }) => ({ facts, folder: parent(facts.uri) }))
    .filter(({ folder }) => project.paths.exists(`${slashPath(folder).replace(/\/$/, '')}/package-lock.json`) === true)
    .sort((a, b) => a.folder.length - b.folder.length)[0];
  if (!found) return undefined;
  const output = found.facts.outputs.find(({ script, folder }) => script === 'build' && folder !== '')?.folder ?? 'dist';
  return { folder: found.folder === project.root ? '' : relative(project.root, found.folder), output };
};
