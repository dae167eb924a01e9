// The answers that the project itself gives, each with the reason for it.
import type { Knowledge } from '../knowledge/entry.ts';
import type { Distributions, Project } from '../project/project.ts';
import { possibilities, textOf } from '../project/settings/ask.ts';
import type { DjangoProject, SettingsView } from '../project/settings/view.ts';
import { baseName, relative, resolve, slashPath, type Uri } from '../text/uri.ts';
import type { Answers, Database } from './answers.ts';
import { isBeforeAsgi } from './asgi.ts';
import { collectedOf } from './collected.ts';
import { databaseVariablesOf, engineOf, type SqliteVariable, sqlitePath } from './database.ts';
import { missingDistributions } from './distributions.ts';
import { entryOf } from './entry.ts';
import { frontendOf } from './frontend.ts';
import { installedIn } from './installed.ts';
import { neededBy } from './needed.ts';
import { managerOf, packagingOf } from './packaging.ts';
import { pythonFor } from './python.ts';
import { switched } from './settings/security.ts';
import { debugOff } from './switched-off.ts';

/** An answer, and what in the project speaks for it; empty when it is only our habit. */
export interface Detected<T> {
  readonly value: T;
  readonly because: string;
}

export type Detection = { readonly [K in keyof Answers]: Detected<Answers[K]> };

const habit = <T>(value: T): Detected<T> => ({ value, because: '' });
const seen = <T>(value: T, because: string): Detected<T> => ({ value, because });

/** What the files of a Django project answer. Total: what nothing tells gets the default of the scaffold. */
export const detect = (project: Project, django: DjangoProject, knowledge: Knowledge): Detection => {
  const folder = relative(`${project.root}` as Uri, django.root);
  const inside = django.root === project.root ? '' : folder;
  const module = django.production ? { name: django.production.module, because: 'what production loads' } : undefined;
  const named = django.modules.find((one) => one.named.length > 0) ?? django.modules[0];
  // As those who start Django write it, whatever folder its name counts from.
  const settings = django.modules.find(({ uri }) => uri === django.production?.uri)?.module ?? module?.name ?? named?.module ?? '';
  const entry = entryOf(project, django, settings);
  const manager = managerOf(project, django);
  const packaging = packagingOf(project, django, manager.value);
  const installed = installedIn(project, django, { manager: manager.value, ...packaging });
  const database = databaseOf(django.production, installed);
  const sqlite = sqliteOf(django.production);
  const python = pythonFor(project, django, knowledge);
  const frontend = frontendOf(project, django);
  const off = debugOff(django.production);
  return {
    name: habit(nameOf(project.root)),
    django: inside === '' ? habit('') : seen(inside, 'manage.py is there'),
    settings: seen(settings, module?.because ?? 'named by manage.py'),
    package: seen(entry.package, 'asgi.py is there'),
    pythonPath: entry.path === '' ? habit('') : seen(entry.path, 'asgi.py is there'),
    manager,
    lockFolder: habit(packaging.lockFolder),
    own: packaging.own === undefined ? habit(undefined) : seen(packaging.own, 'pip can install the project'),
    versionVariable: seen(packaging.versionVariable, 'its package is built with a version from Git'),
    parts: seen(packaging.parts, 'Django comes with them alone'),
    requirements: habit(packaging.requirements),
    server: isBeforeAsgi(django) ? seen('gunicorn', 'its Django has no ASGI yet') : habit('uvicorn'),
    static: habit('whitenoise'),
    debugOff: seen(off, 'DEBUG hangs on it'),
    collected: seen(collectedOf(project, django), 'STATIC_ROOT names it'),
    media: habit('none'),
    balancer: habit('none'),
    database,
    httpsOnly: habit(switchesHttps(project, django.production)),
    sqlite: sqlite === undefined ? habit(undefined) : seen(sqlite, 'DATABASES names its engine'),
    databaseVariables: seen(databaseVariablesOf(django.production), 'the settings read them'),
    frontend: frontend ? seen(frontend, 'its package.json has a build script') : habit(undefined),
    gettext: translations(project, django) ? seen(true, 'there are .po files') : habit(false),
    python,
    debian: habit('trixie'),
    libraries: habit(librariesOf(installed.names(), knowledge, 'trixie')),
    port: habit(8000),
    health: habit('/healthz/'),
    needed: seen(
      neededBy(django.production).filter(({ name }) => off?.split('=')[0] !== name),
      'the settings read them and have no default',
    ),
    kubernetes: habit(false),
    ci: habit(false),
  };
};

/** What an image may be called. */
const nameOf = (root: Uri): string =>
  baseName(root)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '') || 'app';

const drivers: readonly (readonly [string, Database])[] = [
  ['psycopg', 'postgresql'],
  ['psycopg2', 'postgresql'],
  ['psycopg2-binary', 'postgresql'],
  ['psycopg-binary', 'postgresql'],
  ['mysqlclient', 'mysql'],
  ['pymysql', 'mysql'],
];

const databaseOf = (view: SettingsView | undefined, distributions: Pick<Distributions, 'has'>): Detected<Database> => {
  const found = new Set<Database>();
  const databases = view?.get('DATABASES')?.value;
  for (const value of databases ? possibilities(databases) : []) {
    if (value.is !== 'dict') continue;
    for (const { value: entry } of value.entries) {
      const engine = entry.is === 'dict' ? textOf(entry.entries.find(({ key }) => textOf(key) === 'ENGINE')?.value) : undefined;
      const database = engineOf(engine);
      if (database) found.add(database);
    }
  }
  if (found.size > 0) return seen(found.size > 1 ? 'both' : ([...found][0] ?? 'none'), 'DATABASES names its engine');
  // Drivers of both are a choice of whoever runs it: an application with two databases says so in its settings.
  const [first] = drivers.filter(([name]) => distributions.has(name));
  if (first) return seen(first[1], 'its driver is installed');
  return habit('none');
};

/** The variable that says where the file of SQLite lies, ours where the settings read none; nothing for other databases. */
const sqliteOf = (view: SettingsView | undefined): SqliteVariable | undefined => {
  const databases = view?.get('DATABASES');
  if (!databases?.certain || databases.value.is !== 'dict') return undefined;
  const entry = databases.value.entries.findLast(({ key }) => textOf(key) === 'default')?.value;
  // An address may be that of any database; where no other is chosen, that of a file.
  if (entry?.is === 'environment') return entry.name === undefined ? undefined : { name: entry.name, address: true };
  if (entry?.is !== 'dict') return undefined;
  const at = (name: string) => entry.entries.findLast(({ key }) => textOf(key) === name)?.value;
  const name = at('NAME');
  if (textOf(at('ENGINE')) !== 'django.db.backends.sqlite3' || name === undefined) return undefined;
  const read = possibilities(name).find((one) => one.is === 'environment');
  return { name: read?.is === 'environment' && read.name !== undefined ? read.name : sqlitePath, address: false };
};

/** The Debian packages with libraries that distributions load, wherever those do not carry them. */
const librariesOf = (distributions: Iterable<string>, knowledge: Knowledge, release: string): readonly string[] => {
  const names = new Set<string>();
  for (const distribution of distributions) {
    const native = knowledge.images.nativeDependency(distribution);
    if (!native || (native.wheels === 'linux' && !native.always)) continue;
    for (const name of knowledge.images.packagesFor(native.runtime, { family: 'debian', release }) ?? []) names.add(name);
  }
  return [...names].sort();
};

/**
 * The answers with what follows from them: where the manager finds what it installs, and the libraries of what it will install.
 * Whoever has chosen another manager than the project's own has chosen other files as well.
 */
export const completed = (project: Project, django: DjangoProject, answers: Answers, knowledge: Knowledge): Answers => {
  const all = { ...answers, ...packagingOf(project, django, answers.manager) };
  const installed = installedIn(project, django, all);
  const added = missingDistributions({ distributions: installed }, all, true).map((text) => text.replace(/\[.*$/, ''));
  return { ...all, libraries: librariesOf([...installed.names(), ...added], knowledge, answers.debian) };
};

const translations = (project: Project, { root }: DjangoProject): boolean => {
  const visit = (folder: Uri, depth: number): boolean =>
    project
      .list(folder)
      .some(({ name, folder: isFolder }) =>
        isFolder
          ? depth > 0 && !name.startsWith('.') && name !== 'node_modules' && visit(resolve(folder, `./${name}`), depth - 1)
          : name.endsWith('.po') && slashPath(folder).includes('/LC_MESSAGES'),
      );
  return visit(root, 5);
};

/** Whether HTTPS hangs on HTTPS_ONLY: the settings name it, or the scaffold will write it. */
const switchesHttps = (project: Project, view: SettingsView | undefined): boolean =>
  view !== undefined && (switched(view).length > 0 || view.files.some((uri) => project.file(uri)?.parsed.file.text.includes('HTTPS_ONLY')));
