// The real uWSGI: Debian's from apt, and the newest pip build in a virtual environment of our own.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A build of uWSGI that can be asked. */
export interface Binary {
  readonly build: 'pip' | 'debian';
  /** The upstream release: `2.0.30`. */
  readonly version: string;
  /** The words that start it, before its options. */
  readonly command: readonly string[];
  /** Where its plugins lie; undefined when it has none to load. */
  readonly plugins: string | undefined;
}

/** A build, or why there is none. */
export type Found = Binary | { readonly build: Binary['build']; readonly missing: string };

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const wheel = 'pyuwsgi==2.0.30.post1';
const venv = join(root, '.cache/uwsgi/venv');
const debianPlugins = '/usr/lib/uwsgi/plugins';

const run = (command: string, args: readonly string[], seconds: number, env: Readonly<Record<string, string>> = {}) =>
  spawnSync(command, args, {
    encoding: 'utf8',
    timeout: seconds * 1000,
    killSignal: 'SIGKILL',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
const works = (command: string, args: readonly string[]): boolean => run(command, args, 10).status === 0;

const versionOf = (command: readonly string[]): string | undefined => {
  const [program = '', ...before] = command;
  return /^(\d+(?:\.\d+)+)/m.exec(run(program, [...before, '--version'], 10).stdout ?? '')?.[1];
};

const made = (build: Binary['build'], command: readonly string[], plugins: string | undefined): Found => {
  const version = versionOf(command);
  return version ? { build, version, command, plugins } : { build, missing: `${command[0]} does not say its version` };
};

/** Debian's build: the one that is there, or the one that apt-get brings when we are root. */
export const debianBinary = (): Found => {
  const missing = (why: string): Found => ({ build: 'debian', missing: why });
  if (process.platform !== 'linux') return missing('this is no Linux');
  const there = () => works('uwsgi-core', ['--version']);
  if (!there()) {
    if (process.getuid?.() !== 0) return missing('uwsgi-core is not installed, and only root may install it');
    if (!works('apt-get', ['--version'])) return missing('uwsgi-core is not installed, and there is no apt-get');
    const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
    const install = () =>
      run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'uwsgi-core', 'uwsgi-plugin-python3'], 180, quiet);
    if (install().status !== 0) {
      run('apt-get', ['update', '-q'], 120, quiet);
      const second = install();
      if (second.status !== 0) return missing(`apt-get could not install uwsgi-core: ${lastLine(second.stderr)}`);
    }
    if (!there()) return missing('uwsgi-core was installed and does not run');
  }
  return made('debian', ['uwsgi-core'], existsSync(debianPlugins) ? debianPlugins : undefined);
};

/** The pip build in our cache; fetched when it is not there yet. */
export const pipBinary = (): Found => {
  const missing = (why: string): Found => ({ build: 'pip', missing: why });
  if (process.platform === 'win32') return missing('uWSGI does not run on Windows');
  const python = join(venv, 'bin/python3');
  let module = wheelFile();
  if (!module) {
    mkdirSync(dirname(venv), { recursive: true });
    const environment = run('python3', ['-m', 'venv', venv], 60);
    if (environment.status !== 0) return missing(`python3 -m venv failed: ${lastLine(environment.stderr || environment.stdout)}`);
    const install = run(python, ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '--only-binary', ':all:', wheel], 120);
    if (install.status !== 0) return missing(`pip could not install ${wheel}: ${lastLine(install.stderr)}`);
    module = wheelFile();
    if (!module) return missing(`${wheel} brings no module for this Python`);
  }
  // Straight into the module: the `uwsgi` script costs three times the start.
  const start = `import sys; sys.path.insert(0, ${JSON.stringify(dirname(module))}); import pyuwsgi; pyuwsgi.run()`;
  return made('pip', [python, '-I', '-S', '-c', start], undefined);
};

const wheelFile = (): string | undefined => {
  const lib = join(venv, 'lib');
  if (!existsSync(lib)) return undefined;
  for (const version of readdirSync(lib)) {
    const folder = join(lib, version, 'site-packages');
    const file = existsSync(folder) && readdirSync(folder).find((name) => /^pyuwsgi\..*\.so$/.test(name));
    if (file) return join(folder, file);
  }
  return undefined;
};

const lastLine = (text: string | null): string => text?.trim().split('\n').at(-1) ?? 'no reason given';
