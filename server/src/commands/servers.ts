// What a command line starts: which server, for which application, listening where.
import type { Span } from '../text/span.ts';
import type { Uri } from '../text/uri.ts';
import { type Argument, type Lookup, resolveWords } from './resolve.ts';
import { type OptionNames, optionNames } from './server-options.ts';
import { splitShell } from './shell.ts';
import { unspliced } from './spliced.ts';
import { programOf, unwrap } from './wrappers.ts';

export type Server = 'uvicorn' | 'gunicorn' | 'daphne' | 'hypercorn' | 'granian' | 'waitress' | 'uwsgi' | 'runserver';

/** One option of a server. */
export interface ServerOption {
  /** The long name without dashes. */
  readonly name: string;
  /** Nothing for a switch; `off` is true for its `--no-…` form. */
  readonly value: Argument | undefined;
  readonly off: boolean;
  /** Whether it stands on the command line or in a variable; `span` is that of the word or of the program. */
  readonly by: 'argument' | 'environment';
  readonly span: Span;
}

/** An address a server listens on. Missing parts are decided elsewhere. */
export interface Listen {
  readonly host: string | undefined;
  readonly port: number | undefined;
  /** A Unix socket. */
  readonly path: string | undefined;
  /** `uwsgi` for uWSGI's own protocol. */
  readonly protocol: 'http' | 'uwsgi';
  readonly known: boolean;
  readonly span: Span;
  /** The file the span lies in, where a command is put together from several. */
  readonly uri?: Uri;
}

export interface ServerCommand {
  readonly server: Server;
  /** The word that names it. */
  readonly program: Argument;
  /** `shop.wsgi:application`; for uWSGI the value of `module` or `wsgi-file`. */
  readonly target: Argument | undefined;
  /** What is written or set by variables, in order; empty where the server's default holds. */
  readonly listens: readonly Listen[];
  readonly options: readonly ServerOption[];
  /** Files of configuration that may say more. */
  readonly configs: readonly Argument[];
  /** Programs in front of it, from outside in. */
  readonly through: readonly string[];
  readonly span: Span;
}

const programs: Readonly<Record<string, Server>> = {
  uvicorn: 'uvicorn',
  gunicorn: 'gunicorn',
  daphne: 'daphne',
  hypercorn: 'hypercorn',
  granian: 'granian',
  'waitress-serve': 'waitress',
  waitress: 'waitress',
  uwsgi: 'uwsgi',
  pyuwsgi: 'uwsgi',
};
const runners = /^(?:runserver|runserver_plus)$/;

interface Head {
  readonly server: Server;
  readonly program: Argument;
  readonly rest: readonly Argument[];
}

const headOf = (words: readonly Argument[]): Head | undefined => {
  const [program] = words;
  const name = programOf(program);
  if (!program) return undefined;
  const server = Object.hasOwn(programs, name) && name !== 'waitress' ? programs[name] : undefined;
  if (server) return { server, program, rest: words.slice(1) };
  let rest = words;
  if (/^(?:python|pypy)(?:\d(?:\.\d+)?)?$/.test(name)) {
    let i = 1;
    while (/^-[^mc]/.test(words[i]?.text ?? '')) i += /^-[WX]$/.test(words[i]?.text ?? '') ? 2 : 1;
    const module = words[i]?.text === '-m' ? words[i + 1] : undefined;
    const found = module && Object.hasOwn(programs, module.text) ? programs[module.text] : undefined;
    if (module && found) return { server: found, program: module, rest: words.slice(i + 2) };
    rest = module ? words.slice(i + 1) : words.slice(i);
  }
  if (!/^(?:manage\.py|django-admin(?:\.py)?|django)$/.test(programOf(rest[0]))) return undefined;
  const at = rest.findIndex((word, i) => i > 0 && !word.text.startsWith('-'));
  const verb = rest[at];
  return verb && runners.test(verb.text) ? { server: 'runserver', program: verb, rest: rest.slice(at + 1) } : undefined;
};

/** Reads the words of a command; nothing when it starts no server. Variables are those of its environment. */
export const readServer = (command: readonly Argument[], span: Span, lookup: Lookup = () => undefined): ServerCommand | undefined => {
  const { words, through } = unwrap(command);
  const head = headOf(words);
  if (!head) return undefined;
  const { server, program, rest } = head;
  const read = server === 'uwsgi' ? readUwsgi(rest) : readOptions(server, rest);
  const options = [...read.options, ...fromEnvironment(server, program, read.options, lookup)];
  const target = server === 'runserver' ? undefined : (read.target ?? named(options, 'module') ?? named(options, 'wsgi-file'));
  const configs = options.filter(({ name }) => /^(?:config|ini|yaml|json|xml)$/.test(name)).flatMap(({ value }) => value ?? []);
  const listens = listensOf(server, options, server === 'runserver' ? read.target : undefined, program, lookup);
  return { server, program, target, listens, options, configs: [...configs, ...read.files], through, span };
};

const named = (options: readonly ServerOption[], name: string): Argument | undefined => options.findLast((one) => one.name === name)?.value;

interface Read {
  readonly options: readonly ServerOption[];
  readonly target: Argument | undefined;
  readonly files: readonly Argument[];
}

const runserver: OptionNames = {
  values: 'settings pythonpath verbosity cert-file key-file',
  switches: 'noreload nothreading ipv6 nostatic insecure traceback no-color force-color skip-checks keep-meta-shutdown',
  spellings: { '-6': 'ipv6', '-v': 'verbosity' },
};
const split = (names: string): ReadonlySet<string> => new Set(names.split(' '));
const tables = Object.fromEntries(
  Object.entries<OptionNames>({ ...optionNames, runserver }).map(([server, { values, switches, spellings }]) => [
    server,
    { values: split(values), switches: split(switches), spellings },
  ]),
);

const readOptions = (server: Server, rest: readonly Argument[], by: ServerOption['by'] = 'argument'): Read => {
  const table = tables[server];
  const options: ServerOption[] = [];
  const free: Argument[] = [];
  const add = (name: string, value: Argument | undefined, span: Span, off = false) => options.push({ name, value, off, by, span });
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i];
    if (!word) break;
    const { text, span } = word;
    if (!text.startsWith('-') || text === '-') {
      free.push(word);
      continue;
    }
    const equals = text.startsWith('--') ? text.indexOf('=') : -1;
    const flag = equals < 0 ? text : text.slice(0, equals);
    const glued = !text.startsWith('--') && text.length > 2 ? text.slice(0, 2) : undefined;
    const spelling = table?.spellings[flag] ?? (glued ? table?.spellings[glued] : undefined);
    const off = spelling?.startsWith('no:') ?? false;
    const name = (spelling ?? flag.replace(/^--?/, '')).replace(/^no:/, '');
    if (equals > 0) add(name, part(word, equals + 1), span);
    else if (glued && spelling && table?.spellings[flag] === undefined) add(name, part(word, 2), span);
    else if (!off && table?.values.has(name)) {
      const value = rest[i + 1];
      add(name, value, { from: span.from, to: value?.span.to ?? span.to });
      i++;
    } else add(name, undefined, span, off);
  }
  return { options, target: free[0], files: [] };
};

/** The rest of a word behind an offset in its text. */
const part = ({ text, known, span }: Argument, from: number): Argument => {
  const plain = span.to - span.from === text.length;
  return { text: text.slice(from), known, span: plain ? { from: span.from + from, to: span.to } : span };
};

const uwsgiShort: Readonly<Record<string, string>> = {
  w: 'module',
  p: 'processes',
  s: 'socket',
  H: 'home',
  M: 'master',
  C: 'chmod-socket',
  x: 'xml',
  y: 'yaml',
  j: 'json',
  d: 'daemonize',
};
const uwsgiSame: Readonly<Record<string, string>> = {
  wsgi: 'module',
  file: 'wsgi-file',
  workers: 'processes',
  virtualenv: 'home',
  venv: 'home',
  'uwsgi-socket': 'socket',
};

/** uWSGI's options are read by their form: what follows a name and does not begin with a dash is its value. */
const readUwsgi = (rest: readonly Argument[]): Read => {
  const options: ServerOption[] = [];
  const files: Argument[] = [];
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i];
    if (!word) break;
    const { text, span } = word;
    if (!text.startsWith('-')) {
      if (/\.(?:ini|ya?ml|xml|json)$/.test(text)) files.push(word);
      continue;
    }
    const equals = text.indexOf('=');
    const short = /^-([A-Za-z])(.*)$/s.exec(text);
    const written = short ? (uwsgiShort[short[1] ?? ''] ?? short[1] ?? '') : text.slice(2, equals < 0 ? undefined : equals);
    const name = Object.hasOwn(uwsgiSame, written) ? (uwsgiSame[written] ?? written) : written;
    const next = rest[i + 1];
    const takesNext = equals < 0 && !short?.[2] && next && (!next.text.startsWith('-') || /^-\d/.test(next.text)) && name !== 'master';
    const value = short?.[2] ? part(word, 2) : equals > 0 ? part(word, equals + 1) : takesNext ? next : undefined;
    if (takesNext) i++;
    options.push({ name, value, off: false, by: 'argument', span: { from: span.from, to: takesNext ? next.span.to : span.to } });
  }
  return { options, target: undefined, files };
};

/** Options that variables carry, where the command line does not set them. */
const fromEnvironment = (server: Server, program: Argument, given: readonly ServerOption[], lookup: Lookup): readonly ServerOption[] => {
  const { span } = program;
  const isSet = (name: string) => given.some((one) => one.name === name);
  const variable = (name: string, from: string): readonly ServerOption[] => {
    const text = isSet(name) ? undefined : lookup(from);
    if (text === undefined || text === '') return [];
    const value = { text: text ?? `$${from}`, known: text !== null, span };
    return [{ name, value, off: false, by: 'environment', span }];
  };
  if (server === 'gunicorn') {
    const line = lookup('GUNICORN_CMD_ARGS');
    const words = line ? splitShell(unspliced(line, 0)).flatMap((command) => resolveWords(command.words)) : [];
    const read = readOptions(
      'gunicorn',
      words.map((word) => ({ ...word, span })),
      'environment',
    ).options;
    const inLine = read.filter(({ name }) => !isSet(name));
    return [...inLine, ...(inLine.some(({ name }) => name === 'workers') ? [] : variable('workers', 'WEB_CONCURRENCY'))];
  }
  if (server === 'uvicorn' || server === 'granian') {
    const prefix = server.toUpperCase();
    const listed = ['host', 'port', 'uds', 'workers', 'reload'].flatMap((name) => variable(name, `${prefix}_${name.toUpperCase()}`));
    const concurrency =
      server === 'uvicorn' && !listed.some(({ name }) => name === 'workers') ? variable('workers', 'WEB_CONCURRENCY') : [];
    return [...listed, ...concurrency];
  }
  if (server !== 'uwsgi') return [];
  const names = ['module', 'wsgi-file', 'http', 'http-socket', 'socket', 'processes', 'ini', 'master'];
  return names.flatMap((name) => variable(name, `UWSGI_${name.replace(/-/g, '_').toUpperCase()}`));
};

/** Reads `host:port`, `:port`, `port`, `[::]:port`, `unix:/path` and `/path`. */
export const readAddress = (text: string): Pick<Listen, 'host' | 'port' | 'path'> => {
  const unix = /^(?:unix:)?(?=[/.@])(.+)$/.exec(text)?.[1] ?? /^unix:(.+)$/.exec(text)?.[1];
  if (unix !== undefined && !/^\d+(?:\.\d+){3}(?::\d+)?$/.test(text)) return { host: undefined, port: undefined, path: unix };
  const match = /^(?:(?:\w+:\/\/)?(\[[^\]]*\]|[^:]*):)?(\d+)$/.exec(text);
  if (match) return { host: match[1]?.replace(/^\[|\]$/g, ''), port: Number(match[2]), path: undefined };
  return { host: text, port: undefined, path: undefined };
};

const listensOf = (
  server: Server,
  options: readonly ServerOption[],
  address: Argument | undefined,
  program: Argument,
  lookup: Lookup,
): readonly Listen[] => {
  const listen = ({ text, known, span, uri }: Argument, protocol: Listen['protocol'] = 'http'): Listen => {
    const { host, port, path } = readAddress(text);
    return uri ? { host, port, path, protocol, known, span, uri } : { host, port, path, protocol, known, span };
  };
  const all = (name: string, protocol?: Listen['protocol']) =>
    options.flatMap((one) => (one.name === name && one.value ? [listen(one.value, protocol)] : []));
  if (server === 'runserver') return address ? [listen(address)] : [];
  if (server === 'gunicorn' || server === 'hypercorn') {
    const bound = all('bind');
    const port = server === 'gunicorn' && bound.length === 0 ? lookup('PORT') : undefined;
    // Gunicorn's own default: every address, when PORT is set.
    if (port === null) return [{ host: '0.0.0.0', port: undefined, path: undefined, protocol: 'http', known: false, span: program.span }];
    return port && /^\d+$/.test(port)
      ? [{ host: '0.0.0.0', port: Number(port), path: undefined, protocol: 'http', known: true, span: program.span }]
      : bound;
  }
  if (server === 'waitress' && options.some(({ name }) => name === 'listen')) return all('listen');
  if (server === 'uwsgi') return [...all('http'), ...all('http-socket'), ...all('https'), ...all('socket', 'uwsgi')];
  const unix = named(options, 'uds') ?? named(options, 'unix-socket');
  if (unix) return [{ host: undefined, port: undefined, path: unix.text, protocol: 'http', known: unix.known, span: unix.span }];
  const host = named(options, server === 'daphne' ? 'bind' : 'host');
  const port = named(options, 'port');
  const first = host ?? port;
  if (!first) return [];
  const number = port?.known && /^\d+$/.test(port.text) ? Number(port.text) : undefined;
  return [
    {
      host: host?.text,
      port: number,
      path: undefined,
      protocol: 'http',
      known: (host?.known ?? true) && (port?.known ?? true),
      span: first.span,
    },
  ];
};
