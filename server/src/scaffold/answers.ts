// What the scaffold asks, and which answers make sense together.
import type { Collected } from './collected.ts';
import type { DatabaseVariables, Engine, SqliteVariable } from './database.ts';
import type { NeededVariable } from './needed.ts';
import type { Parts } from './parts.ts';

export const managers = ['pip', 'pip-tools', 'pipenv', 'poetry', 'uv', 'pdm'] as const;
export const servers = ['uvicorn', 'gunicorn-uvicorn', 'gunicorn', 'hypercorn', 'granian', 'daphne', 'waitress', 'uwsgi'] as const;
export const statics = [
  'whitenoise',
  'whitenoise-cdn',
  'storages',
  'nginx',
  'uwsgi-nginx-tcp',
  'uwsgi-nginx-socket',
  'supervisord',
] as const;
export const medias = ['none', 'storages'] as const;
export const balancers = ['none', 'nginx', 'haproxy'] as const;
export const databases = ['none', 'postgresql', 'mysql', 'both', 'replica'] as const;

export type Manager = (typeof managers)[number];
export type Server = (typeof servers)[number];
export type Static = (typeof statics)[number];
export type Media = (typeof medias)[number];
export type Balancer = (typeof balancers)[number];
export type Database = (typeof databases)[number];

/** A front end whose build the image carries out with npm. Paths are relative to the root of the project. */
export interface Frontend {
  /** The folder of package.json; empty for the root. */
  readonly folder: string;
  /** The folder that `npm run build` writes, relative to `folder`. */
  readonly output: string;
}

/** Everything the files depend on. Paths are relative to the root of the project, with `/`, without one at either end. */
export interface Answers {
  /** What images, services and manifests are called: lower case letters, digits and dashes. */
  readonly name: string;
  /** The folder of manage.py; empty for the root. */
  readonly django: string;
  /** The dotted path of the settings module that production loads. */
  readonly settings: string;
  /** The dotted path of the package that holds asgi.py and wsgi.py; empty where they lie beside manage.py. */
  readonly package: string;
  /** The folder that it is imported from, where that is not the one of manage.py. */
  readonly pythonPath: string;
  readonly manager: Manager;
  /** The folder of the lock file; empty for the root. */
  readonly lockFolder: string;
  /** For pip: how it is told to install the project itself, such as `.` or `.[server]`; nothing where a file lists what is needed. */
  readonly own: string | undefined;
  /** The variable that tells the version of that package, where Git would be asked for it while it is built. */
  readonly versionVariable: string | undefined;
  /** For uv, Poetry and PDM: the extras and groups without which Django is not installed. */
  readonly parts: Parts;
  /** For pip and pip-tools: the file to install, then the files that it names. */
  readonly requirements: readonly string[];
  readonly server: Server;
  readonly static: Static;
  readonly media: Media;
  readonly balancer: Balancer;
  readonly database: Database;
  readonly frontend: Frontend | undefined;
  /** Translations are compiled in the build. */
  readonly gettext: boolean;
  /** A Python minor such as `3.13`. */
  readonly python: string;
  /** The code name of a Debian release. */
  readonly debian: string;
  /** Debian packages with the libraries that installed distributions load when they run. */
  readonly libraries: readonly string[];
  /** The port the container listens on. */
  readonly port: number;
  /** The path of a view that answers 200 without a database; nothing when the port alone is probed. */
  readonly health: string | undefined;
  /** `NAME=value` that switches DEBUG off where the settings do not have it off by themselves. */
  readonly debugOff: string | undefined;
  /** Where collectstatic puts its files. */
  readonly collected: Collected;
  /** The variables from which the settings take their databases; where they take none, the scaffold writes its own. */
  readonly databaseVariables: Readonly<Record<Engine, DatabaseVariables>>;
  /** The variable that moves the file of SQLite which the default database is; it counts where no other database is chosen. */
  readonly sqlite: SqliteVariable | undefined;
  /** The settings read HTTPS_ONLY, or will once they are edited: without it they send everything to HTTPS. */
  readonly httpsOnly: boolean;
  /** Variables that the settings read and that have no default: they get a throw-away value while the image is built. */
  readonly needed: readonly NeededVariable[];
  readonly kubernetes: boolean;
  readonly ci: boolean;
}

/** Which of Django's two entry points a server calls. */
export const entryPoint = (server: Server): 'asgi' | 'wsgi' =>
  server === 'gunicorn' || server === 'waitress' || server === 'uwsgi' ? 'wsgi' : 'asgi';

/** The dotted name of a module beside asgi.py and wsgi.py. */
export const inPackage = ({ package: pack }: Pick<Answers, 'package'>, module: string): string =>
  pack === '' ? module : `${pack}.${module}`;

/** The static-file set-ups that only uWSGI serves. */
const ofUwsgi: ReadonlySet<Static> = new Set(['uwsgi-nginx-tcp', 'uwsgi-nginx-socket', 'supervisord']);

/** What else must be true for a choice; a sentence for the first demand that is not met, nothing when all make sense together. */
export const contradiction = ({
  server,
  static: serving,
  balancer,
  kubernetes,
}: Pick<Answers, 'server' | 'static' | 'balancer' | 'kubernetes'>): string | undefined => {
  if (ofUwsgi.has(serving) && server !== 'uwsgi') return `Static files by \`${serving}\` are for uWSGI; choose the server uwsgi, or nginx`;
  if (serving === 'nginx' && server === 'uwsgi')
    return 'nginx speaks the uwsgi protocol with uWSGI; choose uwsgi-nginx-tcp, uwsgi-nginx-socket or supervisord';
  if (balancer !== 'none' && (serving === 'nginx' || serving.startsWith('uwsgi-nginx')))
    return 'An nginx is in front already and spreads requests over the containers; leave the balancer out';
  if (kubernetes && serving === 'uwsgi-nginx-socket')
    return 'Containers of different pods cannot share a UNIX socket; choose uwsgi-nginx-tcp for Kubernetes';
  if (kubernetes && balancer !== 'none') return 'A Kubernetes Service spreads requests over the pods; leave the balancer out';
  return undefined;
};
