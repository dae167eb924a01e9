// Runs inside the extension host, bundled: VS Code calls run(). Everything it says goes to files beside the bundle,
// because neither the console nor the environment reliably crosses over from the process that started VS Code.
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from './report.ts';

/** Runs the suite and rejects if a test failed, which gives VS Code its exit code. */
export async function run(): Promise<void> {
  // mocha is an ES module, and is looked for from the bundle's folder inside the repository.
  const { default: Mocha } = await import('mocha');
  // The base reporter prints nothing; we listen instead.
  const mocha = new Mocha({ timeout: 60_000, reporter: Mocha.reporters.Base });
  const folder = join(__dirname, 'suite');
  for (const name of readdirSync(folder).sort()) if (name.endsWith('.test.cjs')) mocha.addFile(join(folder, name));

  const results: Result[] = [];
  const record = (result: Result): void => {
    results.push(result);
    appendFileSync(join(__dirname, 'results.jsonl'), `${JSON.stringify(result)}\n`);
  };
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('pass', (test) => record({ title: test.titlePath(), state: 'passed', ms: test.duration ?? 0 }));
    runner.on('pending', (test) => record({ title: test.titlePath(), state: 'skipped', ms: 0 }));
    runner.on('fail', (test, error: unknown) => {
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      record({ title: test.titlePath(), state: 'failed', ms: test.duration ?? 0, why });
    });
  });
  writeFileSync(join(__dirname, 'results.json'), JSON.stringify({ failures, results }, undefined, 2));
  if (failures > 0) throw new Error(`${failures} failed`);
}
