// The settings that a management command of a RUN loads, evaluated in the environment that the build gives it.
import { type ManageCommand, readManage } from '../../commands/manage.ts';
import { ofEachBuild } from '../../languages/dockerfile/each-stage.ts';
import type { DockerfileFacts, Run, Stage } from '../../languages/dockerfile/facts.ts';
import { placedIn } from '../../languages/dockerfile/files.ts';
import { mountsOf } from '../../languages/dockerfile/mounts.ts';
import { asRead } from '../../languages/dockerfile/moved.ts';
import type { Instruction } from '../../languages/dockerfile/parse.ts';
import { perOwn } from '../../languages/dockerfile/per-content.ts';
import { mayNameDjango } from '../../languages/dockerfile/stage-words.ts';
import { type Maybe, unknown } from '../../languages/maybe.ts';
import { memo } from '../../languages/memo.ts';
import { isInside, relative, type Uri } from '../../text/uri.ts';
import { type BuildContext, contextOf, sourceIn } from '../dockerfile/context.ts';
import { rememberedAt, rememberedOfEach } from '../dockerfile/remember.ts';
import type { Project } from '../project.ts';
import { djangoProjects } from '../settings/django.ts';
import type { World } from '../settings/evaluate/runtime.ts';
import { moduleIn } from '../settings/modules.ts';
import { releaseOf } from '../settings/release.ts';
import type { DjangoProject, SettingsView } from '../settings/view.ts';
import { evaluatorIn, viewIn } from '../settings/view-of.ts';
import { sourceOf } from './container.ts';

/** A management command of the build with the settings it loads. */
export interface BuildSettings {
  /** What it does: `collectstatic`. */
  readonly verb: string;
  /** Where it stands; a stage that has moved is read when these are asked for. */
  readonly run: Run;
  readonly manage: ManageCommand;
  readonly django: DjangoProject;
  readonly view: SettingsView;
  /** The same settings where every variable may be set. */
  readonly free: SettingsView;
  /** The variables that were asked for and are surely not set. */
  readonly unset: ReadonlySet<string>;
  /** The variables that the build sets, with their values where they are known. */
  readonly set: ReadonlyMap<string, string | undefined>;
}

/** What any process has, or may have by its base image. */
const always =
  /^(?:PATH|HOME|HOSTNAME|PWD|OLDPWD|USER|LOGNAME|SHELL|TERM|LANG|LC_\w+|TZ|PYTHON\w*|GPG_KEY|VIRTUAL_ENV|SOURCE_DATE_EPOCH|\w+_PROXY|\w+_proxy)$/;
/** Commands that read variables from where they are not seen. */
const opaque = /^(?:\.|source|eval|dotenv|direnv|chamber|doppler|infisical|vault|op)$/;

/** What holds of such a command wherever its stage moves. */
interface Found extends Omit<BuildSettings, 'run' | 'manage'> {
  /** Which of the commands of its stage it is. */
  readonly at: number;
}

class OneBuild implements BuildSettings {
  readonly verb: string;
  readonly django: DjangoProject;
  readonly view: SettingsView;
  readonly free: SettingsView;
  readonly unset: ReadonlySet<string>;
  readonly set: ReadonlyMap<string, string | undefined>;
  readonly #stage: Stage;
  readonly #at: number;

  constructor(stage: Stage, { at, verb, django, view, free, unset, set }: Found) {
    this.verb = verb;
    this.django = django;
    this.view = view;
    this.free = free;
    this.unset = unset;
    this.set = set;
    this.#stage = stage;
    this.#at = at;
  }
  get run(): Run {
    return this.#stage.runs[this.#at] as Run;
  }
  get manage(): ManageCommand {
    return readManage(this.run.words) as ManageCommand;
  }
}

const callsManage = perOwn(
  (stage: Stage): boolean => mayNameDjango(stage) && stage.runs.some(({ words }) => readManage(words) !== undefined),
);

/**
 * For each command of a stage that is one of Django's: its settings, seen with what ENV, ARG, the command itself and earlier commands
 * of its RUN set. Nothing where the module is not known, or where variables may come from what is not seen.
 */
export const settingsInBuild = (project: Project, facts: DockerfileFacts, stage: Stage): readonly BuildSettings[] => {
  const { base } = stage;
  if (!project.complete || !base || base.family === 'other' || facts.template || !callsManage(stage)) return nothing;
  const found = foundIn(project, facts, stage);
  return found.length === 0 ? nothing : found.map((one) => new OneBuild(stage, one));
};
const nothing: readonly never[] = [];

/** One object for as long as the context and the Django projects are the same. */
const groundOf = (context: BuildContext, projects: readonly DjangoProject[]): object => {
  const latest = grounds(context);
  if (latest.projects !== projects || !latest.ground) {
    latest.projects = projects;
    latest.ground = {};
  }
  return latest.ground;
};
const grounds = memo((_: BuildContext): { projects?: readonly DjangoProject[]; ground?: object } => ({}));

const groundIn = (project: Project, facts: DockerfileFacts): object => groundOf(contextOf(project, facts), djangoProjects(project));
/** What a command of the build sees, other instructions than those that build have no part in. */
const deedOf = ({ deed }: Stage): object => deed;
/** Kept for as long as the stage builds the same, wherever it moves: in a large file hundreds of stages have such a command. */
const foundIn = rememberedAt(
  deedOf,
  (project: Project, facts: DockerfileFacts, stage: Stage): readonly Found[] => {
    if (djangoProjects(project).length === 0) return nothing;
    return stage.runs.flatMap((run, i) => {
      const manage = readManage(run.words);
      return manage?.verb.known ? (settingsAt(project, facts, stage, run, i, manage) ?? nothing) : nothing;
    });
  },
  groundIn,
);
const foundInEach = rememberedOfEach(
  ofEachBuild((stage) => (callsManage(stage) ? deedOf(stage) : noCommands)),
  (project, facts, stage) => (callsManage(stage) ? foundIn(project, facts, stage) : nothing),
  groundIn,
);
const noCommands: object = {};

/** The same of all stages of a file that have any such commands. */
export const settingsInBuilds = (project: Project, facts: DockerfileFacts): readonly (readonly [Stage, readonly BuildSettings[]])[] => {
  if (!project.complete || facts.template) return nothing;
  const out: (readonly [Stage, readonly BuildSettings[]])[] = [];
  for (const [i, found] of foundInEach(project, facts).entries()) {
    const stage = found.length > 0 ? facts.stages[i] : undefined;
    if (stage?.base && stage.base.family !== 'other') out.push([stage, found.map((one) => new OneBuild(stage, one))]);
  }
  return out;
};

const settingsAt = (
  project: Project,
  facts: DockerfileFacts,
  stage: Stage,
  run: Run,
  index: number,
  manage: ManageCommand,
): Found | undefined => {
  const set = variablesOf(stage, run);
  if (!set) return undefined;
  const named = manage.settings ?? undefined;
  if (named && !named.known) return undefined;
  const given = named?.text ?? (set.has('DJANGO_SETTINGS_MODULE') ? set.get('DJANGO_SETTINGS_MODULE') : null);
  if (given === undefined) return undefined;
  const found = moduleOf(project, facts, stage, manage, given);
  if (!found) return undefined;
  const { django, uri } = found;
  const asked = set.has('DJANGO_CONFIGURATION') ? set.get('DJANGO_CONFIGURATION') : undefined;
  const { world, unset } = worldOf(project, django.root, facts, stage, run, index, set);
  const view = viewIn(evaluatorIn(project, world), uri, 'production', asked);
  const module = django.modules.find((one) => one.uri === uri);
  const free = module && django.view(module, 'production');
  if (!view || !free || mayReadFile(project, facts, view)) return undefined;
  return { at: index, verb: manage.verb.text, django, view, free, unset, set };
};

/** The variables that a command sees; nothing where more may be set than is seen. */
const variablesOf = (stage: Stage, run: Run): ReadonlyMap<string, string | undefined> | undefined => {
  const set = new Map<string, string | undefined>();
  for (const { name, value } of run.step.environment.values()) set.set(name, value);
  for (const { type, options } of mountsOf(run.step.instruction)) {
    if (type !== 'secret') continue;
    // A secret as a file may be one of variables; `env` makes a variable of it.
    const env = options.find(({ name }) => name === 'env')?.value;
    if (env === undefined) return undefined;
    set.set(env, undefined);
  }
  const placed = placedIn(stage, run.step);
  for (const { run: before } of placed) {
    const [first, ...rest] = before.command.words;
    if (first && opaque.test(first.text)) return undefined;
    const exported = first?.text === 'export' ? rest : [];
    for (const { text } of exported) {
      const name = /^(\w+)(?:=(.*))?$/s.exec(text);
      if (name?.[1]) set.set(name[1], undefined);
    }
    if (!first || before === run)
      for (const { name, value } of before.command.assignments) set.set(name, value.literal ? value.text : undefined);
    if (before === run) break;
  }
  for (const { text } of run.given) {
    const pair = /^([A-Za-z_]\w*)=(.*)$/s.exec(text);
    if (pair?.[1]) set.set(pair[1], pair[2]);
    if (opaque.test(text) || /^--env-file/.test(text)) return undefined;
  }
  return set;
};

/** The file of the settings module: by its name, or by what manage.py sets. */
const moduleOf = (project: Project, facts: DockerfileFacts, stage: Stage, manage: ManageCommand, given: string | null) => {
  const container = {
    project,
    image: { facts, stage, by: 'build' as const, at: { uri: facts.uri, span: stage.from.content } },
    volumes: [],
    folder: stage.workdir?.known ? stage.workdir.text : undefined,
    outside: undefined,
  };
  const near = sourceOf(container, /manage\.py$/.test(manage.program.text) ? manage.program.text : 'manage.py');
  const projects = djangoProjects(project);
  const first = near ? projects.filter(({ manage: own, root }) => own === near || root === near || isInside(root, near)) : [];
  for (const django of first.length > 0 ? first : projects.length === 1 ? projects : []) {
    const own = django.manage && project.file(django.manage)?.facts;
    const naming =
      own && 'namings' in own ? own.namings.filter(({ variable, testing }) => variable === 'DJANGO_SETTINGS_MODULE' && !testing) : [];
    const name = given ?? (naming.length === 1 ? naming[0]?.text : undefined);
    const uri = name === undefined ? undefined : moduleIn(project, django.root, name);
    if (uri) return { django, uri };
  }
  return undefined;
};

interface BuildWorld {
  readonly world: World;
  readonly unset: Set<string>;
}
/** The worlds of the commands of an instruction, which outlive the stage: what modules evaluate to hangs on them. */
const worlds = memo((_: Instruction) => new Map<number, { readonly key: readonly unknown[]; readonly made: BuildWorld }>());

const worldOf = (
  project: Project,
  folder: Uri,
  facts: DockerfileFacts,
  stage: Stage,
  run: Run,
  index: number,
  set: ReadonlyMap<string, string | undefined>,
): BuildWorld => {
  const { requirements } = project.all;
  const slots = worlds(asRead(run.step.instruction));
  const nth = index - stage.runs.findIndex(({ step }) => step === run.step);
  const key = [requirements, folder, facts.uri, JSON.stringify([...set])];
  const kept = slots.get(nth);
  if (kept?.key.every((one, i) => one === key[i])) return kept.made;
  const unset = new Set<string>();
  const world: World = {
    role: 'production',
    name: `build ${facts.uri} ${stage.index} ${index}`,
    environment(name): Maybe<string | undefined> {
      if (set.has(name)) return set.get(name) ?? unknown;
      if (always.test(name)) return unknown;
      unset.add(name);
      return undefined;
    },
    release: (name) => releaseOf({ all: { requirements } }, folder, name),
  };
  const made = { world, unset };
  slots.set(nth, { key, made });
  return made;
};

/** What reads variables from a file. */
const readers = /\bdecouple\b|\bread_env(?:file)?\b|\b(?:load_dotenv|dotenv_values|find_dotenv)\b|\bdotenv\b/;

/** Whether settings read a file of variables that may lie in the image: `.env` comes with the context unless the ignore file leaves it out. */
const mayReadFile = (project: Project, facts: DockerfileFacts, view: SettingsView): boolean => {
  const texts = view.files.map((uri) => project.file(uri)?.parsed.file.text ?? '');
  if (!texts.some((text) => readers.test(text))) return false;
  const context = contextOf(project, facts);
  const paths = [
    '.env',
    ...project.all.dotenv.flatMap(({ facts: { uri } }) => (isInside(context.folder, uri) ? [relative(context.folder, uri)] : [])),
  ];
  return paths.some((path) => sourceIn(project, context, path)?.ignored !== true);
};
