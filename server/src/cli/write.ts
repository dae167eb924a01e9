// Writes a text over a file so that nobody ever sees half of it.
import { randomBytes } from 'node:crypto';
import { chmod, chown, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { wideOf } from '../disk/read.ts';

/** Reasons for which a folder does not take a new file although the file in it may be written: mounts, foreign folders. */
const noRoom: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EBUSY', 'EROFS', 'EXDEV']);

/**
 * Replaces `before` by `after` in a file, through links. Keeps mode and owner. Gives nothing when it went well, else a
 * sentence without the path and without a full stop; then the file is as it was. Never rejects.
 */
export const replaceText = async (path: string, before: string, after: string): Promise<string | undefined> => {
  try {
    const target = await realpath(path);
    const { mode, uid, gid, nlink } = await stat(target);
    if ((mode & 0o222) === 0) return 'It is read-only';
    const now = await readFile(target);
    const bytes = encoder(now);
    if (now.equals(bytes(after))) return undefined;
    if (!now.equals(bytes(before))) return 'It has changed since it was read; run Drydock again';
    // A new file would tear hard links apart.
    if (nlink > 1 || !(await replaceWhole(target, bytes(after), { mode, uid, gid }))) await writeFile(target, bytes(after));
    return undefined;
  } catch (error) {
    return writingReason(error);
  }
};

/** Why a file was not written, as a sentence. */
export const writingReason = (error: unknown): string => {
  const code = codeOf(error);
  if (code === 'EACCES' || code === 'EPERM') return 'Permission denied: it cannot be written by this user';
  if (code === 'EROFS') return 'It lies on a read-only file system';
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'There is no space left';
  if (code === 'ENOENT') return 'It has vanished since it was read';
  return error instanceof Error ? error.message : String(error);
};

/** Text to bytes in the encoding that a file has now. */
const encoder = (now: Uint8Array): ((text: string) => Buffer) => {
  const wide = wideOf(now);
  if (!wide) return (text) => Buffer.from(text);
  return (text) => (wide === 'utf-16le' ? Buffer.from(text, 'utf16le') : Buffer.from(text, 'utf16le').swap16());
};

interface Traits {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Puts a new file in the old one's place; false when the folder does not allow that. */
const replaceWhole = async (target: string, text: Buffer, { mode, uid, gid }: Traits): Promise<boolean> => {
  const temporary = join(dirname(target), `.drydock-${randomBytes(6).toString('hex')}.tmp`);
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    const made = await stat(temporary);
    if (made.uid !== uid || made.gid !== gid) await chown(temporary, uid, gid);
    await chmod(temporary, mode & 0o7777);
    await rename(temporary, target);
    return true;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    if (noRoom.has(codeOf(error))) return false;
    throw error;
  }
};

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');
