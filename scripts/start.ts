// `npm start`: VS Code with Drydock loaded, to try things by hand or to take a picture of.
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { cp, mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { closeAll } from './vscode/closing.ts';
import { checkBuilt } from './vscode/extension.ts';
import { REPOSITORY, readyHost } from './vscode/host.ts';
import * as person from './vscode/person.ts';
import { openWorkbench, temporaryFolder } from './vscode/served.ts';
import { startServer, workbenchAddress } from './vscode/server.ts';

const HELP = `npm start [-- [--screenshot FILE] [FOLDER]]

Opens VS Code on FOLDER with Drydock loaded: desktop VS Code if \`code\` is on the PATH, else one that is fetched
from npm and shown in your browser. Without FOLDER it opens a copy of the sample project test/samples/legacy-uwsgi.

  --screenshot FILE  write a picture (PNG) of the window with uwsgi.ini open to FILE, and end
  --served           use the one from npm even if \`code\` is on the PATH
  --help             show this text`;

const SAMPLE = join(REPOSITORY, 'test/samples/legacy-uwsgi');

class Misuse extends Error {}

interface Wish {
  readonly help: boolean;
  readonly served: boolean;
  readonly screenshot: string | undefined;
  readonly folder: string | undefined;
}

function parse(args: string[]): Wish {
  const options = { help: { type: 'boolean' }, served: { type: 'boolean' }, screenshot: { type: 'string' } } as const;
  let parsed: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new Misuse(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  if (positionals.length > 1) throw new Misuse(`One folder can be opened, not ${positionals.length}.`);
  if (values.screenshot === '') throw new Misuse('--screenshot needs the name of a file.');
  const folder = positionals[0] === undefined ? undefined : resolve(positionals[0]);
  if (folder !== undefined && !existsSync(folder)) throw new Misuse(`There is no folder ${folder}.`);
  if (folder !== undefined && !statSync(folder).isDirectory()) throw new Misuse(`${folder} is not a folder.`);
  return { help: values.help ?? false, served: values.served ?? false, screenshot: values.screenshot, folder };
}

/** The sample itself stays as it is in the repository: people type into a copy. */
async function copySample(parent: string): Promise<string> {
  const folder = join(parent, 'legacy-uwsgi');
  await cp(SAMPLE, folder, { recursive: true });
  return folder;
}

async function picture(file: string, folder: string): Promise<void> {
  const { page } = await openWorkbench({ extension: REPOSITORY, folder, scale: 2 });
  const name = ['uwsgi.ini', 'Dockerfile'].find((each) => existsSync(join(folder, each)));
  if (name !== undefined) await person.openFile(page, name);
  await person.showProblems(page);
  await person.closeNotifications(page);
  await person.letDraw(page);
  await mkdir(dirname(resolve(file)), { recursive: true });
  await page.screenshot({ path: file, type: 'png', animations: 'disabled', caret: 'initial' });
  console.log(`The picture is in ${resolve(file)}`);
}

function desktopCode(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Opens desktop VS Code and returns whether that worked; the window lives on without us. */
async function openDesktop(code: string, wanted: string | undefined): Promise<boolean> {
  const folder = wanted ?? (await copySample(await mkdtemp(join(tmpdir(), 'drydock-start-'))));
  const shell = process.platform === 'win32';
  const child = spawn(code, [`--extensionDevelopmentPath=${REPOSITORY}`, folder], { stdio: 'inherit', shell });
  const worked = await new Promise<boolean>((done) => {
    child.once('error', () => done(false));
    child.once('exit', (status) => done(status === 0));
  });
  console.log(worked ? `VS Code is open on ${folder}` : `${code} did not open; taking the VS Code from npm instead.`);
  return worked;
}

async function serve(folder: string): Promise<void> {
  const data = await temporaryFolder('vscode');
  const server = await startServer(await readyHost(), REPOSITORY, data.path);
  const address = workbenchAddress(server, { folder });
  console.log(`\nVS Code is open on ${folder} at\n\n  ${address}\n\nCtrl-C ends it.`);
  throw new Error(await server.ended);
}

async function main(): Promise<number> {
  const wish = parse(process.argv.slice(2));
  if (wish.help) {
    console.log(HELP);
    return 0;
  }
  checkBuilt(REPOSITORY);
  const code = wish.served || wish.screenshot !== undefined ? undefined : desktopCode();
  if (code !== undefined && (await openDesktop(code, wish.folder))) return 0;
  const folder = wish.folder ?? (await copySample((await temporaryFolder('start')).path));
  if (wish.screenshot !== undefined) await picture(wish.screenshot, folder);
  else await serve(folder);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof Misuse) console.error('`npm start -- --help` shows what is possible.');
  process.exitCode = error instanceof Misuse ? 2 : 1;
} finally {
  await closeAll();
}
