// Every ring of tests, and one closing line that counts them all. Rings that cannot run here are counted as skipped, aloud.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(fileURLToPath(import.meta.url), '../..');
const scratch = mkdtempSync(join(tmpdir(), 'drydock-test-'));

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Test files of a ring, by folder; `not` names folders that are rings of their own. */
const testFiles = (folder: string, not: readonly string[] = []): readonly string[] =>
  (readdirSync(join(root, folder), { recursive: true }) as string[])
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.test.ts') && !not.some((other) => name.startsWith(`${other}/`)))
    .sort();

/** Runs mocha on files in a process of its own. A process that dies without counting is one failure. */
const mocha = (name: string, files: readonly string[], env: Readonly<Record<string, string>> = {}): Counts => {
  console.log(`\n=== ${name} ===`);
  const counts = join(scratch, `${name.replaceAll(/\W+/g, '-')}.json`);
  const run = spawnSync(
    process.execPath,
    [join(root, 'node_modules/mocha/bin/mocha.js'), '--reporter', join(root, 'test/support/counting-reporter.cjs'), ...files],
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env, DRYDOCK_COUNTS: counts },
    },
  );
  if (!existsSync(counts)) {
    console.error(`${name}: the tests ended without a count (exit code ${run.status ?? run.signal})`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const counted = JSON.parse(readFileSync(counts, 'utf8')) as Counts;
  return run.status !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
};

/** Runs a script that ends with a line `N passed, N failed[, N skipped]`. */
const script = (name: string, path: string, ...words: readonly string[]): Counts => {
  console.log(`\n=== ${name} ===`);
  const run = spawnSync(process.execPath, ['--import', 'tsx', join(root, path), ...words], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 28,
  });
  process.stdout.write(run.stdout);
  const line = /(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$/.exec(run.stdout);
  if (!line) {
    console.error(`${name}: ended without a count (exit code ${run.status ?? run.signal})`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const counted = { passed: Number(line[1]), failed: Number(line[2]), skipped: Number(line[3] ?? 0) };
  return run.status !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
};

const sum = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

const only = process.argv.slice(2);
const rings: readonly (readonly [string, () => Counts])[] = [
  ['unit', () => mocha('unit', testFiles('test', ['test/integration', 'test/oracle', 'test/samples', 'test/scaffold']))],
  [
    'scaffold',
    () =>
      [
        mocha('every combination of the scaffold', testFiles('test/scaffold')),
        script('the default scaffold, built and served', 'test/scaffold/proof/run.ts', 'default'),
        script('an old set-up, before and after its move', 'test/scaffold/proof/moved.ts'),
      ].reduce(sum),
  ],
  [
    'oracle',
    () =>
      [
        script('the real uWSGI', 'test/oracle/run.ts'),
        script('the real servers', 'test/oracle/servers/run.ts'),
        script('the real Python', 'test/oracle/python/run.ts'),
        script('the real Django', 'test/oracle/django/run.ts'),
        script('the checks of the real BuildKit', 'test/oracle/buildkit/run.ts'),
        script('the real nginx', 'test/oracle/nginx/run.ts'),
      ].reduce(sum),
  ],
  [
    'vscode',
    () => sum(script('the real VS Code', 'test/integration/run.ts'), script('a person at the real VS Code', 'test/integration/person.ts')),
  ],
];
const unknown = only.find((name) => !rings.some(([ring]) => ring === name));
if (unknown) {
  console.error(`There is no ring ${unknown}; the rings are ${rings.map(([ring]) => ring).join(', ')}.`);
  process.exit(2);
}

let total: Counts = { passed: 0, failed: 0, skipped: 0 };
for (const [name, run] of rings) {
  if (only.length > 0 && !only.includes(name)) continue;
  total = sum(total, run());
}
rmSync(scratch, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
