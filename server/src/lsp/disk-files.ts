// The disk, in the shape that the server asks for. Documents that are not on the disk have nothing behind them.
import { readHead, readText } from '../disk/read.ts';
import { isForeign, walk } from '../disk/walk.ts';
import { pathOf, slashPath, type Uri } from '../text/uri.ts';
import type { FileSystem } from './files.ts';

const onDisk = (uri: Uri): boolean => uri.startsWith('file:');

export const diskFiles: FileSystem = {
  walk: async (root) => (onDisk(root) ? walk(pathOf(root)) : undefined),
  async read(uri) {
    const read = onDisk(uri) ? await readText(pathOf(uri)) : undefined;
    return read && 'text' in read ? read.text : undefined;
  },
  head: async (uri) => (onDisk(uri) ? readHead(pathOf(uri)) : undefined),
  foreign: (uri) => isForeign(slashPath(uri)),
};
