// One start of the real uWSGI on one file: what it stored, or why it refused.
import { spawn } from 'node:child_process';
import type { Binary } from './uwsgi-binaries.ts';

/** What uWSGI made of a file. */
export interface Read {
  /** The options as `--show-config` prints them, without those of the command line; undefined when uWSGI ended before. */
  readonly shown: string | undefined;
  /** The exit code; undefined when it was killed, by a signal or by us. */
  readonly code: number | undefined;
  readonly timedOut: boolean;
  /** All it printed. */
  readonly log: string;
}

export interface Start {
  readonly binary: Binary;
  /** As it is given to `--ini`. */
  readonly file: string;
  readonly folder: string;
  readonly strict: boolean;
  readonly environment: Readonly<Record<string, string>>;
  readonly milliseconds: number;
}

/** What one process may take, in kilobytes. */
const memory = 800_000;

/** Every process group that was started, so that the end can tell that none is left. */
const groups = new Set<number>();

const end = (pid: number) => {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody of that group is left, which is the usual case.
  }
};

/** The groups that still have a process. */
export const survivors = (): readonly number[] =>
  [...groups].filter((pid) => {
    try {
      process.kill(-pid, 0);
      return true;
    } catch {
      return false;
    }
  });

/** Starts uWSGI without a server, waits for its end, and kills what it started. Never rejects. */
export const readWith = ({ binary, file, folder, strict, environment, milliseconds }: Start): Promise<Read> =>
  new Promise((resolve) => {
    const ours = ['--no-server', '--show-config', ...(strict ? ['--strict'] : []), '--ini', file];
    // A value that leads back to itself makes uWSGI take gigabytes before it dies.
    const child = spawn('/bin/sh', ['-c', `ulimit -v ${memory}; exec "$@"`, 'sh', ...binary.command, ...ours], {
      cwd: folder,
      env: environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { pid } = child;
    if (pid !== undefined) groups.add(pid);
    const chunks: Buffer[] = [];
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      if (pid !== undefined) end(pid);
    }, milliseconds);
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    const done = (code: number | null) => {
      clearTimeout(timer);
      const log = Buffer.concat(chunks).toString('utf8');
      resolve({ shown: shownOf(log, strict, file), code: code ?? undefined, timedOut, log });
    };
    child.on('error', () => done(null));
    // A child of uWSGI that holds the output open must not keep us waiting.
    child.on('exit', () => pid !== undefined && end(pid));
    child.on('close', (code) => done(code));
  });

const shownOf = (log: string, strict: boolean, file: string): string | undefined => {
  const begin = `;uWSGI instance configuration\n[uwsgi]\nno-server = true\nshow-config = true\n${strict ? 'strict = true\n' : ''}ini = ${file}\n`;
  const from = log.indexOf(begin);
  const to = log.indexOf(';end of configuration\n', from);
  return from < 0 || to < 0 ? undefined : log.slice(from + begin.length, to);
};
