// What a container starts: the declared command over the image's, followed through scripts and supervisord.
import { type Launch, type Launched, launch } from '../../commands/launch.ts';
import { type Argument, inFile, type Lookup } from '../../commands/resolve.ts';
import { programOf } from '../../commands/wrappers.ts';
import type { Start } from '../../languages/dockerfile/facts.ts';
import { wordsOf } from '../../languages/dockerfile/launch.ts';
import type { SupervisordFacts } from '../../languages/supervisord/facts.ts';
import { baseName, slashPath, type Uri } from '../../text/uri.ts';
import { factsAt } from '../project.ts';
import { type Container, inFolder, scriptNamed, sourceOf } from './container.ts';
import type { Declaration, GivenWords } from './declaration.ts';
import type { DeployedEnvironment } from './deployment.ts';

/** The words of ENTRYPOINT or CMD, with their file. */
const fromImage = (start: Start | undefined, uri: Uri | undefined): GivenWords | undefined =>
  start && uri ? { words: wordsOf(start).map((word) => inFile(word, uri)), lines: [start], at: { uri, span: start.span } } : undefined;

export interface Started {
  readonly launch: Launch | undefined;
  /** The command that counts: what declares the container before the image's own. */
  readonly command: GivenWords | undefined;
}

/** What a declaration starts: puts entry point and command together. A declared entry point takes the image's command away, as Docker and Kubernetes do it. */
export const startedOf = (declaration: Declaration, container: Container, environment: DeployedEnvironment): Started => {
  const { image } = declaration;
  const uri = image?.facts.uri;
  const entrypoint = declaration.entrypoint ?? fromImage(image?.stage.entrypoint, uri);
  const command = declaration.command ?? (declaration.entrypoint ? undefined : fromImage(image?.stage.cmd, uri));
  const words = [...(entrypoint?.words ?? []), ...(command?.words ?? [])];
  const first = command ?? entrypoint;
  if (words.length === 0 || !first) return { launch: undefined, command: undefined };
  const lookup: Lookup = (name) => {
    const value = environment.get(name)?.value;
    return value?.state === 'known' ? value.value : value && null;
  };
  const lines = [...(entrypoint?.lines ?? []), ...(command?.lines ?? [])];
  // Whoever starts an image without a command gives one.
  const open = declaration.by === 'dockerfile' && command === undefined;
  const found = launch(words, { lookup, lines, span: first.at.span, open, script: (word) => scriptNamed(container, word) });
  const declared = declaration.command ?? declaration.entrypoint;
  return { launch: overlaid(supervised(found, container, lookup), container, lookup), command: declared ?? first };
};

/** Adds the services of s6-overlay, whose `/init` starts every `run` in its folders (https://github.com/just-containers/s6-overlay). */
const overlaid = (found: Launch, container: Container, lookup: Lookup): Launch => {
  const [init] = found.programs;
  if (found.server || init?.words[0]?.text !== '/init') return found;
  const programs = container.project.all.shell.flatMap(({ facts }): readonly Launched[] => {
    const path = /\/(etc\/(?:s6-overlay\/s6-rc\.d|services\.d|cont-init\.d)\/.*)$/.exec(slashPath(facts.uri))?.[1];
    if (!path || facts.template || sourceOf(container, `/${path}`) !== facts.uri) return [];
    const word = { text: facts.uri, known: true, span: { from: 0, to: 0 }, uri: facts.uri };
    const script = (one: Argument) => (one === word ? { uri: facts.uri, commands: facts.commands } : scriptNamed(container, one));
    return launch([word], { lookup, lines: [], script, span: word.span }).programs;
  });
  if (programs.length === 0) return found;
  const server = programs.findLast((one) => one.server)?.server;
  return { ...found, programs: [...found.programs, ...programs], server };
};

/** Where supervisord looks for its configuration when none is named (https://supervisord.org/configuration.html). */
const usual = ['/etc/supervisord.conf', '/etc/supervisor/supervisord.conf', '/etc/supervisor.conf'];

/** Adds what supervisord starts to what the container starts. */
const supervised = (found: Launch, container: Container, lookup: Lookup): Launch => {
  const supervisor = found.programs.findLast(({ words }) => programOf(words[0]) === 'supervisord');
  if (!supervisor) return found;
  const configuration = configurationOf(supervisor, container);
  const copied = copiedBy(found, container);
  const files = [...(configuration ? [configuration, ...includedBy(configuration, container)] : []), ...copied];
  if (files.length === 0 && (namedBy(supervisor) ?? debian) === debian)
    files.push(...inFolderOf('/etc/supervisor/conf.d/*.conf', container));
  if (files.length === 0) return { ...found, script: found.script ?? supervisor.words[0] };
  const programs = files.flatMap((facts) =>
    facts.programs
      .filter(({ autostart }) => autostart)
      .flatMap((program) => {
        const own = new Map(program.environment.map(({ name, value }) => [name, value.known ? value.text : undefined]));
        const words = program.words.map((word) => inFile(word, facts.uri));
        const started = launch(words, {
          lookup: (name) => (own.has(name) ? (own.get(name) ?? null) : lookup(name)),
          lines: [],
          span: program.span,
          script: (word) => scriptNamed(inFolder(container, program.directory?.known ? program.directory.text : container.folder), word),
        });
        return started.programs.map((one): Launched => ({ ...one, certain: supervisor.certain && one.certain }));
      }),
  );
  const all = [...found.programs, ...programs];
  return { ...found, programs: all, server: found.server ?? programs.find(({ server }) => server)?.server };
};

/** The file that Debian's package brings and that is read when none is named; it includes what lies in `conf.d` beside it. */
const debian = '/etc/supervisor/supervisord.conf';

/** The configuration that the command of supervisord names. */
const namedBy = ({ words }: Launched): string | undefined => {
  const at = words.findIndex(({ text }) => /^(?:-c|--configuration)(?:=|$)/.test(text));
  const word: Argument | undefined = words[at]?.text.includes('=') ? words[at] : words[at + 1];
  return at > 0 && word?.known ? word.text.replace(/^--configuration=/, '') : undefined;
};

const configurationOf = (supervisor: Launched, container: Container): SupervisordFacts | undefined => {
  const named = namedBy(supervisor);
  for (const path of named ? [named] : usual) {
    const facts = factsAt(container.project, sourceOf(container, path), 'supervisord');
    if (facts) return facts;
  }
  // Its path in the image may not be known, but its name may be the only one.
  const { supervisord } = container.project.all;
  const named_ = supervisord.filter(({ facts }) => named && baseName(facts.uri) === named.replace(/^.*\//, ''));
  return named_.length === 1 ? named_[0]?.facts : undefined;
};

/** What a start script copies to where supervisord looks: `cp web.conf /etc/supervisor/conf.d/`. */
const copiedBy = ({ programs }: Launch, container: Container): readonly SupervisordFacts[] =>
  programs.flatMap(({ words }) => {
    const [program, ...rest] = words;
    const paths = rest.filter(({ text }) => !text.startsWith('-'));
    if (!/^(?:cp|ln|install|mv)$/.test(programOf(program)) || !/\/supervisor/.test(paths.at(-1)?.text ?? '')) return [];
    return paths.slice(0, -1).flatMap(({ text }) => factsAt(container.project, sourceOf(container, text), 'supervisord') ?? []);
  });

/** The files that `[include]` names, as far as they are in the image by these names. */
const includedBy = (configuration: SupervisordFacts, container: Container): readonly SupervisordFacts[] =>
  configuration.includes.flatMap(({ text }) => inFolderOf(text, container).filter((facts) => facts !== configuration));

/** The files that a pattern of paths of the image names, as far as a copy brings them from the workspace. */
const inFolderOf = (text: string, container: Container): readonly SupervisordFacts[] => {
  const folder = text.replace(/\/[^/]*$/, '');
  const pattern = new RegExp(
    `^${text
      .replace(/^.*\//, '')
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')}$`,
  );
  const { project, image } = container;
  const names = new Set(project.all.supervisord.map(({ facts }) => baseName(facts.uri)));
  // A copy may give a file another name.
  for (let stage = image?.stage; stage; stage = stage.parent)
    for (const { destination } of stage.copies)
      if (destination?.known && destination.text.startsWith(`${folder}/`)) names.add(destination.text.slice(folder.length + 1));
  const found = [...names].flatMap((name) => {
    const facts = pattern.test(name) ? factsAt(project, sourceOf(container, `${folder}/${name}`), 'supervisord') : undefined;
    return facts ?? [];
  });
  return [...new Set(found)];
};
