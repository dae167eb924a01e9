// Runs the command line: as a process, or inside the test with rules of its own.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { main } from '../../server/src/cli/main.ts';
import { defineRule, type Finding, fix, type Rule, replace, type Severity } from '../../server/src/rules/rule.ts';
import { today } from '../support/project.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bundle = join(root, 'dist/cli.js');

/** What a run left behind. */
export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** For `before`: makes the bundle when it is missing or older than its sources. */
export const build = (): void => {
  const sources = join(root, 'server/src');
  const newest = Math.max(
    statSync(join(root, 'esbuild.mjs')).mtimeMs,
    ...readdirSync(sources, { recursive: true }).map((name) => statSync(join(sources, String(name))).mtimeMs),
  );
  if (existsSync(bundle) && statSync(bundle).mtimeMs >= newest) return;
  const built = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, encoding: 'utf8' });
  assert.equal(built.status, 0, built.stderr);
};

// Colour and debugging variables of whoever runs the tests must not leak in.
const { PATH } = process.env;

/** The command line and arguments of a real process. */
export const processOf = (words: readonly string[]): readonly [string, string[]] => [process.execPath, [bundle, ...words]];

/** Runs the built command as a process of its own. */
export const drydock = (
  words: readonly string[],
  { cwd, input, env }: { readonly cwd: string; readonly input?: string | Uint8Array; readonly env?: Record<string, string> },
): Ran => {
  const [file, args] = processOf(words);
  const { status, stdout, stderr } = spawnSync(file, args, {
    cwd,
    input: input ?? '',
    env: { ...(PATH ? { PATH } : {}), ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { code: status, out: stdout, err: stderr };
};

/** Runs the built command as a user whom permissions bind; nothing when this machine has no way to become one. */
export const drydockUnprivileged = (words: readonly string[], cwd: string): Ran | undefined => {
  if (process.getuid?.() !== 0) return drydock(words, { cwd });
  if (spawnSync('setpriv', ['--version']).status !== 0) return undefined;
  const [file, args] = processOf(words);
  const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups', file, ...args];
  const { status, stdout, stderr } = spawnSync('setpriv', nobody, { cwd, input: '', env: PATH ? { PATH } : {}, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
};

/**
 * Runs the built command in a terminal of its own, where these lines are typed and nobody hangs up; it is ended after some seconds.
 * Nothing when this machine cannot make a terminal.
 */
export const drydockInTerminal = (words: readonly string[], input: string): Promise<Ran | undefined> => {
  if (process.platform !== 'linux' || spawnSync('script', ['--version']).status !== 0) return Promise.resolve(undefined);
  const line = processOf(words)
    .flat()
    .map((word) => `'${word}'`)
    .join(' ');
  return new Promise((done, failed) => {
    const child = spawn('script', ['--quiet', '--return', '--command', line, '/dev/null'], { env: PATH ? { PATH } : {}, timeout: 25_000 });
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stdin.write(input);
    child.on('error', failed);
    // `script` that was told to end says 0 all the same.
    child.on('close', (code) => done({ code: child.killed ? null : code, out, err: '' }));
  });
};

/** Runs the built command with a reader that goes away after the first chunk. */
export const drydockIntoHead = (words: readonly string[], cwd: string): Promise<Ran> =>
  new Promise((done, failed) => {
    const [file, args] = processOf(words);
    const child = spawn(file, args, { cwd, env: PATH ? { PATH } : {} });
    let err = '';
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    child.on('error', failed);
    child.on('close', (code) => done({ code, out: '', err }));
  });

export interface Inside {
  readonly cwd: string;
  readonly rules?: readonly Rule[];
  readonly input?: string | Uint8Array | AsyncIterable<Uint8Array>;
  readonly env?: Record<string, string>;
  readonly isTTY?: boolean;
}

async function* chunks(input: string | Uint8Array | undefined): AsyncIterable<Uint8Array> {
  if (input !== undefined) yield Buffer.from(input);
}

/** Runs `main` in this process. */
export const inside = async (words: readonly string[], { cwd, rules, input, env = {}, isTTY = false }: Inside): Promise<Ran> => {
  let out = '';
  let err = '';
  const stdin = typeof input === 'object' && Symbol.asyncIterator in input ? input : chunks(input);
  const io = {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
    stdin,
    cwd,
    env,
    isTTY,
    today,
  };
  const code = await main(words, io, rules);
  return { code, out, err };
};

/** A folder with these files, below a `.git` so that it is a project whatever lies above. Removed after the test. */
export const folder = (files: Readonly<Record<string, string | Uint8Array>>): string => {
  const at = realpathSync(mkdtempSync(join(tmpdir(), 'drydock-cli-')));
  made.push(at);
  mkdirSync(join(at, '.git'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(at, name)), { recursive: true });
    writeFileSync(join(at, name), text);
  }
  return at;
};
const made: string[] = [];

/** For `afterEach`. */
export const removeFolders = (): void => {
  for (const at of made.splice(0)) rmSync(at, { recursive: true, force: true });
};

/** Compares with a file in `golden/`; with DRYDOCK_GOLDEN=write it writes the file instead. */
export const golden = (name: string, text: string): void => {
  const file = fileURLToPath(new URL(`golden/${name}`, import.meta.url));
  if (process.env['DRYDOCK_GOLDEN'] === 'write') writeFileSync(file, text);
  assert.equal(text, readFileSync(file, 'utf8'));
};

/** A rule that reports a word wherever a uwsgi.ini holds it. */
export const wordRule = (word: string, severity: Severity, more: (at: Finding['at']) => Partial<Finding> = () => ({})) =>
  defineRule({
    id: `uwsgi/${word.replace(/\W/g, '-')}`,
    title: `Nobody writes ${word}`,
    severity,
    default: 'on',
    fixable: true,
    since: '0.1.0',
    rows: [],
    reads: 'uwsgi',
    *check({ uri, text }) {
      for (let from = text.indexOf(word); from >= 0; from = text.indexOf(word, from + 1)) {
        const at = { uri, span: { from, to: from + word.length } };
        yield { at, message: `\`${word}\` is no good here`, ...more(at) };
      }
    },
  });

/** A safe fix that writes another word. */
export const rewrite =
  (text: string, safe = true) =>
  (at: Finding['at']) => ({
    fixes: () => [fix(`Write \`${text}\``, safe, at.uri, replace(at.span, text))],
  });
