// Makes the README's pictures: `tsx scripts/vscode/pictures.ts [FOLDER [NAME]...]`; docs/pictures and all of them if nothing is named.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { closeAll } from './closing.ts';
import { REPOSITORY } from './host.ts';
import { openWorkbench, temporaryFolder } from './served.ts';
import { PICTURE, PICTURE_SIZE } from './settings.ts';
import { TOURS } from './tours.ts';

/** Takes the tours with a camera. */
async function main(): Promise<void> {
  const album = resolve(process.argv[2] ?? join(REPOSITORY, 'docs/pictures'));
  await mkdir(album, { recursive: true });
  const named = new Set(process.argv.slice(3));
  for (const { prepare, steps } of TOURS) {
    const last = steps.findLastIndex(({ sight }) => sight !== undefined && (named.size === 0 || named.has(sight)));
    if (last < 0) continue;
    // The explorer shows the folder's name.
    const folder = join((await temporaryFolder('pictures')).path, 'shop');
    await prepare(folder);
    const window = { userSettings: PICTURE, size: PICTURE_SIZE, scale: 2 };
    const { page, close } = await openWorkbench({ extension: REPOSITORY, folder, ...window });
    for (const { sight, walk } of steps.slice(0, last + 1)) {
      await walk(page, folder);
      if (sight === undefined || (named.size > 0 && !named.has(sight))) continue;
      const path = join(album, `${sight}.png`);
      // Nothing may show only because the mouse rests there; colours and icons come a moment after the text.
      await page.mouse.move(560, 630);
      await page.waitForTimeout(1500);
      await page.screenshot({ path, animations: 'disabled', caret: 'initial' });
      console.log(path);
    }
    await close();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await closeAll();
}
