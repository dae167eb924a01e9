// The tours through VS Code as a test from outside: `tsx test/integration/person.ts [WORDS OF A TITLE]`.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { closeAll } from '../../scripts/vscode/closing.ts';
import { REPOSITORY } from '../../scripts/vscode/host.ts';
import { openWorkbench, temporaryFolder } from '../../scripts/vscode/served.ts';
import { TOURS, type Tour } from '../../scripts/vscode/tours.ts';
import { type Result, report, tally } from './report.ts';

const PICTURE = join(REPOSITORY, '.cache/integration/person-failed.png');

/** Takes a tour; steps after a failed one would start from the wrong place and are counted as skipped. */
async function take({ title: suite, prepare, steps, userSettings = {} }: Tour): Promise<Result[]> {
  const folder = join((await temporaryFolder('person')).path, 'shop');
  await prepare(folder);
  const { page, close } = await openWorkbench({ extension: REPOSITORY, folder, userSettings });
  const results: Result[] = [];
  let lost = false;
  for (const step of steps) {
    const title = [suite, step.title];
    if (lost) {
      results.push({ title, state: 'skipped', ms: 0 });
      continue;
    }
    const started = performance.now();
    const ms = (): number => Math.round(performance.now() - started);
    try {
      await step.walk(page, folder);
      results.push({ title, state: 'passed', ms: ms() });
    } catch (error) {
      lost = true;
      await mkdir(join(PICTURE, '..'), { recursive: true });
      await page.screenshot({ path: PICTURE }).catch(() => undefined);
      const why = `${error instanceof Error ? error.message : error}\nThe window at that moment: ${PICTURE}`;
      results.push({ title, state: 'failed', ms: ms(), why });
    }
  }
  await close();
  return results;
}

const wanted = process.argv[2];
const results: Result[] = [];
for (const tour of TOURS) {
  if (wanted !== undefined && !tour.title.includes(wanted)) continue;
  try {
    results.push(...(await take(tour)));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    results.push({ title: [tour.title, 'opens VS Code'], state: 'failed', ms: 0, why });
  }
}
await closeAll();
console.log(report(results));
console.log(`\n${tally(results)}`);
process.exitCode = results.some(({ state }) => state === 'failed') ? 1 : 0;
