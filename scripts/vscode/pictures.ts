// Makes the README's pictures: `tsx scripts/vscode/pictures.ts [FOLDER]`, docs/pictures if no folder is named.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { closeAll } from './closing.ts';
import { REPOSITORY } from './host.ts';
import { openWorkbench, temporaryFolder } from './served.ts';
import { PICTURE, PICTURE_SIZE } from './settings.ts';
import { prepareTour, TOUR } from './tour.ts';

/** Takes the tour with a camera. */
async function main(): Promise<void> {
  const album = resolve(process.argv[2] ?? join(REPOSITORY, 'docs/pictures'));
  await mkdir(album, { recursive: true });
  // The explorer shows the folder's name.
  const folder = join((await temporaryFolder('pictures')).path, 'shop');
  await prepareTour(folder);
  const window = { userSettings: PICTURE, size: PICTURE_SIZE, scale: 2 };
  const { page } = await openWorkbench({ extension: REPOSITORY, folder, ...window });
  for (const { sight, walk } of TOUR) {
    await walk(page);
    if (sight === undefined) continue;
    const path = join(album, `${sight}.png`);
    await page.screenshot({ path, animations: 'disabled', caret: 'initial' });
    console.log(path);
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
