// The server of a deployment: what its command line, its configuration files and its variables say together.
import type { Launch, Launched } from '../../commands/launch.ts';
import type { Argument } from '../../commands/resolve.ts';
import { type Listen, readAddress, type ServerCommand, type ServerOption } from '../../commands/servers.ts';
import { absent, dynamic, type Fact, known } from '../../languages/fact.ts';
import type { UwsgiFacts } from '../../languages/uwsgi/facts.ts';
import type { Location } from '../../text/span.ts';
import { baseName, type Uri } from '../../text/uri.ts';
import { factsAt, parsedAt } from '../project.ts';
import { type Container, sourceOf } from './container.ts';
import type { DeployedEnvironment, DeployedListen, DeployedServer } from './deployment.ts';
import { type GunicornValue, gunicornSettings, textSetting } from './gunicorn.ts';
import { type IniOptions, iniOptions } from './uwsgi.ts';

/** The server that a launch starts last, joined with its configuration; `home` is the file its command stands in. */
export const serverIn = (
  launch: Launch | undefined,
  container: Container,
  environment: DeployedEnvironment,
  home: Uri,
): DeployedServer | undefined => {
  const program = launch && serving(launch.programs);
  const command = program?.server;
  if (!program || !command) return undefined;
  const uri = command.program.uri ?? program.uri ?? home;
  const at = { uri, span: command.program.span };
  const option = (name: string): ServerOption | undefined => command.options.findLast((one) => one.name === name);
  const placed = (word: Argument | undefined): Fact<string> => (word ? fact(word, uri) : absent);
  const ini = command.server === 'uwsgi' ? iniFiles(command, container) : { files: [], complete: true };
  const options = iniOptions(ini.files, environment);
  const configuration = command.server === 'gunicorn' ? gunicornFile(command, container) : undefined;
  const settings = configuration?.settings ?? none;
  const chdir = option('chdir')?.value ?? option('app-dir')?.value;
  const folder = first(placed(chdir), options.last('chdir'), textSetting(settings, 'chdir'));
  const target = first(placed(command.target), textSetting(settings, 'wsgi_app'), options.last('module'), options.last('wsgi-file'));
  const counted = (by: ServerOption['by']): Fact<number> =>
    number(placed(command.options.findLast((one) => one.by === by && /^(?:workers|processes)$/.test(one.name))?.value));
  // Files come before variables: WEB_CONCURRENCY is but a default.
  const workers = first(
    counted('argument'),
    number(numeric(settings, 'workers')),
    number(options.last('processes')),
    counted('environment'),
  );
  const written = ini.complete && (configuration?.complete ?? true) && environment.based;
  return {
    kind: command.server,
    at,
    command,
    program,
    target,
    listens: listensOf(command, settings, options, uri),
    workers,
    reload: reloadOf(command, option, settings, at),
    folder: folder.state === 'known' ? folder.value : container.folder,
    ini: ini.files,
    configuration: configuration?.uri,
    complete: written && environment.complete,
    written,
  };
};

/** The program that serves: the last one that surely starts, else the last of those that may, when all are of one kind. */
const serving = (programs: readonly Launched[]): Launched | undefined => {
  const servers = programs.filter(({ server }) => server !== undefined);
  const sure = servers.findLast(({ certain }) => certain);
  if (sure) return sure;
  return servers.every(({ server }) => server?.server === servers[0]?.server?.server) ? servers.at(-1) : undefined;
};

const none: ReadonlyMap<string, Fact<GunicornValue>> = new Map();

const fact = (word: Argument, uri: Uri): Fact<string> => {
  const at = { uri: word.uri ?? uri, span: word.span };
  return word.known ? known(word.text, at) : dynamic(at);
};

/** The first that is written anywhere. */
const first = <T>(...facts: readonly Fact<T>[]): Fact<T> => facts.find(({ state }) => state !== 'absent') ?? absent;

const number = (one: Fact<string>): Fact<number> => {
  if (one.state !== 'known') return one;
  return /^\d{1,6}$/.test(one.value) ? known(Number(one.value), one.at) : dynamic(one.at);
};

const numeric = (settings: ReadonlyMap<string, Fact<GunicornValue>>, name: string): Fact<string> => {
  const found = settings.get(name) ?? absent;
  if (found.state !== 'known') return found;
  return typeof found.value === 'number' || typeof found.value === 'string' ? known(String(found.value), found.at) : dynamic(found.at);
};

const reloadOf = (
  command: ServerCommand,
  option: (name: string) => ServerOption | undefined,
  settings: ReadonlyMap<string, Fact<GunicornValue>>,
  at: Location,
): Fact<boolean> => {
  const written = option('reload') ?? option('py-autoreload') ?? option('noreload');
  if (written) return known(!written.off && written.name !== 'noreload', { uri: written.value?.uri ?? at.uri, span: written.span });
  if (command.server === 'runserver') return known(true, at);
  const found = settings.get('reload') ?? absent;
  if (found.state !== 'known') return found;
  return typeof found.value === 'boolean' ? known(found.value, found.at) : dynamic(found.at);
};

/** The options of uWSGI that listen. */
const sockets = ['http', 'http-socket', 'https', 'https-socket', 'socket'] as const;

/** Addresses of the command line come first; a file's are only taken where it names none. */
const listensOf = (
  command: ServerCommand,
  settings: ReadonlyMap<string, Fact<GunicornValue>>,
  options: IniOptions,
  uri: Uri,
): readonly DeployedListen[] => {
  // Servers that take host and port apart have a place for each.
  const port = /^(?:uvicorn|daphne|granian|waitress)$/.test(command.server)
    ? command.options.findLast(({ name }) => name === 'port')?.value
    : undefined;
  const own = command.listens.map((one) => {
    const found = listening(one, { uri: one.uri ?? uri, span: one.span }, one.known);
    return port && found.port.state === 'known'
      ? { ...found, port: known(found.port.value, { uri: port.uri ?? uri, span: port.span }) }
      : found;
  });
  const bind = settings.get('bind');
  // PORT only changes the default.
  const written = command.options.some(({ name }) => name === 'bind');
  if (bind && !written) return addressesIn(bind).map(([text, at]) => addressed(text, at, 'http'));
  const ini = options
    .all(...sockets)
    .map(({ name, value, at }) =>
      addressed(value.state === 'known' ? (value.value.split(',')[0] ?? '') : undefined, at, name === 'socket' ? 'uwsgi' : 'http'),
    );
  return [...own, ...ini];
};

const addressesIn = (bind: Fact<GunicornValue>): readonly (readonly [string | undefined, Location])[] => {
  if (bind.state === 'absent') return [];
  if (bind.state === 'dynamic' || typeof bind.value === 'number' || typeof bind.value === 'boolean') return [[undefined, bind.at]];
  return (typeof bind.value === 'string' ? [bind.value] : bind.value).map((text) => [text, bind.at]);
};

const addressed = (text: string | undefined, at: Location, protocol: DeployedListen['protocol']): DeployedListen => {
  if (text === undefined) return { host: dynamic(at), port: dynamic(at), path: absent, protocol };
  return listening({ protocol, ...readAddress(text.trim()) }, at, true);
};

const listening = (
  { host, port, path, protocol }: Pick<Listen, 'host' | 'port' | 'path' | 'protocol'>,
  at: Location,
  sure: boolean,
): DeployedListen => {
  if (path !== undefined) return { host: absent, port: absent, path: sure ? known(path, at) : dynamic(at), protocol };
  const isHost = host !== undefined && host !== '';
  return {
    host: isHost ? (/[$%{]/.test(host) ? dynamic(at) : known(host, at)) : sure ? absent : dynamic(at),
    port: port !== undefined ? known(port, at) : sure ? absent : dynamic(at),
    path: absent,
    protocol,
  };
};

/** The ini files that a command line or a variable names. One that is not found makes the answer incomplete. */
const iniFiles = (command: ServerCommand, container: Container): { readonly files: readonly UwsgiFacts[]; readonly complete: boolean } => {
  const files: UwsgiFacts[] = [];
  let complete = true;
  for (const word of command.configs) {
    const path = word.text.replace(/:[\w-]*$/, '');
    const found = word.known ? (factsAt(container.project, sourceOf(container, path), 'uwsgi') ?? onlyNamed(container, path)) : undefined;
    if (found) files.push(found);
    else complete = false;
  }
  return { files, complete };
};

/** The one uwsgi file of this name, where its place in the image is not known. */
const onlyNamed = ({ project }: Container, path: string): UwsgiFacts | undefined => {
  const name = path.replace(/^.*\//, '');
  const found = project.all.uwsgi.filter(({ facts }) => baseName(facts.uri) === name);
  return found.length === 1 ? found[0]?.facts : undefined;
};

interface GunicornFile {
  readonly uri: Uri;
  readonly settings: ReadonlyMap<string, Fact<GunicornValue>>;
  readonly complete: boolean;
}

/** `-c file`, `-c python:module`, or the gunicorn.conf.py in the folder where it is started. */
const gunicornFile = (
  command: ServerCommand,
  container: Container,
): GunicornFile | { readonly uri: undefined; readonly settings: typeof none; readonly complete: boolean } => {
  const [word] = command.configs;
  if (word && !word.known) return { uri: undefined, settings: none, complete: false };
  const written = word?.text.replace(/^file:/, '');
  const path = written?.startsWith('python:')
    ? `${written.slice('python:'.length).replaceAll('.', '/')}.py`
    : (written ?? 'gunicorn.conf.py');
  const uri = sourceOf(container, path);
  const parsed = parsedAt(container.project, uri, 'python');
  if (parsed) return { uri: parsed.file.uri, settings: gunicornSettings(parsed), complete: true };
  // Without `-c` there may be none; whether there is one in the folder is known only where the folder is.
  return { uri: undefined, settings: none, complete: word === undefined && (container.outside !== undefined || uri === undefined) };
};
