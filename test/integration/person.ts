// The tour through VS Code as a test from outside: `tsx test/integration/person.ts`.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { closeAll } from '../../scripts/vscode/closing.ts';
import { REPOSITORY } from '../../scripts/vscode/host.ts';
import { openWorkbench, temporaryFolder } from '../../scripts/vscode/served.ts';
import { prepareTour, TOUR } from '../../scripts/vscode/tour.ts';
import { type Result, report, tally } from './report.ts';

const SUITE = 'A person at the keyboard';
const PICTURE = join(REPOSITORY, '.cache/integration/person-failed.png');

/** Takes the tour; steps after a failed one would start from the wrong place and are counted as skipped. */
async function main(): Promise<Result[]> {
  const folder = join((await temporaryFolder('person')).path, 'shop');
  await prepareTour(folder);
  const { page } = await openWorkbench({ extension: REPOSITORY, folder });
  const results: Result[] = [];
  let lost = false;
  for (const step of TOUR) {
    const title = [SUITE, step.title];
    if (lost) {
      results.push({ title, state: 'skipped', ms: 0 });
      continue;
    }
    const started = performance.now();
    const ms = (): number => Math.round(performance.now() - started);
    try {
      await step.walk(page);
      results.push({ title, state: 'passed', ms: ms() });
    } catch (error) {
      lost = true;
      await mkdir(join(PICTURE, '..'), { recursive: true });
      await page.screenshot({ path: PICTURE }).catch(() => undefined);
      const why = `${error instanceof Error ? error.message : error}\nThe window at that moment: ${PICTURE}`;
      results.push({ title, state: 'failed', ms: ms(), why });
    }
  }
  return results;
}

let results: Result[];
try {
  results = await main();
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  results = [{ title: [SUITE, 'opens VS Code'], state: 'failed', ms: 0, why }];
} finally {
  await closeAll();
}
console.log(report(results));
console.log(`\n${tally(results)}`);
process.exitCode = results.some(({ state }) => state === 'failed') ? 1 : 0;
