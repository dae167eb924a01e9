// Every place of a project that starts the old server: in images, Compose files, manifests, scripts, supervisord.
import type { Launched } from '../../commands/launch.ts';
import { type Argument, inFile } from '../../commands/resolve.ts';
import type { ServerCommand } from '../../commands/servers.ts';
import type { Knowledge } from '../../knowledge/entry.ts';
import type { DockerfileFacts } from '../../languages/dockerfile/facts.ts';
import { unknown } from '../../languages/maybe.ts';
import type { UwsgiFacts } from '../../languages/uwsgi/facts.ts';
import type { DeployedImage, Deployment } from '../../project/deployment/deployment.ts';
import { deploymentsOf } from '../../project/deployment/deployments.ts';
import { imageRequirements } from '../../project/dockerfile/requirements.ts';
import type { Project } from '../../project/project.ts';
import { expand } from '../../project/uwsgi/expand.ts';
import { includedFrom, type World, worldOf } from '../../project/uwsgi/world.ts';
import { baseName, type Uri } from '../../text/uri.ts';
import type { OldOption } from './old-option.ts';
import type { Origin } from './plan.ts';
import { belongsTo } from './requirements.ts';

/** One place that starts the old server. */
export interface Start {
  /** The words of its command, each with its file. */
  readonly words: readonly (Argument & { readonly uri: Uri })[];
  readonly command: ServerCommand;
  readonly options: readonly OldOption[];
  /** The files of uWSGI it reads, the included ones too. */
  readonly files: readonly Uri[];
  /** Those that it starts, the weightiest first; none for a command that only its own file shows. */
  readonly deployments: readonly Deployment[];
  readonly deployment: Deployment | undefined;
  readonly image: DeployedImage | undefined;
  /** False when options may be missing: a file that could not be followed. */
  readonly complete: boolean;
}

interface Raw {
  readonly program: Launched;
  readonly command: ServerCommand;
  readonly home: Uri;
  readonly deployment: Deployment | undefined;
  readonly image: DeployedImage | undefined;
}

const nobody = { deployment: undefined, image: undefined };

/** Whether a command of the Dockerfile installs it, by any tool. */
const installs = ({ stages }: DockerfileFacts, from: Origin): boolean =>
  stages.some(({ runs }) => runs.some(({ installation }) => installation?.packages.some(({ name }) => name.startsWith(from))));

/** Whether an image installs the old server: what a script may start says little of the images that merely have the script. */
const hasServer = (project: Project, { facts, stage }: DeployedImage, from: Origin, certain: boolean): boolean => {
  const { byName, complete } = imageRequirements(project, facts, stage);
  if ([...byName.keys()].some((name) => belongsTo(from, name)) || installs(facts, from)) return true;
  // A bare distribution without Python has no server of ours, whatever its scripts say.
  const bare = /^(?:alpine|debian|ubuntu|nginx|node)$/.test(stage.base?.family ?? '');
  return certain ? !bare || !complete : !complete && stage.base?.family === 'python';
};

/** All of them, deployments first; each place once. */
export const startsOf = (project: Project, from: Origin, knowledge: Knowledge): readonly Start[] => {
  const raw: Raw[] = [];
  const deployments = deploymentsOf(project);
  for (const deployment of deployments) {
    const { server, image } = deployment;
    if (server?.kind !== from) continue;
    const runs = !image || hasServer(project, image, from, server.program.certain);
    const { program, command } = server;
    raw.push({ program, command, home: deployment.at.uri, ...(runs ? { deployment, image } : nobody) });
  }
  const add = (programs: readonly Launched[], home: Uri, image: DeployedImage | undefined) => {
    for (const program of programs) {
      const command = program.server;
      if (command?.server !== from) continue;
      const starts = ({ server, launch }: Deployment) => server?.kind === from && launch?.programs.some(({ uri }) => uri === home);
      raw.push({ program, command, home, deployment: image ? undefined : deployments.find(starts), image });
    }
  };
  for (const { facts } of project.all.dockerfile) {
    if (facts.template) continue;
    for (const stage of facts.stages)
      add(stage.launch?.programs ?? [], facts.uri, { facts, stage, by: 'build', at: { uri: facts.uri, span: stage.span } });
  }
  for (const { facts } of project.all.shell) if (!facts.template) add(facts.launch.programs, facts.uri, undefined);
  for (const { facts } of project.all.supervisord)
    if (!facts.template) for (const { launch } of facts.programs) add(launch?.programs ?? [], facts.uri, undefined);
  const found = new Map<string, Start & { readonly deployments: Deployment[] }>();
  for (const one of raw) {
    const { home, program, command, deployment, image } = one;
    const words = program.words.map((word) => inFile(word, word.uri ?? program.uri ?? home));
    const key = words.map(({ uri, span }) => `${uri} ${span.from}`).join(' ');
    const before = found.get(key);
    if (before) {
      if (deployment && !before.deployments.includes(deployment)) before.deployments.push(deployment);
      continue;
    }
    const read =
      from === 'uwsgi' ? uwsgiOptions(project, one, knowledge) : { options: plainOptions(command, home), files: [], complete: true };
    found.set(key, { words, command, deployments: deployment ? [deployment] : [], deployment, image, ...read });
  }
  return [...found.values()];
};

/** The options of a command line that no catalogue of uWSGI knows. */
const plainOptions = ({ options, program }: ServerCommand, home: Uri): readonly OldOption[] =>
  options.map(({ name, value, span }) => ({
    key: name,
    names: [name],
    entry: undefined,
    value: value?.known === false ? undefined : (value?.text ?? ''),
    written: value?.text ?? '',
    shell: undefined,
    at: { uri: value?.uri ?? program.uri ?? home, span },
    certain: true,
    used: false,
  }));

/** Files of uWSGI that nobody is seen to start, each as a start without a place; parts of others do not count. */
export const looseStarts = (project: Project, knowledge: Knowledge): readonly Start[] =>
  project.all.uwsgi
    .filter(({ facts }) => includedFrom(facts.uri, project).length === 0)
    .map(({ facts }) => {
      const span = { from: 0, to: 0 };
      const program = { text: 'uwsgi', known: true, span, uri: facts.uri };
      const command: ServerCommand = {
        server: 'uwsgi',
        program,
        target: undefined,
        listens: [],
        options: [],
        configs: [],
        through: [],
        span,
      };
      const read = fromFile(facts, 'uwsgi', worldOf(project), project, knowledge);
      return { words: [], command, deployments: [], deployment: undefined, image: undefined, ...read };
    });

const uwsgiOptions = (
  project: Project,
  { command, deployment, image, home }: Raw,
  knowledge: Knowledge,
): Pick<Start, 'options' | 'files' | 'complete'> => {
  const environment = deployment?.environment;
  const world: World = {
    ...worldOf(project),
    environment: (name) => {
      // What an image starts by itself has what the image sets, and nothing else.
      if (!environment && image) return image.stage.environment.get(name)?.value;
      const value = environment?.get(name)?.value;
      if (!value) return environment?.complete ? undefined : unknown;
      return value.state === 'known' ? value.value : unknown;
    },
  };
  const options: OldOption[] = [];
  for (const { name, value, at } of environment?.all ?? []) {
    const key = /^UWSGI_(.+)$/.exec(name)?.[1]?.toLowerCase().replaceAll('_', '-');
    if (key === undefined || !knowledge.find('uwsgi-option', key)) continue;
    const text = value.state === 'known' ? value.value : undefined;
    options.push(optionFrom(key, text, text ?? '', at, knowledge));
  }
  const files: Uri[] = [];
  let complete = true;
  for (const word of command.configs) {
    const [, path = '', section] = /^(.*?)(?::([\w-]+))?$/s.exec(word.text) ?? [];
    const facts = fileNamed(project, deployment, path);
    if (!facts) {
      complete = false;
      continue;
    }
    const read = fromFile(facts, section ?? 'uwsgi', world, project, knowledge);
    options.push(...read.options);
    files.push(...read.files);
    if (!read.complete) complete = false;
  }
  for (const { name, value, by, span } of command.options) {
    if (by !== 'argument' || /^(?:ini|config)$/.test(name)) continue;
    const uri = value?.uri ?? command.program.uri ?? home;
    const shell = value && shellText(project.file(uri)?.parsed.file.text.slice(value.span.from, value.span.to));
    options.push(optionFrom(name, value?.text ?? '', value?.text ?? '', { uri, span }, knowledge, value?.known ?? true, shell));
  }
  return { options, files, complete };
};

const optionFrom = (
  key: string,
  value: string | undefined,
  written: string,
  at: OldOption['at'],
  knowledge: Knowledge,
  known = true,
  shell?: string,
): OldOption => ({
  ...named(key, knowledge),
  value: known ? value : undefined,
  written,
  shell,
  at,
  certain: true,
  used: false,
});

const named = (key: string, knowledge: Knowledge): Pick<OldOption, 'key' | 'entry' | 'names'> => {
  const entry = knowledge.find('uwsgi-option', key);
  return { key, entry, names: entry ? [key, entry.name, entry.canonical, ...entry.aliases] : [key] };
};

/** The words of a shell in which a variable stands; of `--http=$HOST:$PORT` what is behind the sign. */
const shellText = (text: string | undefined): string | undefined => (text?.includes('$') ? text.replace(/^--?[\w-]+=/, '') : undefined);

const fileNamed = (project: Project, deployment: Deployment | undefined, path: string): UwsgiFacts | undefined => {
  const all = project.all.uwsgi;
  const place = deployment?.outside(path);
  const exact = place && all.find(({ facts }) => facts.uri === place)?.facts;
  if (exact) return exact;
  const same = all.filter(({ facts }) => baseName(facts.uri) === path.replace(/^.*\//, ''));
  return same.length === 1 ? same[0]?.facts : undefined;
};

/** Lines that only decide about others. */
const logic = /^(?:if-?[a-z-]*|for(?:-[a-z]+)?|end-?(?:if|for)|end|else)$/;

const fromFile = (
  facts: UwsgiFacts,
  section: string,
  world: World,
  project: Project,
  knowledge: Knowledge,
): Pick<Start, 'options' | 'files' | 'complete'> => {
  const { stored, open, files } = expand(facts, world, knowledge, section);
  const used = new Set(files.flatMap((uri) => [...(project.all.uwsgi.find((one) => one.facts.uri === uri)?.facts.used.keys() ?? [])]));
  const options = stored.map((one): OldOption => {
    const { uri, line } = one.option;
    const value = one.value === unknown ? undefined : one.value;
    return {
      ...named(one.key, knowledge),
      value,
      written: one.option.value.text,
      shell: undefined,
      at: { uri, span: line },
      certain: one.certain || logic.test(one.key),
      used: used.has(one.key),
    };
  });
  return { options, files, complete: !open };
};
