// The size of the extension as it is shipped, with and without its pictures.
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Packs the extension into a folder; gives its bytes, or what vsce said when it could not. */
export const packExtension = (root: string, folder: string): { readonly all: number; readonly pictures: number } | string => {
  const out = join(folder, 'bench.vsix');
  const made = spawnSync(
    process.execPath,
    [join(root, 'node_modules/@vscode/vsce/vsce'), 'package', '--no-dependencies', '--no-rewrite-relative-links', '--out', out],
    { cwd: root, encoding: 'utf8', timeout: 120_000 },
  );
  if (made.status !== 0) return `The extension could not be packed: ${(made.stderr || made.stdout).trim().split('\n').at(-1)}`;
  return { all: statSync(out).size, pictures: picturesIn(readFileSync(out)) };
};

/** The packed bytes of the pictures in a zip file, by its central directory (APPNOTE.TXT, 4.3.12). */
const picturesIn = (zip: Buffer): number => {
  let at = zip.readUInt32LE(zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1')) + 16);
  let bytes = 0;
  while (zip.toString('latin1', at, at + 4) === 'PK\x01\x02') {
    const name = zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28));
    if (/\.(?:png|gif|jpe?g)$/.test(name)) bytes += zip.readUInt32LE(at + 20);
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return bytes;
};
