// Makes the .vsix and holds it to its budget.
import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(fileURLToPath(import.meta.url), '../..');
/** Kilobytes, pictures left out. */
const budget = 1200;

for (const name of readdirSync(root)) if (name.endsWith('.vsix')) rmSync(join(root, name));
const made = spawnSync(
  process.execPath,
  [join(root, 'node_modules/@vscode/vsce/vsce'), 'package', '--no-dependencies', '--no-rewrite-relative-links'],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
if (made.status !== 0) process.exit(made.status ?? 1);
const vsix = readdirSync(root).find((name) => name.endsWith('.vsix'));
if (!vsix) {
  console.error('vsce ended well but made no .vsix');
  process.exit(1);
}
const size = Math.ceil(statSync(join(root, vsix)).size / 1024);
console.log(`${vsix}: ${size} KB of ${budget} KB`);
process.exitCode = size > budget ? 1 : 0;
