// A project that pip installs as a package, and what it asks for: where no requirements file lists that.
import type { Distribution } from '../languages/requirements/facts.ts';
import { type Distributions, factsAt, type Project } from '../project/project.ts';
import type { DjangoProject } from '../project/settings/view.ts';
import { relative, resolve, type Uri } from '../text/uri.ts';

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
  const extra = named.every((one) => one.extra) ? named[0]?.group : undefined;
  const path = folder === project.root ? '.' : `./${relative(project.root, folder)}`;
  return extra === undefined ? path : `${path}[${extra}]`;
};

/** What pyproject.toml lists of a project that is no package, as requirements; empty where it lists nothing. */
export const listedRequirements = (project: Project): readonly string[] => {
  for (const { facts } of project.all.requirements) {
    if (facts.format !== 'pyproject') continue;
    const own = facts.distributions.filter(({ kind, group }) => kind === 'direct' && group === undefined);
    if (own.length > 0) return own.map(asRequirement);
  }
  return [];
};

const asRequirement = ({ name, extras, specifier, marker }: Distribution): string =>
  `${name}${extras.length > 0 ? `[${extras.join(',')}]` : ''}${specifier}${marker === '' ? '' : `; ${marker}`}`;

/** The distributions of a project without those of extras that nobody asks for; `own` is how pip is told to install it. */
export const installedIn = ({ all, distributions }: Project, own: string | undefined): Pick<Distributions, 'has' | 'names'> => {
  const asked = /\[([^\]]+)\]$/.exec(own ?? '')?.[1];
  const mentions = all.requirements.flatMap(({ facts }) => facts.distributions).filter(({ kind }) => kind === 'direct');
  const taken = new Set(mentions.filter(({ extra, group }) => !extra || group === asked).map(({ name }) => name));
  const left = new Set(mentions.map(({ name }) => name).filter((name) => !taken.has(name)));
  return {
    has: (name) => distributions.has(name) && !left.has(name),
    names: () => new Set([...distributions.names()].filter((name) => !left.has(name))),
  };
};
