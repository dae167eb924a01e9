// A newer Python than the machine's, without installing anything: Debian's packages of a later suite, unpacked into a folder.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, lastLine, run } from './processes.ts';

const suite = 'trixie';
const version = '3.13';
/** The interpreter, and every library that it and the modules in use load: its C library too, which is newer than the machine's. */
const packages = [
  'python3.13-minimal',
  'libpython3.13-minimal',
  'libpython3.13-stdlib',
  'python3-pip-whl',
  'libc6',
  'libssl3t64',
  'libsqlite3-0',
  'zlib1g',
  'libexpat1',
  'libffi8',
  'liblzma5',
  'libbz2-1.0',
  'libuuid1',
  'libzstd1',
];

/** The Debian mirror that the machine's own apt uses. */
const mirror = (): string | undefined => {
  const { stdout } = run(['apt-get', 'indextargets', '--format', '$(REPO_URI) $(CODENAME)', 'Created-By: Packages'], 20);
  return /^(\S*debian\S*) [a-z]+$/m.exec(stdout)?.[1];
};

/**
 * Unpacks that Python into the folder unless it is there. Says the command that starts it, or why it cannot be had. It runs under the
 * C library of its own suite: the start script calls that suite's loader.
 */
export const debianPython = (folder: string): { readonly command: Command; readonly pip: string } | { readonly missing: string } => {
  const root = join(folder, 'root');
  const start = join(folder, 'python');
  const wheels = join(root, 'usr/share/python-wheels');
  const found = () => {
    const pip = existsSync(wheels) ? readdirSync(wheels).find((name) => name.startsWith('pip-')) : undefined;
    return existsSync(start) && pip ? { command: [start], pip: join(wheels, pip) } : undefined;
  };
  const before = found();
  if (before) return before;
  if (process.platform !== 'linux' || process.arch !== 'x64') return { missing: 'Debian’s packages of that Python are for Linux on x64' };
  const from = mirror();
  if (!from) return { missing: 'there is no apt-get with a mirror of Debian' };
  rmSync(folder, { recursive: true, force: true });
  for (const path of ['lists/partial', 'cache/archives/partial', 'packages']) mkdirSync(join(folder, path), { recursive: true });
  writeFileSync(join(folder, 'sources.list'), `deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${from} ${suite} main\n`);
  const settings = {
    'Dir::Etc::sourcelist': join(folder, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State::lists': join(folder, 'lists'),
    'Dir::State::status': '/dev/null',
    'Dir::Cache': join(folder, 'cache'),
    'Acquire::Languages': 'none',
    'APT::Sandbox::User': '',
  };
  const apt = ['apt-get', '-q', ...Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`])];
  const updated = run([...apt, 'update'], 120);
  if (updated.status !== 0) return { missing: `apt-get has no lists of ${suite}: ${lastLine(updated.stderr)}` };
  const downloads = join(folder, 'packages');
  const downloaded = spawnSync(apt[0] ?? '', [...apt.slice(1), 'download', ...packages], {
    cwd: downloads,
    encoding: 'utf8',
    timeout: 180_000,
  });
  if (downloaded.status !== 0) return { missing: `apt-get could not fetch Python ${version} of ${suite}: ${lastLine(downloaded.stderr)}` };
  for (const name of readdirSync(downloads)) {
    const unpacked = run(['dpkg', '-x', join(downloads, name), root], 60);
    if (unpacked.status !== 0) return { missing: `dpkg could not unpack ${name}: ${lastLine(unpacked.stderr)}` };
  }
  const libraries = join(root, 'usr/lib/x86_64-linux-gnu');
  writeFileSync(
    start,
    [
      '#!/bin/sh',
      `PYTHONHOME='${join(root, 'usr')}' exec '${join(libraries, 'ld-linux-x86-64.so.2')}' --library-path '${libraries}' \\`,
      `  --argv0 "$0" '${join(root, `usr/bin/python${version}`)}' "$@"`,
      '',
    ].join('\n'),
  );
  chmodSync(start, 0o755);
  for (const path of ['lists', 'cache', 'packages']) rmSync(join(folder, path), { recursive: true, force: true });
  return found() ?? { missing: `Python ${version} of ${suite} was unpacked and is not complete` };
};
