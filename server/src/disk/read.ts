// Text from disk, or a sentence that says why there is none.
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { reasonOf } from './walk.ts';

/** Why a file was not read. */
export type Refusal = 'binary' | 'too large' | 'not utf-8' | 'permission' | 'missing' | 'folder' | 'not a file' | 'unreadable';

/** A text, with its byte order mark if it has one; or why not, as a sentence without the path and without a full stop. */
export type Read = { readonly text: string } | { readonly refused: Refusal; readonly sentence: string };

/** The largest file we read, in bytes. */
export const sizeLimit = 2 * 1024 * 1024;
const headBytes = 4096;

const refuse = (refused: Refusal, sentence: string): Read => ({ refused, sentence });

const refusalOf = (error: unknown): Refusal => {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'EACCES' || code === 'EPERM') return 'permission';
  return code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unreadable';
};

/** Opens a file for one reading and closes it, however that ends. */
const withFile = async <T>(path: string, use: (handle: FileHandle, size: number) => Promise<T>, odd: (read: Read) => T): Promise<T> => {
  let handle: FileHandle | undefined;
  try {
    // Without O_NONBLOCK a named pipe without a writer would hold us for ever.
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const found = await handle.stat();
    if (found.isDirectory()) return odd(refuse('folder', 'It is a folder, not a file'));
    if (!found.isFile()) return odd(refuse('not a file', 'It is not a regular file'));
    return await use(handle, found.size);
  } catch (error) {
    return odd(refuse(refusalOf(error), reasonOf(error)));
  } finally {
    await handle?.close().catch(() => undefined);
  }
};

/** Lists of packages, which pip reads in UTF-16 as well when they begin with its mark: `pip freeze >` of a Windows shell writes them so. */
const pipReads = /(?:requirements|constraints)[^/\\]*\.(?:txt|in)$|[/\\]requirements[/\\][^/\\]+\.(?:txt|in)$/i;

/** Reads a whole file of at most `limit` bytes as UTF-8, or as pip does where it is one for pip. Never rejects. */
export const readText = (path: string, limit: number = sizeLimit): Promise<Read> =>
  withFile<Read>(
    path,
    async (handle, size) => {
      if (size > limit) return refuse('too large', `It is ${megabytes(size)} large; files above ${megabytes(limit)} are not read`);
      return decode(await handle.readFile(), pipReads.test(path));
    },
    (read) => read,
  );

/** The first 4096 bytes of a file as text, for `kindOf`; nothing when it cannot be read or is binary. */
export const readHead = (path: string): Promise<string | undefined> =>
  withFile<string | undefined>(
    path,
    async (handle) => {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
      const bytes = buffer.subarray(0, bytesRead);
      const wide = pipReads.test(path) ? wideOf(bytes) : undefined;
      if (wide) return new TextDecoder(wide).decode(bytes);
      return bytes.includes(0) ? undefined : bytes.toString('utf8');
    },
    () => undefined,
  );

/** The kind of UTF-16 whose byte order mark some bytes begin with. */
export const wideOf = ([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined =>
  first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : undefined;

/** Bytes to text, as strictly as uWSGI, Docker and Python would like them: UTF-8, no zero bytes; `orWide` takes UTF-16 with its mark too. */
export const decode = (bytes: Uint8Array, orWide = false): Read => {
  const wide = wideOf(bytes);
  if (wide && !orWide) return refuse('not utf-8', 'It is UTF-16 text; save it as UTF-8');
  if (wide) {
    try {
      return { text: new TextDecoder(wide, { fatal: true, ignoreBOM: true }).decode(bytes) };
    } catch {
      return refuse('not utf-8', 'It begins like UTF-16 text and is none; save it as UTF-8');
    }
  }
  if (bytes.subarray(0, 8192).includes(0)) return refuse('binary', 'It is a binary file');
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return refuse('not utf-8', `It is not UTF-8: line ${badLine(bytes)} holds a byte that means nothing there; save it as UTF-8`);
  }
};

/** The line, from 1, of the first byte that is not UTF-8. */
const badLine = (bytes: Uint8Array): number => {
  let line = 1;
  for (let from = 0; from < bytes.length; line++) {
    const feed = bytes.indexOf(10, from);
    const to = feed < 0 ? bytes.length : feed + 1;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(from, to));
    } catch {
      return line;
    }
    from = to;
  }
  return line;
};

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(bytes % (1024 * 1024) === 0 ? 0 : 1)} MB`;
