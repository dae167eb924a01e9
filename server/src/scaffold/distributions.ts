// The distributions that the answers need, and how they get into the project.
import { factsAt, type Project } from '../project/project.ts';
import type { DjangoProject } from '../project/settings/view.ts';
import type { Answers } from './answers.ts';
import type { ScaffoldFile } from './files.ts';
import { type Installed, installedIn } from './installed.ts';
import { asRequirement, type Listed, type Lists, listedBy } from './listed.ts';
import { inLockFolder, lockNames, projectFile } from './packaging.ts';
import { addingTo, type Parts } from './parts.ts';
import type { Planned, Reader } from './plan.ts';
import { type Locking, projectFileText } from './project-file.ts';

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

/** WhiteNoise is asked for already, without what compresses best. */
const lacksBrotli = ({ all }: Project, { static: serving }: Answers, { has }: Installed): boolean =>
  serving.startsWith('whitenoise') &&
  has('whitenoise') &&
  !has('brotli') &&
  !all.requirements.some(({ facts }) => facts.distributions.some(({ name, extras }) => name === 'whitenoise' && extras.includes('brotli')));

/** What the project is given to install, and what is left for its own tools. */
export interface Added {
  readonly files: readonly ScaffoldFile[];
  /** Edits of files that the project has. */
  readonly changed: readonly Planned[];
  readonly notes: readonly string[];
}

const nothing: Added = { files: [], changed: [], notes: [] };

/** Lines for the requirements file of the project, or what to call where a lock file must be written by its own tool. */
export const addDistributions = (project: Project, django: DjangoProject, answers: Answers, serverToo: boolean, read: Reader): Added => {
  const { manager } = answers;
  const installed = installedIn(project, django, answers);
  const missing = [
    ...missingDistributions({ distributions: installed }, answers, serverToo),
    ...(lacksBrotli(project, answers, installed) ? ['brotli'] : []),
  ];
  if (manager === 'pip') return missing.length === 0 && hasList(answers, read) ? nothing : toList(project, django, answers, missing, read);
  if (manager === 'pip-tools') return toInput(project, django, answers, missing, read);
  return toLock(project, django, { ...answers, manager }, missing, serverToo, read);
};

/** Whether pip has something to install from. */
const hasList = ({ own, requirements }: Answers, read: Reader): boolean => own !== undefined || read(requirements[0] ?? '') !== undefined;

const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('');

/** Names what a list holds that is no distribution: nobody else can be given it as it stands. */
const othersNote = ({ others, from }: Lists, path: string): readonly string[] =>
  others.length === 0
    ? []
    : [
        `${path} lacks what ${from.join(', ')} has besides: ${others.map((one) => `\`${one}\``).join(', ')}. Add it by hand, if production needs it.`,
      ];

const toList = (project: Project, django: DjangoProject, answers: Answers, missing: readonly string[], read: Reader): Added => {
  const path = answers.requirements[0] ?? 'requirements.txt';
  if (missing.length === 0 && answers.own !== undefined) return nothing;
  if (!hasList(answers, read)) {
    const lists = listedBy(project, django);
    const note = `${path} repeats the dependencies of ${lists.from.join(', ')}, from which pip cannot install.`;
    return {
      files: [{ path, text: lines([...lists.requirements.map(asRequirement), ...missing]), lines: true }],
      changed: [],
      notes: lists.requirements.length > 0 ? [note, ...othersNote(lists, path)] : [],
    };
  }
  if (/--hash[= ]/.test(read(path) ?? ''))
    return { ...nothing, notes: [`Add ${missing.join(', ')} to ${path} with their hashes: pip refuses lines without one beside others.`] };
  return { ...nothing, files: [{ path, text: lines(missing), lines: true }] };
};

/** requirements.in gets the lines; where there is none yet, with everything that the project lists, for its result takes their place. */
const toInput = (project: Project, django: DjangoProject, answers: Answers, missing: readonly string[], read: Reader): Added => {
  const compiled = answers.requirements[0] ?? 'requirements.txt';
  const path = compiled.replace(/\.txt$/, '.in');
  const isNew = read(path) === undefined;
  const lists = isNew ? listedBy(project, django) : undefined;
  const all = [...(lists?.requirements.map(asRequirement) ?? []), ...missing];
  if (all.length === 0 && read(compiled) !== undefined) return nothing;
  return {
    files: all.length > 0 ? [{ path, text: lines(all), lines: true }] : [],
    changed: [],
    notes: [
      `Run \`pip-compile ${path}\`: the image installs what it writes${read(compiled) === undefined ? `, and cannot be built without ${compiled}` : ''}.`,
      ...(lists ? othersNote(lists, path) : []),
    ],
  };
};

const adding: Readonly<Record<Locking, string>> = { pipenv: 'pipenv install', poetry: 'poetry add', uv: 'uv add', pdm: 'pdm add' };

const quoted = (text: string): string => (/^[\w.=-]+$/.test(text) ? text : `'${text.replaceAll("'", '"')}'`);

/** A lock file is written by its own tool alone: what it reads is written here where there is none, and the command is told. */
const toLock = (
  project: Project,
  django: DjangoProject,
  answers: Answers & { readonly manager: Locking },
  missing: readonly string[],
  serverToo: boolean,
  read: Reader,
): Added => {
  const { manager, lockFolder, parts } = answers;
  const below = (name: string) => (lockFolder === '' ? name : `${lockFolder}/${name}`);
  const path = below(manager === 'pipenv' ? 'Pipfile' : 'pyproject.toml');
  const lock = below(lockNames[manager]);
  const where = lockFolder === '' ? '' : ` in ${lockFolder}/`;
  const isLocked = project.exists(inLockFolder(project, lockFolder, lockNames[manager])) === true;
  const file = projectFile(project, manager, lockFolder);
  // Half of a file says nothing of what it lacks, and whatever is put in front of it is refused with it.
  if (file?.whole === false)
    return { ...nothing, notes: [`${path} is not valid TOML as it stands, and ${manager} refuses it: mend it, and run Drydock again.`] };
  const describes = file !== undefined && (manager === 'pipenv' || file.describedBy.some((one) => one === 'project' || one === manager));
  const end = isLocked
    ? ': the image installs what is locked.'
    : `, which writes ${lock}: the image installs what is locked, and cannot be built without it.`;
  if (describes || isLocked || !serverToo) {
    // Another manager's list counts no more.
    const lists = isLocked || !serverToo ? undefined : listedElsewhere(project, django, path);
    const known = new Set(file?.distributions.map(({ name }) => name));
    const more = lists?.requirements.filter(({ name }) => !known.has(name)) ?? [];
    const named = new Set(more.map(({ name }) => name));
    const all = [...more.map(asRequirement), ...missing.filter((text) => !named.has(one(text).name))];
    if (all.length === 0 && isLocked) return { ...nothing, notes: unlocked(project, answers, lock) };
    // Into its own old tables Poetry writes what is optional without naming it in the extra: nobody would get it.
    const old = manager === 'poetry' && file?.describedBy.includes('project') === false;
    const part = addingTo(manager, old ? { ...parts, extras: [] } : parts);
    const command = all.length > 0 ? `${adding[manager]}${part} ${all.map(quoted).join(' ')}` : locking(manager, parts);
    return { ...nothing, notes: [`Run \`${command}\`${where}${end}`, ...(lists ? othersNote(lists, path) : [])] };
  }
  if (file?.describedBy.includes('poetry')) return { ...nothing, notes: [fromPoetry(manager, path, missing, lock)] };
  const lists = listedBy(project, django);
  const bare = (text: string): Listed => {
    const { name, extras } = one(text);
    return { name, extras: extras === '' ? [] : extras.slice(1, -1).split(','), specifier: '', marker: '', address: undefined };
  };
  const text = projectFileText(manager, answers, [...lists.requirements, ...missing.map(bare)]);
  const before = read(path);
  const from = lists.from.filter((one) => one !== path);
  const source =
    from.length > 0 ? ` lists what ${from.join(', ')} asks for, and the image installs from there alone` : ' says what the image installs';
  return {
    // A file of other tools' settings keeps them: tables may stand in any order.
    changed:
      before === undefined
        ? []
        : [{ path, state: 'edit', before, after: (before.includes('\r\n') ? `${text}\n`.replaceAll('\n', '\r\n') : `${text}\n`) + before }],
    files: before === undefined ? [{ path, text }] : [],
    notes: [`${path}${source}. Run \`${manager} lock\`${where}${end}`, ...othersNote(lists, path)],
  };
};

/** What the project lists in another file than the one that is to be locked. */
const listedElsewhere = (project: Project, django: DjangoProject, path: string): Lists | undefined => {
  const lists = listedBy(project, django);
  return lists.from.includes(path) ? undefined : lists;
};

/** PDM leaves extras out until they are named. */
const locking = (manager: Locking, { extras: [extra] }: Parts): string =>
  manager === 'pdm' && extra !== undefined ? `pdm lock -G ${extra}` : `${manager} lock`;

const unlocked = (
  project: Project,
  { manager, parts, lockFolder }: Answers & { readonly manager: Locking },
  lock: string,
): readonly string[] => {
  const facts = factsAt(project, inLockFolder(project, lockFolder, lockNames[manager]), 'requirements');
  if (manager !== 'pdm' || parts.extras.length === 0 || facts?.distributions.some(({ name }) => name === 'django')) return [];
  return [`Run \`${locking(manager, parts)}\`: the image installs this extra, which ${lock} has not.`];
};

/** Poetry's own tables are read by Poetry alone. */
const fromPoetry = (manager: Locking, path: string, missing: readonly string[], lock: string): string => {
  const convert = manager === 'pdm' ? `pdm import ${path}` : 'uvx migrate-to-uv';
  const add = missing.length > 0 ? `\`${adding[manager]} ${missing.map(quoted).join(' ')}\`` : `\`${manager} lock\``;
  return `${path} describes the project in tables that only Poetry reads: run \`${convert}\`, then ${add}. The image installs what ${lock} holds, and cannot be built without it.`;
};
