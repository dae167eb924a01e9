// A front end that is built with npm: a package.json with a build script, and where the build goes.
import type { NpmFacts } from '../languages/npm/facts.ts';
import type { Project } from '../project/project.ts';
import { knownItems, uriOf } from '../project/settings/ask.ts';
import { type DjangoProject, listOf } from '../project/settings/view.ts';
import { isInside, parent, relative, slashPath, type Uri } from '../text/uri.ts';
import type { Frontend } from './answers.ts';

interface Found {
  readonly facts: NpmFacts;
  readonly folder: Uri;
}

/** The one nearest to the root; nothing without a `build` script or a lock file that `npm ci` needs. */
const nearest = (project: Project): Found | undefined =>
  project.all.npm
    .filter(({ facts }) => facts.scripts.has('build'))
    .map(({ facts }) => ({ facts, folder: parent(facts.uri) }))
    .filter(({ folder }) => project.paths.exists(`${slashPath(folder).replace(/\/$/, '')}/package-lock.json`) === true)
    .sort((a, b) => a.folder.length - b.folder.length)[0];

/** The front end of a project; nothing where there is none, or where its build goes could not be told. */
export const frontendOf = (project: Project, django: DjangoProject): Frontend | undefined => {
  const found = nearest(project);
  const output = found && outputOf(project, django, found);
  return found && output !== undefined ? { folder: pathOf(project, found), output } : undefined;
};

/** The folder of a front end that is there and is left to the user. */
export const unknownFrontend = (project: Project, django: DjangoProject): string | undefined => {
  const found = nearest(project);
  return found && outputOf(project, django, found) === undefined ? pathOf(project, found) || '.' : undefined;
};

const pathOf = (project: Project, { folder }: Found): string => (folder === project.root ? '' : relative(project.root, folder));

/** Files in which a bundler is told of another folder than its usual one. */
const configuration = /^(?:vite|webpack|rollup|rspack|vue|parcel|astro|nuxt|next)\.config\.[cm]?[jt]s$/;

/**
 * What the script says; else the folder below it that Django looks for static files in; else the usual one of its tool, where no
 * configuration may say otherwise.
 */
const outputOf = (project: Project, django: DjangoProject, { facts, folder }: Found): string | undefined => {
  const said = facts.outputs.filter((one) => one.script === 'build' && one.folder !== '');
  const written = said.find((one) => one.written);
  if (written) return written.folder;
  const list = django.production && listOf(django.production, 'STATICFILES_DIRS');
  for (const { value } of list ? knownItems(list) : []) {
    const pair = value.is === 'list' ? knownItems(value)[1]?.value : undefined;
    const uri = uriOf(pair ?? value);
    // What is built is not there yet.
    if (uri && uri !== folder && isInside(folder, uri) && project.exists(uri) !== true && !project.paths.isFolder(slashPath(uri)))
      return relative(folder, uri);
  }
  const configured = project.list(folder).some(({ name }) => configuration.test(name));
  return configured ? undefined : said[0]?.folder;
};
