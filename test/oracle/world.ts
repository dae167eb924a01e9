// A world of which everything is known: a real folder, a real environment, the machine that runs the test.
import { accessSync, constants, existsSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { availableParallelism, hostname, userInfo } from 'node:os';
import { basename, resolve } from 'node:path';
import { languages } from '../../server/src/languages/languages.ts';
import { unknown } from '../../server/src/languages/maybe.ts';
import type { UwsgiFacts } from '../../server/src/languages/uwsgi/facts.ts';
import { magicValue } from '../../server/src/project/uwsgi/magic.ts';
import type { World } from '../../server/src/project/uwsgi/world.ts';
import { pathOf, type Uri, uriOfPath } from '../../server/src/text/uri.ts';
import type { Binary } from './uwsgi-binaries.ts';

export interface KnownWorld extends World {
  readonly main: UwsgiFacts;
  /** Paths of `@(path)` that could not be read, which ends uWSGI. */
  readonly unread: readonly string[];
}

/** Plugins the wheel has inside that tests ask for, by the names they give themselves. */
const inside: ReadonlySet<string> = new Set(['python', 'http', 'corerouter', 'gevent', 'rpc', 'spooler']);

export interface Place {
  readonly folder: string;
  /** As it is given on the command line. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly binary: Binary;
}

/** Reads a file and everything it may ask for, as the process sees it that is started in `folder`. */
export const knownWorld = ({ folder, file, environment, binary }: Place): KnownWorld => {
  const at = (path: string) => resolve(folder, path);
  const unread: string[] = [];
  const main = factsAt(at(file));
  if (!main) throw new Error(`${file} is not there`);
  return {
    main,
    unread,
    environment: (name) => environment[name],
    content(path) {
      const text = textAt(at(path));
      if (text === undefined) unread.push(path);
      return text?.replace(/[\r\n]$/, '');
    },
    exists(path, what) {
      if (path === '') return false;
      try {
        if (what === 'any') accessSync(at(path), constants.R_OK);
        const stat = statSync(at(path));
        return what === 'any' || (what === 'file' ? stat.isFile() : stat.isDirectory());
      } catch {
        return false;
      }
    },
    // Upper case is the first file's.
    magic: (letter, of) => magicValue(letter, /[A-Z]/.test(letter) ? main.uri : of) ?? machine(letter, of, { folder, file, binary }),
    hostname: () => hostname(),
    pluginLoaded: (name) => binary.build === 'pip' && inside.has(name),
    glob: (pattern) => globOf(folder, pattern),
    lines(path) {
      const text = textAt(at(path));
      const lines = text?.replace(/\n$/, '').split('\n') ?? [];
      return lines.map((line) => line.replace(/\r+$/, ''));
    },
    include: (path) => (path === '' ? undefined : factsAt(at(path))),
  };
};

const textAt = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

const read = new Map<string, UwsgiFacts>();
const factsAt = (path: string): UwsgiFacts | undefined => {
  const before = read.get(path);
  if (before) return before;
  const text = textAt(path);
  if (text === undefined) return undefined;
  const facts = languages.uwsgi.facts(languages.uwsgi.parse({ uri: uriOfPath(path), kind: 'uwsgi', version: 1, text }));
  read.set(path, facts);
  return facts;
};

/** What no file tells: the user, the machine, the build. */
const machine = (letter: string, of: Uri, { folder, file, binary }: Pick<Place, 'folder' | 'file' | 'binary'>) => {
  const { uid, gid, username } = userInfo();
  switch (letter) {
    case 'u':
      return String(uid);
    case 'U':
      return username;
    case 'g':
      return String(gid);
    case 'b':
      return programOf(binary);
    case 'h':
      return hostname();
    case 'k':
      return String(availableParallelism());
    case 'v':
      return folder;
    case 'V':
      return binary.build === 'debian' ? `${binary.version}-debian` : binary.version;
    case '[':
      return '\u001b';
    case 'o':
    case 'O':
      return of === uriOfPath(resolve(folder, file)) ? file : basename(pathOf(of));
    case 'i':
    case 'I':
      return String(lstatSync(pathOf(of)).ino);
    case 'x':
    case 'X':
      return '';
    default:
      return unknown;
  }
};

/** The file that runs, all links followed. */
const programOf = ({ command: [program = ''] }: Binary): string => {
  const paths = program.includes('/') ? [program] : (process.env['PATH'] ?? '').split(':').map((path) => `${path}/${program}`);
  return realpathSync(paths.find((path) => existsSync(path)) ?? program);
};

/** `folder/*.ending`, which is all the cases use. A folder gets a slash, and nothing found is the pattern itself. */
const globOf = (folder: string, pattern: string): readonly string[] => {
  const [, before = '', after = ''] = /^([^*]*)\*([^*]*)$/.exec(pattern) ?? [];
  const slash = before.lastIndexOf('/') + 1;
  const inFolder = before.slice(0, slash);
  const start = before.slice(slash);
  try {
    const found = readdirSync(resolve(folder, inFolder), { withFileTypes: true })
      .filter(
        ({ name }) => pattern.includes('*') && name.startsWith(start) && name.endsWith(after) && (start !== '' || !name.startsWith('.')),
      )
      .map((entry) => `${inFolder}${entry.name}${entry.isDirectory() ? '/' : ''}`)
      .sort();
    return found.length > 0 ? found : [pattern];
  } catch {
    return [pattern];
  }
};
