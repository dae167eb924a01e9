// From the words of the command line to folders and texts.
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { decode, type Read, readText, sizeLimit } from '../disk/read.ts';
import { reasonOf } from '../disk/walk.ts';
import { kindOf } from '../languages/languages.ts';
import { type Uri, uriOfPath } from '../text/uri.ts';
import type { Failures } from './failures.ts';
import type { Io } from './io.ts';

/** A folder that was named: as it was written, and its absolute path. */
export interface NamedFolder {
  readonly word: string;
  readonly path: string;
}

export interface Inputs {
  readonly folders: readonly NamedFolder[];
  /** The texts of the files that were named one by one, standard input among them. */
  readonly texts: ReadonlyMap<Uri, string>;
  /** The file that standard input stands for. */
  readonly stdin: Uri | undefined;
}

/** Looks at what the command line names; `stdinName` is the name standard input goes by. What cannot be read is told. */
export const readInputs = async (paths: readonly string[], stdinName: string | undefined, io: Io, failures: Failures): Promise<Inputs> => {
  const folders: NamedFolder[] = [];
  const texts = new Map<Uri, string>();
  /** A file that was named must be one of ours, whatever its place and name. */
  const take = (word: string, path: string, read: Read): Uri | undefined => {
    const uri = uriOfPath(path);
    if ('refused' in read) failures.tell(word, 'checked', read.sentence);
    else if (!kindOf(uri, read.text)) failures.tell(word, 'checked', 'It is not a file Drydock knows');
    else {
      texts.set(uri, read.text);
      return uri;
    }
    return undefined;
  };
  for (const word of paths) {
    const path = resolve(io.cwd, word);
    try {
      if ((await stat(path)).isDirectory()) folders.push({ word, path });
      else take(word, path, await readText(path));
    } catch (error) {
      failures.tell(word, 'checked', reasonOf(error));
    }
  }
  const stdin = stdinName === undefined ? undefined : take(stdinName, resolve(io.cwd, stdinName), await readStdin(io));
  return { folders, texts, stdin };
};

const readStdin = async ({ stdin }: Io): Promise<Read> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stdin) {
      size += chunk.length;
      if (size > sizeLimit) return { refused: 'too large', sentence: `More than ${sizeLimit / 1024 / 1024} MB came in on standard input` };
      chunks.push(chunk);
    }
  } catch (error) {
    return { refused: 'unreadable', sentence: `Standard input cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
  return decode(Buffer.concat(chunks));
};
