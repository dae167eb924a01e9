// The Python environments a stage makes, and into which of them its packages go.
import { pythonTools } from '../../commands/installs.ts';
import { programOf } from '../../commands/wrappers.ts';
import type { Span } from '../../text/span.ts';
import { memo } from '../memo.ts';
import type { Run, Stage } from './facts.ts';
import { absolute, type PlacedRun, placedIn, placedRuns, userAt } from './files.ts';

/** A virtual environment. */
export interface PythonEnvironment {
  /** Nothing when its place is not known. */
  readonly path: string | undefined;
  readonly by: 'venv' | 'virtualenv' | 'uv' | 'pipenv' | 'poetry' | 'pdm';
  readonly run: Run;
  readonly span: Span;
}

/** Where packages are put: an environment, the interpreter's own folder, a user's folder, or a folder named on the command line. */
export type InstallTarget =
  | { readonly into: 'environment' | 'folder'; readonly path: string | undefined }
  | { readonly into: 'system' }
  | { readonly into: 'user'; readonly user: string | undefined };

const yes = (value: string | undefined): boolean => value !== undefined && /^(?:1|true|yes|on)$/i.test(value);

/** Programs that heed VIRTUAL_ENV; pip itself goes by the interpreter that PATH finds. */
const heeds = /^(?:uv|poetry|pipenv|pdm)$/;

/** The environment that a command without a path belongs to: one that its RUN activated, or the first of PATH. */
const activeAt = (stage: Stage, { run, words }: PlacedRun, made: readonly PythonEnvironment[]): string | undefined => {
  let activated: string | undefined;
  for (const before of placedIn(stage, run.step)) {
    if (before.run === run) break;
    if (!/^(?:\.|source)$/.test(before.words[0]?.text ?? '')) continue;
    const script = /^(.*)\/bin\/activate$/.exec(before.words[1]?.text ?? '')?.[1];
    if (script !== undefined) activated = absolute(before.folder, script);
  }
  if (activated) return activated;
  const { environment } = run.step;
  const known = new Set([...made, ...inherited(stage)].map((one) => one.path));
  const inPath = (environment.get('PATH')?.text ?? '')
    .split(':')
    .map((part) => /^(.*)\/bin\/?$/.exec(part)?.[1])
    .find((folder) => folder !== undefined && (known.has(folder) || /(?:^|\/)\.?v?env$/.test(folder)));
  return inPath ?? (heeds.test(programOf(words[0])) ? environment.get('VIRTUAL_ENV')?.value : undefined);
};

const inherited = (stage: Stage): readonly PythonEnvironment[] => (stage.parent ? environmentsOf(stage.parent) : []);

const projectEnvironment = ({ run, folder }: PlacedRun): Pick<PythonEnvironment, 'path' | 'by'> | undefined => {
  const { installation, step } = run;
  const variable = (name: string) => step.environment.get(name)?.value;
  const has = (...names: readonly string[]) => installation?.options.some(({ name }) => names.includes(name)) ?? false;
  const inProject = folder && absolute(folder, '.venv');
  switch (installation?.tool) {
    case 'uv': {
      if (installation.words.some(({ text }) => text === 'tool')) return undefined;
      const named = variable('UV_PROJECT_ENVIRONMENT');
      return { by: 'uv', path: has('--active') ? variable('VIRTUAL_ENV') : named ? absolute(folder, named) : inProject };
    }
    case 'pipenv':
      return has('--system') || yes(variable('PIPENV_SYSTEM'))
        ? undefined
        : { by: 'pipenv', path: yes(variable('PIPENV_VENV_IN_PROJECT')) ? inProject : undefined };
    case 'poetry':
      return { by: 'poetry', path: yes(variable('POETRY_VIRTUALENVS_IN_PROJECT')) ? inProject : undefined };
    case 'pdm':
      return { by: 'pdm', path: inProject };
    default:
      return undefined;
  }
};

/** `poetry config virtualenvs.create false` and its variable switch environments off for what follows. */
const withoutEnvironment = (stage: Stage, placed: PlacedRun): boolean => {
  const created = placed.run.step.environment.get('POETRY_VIRTUALENVS_CREATE')?.value;
  if (created !== undefined && !yes(created)) return true;
  return placedRuns(stage).some(({ run, words }) => {
    const text = words.map((word) => word.text).join(' ');
    return run.command.span.from < placed.run.command.span.from && /^\S*poetry config (?:\S+ )*virtualenvs\.create false/.test(text);
  });
};

/** The environments a stage makes itself, in order; those of the stage it is built on are its parent's. */
export const environmentsOf: (stage: Stage) => readonly PythonEnvironment[] = memo((stage: Stage) => {
  const out: PythonEnvironment[] = [];
  for (const placed of placedRuns(stage)) {
    const { run, words, folder } = placed;
    const texts = words.map(({ text }) => text);
    const name = programOf(words[0]);
    const module = /^python/.test(name) ? texts[texts.indexOf('-m') + 1] : name;
    const explicit = module === 'venv' || module === 'virtualenv' ? module : name === 'uv' && texts[1] === 'venv' ? 'uv' : undefined;
    if (explicit) {
      const from = explicit === 'uv' ? 2 : module === name ? 1 : texts.indexOf('-m') + 2;
      const at = words.findIndex(
        ({ text }, i) => i >= from && !text.startsWith('-') && !/^(?:-p|--python|--prompt)$/.test(texts[i - 1] ?? ''),
      );
      const word = words[at];
      const path = word
        ? word.known
          ? absolute(folder, word.text)
          : undefined
        : explicit === 'uv'
          ? folder && absolute(folder, '.venv')
          : undefined;
      if (word || explicit === 'uv') out.push({ path, by: explicit, run, span: (word ?? words[0])?.span ?? run.command.span });
      continue;
    }
    const project = projectEnvironment(placed);
    if (!project || (project.by === 'poetry' && withoutEnvironment(stage, placed))) continue;
    if (project.by !== 'uv' && activeAt(stage, placed, out) !== undefined) continue;
    if (!out.some((one) => one.path === project.path && one.path !== undefined)) out.push({ ...project, run, span: run.command.span });
  }
  return out;
});

const targetsIn = memo((_: Stage) => new Map<Run, InstallTarget | undefined>());
/** Where a command that installs Python packages puts them; nothing when it installs none. */
export const targetOf = (stage: Stage, run: Run): InstallTarget | undefined => {
  if (!run.installation) return undefined;
  const kept = targetsIn(stage);
  if (!kept.has(run)) kept.set(run, target(stage, run));
  return kept.get(run);
};
const target = (stage: Stage, run: Run): InstallTarget | undefined => {
  const { installation } = run;
  const placed = placedIn(stage, run.step).find((one) => one.run === run);
  if (!installation || !placed || !pythonTools.has(installation.tool)) return undefined;
  const option = (...names: readonly string[]) => installation.options.findLast(({ name }) => names.includes(name));
  const folder = option('-t', '--target', '--prefix', '--root');
  if (installation.tool === 'pip' && folder) return { into: 'folder', path: folder.value && absolute(placed.folder, folder.value) };
  if (installation.tool === 'pip' && option('--user')) return { into: 'user', user: userAt(stage, run.step) };
  const own = /^(\/.*)\/bin\/[^/]+$/.exec(installation.words[0]?.text ?? '')?.[1];
  if (own && installation.tool === 'pip') return /^\/usr(?:\/local)?$/.test(own) ? { into: 'system' } : { into: 'environment', path: own };
  const made = environmentsOf(stage).filter((one) => one.run.command.span.from < run.command.span.from);
  const project = projectEnvironment(placed);
  if (project && !(project.by === 'poetry' && withoutEnvironment(stage, placed))) {
    return { into: 'environment', path: project.by === 'uv' ? project.path : (activeAt(stage, placed, made) ?? project.path) };
  }
  if (option('--system') || yes(run.step.environment.get('UV_SYSTEM_PYTHON')?.value)) return { into: 'system' };
  const near = placed.folder && absolute(placed.folder, '.venv');
  const found = programOf(installation.words[0]) === 'uv' && made.some(({ path }) => path === near) ? near : undefined;
  const active = activeAt(stage, placed, made) ?? found;
  return active === undefined ? { into: 'system' } : { into: 'environment', path: active };
};
