import type { ShellCommand } from '../../commands/command.ts';
import { type Argument, resolveWords } from '../../commands/resolve.ts';
import type { Server } from '../../commands/servers.ts';
import { programOf } from '../../commands/wrappers.ts';
import type { Stage, Start } from '../../languages/dockerfile/facts.ts';
import { imageRequirements } from '../../project/dockerfile/requirements.ts';
import { startedBy } from '../../project/dockerfile/started.ts';
import { insert, replace } from '../../text/edit.ts';
import { askWithPython, asList, lacksProgram } from '../reading/dockerfile/check-program.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { shippedStages } from '../reading/dockerfile/shipped.ts';
import { listed } from '../reading/listed.ts';
import { defineRule, type Finding, type Fix, fix, type Subject } from '../rule.ts';

/** A health check that cannot succeed takes a good container down; one that cannot fail is none. */
export default defineRule({
  id: 'dockerfile/healthcheck-broken',
  title: 'The health check asks the server, and hears its answer',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R46'],
  reads: 'dockerfile',
  by: 'stage',
  wordsBelow: /healthcheck/i,
  *check(subject) {
    const seen = new Set<Start>();
    for (const stage of shippedStages(subject)) {
      const start = stage.healthcheck?.command;
      if (!start || seen.has(start)) continue;
      seen.add(start);
      for (const command of start.commands) {
        const words = resolveWords(command.words, (name) => stage.environment.get(name)?.value);
        const found =
          toolMissing(subject, stage, start, command, words) ??
          wrongPort(subject, stage, words) ??
          moduleMissing(subject, stage, words) ??
          deaf(subject, start, words);
        if (found) yield found;
      }
    }
  },
});

const isHttp = (words: readonly Argument[]): boolean => /^(?:curl|wget)$/.test(programOf(words[0]));
const isPython = (words: readonly Argument[]): boolean => /^python[\d.]*$/.test(programOf(words[0]));

const own = /\bhttps?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(\d+))?(?=[/?'"\s)]|$)[^\s'")]*/;

/** The address of the container itself that a word holds. */
const addressIn = (words: readonly Argument[]): { readonly url: string; readonly port: number; readonly word: Argument } | undefined => {
  for (const word of words) {
    const match = word.known ? own.exec(word.text) : null;
    if (match) return { url: match[0], port: Number(match[1] ?? (match[0].startsWith('https') ? 443 : 80)), word };
  }
  return undefined;
};

const toolMissing = (
  subject: Subject<'dockerfile'>,
  stage: Stage,
  start: Start,
  command: ShellCommand,
  words: readonly Argument[],
): Finding | undefined => {
  const { uri } = subject;
  const [program] = words;
  if (!program || !isHttp(words) || program.text.includes('/') || !lacksProgram(subject, stage, program.text)) return undefined;
  const address = addressIn(words);
  return {
    at: { uri, span: program.span },
    message: `There is no \`${program.text}\` in this image, so every check fails and the container counts as unhealthy; ask with Python, which is there, or install \`${program.text}\``,
    severity: command.certain ? 'error' : 'warning',
    fixes: () =>
      imageOf(subject, stage)?.python && address && !address.url.startsWith('https') && isWhole(start, words)
        ? [withPython(subject, start, address.url)]
        : [],
  };
};

/** Nothing else belongs to the check than the call, and perhaps `|| exit 1`. */
const isWhole = ({ commands }: Start, words: readonly Argument[]): boolean =>
  commands.length <= 2 && commands[0]?.words[0]?.span.from === words[0]?.span.from && (commands[1]?.words[0]?.text ?? 'exit') === 'exit';

const withPython = ({ uri }: Subject<'dockerfile'>, start: Start, url: string): Fix =>
  fix('Ask with Python', false, uri, replace(start.span, asList(askWithPython(url))));

/** The port each server listens on when nobody tells it. */
const usual: Readonly<Partial<Record<Server, number>>> = {
  uvicorn: 8000,
  gunicorn: 8000,
  daphne: 8000,
  hypercorn: 8000,
  granian: 8000,
  runserver: 8000,
  waitress: 8080,
};

const proxies = /nginx|supervis|caddy|haproxy|httpd|apache|envoy|traefik/;

const wrongPort = ({ uri, facts, project }: Subject<'dockerfile'>, stage: Stage, words: readonly Argument[]): Finding | undefined => {
  const address = addressIn(words);
  const launch = startedBy(project, facts, stage);
  const server = launch?.server;
  if (!address || !server || launch.script || !project.complete || (!isHttp(words) && !isPython(words))) return undefined;
  // With a proxy or a second server beside it, another may answer.
  const servers = launch.programs.filter((one) => one.server);
  const main = servers[0];
  if (
    servers.length !== 1 ||
    !main?.certain ||
    launch.programs.some(({ server: one, words: list }) => !one && list.some(({ text }) => proxies.test(text)))
  )
    return undefined;
  if (server.configs.length > 0 || main.words.some(({ known }) => !known)) return undefined;
  const port = usual[server.server];
  const told = server.listens.map((one) => one.port ?? port);
  if (server.listens.some(({ known, path }) => !known || path !== undefined) || told.some((one) => one === undefined)) return undefined;
  if (told.length === 0 && (port === undefined || server.server === 'gunicorn' || stage.environment.has('PORT'))) return undefined;
  const ports = told.length > 0 ? told : [port];
  if (ports.includes(address.port)) return undefined;
  const at = address.word.text.indexOf(`:${address.port}`);
  const plain = address.word.span.to - address.word.span.from === address.word.text.length;
  const span =
    plain && at >= 0
      ? { from: address.word.span.from + at + 1, to: address.word.span.from + at + 1 + String(address.port).length }
      : address.word.span;
  const right = ports[0];
  return {
    at: { uri, span },
    message: `The health check asks port ${address.port}, but ${server.server} listens on ${listed(ports.map(String))}, so every check fails and the container counts as unhealthy; ask port ${right}`,
    fixes: () => (ports.length === 1 && plain && at >= 0 ? [fix(`Ask port ${right}`, true, uri, replace(span, String(right)))] : []),
  };
};

/** Modules that are no part of Python, and the distribution that brings each. */
const modules: Readonly<Record<string, string>> = { requests: 'requests', httpx: 'httpx', urllib3: 'urllib3', aiohttp: 'aiohttp' };

const moduleMissing = ({ uri, facts, project }: Subject<'dockerfile'>, stage: Stage, words: readonly Argument[]): Finding | undefined => {
  const code = isPython(words) ? words[words.findIndex(({ text }) => text === '-c') + 1] : undefined;
  const name = /\b(?:import|from)\s+(requests|httpx|urllib3|aiohttp)\b/.exec(code?.text ?? '')?.[1];
  if (!code || !name) return undefined;
  const { byName, complete, locked, installed } = imageRequirements(project, facts, stage);
  if (!complete || !locked || installed.length === 0 || byName.has(modules[name] ?? '')) return undefined;
  return {
    at: { uri, span: code.span },
    message: `The check imports \`${name}\`, which no lock file of this image has, so it fails each time and the container counts as unhealthy; use \`urllib.request\` of Python itself`,
  };
};

/** A call that succeeds whatever the server answers. */
const deaf = ({ uri }: Subject<'dockerfile'>, start: Start, words: readonly Argument[]): Finding | undefined => {
  const [program] = words;
  if (program && programOf(program) === 'curl' && addressIn(words)) {
    const fails = words.some(({ text }) => /^-[a-zA-Z]*f|^--fail/.test(text));
    // What is read from the answer may decide instead.
    const read = words.some(({ text }) => /^(?:-[a-zA-Z]*[wo]|--write-out|--output)/.test(text)) && start.commands.length > 1;
    if (fails || read || start.commands.some(({ after }) => after === '|') || words.some(({ known }) => !known)) return undefined;
    const listed =
      start.instruction.command?.form === 'exec' ? start.instruction.command.words.find(({ text }) => text === program.text) : undefined;
    return {
      at: { uri, span: program.span },
      message: '`curl` without `--fail` is content with any answer, an error 500 too, so the check never fails; add `-f`',
      severity: 'warning',
      fixes: () => [fix('Add `-f`', true, uri, listed ? insert(listed.quoted.to, ', "-f"') : insert(program.span.to, ' -f'))],
    };
  }
  const code = isPython(words) ? words[words.findIndex(({ text }) => text === '-c') + 1] : undefined;
  const call = /\b(?:requests|httpx)\.get\((?:[^()]|\([^()]*\))*\)/.exec(code?.text ?? '');
  if (!code || !call || /raise_for_status|status_code|\.ok\b|\.is_success/.test(code.text)) return undefined;
  const end = code.span.from + code.text.indexOf(call[0]) + call[0].length;
  const plain = code.span.to - code.span.from === code.text.length;
  const quoted = code.span.to - code.span.from === code.text.length + 2;
  return {
    at: { uri, span: code.span },
    message: `\`${call[0].slice(0, call[0].indexOf('('))}\` is content with any answer, an error 500 too, so the check never fails while the port is open; add \`.raise_for_status()\``,
    severity: 'warning',
    fixes: () =>
      plain || quoted ? [fix('Add `.raise_for_status()`', true, uri, insert(end + (quoted ? 1 : 0), '.raise_for_status()'))] : [],
  };
};
