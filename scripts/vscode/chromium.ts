// The browser that shows a served VS Code: the machine's own if it has one, else the one shipped inside an npm package.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';
import { closeAtEnd } from './closing.ts';
import { plainEnvironment } from './environment.ts';
import { type Host, HostUnavailable } from './host.ts';

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'];
const INSTALLED = ['/usr/bin/chromium', '/usr/bin/google-chrome'];
const ARCHIVES = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'];

/** Unpacks the npm package's browser and the libraries it ships for machines that have none, once. */
async function unpack(host: Host): Promise<string> {
  const folder = join(host.folder, 'chromium');
  if (existsSync(folder)) return folder;
  const draft = await mkdtemp(join(host.folder, 'unpacking-'));
  const discard = closeAtEnd(() => rm(draft, { recursive: true, force: true }));
  try {
    // The package unpacks into the folder for temporary files, which all its users would share: so we name our own.
    const script =
      "const { inflate } = await import('@sparticuz/chromium');" + 'await Promise.all(process.argv.slice(1).map((file) => inflate(file)));';
    const archives = ARCHIVES.map((name) => join(host.chromium, 'bin', name));
    await promisify(execFile)(host.node, ['--input-type=module', '--eval', script, ...archives], {
      cwd: host.folder,
      env: { ...plainEnvironment(), TMPDIR: draft },
    });
    const config = `<fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>`;
    await writeFile(join(draft, 'fonts/fonts.conf'), config);
    await rename(draft, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await discard();
  }
  return folder;
}

async function shipped(host: Host): Promise<LaunchOptions> {
  const folder = await unpack(host);
  const plain = plainEnvironment();
  const libraries = [join(folder, 'al2023/lib'), plain['LD_LIBRARY_PATH']].filter((path) => path);
  const fonts = existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_PATH: join(folder, 'fonts') };
  return {
    executablePath: join(folder, 'chromium'),
    env: { ...plain, ...fonts, LD_LIBRARY_PATH: libraries.join(':') },
  };
}

function named(): readonly string[] {
  const name = process.env['DRYDOCK_CHROMIUM'];
  if (name === undefined || name === '') return INSTALLED.filter((path) => existsSync(path));
  if (name === 'npm') return [];
  if (!existsSync(name)) throw new HostUnavailable(`DRYDOCK_CHROMIUM names ${name}, which does not exist.`);
  return [name];
}

/** Starts a browser without a window. DRYDOCK_CHROMIUM names one; `npm` means the shipped one even where others exist. */
export async function launchChromium(host: Host): Promise<Browser> {
  const options: LaunchOptions = { args: ARGS, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };
  const complaints: string[] = [];
  for (const candidate of [...named(), undefined]) {
    try {
      const own = candidate === undefined ? await shipped(host) : { executablePath: candidate, env: plainEnvironment() };
      return await chromium.launch({ ...options, ...own });
    } catch (error) {
      complaints.push(`${candidate ?? 'the shipped Chromium'}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new HostUnavailable(`No browser could be started.\n${complaints.join('\n')}`);
}
