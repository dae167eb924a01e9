// The distributions that the answers need, and how they get into the project.
import type { Project } from '../project/project.ts';
import type { Answers, Manager } from './answers.ts';
import type { ScaffoldFile } from './files.ts';
import { installedIn, listedRequirements } from './own-package.ts';

/** One distribution, as a requirement is written. */
interface Needed {
  readonly name: string;
  readonly extras: string;
}

const one = (text: string): Needed => {
  const [, name = text, extras = ''] = /^([^[]+)(\[.*\])?$/.exec(text) ?? [];
  return { name, extras };
};

const ofServer: Readonly<Record<Answers['server'], readonly string[]>> = {
  uvicorn: ['uvicorn[standard]'],
  'gunicorn-uvicorn': ['gunicorn', 'uvicorn[standard]', 'uvicorn-worker'],
  gunicorn: ['gunicorn'],
  hypercorn: ['hypercorn'],
  granian: ['granian'],
  daphne: ['daphne'],
  waitress: ['waitress'],
  // The wheels of uWSGI itself: nothing is compiled.
  uwsgi: ['pyuwsgi'],
};

const ofDatabase: Readonly<Record<Answers['database'], readonly (readonly [string, readonly string[]])[]>> = {
  none: [],
  postgresql: [['psycopg[binary]', ['psycopg', 'psycopg2', 'psycopg2-binary', 'psycopg-binary']]],
  replica: [['psycopg[binary]', ['psycopg', 'psycopg2', 'psycopg2-binary', 'psycopg-binary']]],
  mysql: [['mysqlclient', ['mysqlclient', 'pymysql', 'mysql-connector-python']]],
  both: [
    ['psycopg[binary]', ['psycopg', 'psycopg2', 'psycopg2-binary', 'psycopg-binary']],
    ['mysqlclient', ['mysqlclient', 'pymysql', 'mysql-connector-python']],
  ],
};

/** Other distributions that do as well. */
const instead: Readonly<Record<string, readonly string[]>> = { pyuwsgi: ['uwsgi', 'pyuwsgi', 'uwsgi-binary'] };

/** What is needed and not asked for by the project yet, as requirements. `serverToo` is false when only static files are served. */
export const missingDistributions = (
  project: { readonly distributions: Pick<Project['distributions'], 'has'> },
  answers: Answers,
  serverToo: boolean,
): readonly string[] => {
  const { static: serving, media, database, server } = answers;
  const wanted: (readonly [string, readonly string[]])[] = [
    ['django', ['django']],
    ...(serverToo ? ofServer[server].map((text) => [text, instead[one(text).name] ?? [one(text).name]] as const) : []),
    ...(serving.startsWith('whitenoise') ? [['whitenoise[brotli]', ['whitenoise']] as const] : []),
    ...(serving === 'storages' || media === 'storages' ? [['django-storages[s3]', ['django-storages']] as const] : []),
    ...(serverToo ? ofDatabase[database] : []),
  ];
  return wanted.filter(([, names]) => !names.some((name) => project.distributions.has(name))).map(([text]) => text);
};

/** The command that adds distributions and writes the lock file. */
const command = (manager: Manager, texts: readonly string[]): string => {
  const words = texts.map((text) => (text.includes('[') ? `'${text}'` : text)).join(' ');
  const verbs: Readonly<Record<Manager, string>> = {
    pip: 'pip install',
    'pip-tools': 'pip-compile',
    pipenv: 'pipenv install',
    poetry: 'poetry add',
    uv: 'uv add',
    pdm: 'pdm add',
  };
  return `${verbs[manager]} ${words}`;
};

/** WhiteNoise is asked for already, without what compresses best. */
const lacksBrotli = ({ all }: Project, { static: serving }: Answers, { has }: Pick<Project['distributions'], 'has'>): boolean =>
  serving.startsWith('whitenoise') &&
  has('whitenoise') &&
  !has('brotli') &&
  !all.requirements.some(({ facts }) => facts.distributions.some(({ name, extras }) => name === 'whitenoise' && extras.includes('brotli')));

/** A first requirements file: with what a pyproject.toml lists that pip cannot install from there. */
const newList = (project: Project, path: string, missing: readonly string[]): ReturnType<typeof addDistributions> => {
  const listed = listedRequirements(project);
  const text = [...listed, ...missing].map((line) => `${line}\n`).join('');
  const note = `${path} repeats the dependencies of pyproject.toml, which names no build backend: pip cannot install from there.`;
  return { files: [{ path, text, lines: true }], notes: listed.length > 0 ? [note] : [] };
};

/** Lines for the requirements file of the project, or what to call where a lock file must be written by its own tool. */
export const addDistributions = (
  project: Project,
  answers: Answers,
  serverToo: boolean,
  read: (path: string) => string | undefined,
): { readonly files: readonly ScaffoldFile[]; readonly notes: readonly string[] } => {
  const { manager, own } = answers;
  const installed = installedIn(project, own);
  const missing = [
    ...missingDistributions({ distributions: installed }, answers, serverToo),
    ...(lacksBrotli(project, answers, installed) ? ['brotli'] : []),
  ];
  if (missing.length === 0) return { files: [], notes: [] };
  const text = `${missing.join('\n')}\n`;
  if (manager === 'pip') {
    const path = answers.requirements[0] ?? 'requirements.txt';
    if (own === undefined && read(path) === undefined) return newList(project, path, missing);
    if (/--hash[= ]/.test(read(path) ?? ''))
      return { files: [], notes: [`Add ${missing.join(', ')} to ${path} with their hashes: pip refuses lines without one beside others.`] };
    return { files: [{ path, text, lines: true }], notes: [] };
  }
  if (manager === 'pip-tools') {
    const path = (answers.requirements[0] ?? 'requirements.txt').replace(/\.txt$/, '.in');
    return { files: [{ path, text, lines: true }], notes: [`Run \`pip-compile ${path}\`: the image installs what it writes.`] };
  }
  const where = answers.lockFolder === '' ? '' : ` in ${answers.lockFolder}/`;
  return { files: [], notes: [`Run \`${command(manager, missing)}\`${where}: the image installs what is locked.`] };
};
