import type { Launched } from '../../commands/launch.ts';
import type { Listen, Server, ServerCommand } from '../../commands/servers.ts';
import type { Stage } from '../../languages/dockerfile/facts.ts';
import { perMinded } from '../../languages/dockerfile/minded.ts';
import { anyOf, followed, naming, serverVariables, starts } from '../../languages/dockerfile/minds.ts';
import { startedBy } from '../../project/dockerfile/started.ts';
import type { Project } from '../../project/project.ts';
import type { Edit } from '../../text/edit.ts';
import { parent, resolve, type Uri } from '../../text/uri.ts';
import { appendWords } from '../reading/dockerfile/append.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { eased, startable } from '../reading/dockerfile/stages.ts';
import { hasNeighbour } from '../reading/neighbour.ts';
import { isLoopback } from '../reading/network.ts';
import { defineRule, type Finding, fix, replace, type Severity, type Subject } from '../rule.ts';

/** Other doors than an address. */
const elsewhere = /^(?:fd|uds|unix-socket|endpoint|insecure-bind|quic-bind|ipv6|socket)$/;
/** Programs that stand in front of a server, or start several. */
const proxies = /nginx|supervis|caddy|haproxy|apache|httpd|envoy|traefik|lighttpd|varnish|stunnel|s6-|circus|honcho|cloudflared|tailscale/i;

/** What each server does when nobody tells it where to listen, and how it is told. The rest listen everywhere. */
const defaults: Readonly<Partial<Record<Server, readonly string[]>>> = {
  uvicorn: ['--host', '0.0.0.0'],
  granian: ['--host', '0.0.0.0'],
  daphne: ['-b', '0.0.0.0'],
  gunicorn: ['--bind', '0.0.0.0:8000'],
  hypercorn: ['--bind', '0.0.0.0:8000'],
  runserver: ['0.0.0.0:8000'],
};
/** Servers whose host and port are told apart. */
const apart: ReadonlySet<Server> = new Set(['uvicorn', 'granian', 'daphne']);

/** In a container, 127.0.0.1 is the container and nobody else. */
export default defineRule({
  id: 'dockerfile/loopback-bind',
  title: 'The server can be reached from outside its container',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R16'],
  reads: 'dockerfile',
  by: 'build',
  wordsBelow: /cmd|entrypoint/i,
  minds: anyOf(followed, serverVariables, naming(/\w+_(?:HOST|UDS)\b/), proxies),
  *check(subject) {
    const seen = new Set<string>();
    for (const stage of startable(subject.facts)) {
      if (isOpen(stage)) continue;
      const launch = startedBy(subject.project, subject.facts, stage);
      // A proxy may be started beside it.
      if (!launch || launch.programs.some(({ words }) => proxies.test(words[0]?.text ?? ''))) continue;
      for (const program of launch.programs) {
        const { server } = program;
        const place = `${server?.program.uri} ${server?.program.span.from}`;
        if (!server || seen.has(place)) continue;
        const found = judge(subject, stage, program, server);
        if (!found) continue;
        seen.add(place);
        yield found;
      }
    }
  },
});

/** Whether all that a stage starts is told where to listen, and not there; what a script starts is looked at each time. */
const isOpen = perMinded(
  anyOf(starts, serverVariables),
  ({ launch }) =>
    launch?.server !== undefined &&
    !launch.script &&
    launch.programs.every(
      ({ server }) => !server || (server.listens.length > 0 && !server.listens.every((one) => isInside(server.server, one))),
    ),
);

const judge = (subject: Subject<'dockerfile'>, stage: Stage, program: Launched, server: ServerCommand): Finding | undefined => {
  const { uri, project } = subject;
  const { listens } = server;
  const home = server.program.uri ?? uri;
  const text = project.file(home)?.parsed.file.text;
  // The script that starts it is told at the line that starts the script.
  const start = [stage.cmd, stage.entrypoint].find((one) => one && stage.steps.some(({ instruction }) => instruction === one.instruction));
  if (text === undefined || (home !== uri && !start)) return undefined;
  // Variables have defaults, and may be given another value when the container starts.
  if (listens.some(({ span }) => text.slice(span.from, span.to).includes('$'))) return undefined;
  if (server.configs.length > 0 || server.options.some(({ name }) => elsewhere.test(name))) return undefined;
  if (isBehindProxy(stage)) return undefined;
  const told = listens.length > 0;
  if (told ? !listens.every((one) => isInside(server.server, one)) : mayBeTold(subject, stage, program, server)) return undefined;
  const words = defaults[server.server];
  const [first] = listens;
  // An ENTRYPOINT without CMD waits for more words.
  const unsure = !program.certain || stage.cmd === undefined || imageOf(subject, stage) === undefined;
  // Gunicorn goes by PORT, which many platforms set.
  const usual: Severity = !told && server.server === 'gunicorn' ? 'warning' : 'error';
  const written = first?.host !== undefined ? first : undefined;
  const place = { uri: home, span: written && written.span !== server.program.span ? written.span : server.program.span };
  const name = server.server === 'runserver' ? 'the development server' : server.program.text.replace(/^.*\//, '');
  const advice = written ? 'listen on `0.0.0.0`' : `add \`${words?.join(' ') ?? ''}\``;
  return {
    at: home === uri || !start ? place : { uri, span: start.span },
    ...(home === uri ? {} : { related: [{ at: place, message: 'It is started here' }] }),
    message: written
      ? `Inside a container ${written.host} is the container itself, so nothing outside reaches ${name}, published or not; ${advice}`
      : `${name[0]?.toUpperCase()}${name.slice(1)} listens on 127.0.0.1 ${usual === 'warning' ? 'where PORT is not set' : 'unless it is told otherwise'}, which inside a container is the container itself, so nothing outside reaches it; ${advice}`,
    severity: hasNeighbour(project, uri) ? 'hint' : eased(usual, unsure),
    fixes: () => {
      const edits = repair(text, stage, program, server);
      return edits.length > 0 ? [fix('Listen on every address of the container', false, home, ...edits)] : [];
    },
  };
};

const isInside = (server: Server, { host, path, protocol, known }: Listen): boolean => {
  if (!known || path !== undefined || protocol !== 'http') return false;
  if (host === undefined) return apart.has(server) || server === 'runserver';
  return isLoopback(host);
};

/** Something else in the container may take the requests. */
const isBehindProxy = (stage: Stage): boolean => {
  for (let at: Stage | undefined = stage; at; at = at.parent) {
    if (proxies.test(at.image.text)) return true;
    if (at.steps.some(({ instruction: { name, script } }) => /^(?:RUN|COPY|ADD|CMD|ENTRYPOINT)$/.test(name) && proxies.test(script.text)))
      return true;
  }
  return false;
};

/** Whether a server that is told nothing on its command line may be told all the same, or needs not to be. */
const mayBeTold = (
  { uri, project }: Subject<'dockerfile'>,
  { environment }: Stage,
  { words }: Launched,
  { server, target }: ServerCommand,
): boolean => {
  // Without an application, or with words of a variable, more comes from outside.
  if (defaults[server] === undefined || (target === undefined && server !== 'runserver') || words.some(({ known }) => !known)) return true;
  const open = (name: string) => environment.has(name) && environment.get(name)?.value === undefined;
  const prefix = server.toUpperCase();
  if (open(`${prefix}_HOST`) || open(`${prefix}_UDS`)) return true;
  if (server !== 'gunicorn') return false;
  return (
    open('PORT') || open('GUNICORN_CMD_ARGS') || !project.complete || hasFile(project, uri, 'gunicorn.conf.py') || isOnPlatform(project)
  );
};

/** Gunicorn reads this file from the folder it is started in. */
const hasFile = (project: Project, uri: Uri, name: string): boolean => {
  const near = [project.root, parent(uri), parent(parent(uri))];
  const below = project.list(project.root).flatMap((item) => (item.folder ? [resolve(project.root, item.name)] : []));
  return [...near, ...below].some((folder) => project.list(folder).some((item) => item.name === name));
};

/** Files of platforms that set PORT. */
const isOnPlatform = ({ root, list }: Project): boolean =>
  list(root).some(({ name }) =>
    /^(?:Procfile|heroku\.yml|app\.json|app\.ya?ml|render\.ya?ml|railway\.(?:json|toml)|cloudbuild\.ya?ml)$/.test(name),
  );

const repair = (text: string, stage: Stage, program: Launched, server: ServerCommand): readonly Edit[] => {
  const edits: Edit[] = [];
  for (const { host, port, span } of server.listens) {
    // What a variable says, the command line overrules.
    if (span === server.program.span) break;
    const place = host === undefined ? -1 : text.slice(span.from, span.to).indexOf(host);
    const from = span.from + place;
    if (host !== undefined && place >= 0) edits.push(replace({ from, to: from + host.length }, '0.0.0.0'));
    if (host === undefined && server.server === 'runserver' && port !== undefined) edits.push(replace(span, `0.0.0.0:${port}`));
  }
  const words = defaults[server.server];
  if (edits.length > 0 || !words) return edits;
  const edit = appendWords(stage, program, words);
  return edit ? [edit] : [];
};
