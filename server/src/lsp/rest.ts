// All of the server but its greeting. In dist it is a file of its own, which is read when the greeting is out.
import { diskFiles } from './disk-files.ts';
import { createServer } from './server.ts';

export interface Rest {
  readonly createServer: typeof createServer;
  readonly diskFiles: typeof diskFiles;
}

/** The rest of the server; the first call reads it. */
export const loadRest = (): Rest => ({ createServer, diskFiles });
