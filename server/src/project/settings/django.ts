// The Django projects of a workspace: where each lies, which settings modules it has, and which of them runs.

import type { Parsed } from '../../languages/language.ts';
import { lazyFields, memo, sameList } from '../../languages/memo.ts';
import { baseName, isInside, parent, slashPath, type Uri } from '../../text/uri.ts';
import { live, perName, perProject, sameValue } from '../kept.ts';
import type { FileOf, Project } from '../project.ts';

import { isConfiguration } from './evaluate/classes.ts';
import { dottedName, moduleIn } from './modules.ts';
import { type Named, namedIn, useOf } from './named.ts';
import { releaseOf } from './release.ts';
import type { DjangoProject, Role, SettingsModule, SettingsView } from './view.ts';
import { classesOf, viewOf } from './view-of.ts';

const base = /^(?:base|common|defaults?|shared|_base|basic|core|main)$/;
const productive = /^(?:.*[_-])?(?:prod|production|live|deploy\w*|heroku|aws|gcp|azure|staging|server|docker)(?:[_-].*)?$/i;

/** What a module is for, by its own name: the last part, or the one before a package's own file. */
const useOfModule = (module: string): SettingsModule['for'] => {
  const last = module.split('.').at(-1) ?? '';
  const found = useOf(last);
  if (found) return found;
  if (base.test(last)) return 'base';
  return productive.test(last) && !/docker/i.test(last) ? 'production' : 'unknown';
};

const startsDjango = ({ facts, parsed }: FileOf<'python'>): boolean =>
  facts.namings.length > 0 || /\bexecute_from_command_line\b|\bdjango\.core\.management\b/.test(parsed.file.text);

/** The file that does the work of a manage.py: itself, or the one beside whose function it calls; nothing when neither starts Django. */
const workingFile = (python: Project['all']['python'], file: FileOf<'python'>): FileOf<'python'> | undefined => {
  if (startsDjango(file)) return file;
  const folder = parent(file.facts.uri);
  for (const { level, module, names } of file.facts.imports) {
    if (level > 0 || names === undefined) continue;
    const path = `${folder}/${module.replaceAll('.', '/')}`;
    const other = python.find(({ facts: { uri } }) => uri === `${path}.py` || uri === `${path}/__init__.py`);
    if (other && startsDjango(other)) return other;
  }
  return undefined;
};

interface Home {
  readonly root: Uri;
  readonly manage: Uri | undefined;
}

/** The folders of manage.py files, the one nearest to the root first. One that another manage.py calls is no home of its own. */
const homesIn = memo((python: Project['all']['python']): readonly Home[] => {
  const all = python
    .filter(({ facts: { uri } }) => baseName(uri) === 'manage.py' && !/[{}]|\/(?:tests?|node_modules)\//.test(slashPath(uri)))
    .flatMap((file) => {
      const working = workingFile(python, file);
      return working ? [{ root: parent(file.facts.uri), manage: file.facts.uri, working: working.facts.uri }] : [];
    });
  const homes = all.filter(({ manage }) => !all.some((other) => other.manage !== manage && other.working === manage));
  if (homes.length > 0) return homes.sort((a, b) => a.root.length - b.root.length);
  // Without a manage.py a wsgi.py tells where its package lies.
  const wsgi = python.filter(({ facts }) => /(?:wsgi|asgi)\.py$/.test(facts.uri) && facts.namings.length > 0);
  return [...new Set(wsgi.map(({ facts }) => parent(parent(facts.uri))))].map((root) => ({ root, manage: undefined }));
});
const homesOf = perProject(({ all }, before: readonly Home[] | undefined): readonly Home[] => sameValue(before, homesIn(all.python)));

interface Placed extends Named {
  readonly uri: Uri;
}

/** The homes that what stands in a file may be about: those that no other one has a better claim to. */
const claimants = memo((_: readonly Home[]) => new Map<Uri, ReadonlySet<Uri>>());
const claimedBy = (homes: readonly Home[], uri: Uri): ReadonlySet<Uri> => {
  const kept = claimants(homes);
  const before = kept.get(uri);
  if (before) return before;
  const claim = ({ root }: Home): boolean =>
    !homes.some(
      ({ root: other }) =>
        // One around the file that is not around this home has the better claim, and so has one inside this home.
        isInside(other, uri) &&
        ((other !== root && !isInside(other, root) && !isInside(root, uri)) || (other.length > root.length && isInside(root, other))),
    );
  const found = new Set(homes.filter(claim).map(({ root }) => root));
  kept.set(uri, found);
  return found;
};

/** What names a settings module and may mean one of this home. */
const claimed = perName((project, root, before: readonly Named[] | undefined): readonly Named[] => {
  const homes = homesOf(project);
  return sameList(
    before,
    configured(project).filter(({ variable, by, at }) => {
      if (variable !== 'DJANGO_SETTINGS_MODULE' || !claimedBy(homes, at.uri).has(root as Uri)) return false;
      // The manage.py of another project speaks of that one, also where this one lies below it.
      const home = parent(at.uri);
      return by !== 'manage' || home === root || homes.every((one) => one.root !== home);
    }),
  );
});

/** The named modules that lie in a Django project, those that no other one has a better claim to. */
const placed = (project: Project, root: Uri): readonly Placed[] =>
  claimed(project, root).flatMap((one): readonly Placed[] => {
    const uri = moduleIn(project, root, one.text);
    return uri ? [{ uri, ...one }] : [];
  });

/** What drydock.yaml says comes first. */
const configured = (project: Project): readonly Named[] => {
  const { settingsModule } = project.config;
  const own: readonly Named[] = settingsModule
    ? [{ by: 'drydock.yaml', variable: 'DJANGO_SETTINGS_MODULE', text: settingsModule.module, at: settingsModule.at, use: undefined }]
    : [];
  return [...own, ...namedIn(project)];
};

/** Files beside a named module that may be settings modules as well. */
const neighbours = (project: Project, uri: Uri): readonly Uri[] => {
  const folder = parent(uri);
  const inPackage =
    /^(?:.*settings.*|conf|config|configs|environments|env)$/i.test(baseName(folder)) &&
    project.paths.exists(`${slashPath(folder)}/wsgi.py`) !== true;
  const dedicated = inPackage || /settings/i.test(baseName(folder));
  return project.list(folder).flatMap(({ name, folder: isFolder }) => {
    if (isFolder || !name.endsWith('.py') || (!dedicated && !/settings/i.test(name))) return [];
    return /^(?:urls|wsgi|asgi|celery\w*|apps|views|admin|models|manage|gunicorn\w*|uwsgi\w*|routing|tasks|conftest)\.py$/.test(name)
      ? []
      : [`${folder}/${name}` as Uri];
  });
};

/** The named modules and those beside them, as far as they give names in capitals or take over others' names. */
const modulesOf = (project: Project, root: Uri, names: readonly Placed[]): readonly SettingsModule[] => {
  const uris = new Set([
    ...names.map(({ uri }) => uri),
    ...names.flatMap(({ uri, use }) => (use === 'test' ? [] : neighbours(project, uri))),
  ]);
  return [...uris].flatMap((uri): readonly SettingsModule[] => {
    const file = project.file(uri);
    if (file?.parsed.kind !== 'python') return [];
    const { facts } = file as FileOf<'python'>;
    const mine = names.filter((one) => one.uri === uri);
    const settings = facts.settings || facts.imports.some(({ star }) => star);
    if (!settings && mine.length === 0) return [];
    const module = mine[0]?.text ?? dottedName(project, uri, [root]);
    return [{ uri, module, named: mine.map(({ at }) => at), for: useFor(module, mine) }];
  });
};

const useFor = (module: string, names: readonly Placed[]): SettingsModule['for'] => {
  const own = useOfModule(module);
  if (own === 'test' || own === 'development') return own;
  if (names.some(({ use, by }) => use === undefined && by !== 'manage' && by !== 'python')) return 'production';
  return own === 'unknown' && names.length > 0 && names.every(({ use }) => use !== undefined) ? (names[0]?.use ?? own) : own;
};

/** The module that runs in production: the first that a deployment names, else by its name, else the only one. */
const productionOf = (modules: readonly SettingsModule[], names: readonly Placed[]): SettingsModule | undefined => {
  const at = (uri: Uri | undefined) => modules.find((one) => one.uri === uri);
  const fixed = names.find(({ by }) => by === 'drydock.yaml');
  if (fixed) return at(fixed.uri);
  const fits = (one: Placed): boolean => one.use === undefined && !['test', 'development'].includes(useOfModule(one.text));
  const deployed = names.filter((one) => one.by !== 'manage' && one.by !== 'python' && one.by !== 'dotenv' && fits(one));
  const named = deployed.find(({ text }) => useOfModule(text) === 'production') ?? deployed[0];
  if (named) return at(named.uri);
  const byName = modules.filter((one) => useOfModule(one.module) === 'production');
  const [only] = byName;
  if (only) return byName.find(({ module }) => /prod|live/i.test(module)) ?? (byName.length === 1 ? only : undefined);
  const managed = names.find((one) => one.by === 'manage' && fits(one) && useOfModule(one.text) !== 'base');
  if (managed) return at(managed.uri);
  const neutral = modules.filter((one) => one.for === 'unknown');
  return neutral.length === 1 && modules.length === 1 ? neutral[0] : undefined;
};

/** The module of a developer's machine: what manage.py names, else by its name, else the one that runs in production. */
const developmentOf = (
  modules: readonly SettingsModule[],
  names: readonly Placed[],
  production: SettingsModule | undefined,
): SettingsModule | undefined => {
  const at = (uri: Uri | undefined) => modules.find((one) => one.uri === uri);
  const managed = names.filter(({ by, use }) => by === 'manage' && use !== 'test');
  const found = managed.find(({ text }) => useOfModule(text) !== 'production');
  return at(found?.uri) ?? modules.find((one) => one.for === 'development') ?? production;
};

/** Whether a module may import django-configurations, or its like. */
const mayConfigure = memo(({ file }: Parsed<'python'>): boolean => /\bconfigurations\b|\bcbs\b/.test(file.text));
const someConfigure = perProject(({ all }): boolean => all.python.some(({ parsed }) => mayConfigure(parsed)));

/**
 * The class of django-configurations that runs in a role: the one that a file names, else by its own name, else the only one there is.
 * `none` where a module holds no such classes, `unclear` where it holds several and nothing says which.
 */
const classFor = (project: Project, root: Uri, uri: Uri, role: Role): { readonly name: string } | 'none' | 'unclear' => {
  // To look for classes is to work out every name, and hardly any project has some.
  if (!someConfigure(project)) return 'none';
  const classes = classesOf(project, root, uri, role).filter(([, one]) => isConfiguration(one));
  if (classes.length === 0) return 'none';
  const has = (name: string | undefined): string | undefined => classes.find(([own]) => own === name)?.[0];
  const named = namedIn(project).filter(({ variable, use }) => variable === 'DJANGO_CONFIGURATION' && use !== 'test');
  const isFor = (name: string): Role | undefined => (useOf(snake(name)) ? 'development' : undefined);
  const first = named.find(
    ({ text, by, use }) =>
      (role === 'production'
        ? isFor(text) === undefined && use === undefined && by !== 'manage'
        : by === 'manage' || isFor(text) === 'development') && has(text),
  );
  if (first) return { name: first.text };
  const pattern = role === 'production' ? /^(?:prod|production|live)/i : /^(?:dev|development|local)/i;
  const byName = classes.find(([name]) => pattern.test(name))?.[0];
  if (byName !== undefined) return { name: byName };
  // What manage.py names runs on a developer's machine, but where its name is neutral the server is likely to run the same.
  const other = named.find(({ text }) => has(text) && (role === 'development' || isFor(text) === undefined));
  if (other) return { name: other.text };
  const [only] = classes;
  return classes.length === 1 && only ? { name: only[0] } : 'unclear';
};
const snake = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();

/** One object for each home; what it says follows the project. */
const djangoProject = perName((first, key): DjangoProject => {
  const { shelf } = first;
  const { root, manage } = JSON.parse(key) as Home;
  const names = live(shelf, (project) => placed(project, root), sameValue);
  const modules = live(shelf, (project) => modulesOf(project, root, names()), sameValue);
  const views = new Map<string, () => SettingsView | undefined>();
  const see = (module: SettingsModule | undefined, role: Role): SettingsView | undefined => {
    if (!module) return undefined;
    const { uri } = module;
    const name = `${role} ${uri}`;
    let view = views.get(name);
    if (!view) {
      view = live(shelf, (project) => {
        const running = classFor(project, root, uri, role);
        return running === 'unclear' ? undefined : viewOf(project, root, uri, role, running === 'none' ? undefined : running.name);
      });
      views.set(name, view);
    }
    return view();
  };
  const production = live(shelf, () => productionOf(modules(), names()), sameValue);
  const development = live(shelf, () => developmentOf(modules(), names(), production()), sameValue);
  return djangoFields(
    { root, manage, view: see, release: (distribution: string) => releaseOf(shelf.now, root, distribution) },
    {
      modules,
      production: live(shelf, () => see(production(), 'production')),
      development: live(shelf, () => see(development(), 'development')),
    },
  );
});

const djangoFields = lazyFields<Pick<DjangoProject, 'modules' | 'production' | 'development'>>('modules', 'production', 'development');

/** Modules that are named, or lie beside those, and were not read. */
export const missingModules = (project: Project, { root }: DjangoProject): readonly Uri[] => {
  const names = placed(project, root);
  const all = [...names.map(({ uri }) => uri), ...names.flatMap(({ uri, use }) => (use === 'test' ? [] : neighbours(project, uri)))];
  return all.filter((uri) => project.file(uri) === undefined);
};

/**
 * The Django projects of a workspace, the one nearest to its root first; nothing is evaluated before it is asked for. Rules about
 * what is missing must look at `project.complete` first. They are the same objects for as long as nothing changes that they follow
 * from: what is typed in a uwsgi.ini, a Dockerfile or a manifest leaves them, and all that was asked of them, as they are.
 */
export const djangoProjects = perProject((project, before: readonly DjangoProject[] | undefined): readonly DjangoProject[] =>
  sameList(
    before,
    homesOf(project).map((home) => djangoProject(project, JSON.stringify(home))),
  ),
);
