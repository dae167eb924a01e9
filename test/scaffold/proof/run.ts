// Proof that scaffolds are real: a Django project made by Django, the files of `drydock init`, an image built from them, and
// requests to the server it starts; the same for projects that others have published. Usage: run.ts [NAME…]; without names every single choice beside the defaults is run.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { discardedAfterwards, endAll, images, runOnce, start, unable } from './container.ts';
import { environment, makeProject, run } from './project.ts';
import { keepsPromises } from './promises.ts';
import { Unreachable } from './published.ts';
import { awaited } from './requests.ts';
import type { Variant } from './variant.ts';
import { variants } from './variants.ts';

const root = join(fileURLToPath(import.meta.url), '../../../..');
const scratch = join(tmpdir(), 'drydock-proof');
const port = 8765;

/** A CPython of this machine that the newest Django runs on. */
const python = (): string => {
  const home = process.env['HOME'] ?? '/root';
  const found = ['python3.13', `${home}/.pyenv/versions/3.13.0/bin/python3.13`, 'python3.12', 'python3'].find((name) => {
    try {
      return /3\.1[2-9]/.test(run(name, ['--version']));
    } catch {
      return false;
    }
  });
  return found ?? 'python3';
};

const one = async (variant: Variant, bin: string): Promise<void> => {
  const folder = join(scratch, 'projects', variant.name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  if (variant.source) variant.source(folder, bin);
  else makeProject(folder, bin, variant.django);
  variant.before?.(folder, bin);
  const flags = [...variant.flags, '--port', String(port), '--python', '3.13'];
  run(process.execPath, [join(root, 'dist/cli.js'), 'init', '--yes', ...flags, folder]);
  variant.after?.(folder, bin);
  const { stdout: checked } = spawnSync(process.execPath, [join(root, 'dist/cli.js'), 'check', folder], { encoding: 'utf8' });
  const said = [...checked.matchAll(/ \[([a-z]+\/[a-z-]+)\]$/gm)].map(([, id]) => id);
  assert.deepEqual(said, variant.leaves ?? [], `our own rules have something to say:\n${checked}`);
  assert.match(checked, /^(?:No problems|\d+ problems?) /m, `the check did not end:\n${checked}`);
  const tag = `localhost/proof-${variant.name}:latest`;
  images('build', tag, folder, '--target', 'app');
  const environment = {
    ALLOWED_HOSTS: 'localhost',
    SECRET_KEY: 'only-for-this-proof-0123456789-0123456789-0123456789',
    ...variant.environment,
  };
  if (variant.volume) discardedAfterwards(variant.volume);
  if (variant.release) runOnce(tag, environment, variant.options ?? [], variant.release);
  const container = start(tag, environment, variant.options);
  variant.beside?.({ folder, name: variant.name });
  const dead = () => {
    const state = images('podman', 'inspect', container.name, '--format', '{{.State.Running}}').trim();
    return state === 'true' ? undefined : container.logs();
  };
  const { front = port, health, brotli, host, page, named, uploads } = variant;
  await awaited(front, health ?? '/', 60, dead);
  if (variant.serves) await keepsPromises({ port: front, brotli, health, host, page, named, uploads });
  await variant.prove?.(container);
  assert.equal(container.health(), 0, `the health check fails:\n${container.logs()}`);
  const { code, milliseconds } = container.stop(30);
  assert.ok(milliseconds < 28_000, `it took ${Math.round(milliseconds)} ms to end`);
  assert.ok(variant.codes.includes(code), `it ended with ${code}:\n${container.logs()}`);
};

const main = async (): Promise<void> => {
  const names = process.argv.slice(2);
  const chosen = names.length > 0 ? variants.filter(({ name }) => names.includes(name)) : variants;
  const why = unable() ?? (existsSync(join(root, 'dist/cli.js')) ? undefined : 'dist/cli.js is missing: run `npm run build`');
  if (why !== undefined) {
    console.error(`SKIPPED, all of the proof: ${why}`);
    console.log(`0 passed, 0 failed, ${chosen.length} skipped`);
    return;
  }
  for (const words of [['base', '3.13', 'trixie'], ...chosen.flatMap(({ needs }) => needs)]) images(...words);
  const bin = environment(join(scratch, 'django'), python(), ['django']);
  let passed = 0;
  let failed = 0;
  let skipped = 0;
  for (const variant of chosen) {
    const from = performance.now();
    try {
      await one(variant, bin);
      passed++;
      console.log(`  ✔ ${variant.name} (${Math.round((performance.now() - from) / 1000)} s)`);
    } catch (error) {
      if (error instanceof Unreachable) {
        skipped++;
        console.error(`SKIPPED ${variant.name}, its source could not be fetched: ${error.message}`);
        continue;
      }
      failed++;
      console.log(`  ✘ ${variant.name}\n${error instanceof Error ? error.message : String(error)}`);
    } finally {
      endAll();
    }
  }
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  process.exitCode = failed > 0 ? 1 : 0;
};

await main();
