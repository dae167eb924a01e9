// What the image of the scaffold installs of what the project names: other images and developers may install more.
import type { RequirementsFacts } from '../languages/requirements/facts.ts';
import { chosen, type Selection } from '../project/dockerfile/locks.ts';
import { type Distributions, factsAt, type Project } from '../project/project.ts';
import type { DjangoProject } from '../project/settings/view.ts';
import { resolve, type Uri } from '../text/uri.ts';
import type { Answers } from './answers.ts';
import { listedBy } from './listed.ts';
import { inLockFolder, lockNames, type Packaging, projectFile, readFrom } from './packaging.ts';

export type Installed = Pick<Distributions, 'has' | 'names'>;

/** The distributions that a manager installs in the image, from the files as they are now. */
export const installedIn = (project: Project, django: DjangoProject, how: Packaging & Pick<Answers, 'manager'>): Installed => {
  if (how.own !== undefined) return besidesExtras(project, how.own);
  const names = how.manager === 'pip' || how.manager === 'pip-tools' ? fromLists(project, how) : fromLock(project, how);
  // Files that are not there yet will hold what the others list.
  const all = names ?? new Set(listedBy(project, django).requirements.map(({ name }) => name));
  return { has: (name) => all.has(name), names: () => all };
};

const fromLists = (project: Project, { requirements, manager }: Packaging & Pick<Answers, 'manager'>): ReadonlySet<string> | undefined => {
  const paths = requirements.flatMap((path) => (manager === 'pip-tools' ? [path, path.replace(/\.txt$/, '.in')] : [path]));
  const uris = new Set(paths.flatMap((path) => [...readFrom(project, resolve(project.root, `./${path}`) as Uri)]));
  const files = [...uris].flatMap((uri) => factsAt(project, uri, 'requirements') ?? []);
  if (files.length === 0) return undefined;
  // A project that its list installs brings what it needs itself.
  const own = files.some(({ includes }) => includes.some(({ as }) => as === 'editable'));
  if (own || files.some(({ template }) => template)) return besidesExtras(project, undefined).names();
  return new Set(files.flatMap((file) => file.distributions.flatMap(({ name, kind }) => (kind === 'constraint' ? [] : [name]))));
};

const fromLock = (
  project: Project,
  { manager, lockFolder, parts }: Packaging & Pick<Answers, 'manager'>,
): ReadonlySet<string> | undefined => {
  if (manager === 'pip' || manager === 'pip-tools') return undefined;
  const file = projectFile(project, manager, lockFolder);
  const lock = factsAt(project, inLockFolder(project, lockFolder, lockNames[manager]), 'requirements');
  if (file === undefined && lock === undefined) return undefined;
  const selection = selectedBy(file, manager, parts);
  const found = [...(file ? chosen(file, undefined, selection) : []), ...(lock ? chosen(lock, file, selection) : [])];
  return found.length === 0 ? undefined : new Set(found.map(({ name }) => name));
};

const selectedBy = (
  file: RequirementsFacts | undefined,
  manager: Answers['manager'],
  { extras, groups }: Packaging['parts'],
): Selection => {
  const defaults = manager === 'uv' ? (file?.uvDefaults ?? []) : [];
  return {
    main: true,
    groups: defaults === 'all' ? 'all' : new Set([...groups, ...defaults]),
    without: new Set(['dev']),
    extras: new Set(extras),
  };
};

/** Everything the project names without the extras that nobody asks for; `own` is how pip is told to install it. */
const besidesExtras = ({ all, distributions }: Project, own: string | undefined): Installed => {
  const asked = /\[([^\]]+)\]$/.exec(own ?? '')?.[1];
  const mentions = all.requirements.flatMap(({ facts }) => facts.distributions).filter(({ kind }) => kind === 'direct');
  const taken = new Set(mentions.filter(({ extra, group }) => !extra || group === asked).map(({ name }) => name));
  const left = new Set(mentions.map(({ name }) => name).filter((name) => !taken.has(name)));
  return {
    has: (name) => distributions.has(name) && !left.has(name),
    names: () => new Set([...distributions.names()].filter((name) => !left.has(name))),
  };
};
