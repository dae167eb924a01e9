// The VS Code ring: `tsx test/integration/run.ts`. Bundles the suite, runs it in a VS Code, prints what it wrote down.
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { closeAll, closeAtEnd } from '../../scripts/vscode/closing.ts';
import { checkBuilt } from '../../scripts/vscode/extension.ts';
import { HostUnavailable, REPOSITORY, readyHost } from '../../scripts/vscode/host.ts';
import { temporaryFolder } from '../../scripts/vscode/served.ts';
import { type Result, report, tally } from './report.ts';

const HERE = import.meta.dirname;

/** The bundle's folder lies inside the repository, where `import('mocha')` finds mocha; each run has its own. */
async function bundle(): Promise<string> {
  const parent = join(REPOSITORY, '.cache/integration');
  await mkdir(parent, { recursive: true });
  const outdir = await mkdtemp(join(parent, 'run-'));
  closeAtEnd(() => rm(outdir, { recursive: true, force: true }));
  await build({
    entryPoints: [join(HERE, 'index.ts'), join(HERE, 'suite/*.test.ts')],
    outbase: HERE,
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
  return outdir;
}

/** The executable of the VS Code to test in; undefined lets test-electron download one. */
async function executable(): Promise<string | undefined> {
  const named = process.env['DRYDOCK_VSCODE'];
  if (named === 'download') return undefined;
  if (named) return named;
  await readyHost();
  return join(REPOSITORY, 'scripts/vscode/code-launcher');
}

function read(outdir: string): { results: Result[]; complete: boolean } {
  const file = join(outdir, 'results.jsonl');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const results = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Result);
  return { results, complete: existsSync(join(outdir, 'results.json')) };
}

/** Runs the suite; the exit code is 0 only if all of it ran and nothing failed. */
async function main(): Promise<number> {
  checkBuilt(REPOSITORY);
  const outdir = await bundle();
  const workspace = await temporaryFolder('workspace');
  await cp(join(REPOSITORY, 'test/samples/legacy-uwsgi'), workspace.path, { recursive: true });
  const data = await temporaryFolder('data');
  const path = await executable();
  let trouble = '';
  await runTests({
    ...(path === undefined ? { cachePath: join(REPOSITORY, '.cache/vscode-test') } : { vscodeExecutablePath: path }),
    extensionDevelopmentPath: REPOSITORY,
    extensionTestsPath: join(outdir, 'index.cjs'),
    extensionTestsEnv: { DRYDOCK_TEST_DATA: data.path },
    launchArgs: [workspace.path, `--user-data-dir=${data.path}`, `--extensions-dir=${join(data.path, 'extensions')}`],
  }).catch((error: unknown) => {
    trouble = error instanceof Error ? error.message : String(error);
  });
  const { results, complete } = read(outdir);
  console.log(report(results));
  const failed = results.some((result) => result.state === 'failed');
  if (!failed && (trouble !== '' || !complete || results.length === 0)) {
    // Counted as a failure of its own, so that the closing line never says that all is well.
    const why = trouble === '' ? 'VS Code ended before the suite did.' : trouble;
    results.push({ title: ['VS Code runs the suite'], state: 'failed', ms: 0, why });
    console.log(`\n  ${why}`);
  }
  console.log(`\n${tally(results)}`);
  return results.some((result) => result.state === 'failed') ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof HostUnavailable ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
} finally {
  await closeAll();
}
