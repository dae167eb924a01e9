// VS Code's own server, of which code-server's package is only the carrier: its front would drop the flags that tests need.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { closeAtEnd } from './closing.ts';
import { plainEnvironment } from './environment.ts';
import { type Host, HostUnavailable } from './host.ts';
import { type Settings, withDefaults } from './settings.ts';

const START_DEADLINE = 60_000;
const ADDRESS = '127.0.0.1';

/** What a workbench should be opened on. */
export interface Occasion {
  readonly folder: string;
  readonly tests?: string;
}

/** A running server; `ended` settles with a sentence when it dies without being asked to. */
export interface Server {
  readonly port: number;
  readonly token: string;
  readonly extension: string;
  readonly ended: Promise<string>;
  close(): Promise<void>;
}

/** The address at which this server's workbench opens a folder with the extension under development loaded. */
export function workbenchAddress(server: Server, { folder, tests }: Occasion): string {
  const remote = (path: string): string => `vscode-remote://${ADDRESS}:${server.port}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(server.extension)],
    ...(tests === undefined ? [] : [['extensionTestsPath', remote(tests)]]),
    ['skipWelcome', 'true'],
  ];
  const query = new URLSearchParams({ tkn: server.token, folder, payload: JSON.stringify(payload) });
  // Not `+` for a space: the workbench reads its query by decodeURIComponent.
  return `http://${ADDRESS}:${server.port}/?${query.toString().replaceAll('+', '%20')}`;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  // The whole group: extension hosts and language servers would wait hours for the browser to come back.
  process.kill(-child.pid, 'SIGKILL');
  await gone;
}

/** Starts a server for an extension on a free port of this machine only, its data and settings in the folder `data`. */
export async function startServer(host: Host, path: string, data: string, settings: Settings = {}): Promise<Server> {
  const user = join(data, 'data/User');
  await mkdir(user, { recursive: true });
  // By another name, because VS Code takes its own themes for the extension's when it lies in the extension's folder.
  const extension = join(data, 'extension');
  await rm(extension, { force: true });
  await symlink(path, extension);
  await writeFile(join(user, 'settings.json'), JSON.stringify(withDefaults(settings), undefined, 2));
  // Without a token, any page in any browser on this machine could drive the server.
  const token = randomUUID();
  const tokenFile = join(data, 'token');
  await writeFile(tokenFile, token, { mode: 0o600 });
  const trusting = settings['security.workspace.trust.enabled'] !== true;
  const flags =
    `--host ${ADDRESS} --port 0 --accept-server-license-terms --enable-smoke-test-driver ` +
    `${trusting ? '--disable-workspace-trust ' : ''}--disable-getting-started-override --telemetry-level off`;
  const folders = ['--connection-token-file', tokenFile, '--server-data-dir', data, '--extensions-dir', join(data, 'extensions')];
  const child = spawn(host.node, [host.server, ...flags.split(' '), ...folders], {
    env: plainEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const close = closeAtEnd(() => kill(child));
  let said = '';
  let found: (port: number) => void = () => undefined;
  const port = new Promise<number>((resolve) => {
    found = resolve;
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4000);
      const match = /agent listening on (\d+)/.exec(said);
      if (match !== null) found(Number(match[1]));
    });
  }
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`VS Code's server did not start: ${error.message}`));
    child.once('exit', (code, signal) => resolve(`VS Code's server ended (${code ?? signal}).\n${said.trim()}`));
  });
  const late = AbortSignal.timeout(START_DEADLINE);
  const slow = once(late, 'abort').then(() => `VS Code's server did not answer in time.\n${said.trim()}`);
  const first = await Promise.race([port, ended, slow]);
  if (typeof first === 'number') return { port: first, token, extension, ended, close };
  await close();
  throw new HostUnavailable(first);
}
