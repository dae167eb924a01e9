// The budgets of what we ship: bundles, and the number of lines of each source file.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(fileURLToPath(import.meta.url), '../..');
/** Kilobytes. Server and CLI carry the catalogue, packed; the CLI the pages of the rules besides. */
const budgets: Readonly<Record<string, number>> = {
  'dist/client.js': 500,
  'dist/server.js': 300,
  'dist/engine.js': 2300,
  'dist/cli.js': 2800,
};

let over = 0;
for (const [path, limit] of Object.entries(budgets)) {
  const file = join(root, path);
  if (!existsSync(file)) continue;
  const size = Math.ceil(statSync(file).size / 1024);
  const state = size > limit ? 'over budget' : 'ok';
  if (size > limit) over++;
  console.log(`${path}: ${size} KB of ${limit} KB, ${state}`);
}
process.exitCode = over > 0 ? 1 : 0;
