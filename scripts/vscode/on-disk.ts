// What a folder holds, for tours that write files.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

type All = Readonly<Record<string, string>>;

/** Every file below a folder with its text, so that nothing that was left behind goes unseen. */
export async function everything(folder: string): Promise<All> {
  const out: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    out[path.slice(folder.length + 1)] = entry.isFile() ? await readFile(path, 'utf8') : '(folder)';
  }
  return out;
}

/** Waits until a folder holds what it should; editors may still be saving. */
export async function holds(folder: string, wanted: (all: All) => string | undefined): Promise<void> {
  const end = Date.now() + 10_000;
  let why: string | undefined;
  do {
    why = wanted(await everything(folder));
    if (why === undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  } while (Date.now() < end);
  throw new Error(why);
}

/** A wish for `holds`: these files and folders, and nothing else. */
export const same =
  (wanted: All) =>
  (all: All): string | undefined => {
    const wrong = [...new Set([...Object.keys(wanted), ...Object.keys(all)])].filter((path) => wanted[path] !== all[path]);
    return wrong.length === 0 ? undefined : `not as it was: ${wrong.map((path) => `${path}: ${JSON.stringify(all[path])}`).join(', ')}`;
  };
