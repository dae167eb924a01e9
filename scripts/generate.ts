// Makes everything that is derived, and with --check says whether what is committed is current.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateCatalogue } from './generate/catalogue.ts';
import { generateMoving } from './generate/moving.ts';
import { generateRegister } from './generate/register.ts';
import { generateServerOptions } from './generate/server-options.ts';
import { generateTemplates } from './generate/templates.ts';
import { generateTables } from './tables/generate.ts';

/** One file a generator makes: its path in the repository and its whole text. */
export interface Made {
  readonly path: string;
  readonly text: string;
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const checking = process.argv.includes('--check');

const stale: string[] = [];
const write = (made: readonly Made[]) => {
  for (const { path, text } of made) {
    const file = join(root, path);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    stale.push(relative(root, file));
    if (checking) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
};

write(generateCatalogue(root));
write(generateTables(root));
write(generateServerOptions(root));
write(generateTemplates(root));
write(generateMoving(root));
write(await generateRegister(root));
// What follows reads the register that was just made.
const { generatePages } = await import('./generate/pages.ts');
write(await generatePages(root));

if (checking && stale.length > 0) {
  console.error(`Out of date, run \`npm run generate\`: ${stale.join(', ')}`);
  process.exitCode = 1;
} else if (!checking) {
  console.log(stale.length > 0 ? `Wrote ${stale.join(', ')}` : 'Everything was current.');
}
