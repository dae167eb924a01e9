// Every ring of tests, and one closing line that counts them all. Rings that cannot run here are counted as skipped, aloud.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(fileURLToPath(import.meta.url), '../..');
const scratch = mkdtempSync(join(tmpdir(), 'drydock-test-'));

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The test files that take longest: whoever shares the work begins with them, so that nobody waits for the last one. */
const long = ['typed', 'moved', 'rewritten', 'by-stage', 'cases'].map((name) => `test/rules/${name}.test.ts`);

/** Test files of a ring, by folder; `not` names folders that are rings of their own. */
const testFiles = (folder: string, not: readonly string[] = []): readonly string[] => {
  const all = (readdirSync(join(root, folder), { recursive: true }) as string[])
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((name) => name.endsWith('.test.ts') && !not.some((other) => name.startsWith(`${other}/`)))
    .sort();
  return [...long.filter((name) => all.includes(name)), ...all.filter((name) => !long.includes(name))];
};

interface Ended {
  /** What it wrote to its standard output. */
  readonly output: string;
  readonly code: number | string | null;
}

/** Runs Node. What the program says is told at once, or, where others speak at the same time, all together when it has ended. */
const node = (name: string, words: readonly string[], env: Readonly<Record<string, string>>, aloud: boolean): Promise<Ended> =>
  new Promise((done) => {
    const title = `\n=== ${name} ===\n`;
    if (aloud) process.stdout.write(title);
    const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    let output = '';
    let all = title;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (aloud) process.stdout.write(text);
      else all += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (aloud) process.stderr.write(text);
      else all += text;
    });
    const from = performance.now();
    child.once('error', (error) => done({ output, code: error.message }));
    child.once('close', (code, signal) => {
      process.stdout.write(`${aloud ? '' : all}(${name}: ${((performance.now() - from) / 1000).toFixed(0)} s)\n`);
      done({ output, code: code ?? signal });
    });
  });

/** Runs mocha on files in processes of its own, several at once where `jobs` says so. One that dies without counting is one failure. */
const mocha = async (name: string, files: readonly string[], aloud: boolean, jobs = 1): Promise<Counts> => {
  const counts = join(scratch, `${name.replaceAll(/\W+/g, '-')}.json`);
  const words = [
    join(root, 'node_modules/mocha/bin/mocha.js'),
    '--reporter',
    join(root, 'test/support/counting-reporter.cjs'),
    ...(jobs > 1 ? ['--parallel', '--jobs', String(jobs)] : []),
    ...files,
  ];
  const { code } = await node(name, words, { DRYDOCK_COUNTS: counts }, aloud);
  if (!existsSync(counts)) {
    console.error(`${name}: the tests ended without a count (exit code ${code})`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const counted = JSON.parse(readFileSync(counts, 'utf8')) as Counts;
  return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
};

/** Runs a script that ends with a line `N passed, N failed[, N skipped]`. */
const script = async (name: string, path: string, aloud: boolean, ...words: readonly string[]): Promise<Counts> => {
  const { output, code } = await node(name, ['--import', 'tsx', join(root, path), ...words], {}, aloud);
  const line = /(\d+) passed, (\d+) failed(?:, (\d+) skipped)?\s*$/.exec(output);
  if (!line) {
    console.error(`${name}: ended without a count (exit code ${code})`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const counted = { passed: Number(line[1]), failed: Number(line[2]), skipped: Number(line[3] ?? 0) };
  return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
};

const sum = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

/** One part of a ring; `aloud` where it runs by itself. */
type Part = (aloud: boolean) => Promise<Counts>;

const only = process.argv.slice(2);
/**
 * The parts of each ring, in lanes that may run beside each other. What installs packages of the machine stands in one lane, since apt
 * lets nobody else in meanwhile; a VS Code wants the machine for itself.
 */
const rings: readonly (readonly [name: string, lanes: readonly (readonly Part[])[]])[] = [
  [
    'unit',
    [
      [
        (aloud) =>
          mocha(
            'unit',
            testFiles('test', ['test/integration', 'test/oracle', 'test/samples', 'test/scaffold']),
            aloud,
            Math.min(4, availableParallelism()),
          ),
      ],
    ],
  ],
  [
    'scaffold',
    [
      [
        (aloud) => mocha('every combination of the scaffold', testFiles('test/scaffold'), aloud),
        (aloud) => script('the default scaffold, built and served', 'test/scaffold/proof/run.ts', aloud, 'default'),
        (aloud) => script('an old set-up, before and after its move', 'test/scaffold/proof/moved.ts', aloud),
      ],
    ],
  ],
  [
    'oracle',
    [
      [
        (aloud) => script('the real uWSGI', 'test/oracle/run.ts', aloud),
        (aloud) => script('the checks of the real BuildKit', 'test/oracle/buildkit/run.ts', aloud),
        (aloud) => script('the real nginx', 'test/oracle/nginx/run.ts', aloud),
      ],
      [
        (aloud) => script('the real servers', 'test/oracle/servers/run.ts', aloud),
        (aloud) => script('the real Python', 'test/oracle/python/run.ts', aloud),
        (aloud) => script('the real Django', 'test/oracle/django/run.ts', aloud),
      ],
    ],
  ],
  [
    'vscode',
    [
      [
        (aloud) => script('the real VS Code', 'test/integration/run.ts', aloud),
        (aloud) => script('a person at the real VS Code', 'test/integration/person.ts', aloud),
      ],
    ],
  ],
];
const unknown = only.find((name) => !rings.some(([ring]) => ring === name));
if (unknown) {
  console.error(`There is no ring ${unknown}; the rings are ${rings.map(([ring]) => ring).join(', ')}.`);
  process.exit(2);
}

const lanesOf = (ring: string): readonly (readonly Part[])[] =>
  only.length === 0 || only.includes(ring) ? (rings.find(([name]) => name === ring)?.[1] ?? []) : [];

let total: Counts = { passed: 0, failed: 0, skipped: 0 };
const inLane = async (lane: readonly Part[], aloud: boolean): Promise<void> => {
  for (const part of lane) {
    const counts = await part(aloud);
    total = sum(total, counts);
  }
};
for (const lane of lanesOf('unit')) await inLane(lane, true);
const [packages = [], ...others] = lanesOf('oracle');
const beside = [[...lanesOf('scaffold').flat(), ...packages], ...others].filter((lane) => lane.length > 0);
await Promise.all(beside.map((lane) => inLane(lane, beside.length === 1)));
for (const lane of lanesOf('vscode')) await inLane(lane, true);
rmSync(scratch, { recursive: true, force: true });
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
