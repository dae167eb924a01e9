// What one command installs, with the files it names read: pip, pipenv, Poetry, uv, pdm.
import { type Installation, pythonTools } from '../../commands/installs.ts';
import { programOf } from '../../commands/wrappers.ts';
import type { Run, Stage } from '../../languages/dockerfile/facts.ts';
import { absolute, type PlacedRun, placedRuns } from '../../languages/dockerfile/files.ts';
import type { Distribution, RequirementsFacts } from '../../languages/requirements/facts.ts';
import type { Location, Span } from '../../text/span.ts';
import { resolve, type Uri } from '../../text/uri.ts';
import { chosen, everything, type Selection, selectionOf } from './locks.ts';
import { type ImageFiles, type Origin, originOf } from './origin.ts';

/** One distribution that a stage installs, or builds a wheel of. */
export interface Installed {
  /** In its normal form. */
  readonly name: string;
  /** The only version that fits: pinned or locked. */
  readonly version: string | undefined;
  readonly specifier: string;
  readonly extras: readonly string[];
  readonly marker: string;
  /** Written in the command, listed in a file by a person, or locked by a tool. */
  readonly by: 'command' | 'list' | 'lock';
  /** Where it is written: in the Dockerfile or in the file. */
  readonly at: Location;
  readonly run: Run;
  readonly stage: Stage;
}

/** A file that a command reads, or that such a file names in turn. */
export interface NamedFile {
  /** In the image; as written where its folder is not known. */
  readonly path: string;
  readonly as: 'requirements' | 'constraint' | 'editable' | 'path' | 'lock';
  readonly origin: Origin;
  /** The file of the workspace, when the context has it. */
  readonly uri: Uri | undefined;
  readonly facts: RequirementsFacts | undefined;
  /** Where it is named: in the Dockerfile, or in the file that names it. */
  readonly at: Location;
  readonly run: Run;
}

/** Commands whose work is done by files that are not read: what they install is not known. */
const opaque =
  /^(?:make|just|task|invoke|inv|nox|tox|hatch|pixi|pants|bazel|nix|nix-env|ansible(?:-.*)?|conda|mamba|micromamba|.*\.(?:sh|bash|py))$/;
const isOpaque = ({ words, run }: PlacedRun): boolean => {
  if (run.installation?.tool === 'conda') return true;
  const name = programOf(words[0]);
  if (name === 'manage.py' || name === '') return false;
  if (/^(?:ba|da|a)?sh$/.test(name) && /^-[a-z]*c$/.test(words[1]?.text ?? '')) return true;
  const file = /^(?:(?:ba|da|a)?sh|python[\d.]*)$/.test(name) && words[1]?.text.startsWith('-') === false ? words[1].text : name;
  return opaque.test(file) && !/(?:^|\/)(?:manage|get-pip|get-poetry|install-poetry|[^/]*pwn)\.py$/.test(file);
};

/** What is gathered from the commands of a stage, one after the other. */
export interface Gathering {
  readonly image: ImageFiles;
  readonly stage: Stage;
  readonly installed: Installed[];
  readonly files: NamedFile[];
  complete: boolean;
  locked: boolean;
}

/** The fields of a distribution in a file. */
const listed = (one: Distribution, uri: Uri, run: Run, stage: Stage): Installed => ({
  name: one.name,
  version: one.version,
  specifier: one.specifier,
  extras: one.extras,
  marker: one.marker,
  by: one.kind === 'locked' ? 'lock' : 'list',
  at: { uri, span: one.span },
  run,
  stage,
});

/** Finds a file of the image in the workspace. */
const lookUp = (all: Gathering, path: string | undefined, written: string, as: NamedFile['as'], at: Location, run: Run): NamedFile => {
  const { image, stage } = all;
  const origin: Origin = path === undefined ? { is: 'unknown' } : originOf(image, stage, path, run);
  const uri = origin.is === 'context' ? resolve(image.context.folder, `./${origin.path}`) : undefined;
  const facts = uri && image.project.file(uri)?.facts;
  const file: NamedFile = { path: path ?? written, as, origin, uri, facts: facts && 'distributions' in facts ? facts : undefined, at, run };
  all.files.push(file);
  return file;
};

/** Files that name each other in more steps than these are not followed. */
const deepest = 10;

const take = (all: Gathering, file: NamedFile, project: RequirementsFacts | undefined, selection: Selection, depth = 0): void => {
  const { facts, uri, path, run } = file;
  if (!facts || !uri || facts.template) {
    all.complete = false;
    return;
  }
  if (!facts.whole || project?.whole === false) all.complete = false;
  const found = chosen(facts, project, selection);
  for (const one of found) all.installed.push(listed(one, uri, run, all.stage));
  if (found.some(({ kind }) => kind !== 'locked')) all.locked = false;
  for (const include of facts.includes) {
    const at = { uri, span: include.span };
    const inner = absolute(path.replace(/\/[^/]*$/, '') || '/', include.path);
    if (include.as === 'constraint') lookUp(all, inner, include.path, 'constraint', at, run);
    else if (include.as === 'editable') takeProject(all, inner, include.path, 'editable', at, run);
    else if (depth < deepest && !all.files.some((one) => one.path === inner && one.run === run))
      take(all, lookUp(all, inner, include.path, 'requirements', at, run), undefined, everything, depth + 1);
    else all.complete = false;
  }
};

const withExtras = (extras: readonly string[]): Selection => ({
  main: true,
  groups: new Set(),
  without: new Set(),
  extras: new Set(extras),
});

/** A folder that is installed itself: its pyproject.toml or setup.cfg says what it needs. */
const takeProject = (all: Gathering, path: string | undefined, written: string, as: 'editable' | 'path', at: Location, run: Run): void => {
  const [, folder = '', extras = ''] = /^(.*?)(?:\[([^\]]*)\])?$/s.exec(path ?? '') ?? [];
  const main = path === undefined ? undefined : folder;
  for (const name of ['pyproject.toml', 'setup.cfg']) {
    const origin = main === undefined ? undefined : originOf(all.image, all.stage, `${main === '/' ? '' : main}/${name}`, run);
    if (origin?.is !== 'context') continue;
    const file = lookUp(all, `${main === '/' ? '' : main}/${name}`, written, as, at, run);
    if (!file.facts || file.facts.distributions.length === 0) continue;
    take(all, file, undefined, withExtras(extras.split(',').map((extra) => extra.trim())));
    return;
  }
  all.complete = false;
};

const lockNames: Readonly<Record<'pipenv' | 'poetry' | 'uv' | 'pdm', string>> = {
  pipenv: 'Pipfile.lock',
  poetry: 'poetry.lock',
  uv: 'uv.lock',
  pdm: 'pdm.lock',
};

const hasLock = (tool: string): tool is keyof typeof lockNames => Object.hasOwn(lockNames, tool);

const yes = (value: string | undefined): boolean => value !== undefined && /^(?:1|true|yes|on)$/i.test(value);

/** The lock file of a tool in a folder, with the project file beside it; the project file alone where nothing is locked. */
const takeLock = (all: Gathering, tool: keyof typeof lockNames, placed: PlacedRun, span: Span, noDev = false): void => {
  const { run, words } = placed;
  const named = words.findIndex(({ text }) => /^(?:--directory|--project|-C|-P)$/.test(text));
  const option =
    named >= 0 ? words[named + 1]?.text : words.map(({ text }) => /^--(?:directory|project)=(.*)$/.exec(text)?.[1]).find(Boolean);
  const assigned = run.command.assignments.findLast(({ name }) => name === 'PIPENV_PIPFILE')?.value;
  const told = assigned?.literal ? assigned.text : run.step.environment.get('PIPENV_PIPFILE')?.value;
  const pipfile = tool === 'pipenv' ? told : undefined;
  const folder = pipfile
    ? absolute(placed.folder, `${pipfile}/..`)
    : option === undefined
      ? placed.folder
      : absolute(placed.folder, option);
  const at = { uri: all.image.facts.uri, span };
  const look = (name: string, as: NamedFile['as']) => lookUp(all, folder && absolute(folder, name), name, as, at, run);
  const project = tool === 'pipenv' ? look('Pipfile', 'path') : look('pyproject.toml', 'path');
  const lock = look(lockNames[tool], 'lock');
  const said = selectionOf(tool, words, noDev, project.facts);
  const forced = tool === 'pipenv' && yes(run.step.environment.get('PIPENV_DEV')?.value);
  const selection: Selection = forced ? { ...said, groups: new Set(['dev']) } : said;
  if (lock.facts) take(all, lock, project.facts, selection);
  else if (project.facts) {
    all.locked = false;
    take(all, project, undefined, selection);
    // What a resolver picks while the image is built may be anything, but what is asked for by name is known.
    if (lock.origin.is === 'unknown') all.complete = false;
  } else all.complete = false;
};

/** A requirements file that a command of the image wrote: `poetry export -o …`, `uv export > …`, `pipenv requirements > …`. */
const takeMade = (all: Gathering, file: NamedFile, by: Run, stage: Stage): void => {
  const placed = placedRuns(stage).find(({ run }) => run === by);
  const name = programOf(placed?.words[0]);
  const exporting = placed?.words.some(({ text }) => /^(?:export|requirements|lock)$/.test(text));
  if (!placed || !hasLock(name) || !exporting) {
    all.complete = false;
    return;
  }
  inStage(all, stage, (inner) => takeLock(inner, name, placed, file.at.span));
};

const optionOf = ({ options }: Installation, ...names: readonly string[]) => options.findLast(({ name }) => names.includes(name));

const takePip = (all: Gathering, placed: PlacedRun, installation: Installation): void => {
  const { run, folder } = placed;
  const { uri } = all.image.facts;
  for (const { path, as, known, span } of installation.files) {
    const at = { uri, span };
    if (!known) {
      all.complete = false;
      lookUp(all, undefined, path, as, at, run);
    } else if (as === 'requirements' || as === 'constraint') {
      const file = lookUp(all, absolute(folder, path), path, as, at, run);
      if (as === 'constraint') continue;
      if (file.origin.is === 'made') takeMade(all, file, file.origin.by, file.origin.stage);
      else take(all, file, undefined, /\.toml$/.test(path) ? selectionOf('pip', installation.words) : everything);
    } else if (/[*?]|\.(?:whl|tar\.gz|zip)$/.test(path)) takeWheels(all, absolute(folder, path), span, run);
    else if (/^(?:git|hg|svn|bzr)\+|:\/\//.test(path)) all.complete = false;
    else takeProject(all, absolute(folder, path), path, as, at, run);
  }
  const group = optionOf(installation, '--group');
  if (group?.value) takeGroup(all, placed, group.value, group.span);
};

const takeGroup = (all: Gathering, { run, folder }: PlacedRun, group: string, span: Span): void => {
  const file = lookUp(all, absolute(folder, 'pyproject.toml'), 'pyproject.toml', 'path', { uri: all.image.facts.uri, span }, run);
  take(all, file, undefined, { main: false, groups: new Set([group]), without: new Set(), extras: new Set() });
};

/** `pip install /wheels/*`: what another command, here or in a stage that is copied from, has put there. */
const takeWheels = (all: Gathering, path: string | undefined, span: Span, run: Run): void => {
  const makersIn = (stage: Stage) => placedRuns(stage).filter((one) => /^(?:wheel|download)$/.test(one.run.installation?.verb ?? ''));
  const stages = new Set(all.stage.copies.flatMap(({ stage }) => (stage && stage !== all.stage ? [stage] : [])));
  let made = makersIn(all.stage).length > 0;
  for (const stage of stages) {
    for (const placed of makersIn(stage)) {
      made = true;
      inStage(all, stage, (inner) => takeRun(inner, placed));
    }
  }
  if (made) return;
  all.complete = false;
  all.files.push({
    path: path ?? '',
    as: 'path',
    origin: { is: 'unknown' },
    uri: undefined,
    facts: undefined,
    at: { uri: all.image.facts.uri, span },
    run,
  });
};

/** Does something as another stage sees the files. */
const inStage = (all: Gathering, stage: Stage, work: (inner: Gathering) => void): void => {
  const inner = { ...all, stage };
  work(inner);
  all.complete = inner.complete;
  all.locked = inner.locked;
};

/** Tools that install others; a project does not need them locked. */
const tools = /^(?:pip|setuptools|wheel|pip-tools|pipenv|poetry|poetry-.*|uv|pdm|virtualenv|build|hatch)$/;

const takePackages = (all: Gathering, run: Run, installation: Installation | undefined): void => {
  for (const { name, version, specifier, extras, span } of installation?.packages ?? []) {
    const at = { uri: all.image.facts.uri, span };
    all.installed.push({ name, version, specifier, extras, marker: '', by: 'command', at, run, stage: all.stage });
    if (!tools.test(name)) all.locked = false;
  }
};

/** Adds what one command installs. */
export const takeRun = (all: Gathering, placed: PlacedRun): void => {
  const { run } = placed;
  const { installation } = run;
  if (isOpaque(placed)) all.complete = false;
  if (!installation || !pythonTools.has(installation.tool)) return;
  if (!installation.complete || !run.command.certain) all.complete = false;
  takePackages(all, run, installation);
  const { tool, verb, words } = installation;
  if (tool === 'pip') takePip(all, placed, installation);
  if (tool === 'pip' || tool === 'pipx' || (tool === 'uv' && words.some(({ text }) => text === 'tool'))) return;
  const variable = (name: string) => run.step.environment.get(name)?.value;
  const lists = tool === 'pipenv' ? installation.files.filter(({ as }) => as === 'requirements') : [];
  if (lists.length > 0) takePip(all, placed, { ...installation, files: lists });
  // `pipenv install gunicorn` alone adds to a Pipfile that may not be there yet.
  if (lists.length > 0 || !hasLock(tool) || verb === 'add' || (tool === 'pipenv' && verb === 'install' && installation.packages.length > 0))
    return;
  takeLock(all, tool, placed, installation.span, yes(variable('UV_NO_DEV')));
};
