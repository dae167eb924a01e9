// The texts of a folder for a plan that will be written into it.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from '../disk/read.ts';
import type { Reader } from '../scaffold/plan.ts';
import { Unable } from './io.ts';
import { writingReason } from './write.ts';

/**
 * Reads files below a folder as they are now. Throws `Unable` for one that is there and no text: what is edited must come back
 * byte by byte.
 */
export const readerOf =
  (root: string): Reader =>
  (path) => {
    const target = join(root, path);
    if (!existsSync(target) || !statSync(target).isFile()) return undefined;
    const read = decode(bytesOf(target, path));
    if ('text' in read) return read.text;
    throw new Unable(`\`${path}\` cannot be read: ${read.sentence.charAt(0).toLowerCase()}${read.sentence.slice(1)}; nothing was written`);
  };

const bytesOf = (target: string, path: string): Uint8Array => {
  try {
    return readFileSync(target);
  } catch (error) {
    throw new Unable(`\`${path}\` cannot be read: ${writingReason(error)}; nothing was written`);
  }
};
