// Writes a plan to disk, whole or not at all.
import { existsSync, statSync } from 'node:fs';
import { mkdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Planned } from '../scaffold/plan.ts';
import { replaceText, writingReason } from './write.ts';

/**
 * Writes the files of a plan below a folder. When one cannot be written, everything done so far is taken back; gives a sentence
 * that says which file and why, or nothing when all is written. Never rejects.
 */
export const applyPlan = async (root: string, files: readonly Planned[]): Promise<string | undefined> => {
  const undo: (() => Promise<unknown>)[] = [];
  for (const { path, state, before, after } of files) {
    if (state === 'same') continue;
    const target = join(root, path);
    const failed = before === undefined ? await create(target, after, undo) : await replaceText(target, before, after);
    if (failed !== undefined) {
      for (const step of undo.reverse()) await step().catch(() => undefined);
      return `${path}: ${failed}; nothing was written`;
    }
    if (before !== undefined) undo.push(() => replaceText(target, after, before));
  }
  return undefined;
};

const create = async (target: string, text: string, undo: (() => Promise<unknown>)[]): Promise<string | undefined> => {
  try {
    const made = await mkdir(dirname(target), { recursive: true });
    // Undone in reverse: the file first, then the folders, the inner ones first.
    const folders: string[] = [];
    for (let at = dirname(target); made !== undefined && at.length >= made.length; at = dirname(at)) folders.unshift(at);
    for (const folder of folders) undo.push(() => rmdir(folder));
    await writeFile(target, text, { flag: 'wx' });
    undo.push(() => rm(target));
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (existsSync(target) && statSync(target).isDirectory()) return 'There is a folder of that name';
    if (code === 'ENOTDIR' || (code === 'EEXIST' && !existsSync(target))) return 'A file stands where its folder would be';
    if (code === 'EEXIST') return 'It has appeared meanwhile; run Drydock again';
    return writingReason(error);
  }
};
