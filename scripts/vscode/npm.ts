import { spawn } from 'node:child_process';
import { closeAtEnd } from './closing.ts';
import { plainEnvironment } from './environment.ts';

// Said on the command line because a user's .npmrc may say otherwise: these outrank it.
const PLAIN = ['--global=false', '--dry-run=false', '--engine-strict=false', '--package-lock=true', '--package-lock-only=false'];
const QUIET = ['--audit=false', '--fund=false', '--update-notifier=false', '--loglevel=error'];
// All versions are exact, so what npm has in its cache need not be asked for again; and without a network we hear so soon.
const BRISK = ['--prefer-offline', '--fetch-retries=2', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=5000'];
const LONGEST = 15 * 60_000;

/** Runs npm in a folder and rejects with npm's own last lines if it fails. */
export async function npm(folder: string, ...words: string[]): Promise<void> {
  const child = spawn('npm', [...words, ...PLAIN, ...QUIET, ...BRISK], {
    cwd: folder,
    env: plainEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LONGEST,
  });
  const close = closeAtEnd(async () => void child.kill('SIGTERM'));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4000);
    });
  }
  const code = await new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signal) => resolve(status ?? signal ?? 'no exit code'));
  }).finally(close);
  if (code === 0) return;
  const tail = said.trim().split('\n').slice(-12).join('\n');
  throw new Error(`npm ${words[0]} ended with ${code} in ${folder}${tail === '' ? '' : `:\n${tail}`}`);
}
