// What installs the project's packages, and from which files: all of it follows from the manager.
import { factsAt, type Project } from '../project/project.ts';
import type { DjangoProject } from '../project/settings/view.ts';
import { relative, resolve, type Uri } from '../text/uri.ts';
import type { Answers, Manager } from './answers.ts';
import type { Detected } from './detect.ts';
import { ownPackage, versionVariable } from './own-package.ts';
import { noParts, partsOf } from './parts.ts';

/** The answers that nobody is asked for once the manager is chosen. */
export type Packaging = Pick<Answers, 'requirements' | 'lockFolder' | 'own' | 'versionVariable' | 'parts'>;

/** Where a manager finds what it installs in this project; the usual places where nothing is there yet. */
export const packagingOf = (project: Project, django: DjangoProject, manager: Manager): Packaging => {
  const listed = manager === 'pip' || manager === 'pip-tools' ? requirementsOf(project, django, manager) : [];
  const lockFolder = lockFolderOf(project, django, manager);
  const own = manager === 'pip' && listed === undefined ? ownPackage(project, django) : undefined;
  return {
    requirements: listed ?? (manager === 'pip' || manager === 'pip-tools' ? ['requirements.txt'] : []),
    lockFolder,
    own,
    versionVariable: own === undefined ? undefined : versionVariable(project, django),
    parts: manager === 'pip' || manager === 'pip-tools' ? noParts : partsOf(projectFile(project, manager, lockFolder), manager),
  };
};

/** The file that a manager with a lock file reads, when it is there: pyproject.toml, or Pipenv's own. */
export const projectFile = (project: Project, manager: Manager, lockFolder: string) =>
  factsAt(project, inLockFolder(project, lockFolder, manager === 'pipenv' ? 'Pipfile' : 'pyproject.toml'), 'requirements');

/** What lies beside it. */
export const inLockFolder = (project: Project, lockFolder: string, name: string): Uri =>
  resolve(project.root, `./${lockFolder === '' ? '' : `${lockFolder}/`}${name}`);

/** What each manager locks, its own name for the lock file. */
export const lockNames: Readonly<Record<Exclude<Manager, 'pip' | 'pip-tools'>, string>> = {
  pipenv: 'Pipfile.lock',
  poetry: 'poetry.lock',
  uv: 'uv.lock',
  pdm: 'pdm.lock',
};

/** Files that only one manager writes, the telling ones first. */
const traces: readonly (readonly [string, Manager])[] = [
  ['uv.lock', 'uv'],
  ['poetry.lock', 'poetry'],
  ['pdm.lock', 'pdm'],
  ['Pipfile', 'pipenv'],
  ['requirements.in', 'pip-tools'],
  ['requirements/base.in', 'pip-tools'],
  ['requirements/production.in', 'pip-tools'],
];

/** The manager whose files the project has, pip where there are none. */
export const managerOf = (project: Project, django: DjangoProject): Detected<Manager> => {
  for (const folder of new Set([project.root, django.root]))
    for (const [name, manager] of traces)
      if (project.exists(resolve(folder, `./${name}`)) === true) return { value: manager, because: `there is ${name}` };
  // Without a lock file Poetry writes one.
  for (const folder of new Set([project.root, django.root])) {
    const facts = factsAt(project, resolve(folder, './pyproject.toml'), 'requirements');
    if (facts?.backend?.startsWith('poetry') || facts?.describedBy.includes('poetry'))
      return { value: 'poetry', because: 'pyproject.toml names it' };
  }
  return { value: 'pip', because: '' };
};

/** Where the lock file of a manager lies, else what it locks; the root where neither does. */
const lockFolderOf = (project: Project, django: DjangoProject, manager: Manager): string => {
  const lock = traces.find(([, one]) => one === manager)?.[0] ?? '';
  const own = manager === 'pipenv' ? 'Pipfile' : 'pyproject.toml';
  const folders = [project.root, django.root];
  for (const name of [lock, own])
    for (const folder of folders)
      if (project.exists(resolve(folder, `./${name}`)) === true) return folder === project.root ? '' : relative(project.root, folder);
  return '';
};

/** Where people keep what production needs, the narrowest first. */
const requirementFiles = [
  'requirements/production.txt',
  'requirements/prod.txt',
  'requirements-production.txt',
  'requirements-prod.txt',
  'requirements.txt',
  'requirements/requirements.txt',
  'requirements/base.txt',
];

/** The file to install with pip, then those that it reads, all relative to the root of the project; nothing where there is none. */
export const requirementsOf = (project: Project, django: DjangoProject, manager: 'pip' | 'pip-tools'): readonly string[] | undefined => {
  for (const folder of new Set([project.root, django.root]))
    for (const name of requirementFiles) {
      const uri = resolve(folder, `./${name}`);
      if (project.exists(uri) === true) return [...readFrom(project, uri)].map((one) => relative(project.root, one));
      // What pip-tools has not compiled yet.
      if (manager === 'pip-tools' && project.exists(resolve(folder, `./${name.replace(/\.txt$/, '.in')}`)) === true)
        return [relative(project.root, uri)];
    }
  return undefined;
};

/** A requirements file and those that it reads. */
export const readFrom = (project: Project, first: Uri): ReadonlySet<Uri> => {
  const all = new Set<Uri>();
  const follow = (one: Uri) => {
    if (all.has(one)) return;
    all.add(one);
    for (const include of factsAt(project, one, 'requirements')?.includes ?? [])
      if (include.as !== 'editable') follow(resolve(resolve(one, '..'), `./${include.path}`));
  };
  follow(first);
  return all;
};
