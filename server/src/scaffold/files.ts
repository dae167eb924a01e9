// The new files that answers ask for.
import { type Answers, entryPoint, inPackage } from './answers.ts';
import { type Engine, ownVariables } from './database.ts';
import { selection } from './parts.ts';
import { type Facts, fill } from './template.ts';
import { templatesText } from './templates-text.ts';

/** One file of the scaffold, by its path in the project. */
export interface ScaffoldFile {
  readonly path: string;
  readonly text: string;
  /** One file that lists things a line each, so that a file that exists is extended instead of replaced. */
  readonly lines?: true;
}

/** What the templates pin, newest releases on the day they were last tried. */
export const pins: Readonly<Record<string, string>> = {
  node: '24',
  uv: '0.13.9',
  poetry: '2.5.1',
  pdm: '2.29.4',
  pipenv: '2026.10.3',
  nginx: '1.29-alpine',
  haproxy: '3.2-alpine',
  postgres: '18',
  mariadb: '11.8',
};

let parsed: Readonly<Record<string, string>> | undefined;
const template = (path: string): string => {
  parsed ??= JSON.parse(templatesText()) as Readonly<Record<string, string>>;
  return parsed[path] ?? '';
};

/** Everything the templates ask for, from the answers. */
const factsOf = (answers: Answers): Facts => {
  const { static: serving, server, database, frontend, django, port, health } = answers;
  const { folder, variable } = answers.collected;
  const lock = answers.manager === 'pip' || answers.manager === 'pip-tools' ? '' : answers.lockFolder;
  const home = django === '' ? '/app' : `/app/${django}`;
  const absolute = (folder: string) => (folder.startsWith('/') ? folder : `${home}/${folder}`);
  const packages = [...answers.libraries, ...(serving === 'supervisord' ? ['nginx-light', 'supervisor'] : [])].sort();
  const sqlite = keepsFile(answers);
  const volumes = [
    ...(sqlite ? ['data'] : []),
    ...(database === 'postgresql' || database === 'both' || database === 'replica' ? ['db'] : []),
    ...(database === 'mysql' || database === 'both' ? ['mysql'] : []),
    ...(serving === 'uwsgi-nginx-socket' ? ['socket'] : []),
  ];
  const behind = serving === 'nginx' || serving.startsWith('uwsgi-nginx') || answers.balancer !== 'none';
  return {
    words: {
      ...pins,
      name: answers.name,
      django,
      home,
      settings: answers.settings,
      target: `${inPackage(answers, entryPoint(server))}:application`,
      manager: answers.manager,
      server,
      static: serving,
      collected: folder,
      'collected-path': absolute(folder),
      'collected-outside': absolute(folder).startsWith('/app/') ? '' : 'yes',
      media: answers.media,
      balancer: answers.balancer,
      database,
      insists: answers.needed
        .map(({ name }) => name)
        .filter((name) => name !== 'SECRET_KEY' && name !== 'ALLOWED_HOSTS')
        .join(', '),
      'lock-folder': lock === '' ? '' : `/${lock}`,
      'lock-slash': lock === '' ? '' : `${lock}/`,
      'python-path': answers.pythonPath,
      sqlite: sqlite ? 'yes' : '',
      migrates: sqlite || database !== 'none' ? 'yes' : '',
      requirements: answers.requirements[0] ?? '',
      own: answers.manager === 'pip' ? (answers.own ?? '') : '',
      'version-variable': answers.versionVariable ?? '',
      selection: selection(answers.manager, answers.parts),
      frontend: frontend ? 'yes' : '',
      'frontend-dot': frontend ? frontend.folder || '.' : '',
      'frontend-slash': frontend?.folder ? `${frontend.folder}/` : '',
      'frontend-output': frontend?.output ?? '',
      gettext: answers.gettext ? 'yes' : '',
      python: answers.python,
      debian: answers.debian,
      port: String(port),
      published: '8000',
      health: health ?? '',
      host: 'www.example.com',
      'app-published': behind ? '' : 'yes',
    },
    lists: {
      requirements: answers.requirements,
      needed: answers.needed.map(({ name, value = 'build-only' }) => `${name}=${/[{}]/.test(value) ? `'${value}'` : value}`),
      fixed: [
        ...(variable === undefined || serving === 'storages' ? [] : [`${variable}=${absolute(folder)}`]),
        ...(answers.debugOff === undefined ? [] : [answers.debugOff]),
      ],
      packages,
      volumes,
      mounts: [...(serving === 'uwsgi-nginx-socket' ? ['socket:/run/app'] : []), ...(sqlite ? ['data:/data'] : [])],
      environment: environmentOf(answers),
    },
  };
};

/** Whether the database is a file that must outlive its container. */
const keepsFile = ({ sqlite, database }: Answers): boolean => sqlite !== undefined && database === 'none';

/** What compose gives the application on this computer: a name and a quoted value a line. */
const environmentOf = (answers: Answers): readonly string[] => {
  const { needed, database, databaseVariables, httpsOnly } = answers;
  const values = new Map<string, string>([
    ['ALLOWED_HOSTS', 'localhost,127.0.0.1'],
    ['CSRF_TRUSTED_ORIGINS', 'http://localhost:8000'],
    ['SECRET_KEY', 'local-only'],
    // Nothing on this computer ends HTTPS.
    ...(httpsOnly ? [['HTTPS_ONLY', '0'] as const] : []),
  ]);
  const connect = (engine: Engine, prefix: 'DB' | 'MYSQL') => {
    const read = databaseVariables[engine];
    const names = Object.keys(read).length > 0 ? read : ownVariables(prefix);
    const [host, port, scheme] = engine === 'mysql' ? ['mysql', '3306', 'mysql'] : ['db', '5432', 'postgres'];
    const account = { NAME: 'app', USER: 'app', PASSWORD: 'local-only', HOST: host, PORT: port };
    if (names.URL !== undefined) values.set(names.URL, `${scheme}://app:local-only@${host}:${port}/app`);
    else for (const [part, value] of Object.entries(account)) setPart(names[part as keyof typeof account], value);
  };
  const setPart = (name: string | undefined, value: string) => name !== undefined && values.set(name, value);
  if (database === 'postgresql' || database === 'both' || database === 'replica') connect('postgresql', 'DB');
  if (database === 'replica') values.set('DB_REPLICA_HOST', 'db');
  if (database === 'mysql') connect('mysql', 'DB');
  if (database === 'both') connect('mysql', 'MYSQL');
  if (keepsFile(answers)) setPart(answers.sqlite?.name, `${answers.sqlite?.address ? 'sqlite:///' : ''}/data/db.sqlite3`);
  for (const { name, value = 'local-only' } of needed) if (!values.has(name)) values.set(name, value);
  return [...values].map(([name, value]) => `${name}: ${/[:{}#]|^\d/.test(value) ? JSON.stringify(value) : value}`);
};

/** Renders the files; the settings and the requirements of the project are edits and come from elsewhere. */
export const filesOf = (answers: Answers): readonly ScaffoldFile[] => {
  const facts = factsOf(answers);
  const file = (path: string, from: string): ScaffoldFile => ({ path, text: fill(template(from), facts) });
  const { static: serving, server, balancer } = answers;
  const nginx = serving === 'nginx' || serving.startsWith('uwsgi-nginx');
  return [
    file('Dockerfile', 'Dockerfile'),
    { ...file('.dockerignore', 'dockerignore'), lines: true },
    file('compose.yaml', 'compose.yaml'),
    ...(server === 'uwsgi' ? [file('deploy/uwsgi.ini', 'uwsgi.ini')] : []),
    ...(nginx ? [file('deploy/nginx/default.conf.template', 'nginx/default.conf.template')] : []),
    ...(serving === 'supervisord'
      ? [file('deploy/supervisord.conf', 'supervisord.conf'), file('deploy/nginx/single.conf', 'nginx/single.conf')]
      : []),
    ...(balancer === 'nginx' ? [file('deploy/nginx/balancer.conf', 'nginx/balancer.conf')] : []),
    ...(balancer === 'haproxy' ? [file('deploy/haproxy.cfg', 'haproxy.cfg')] : []),
    ...(answers.kubernetes
      ? [file('deploy/kubernetes/app.yaml', 'kubernetes/app.yaml'), file('deploy/kubernetes/migrate.yaml', 'kubernetes/migrate.yaml')]
      : []),
    ...(answers.database === 'replica'
      ? [file(`${answers.django === '' ? '' : `${answers.django}/`}${inPackage(answers, 'replica').replaceAll('.', '/')}.py`, 'replica.py')]
      : []),
    ...(answers.ci ? [file('.github/workflows/image.yml', 'image.yml')] : []),
  ];
};
