// The option tables of the servers against their real argument parsers, and rules about their start against the servers themselves, in a
// virtual environment of our own.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareStarts } from './starts.ts';

const root = join(fileURLToPath(import.meta.url), '../../../..');
const table = join(root, 'server/src/knowledge/servers/options.json');
const venv = join(root, '.cache/servers/venv');
const python = join(venv, 'bin/python3');
const note = join(venv, 'pinned.txt');

interface Tool {
  readonly kind: string;
  readonly distribution: string;
  readonly version: string;
}

const tools = Object.values((JSON.parse(readFileSync(table, 'utf8')) as { readonly tools: Readonly<Record<string, Tool>> }).tools);
const pinned = tools.filter((tool) => tool.kind === 'server').map((tool) => `${tool.distribution}==${tool.version}`);
/** What they serve. */
const django = 'Django==5.2.8';

const run = (command: string, args: readonly string[], seconds: number) =>
  spawnSync(command, args, { encoding: 'utf8', timeout: seconds * 1000, killSignal: 'SIGKILL', stdio: ['ignore', 'pipe', 'pipe'] });
const lastLine = (text: string | null): string => text?.trim().split('\n').at(-1) || 'no reason given';

/** Makes the environment with the pinned releases unless it is there; returns why it cannot be had, if so. */
const prepare = (): string | undefined => {
  if (process.platform === 'win32') return 'gunicorn does not run on Windows';
  if (existsSync(note) && readFileSync(note, 'utf8') === [...pinned, django].join('\n')) return undefined;
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(dirname(venv), { recursive: true });
  const made = run('python3', ['-m', 'venv', venv], 60);
  if (made.status !== 0) return `python3 -m venv failed: ${lastLine(made.stderr || made.stdout)}`;
  const installed = run(python, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '--retries', '1', ...pinned, django], 300);
  if (installed.status !== 0) return `pip could not install ${pinned.join(' ')}: ${lastLine(installed.stderr)}`;
  writeFileSync(note, [...pinned, django].join('\n'));
  return undefined;
};

const missing = prepare();
if (missing) {
  console.error(`SKIPPED the servers' real argument parsers: ${missing}`);
  console.log(`0 passed, 0 failed, ${pinned.length} skipped`);
} else {
  const result = run(python, [join(root, 'test/oracle/servers/arguments.py'), table], 120);
  process.stderr.write(result.stderr);
  process.stdout.write(result.stdout);
  const counted = /(\d+) passed, (\d+) failed, (\d+) skipped\s*$/.exec(result.stdout);
  const starts = await compareStarts(python, join(root, '.cache/servers/project'), pinned);
  const [, passed = '0', failed = '1', skipped = '0'] = counted ?? [];
  console.log(`${Number(passed) + starts.passed} passed, ${Number(failed) + starts.failed} failed, ${skipped} skipped`);
  process.exitCode = result.status === 0 && counted && starts.failed === 0 ? 0 : 1;
}
