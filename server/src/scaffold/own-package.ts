// A project that pip installs as a package: where no requirements file lists what it needs.
import { factsAt, type Project } from '../project/project.ts';
import type { DjangoProject } from '../project/settings/view.ts';
import { relative, resolve, type Uri } from '../text/uri.ts';
import { partFor } from './parts.ts';

/** The folder where its pyproject.toml or setup.py lies, the root first. */
const folderOf = (project: Project, django: DjangoProject): Uri | undefined =>
  [project.root, django.root].find((folder) =>
    ['pyproject.toml', 'setup.py'].some((name) => project.exists(resolve(folder, `./${name}`)) === true),
  );

/**
 * How pip is told to install the project itself: `.`, or `./backend[server]` where Django comes with an extra alone. Nothing where
 * its files name no build backend, so that pip could not.
 */
export const ownPackage = (project: Project, django: DjangoProject): string | undefined => {
  const folder = folderOf(project, django);
  if (folder === undefined) return undefined;
  const facts = factsAt(project, resolve(folder, './pyproject.toml'), 'requirements');
  if (facts?.backend === undefined && project.exists(resolve(folder, './setup.py')) !== true) return undefined;
  const named = facts?.distributions.filter(({ name, kind }) => name === 'django' && kind === 'direct') ?? [];
  const extra = named.every((one) => one.extra) ? partFor(named)?.group : undefined;
  const path = folder === project.root ? '.' : `./${relative(project.root, folder)}`;
  return extra === undefined ? path : `${path}[${extra}]`;
};

/**
 * What takes the version of a package from Git while it is built, and the variable that tells it instead. hatch-vcs asks
 * setuptools-scm. https://setuptools-scm.readthedocs.io/en/latest/overrides/, https://docs.openstack.org/pbr/latest/user/packagers.html,
 * https://pypi.org/project/poetry-dynamic-versioning/, https://pypi.org/project/uv-dynamic-versioning/
 */
const versionVariables: Readonly<Record<string, string>> = {
  'setuptools-scm': 'SETUPTOOLS_SCM_PRETEND_VERSION',
  'hatch-vcs': 'SETUPTOOLS_SCM_PRETEND_VERSION',
  pbr: 'PBR_VERSION',
  'poetry-dynamic-versioning': 'POETRY_DYNAMIC_VERSIONING_BYPASS',
  'uv-dynamic-versioning': 'UV_DYNAMIC_VERSIONING_BYPASS',
};

/** The variable that tells the version of a package where Git would be asked for it; the image is built without Git's folder. */
export const versionVariable = (project: Project, django: DjangoProject): string | undefined => {
  const folder = folderOf(project, django);
  const builders = factsAt(project, folder && resolve(folder, './pyproject.toml'), 'requirements')?.builders ?? [];
  return builders.map((name) => versionVariables[name]).find((one) => one !== undefined);
};
