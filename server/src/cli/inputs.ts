// From the words of the command line to texts in the workspace, and the list of files to report on.
import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { decode, type Read, readHead, readText, sizeLimit } from '../disk/read.ts';
import { reasonOf, walk } from '../disk/walk.ts';
import { kindOf, mayBeOurs } from '../languages/languages.ts';
import type { Change, Workspace } from '../project/workspace.ts';
import { isInside, pathOf, slashPath, type Uri, uriOfPath } from '../text/uri.ts';
import { type Io, notice } from './io.ts';
import { projectRootOf } from './project-root.ts';
import { shownPath } from './reporters/report.ts';

/** What the command line named. */
export interface Asked {
  /** Files and folders as they were written. */
  readonly paths: readonly string[];
  /** The name that standard input goes by. */
  readonly stdinName: string | undefined;
}

export interface Inputs {
  /** The files to report on, each once, sorted by path. */
  readonly files: readonly Uri[];
  /** Those of them that were named one by one. */
  readonly named: ReadonlySet<Uri>;
  /** The file that standard input stands for. */
  readonly stdin: Uri | undefined;
  /** True when something named could not be read; it has been told. */
  readonly failed: boolean;
}

/** Fills the workspace with the projects of everything that was asked for. Never rejects; what fails is told on stderr. */
export const readInputs = async ({ paths, stdinName }: Asked, workspace: Workspace, io: Io): Promise<Inputs> => {
  const named = new Set<Uri>();
  const files = new Set<Uri>();
  const folders: { readonly word: string; readonly path: string }[] = [];
  const texts = new Map<Uri, Read>();
  const roots = new Set<string>();
  let failed = false;
  const fail = (path: string, sentence: string): void => {
    failed = true;
    notice(io, `cannot check \`${path}\`: ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`);
  };
  /** Takes a file that was named: whatever its place and name, it must be one of ours. */
  const take = (word: string, path: string, read: Read): Uri | undefined => {
    const uri = uriOfPath(path);
    if ('refused' in read) fail(word, read.sentence);
    else if (!kindOf(uri, read.text)) fail(word, 'it is not a file Drydock knows');
    else {
      roots.add(projectRootOf(dirname(path)));
      texts.set(uri, read);
      named.add(uri);
      files.add(uri);
      return uri;
    }
    return undefined;
  };

  for (const word of paths) {
    const path = resolve(io.cwd, word);
    const found = await stat(path).catch((error: unknown) => error);
    if (found instanceof Error || typeof found !== 'object') fail(word, reasonOf(found));
    else if (found && 'isDirectory' in found && (found as { isDirectory(): boolean }).isDirectory()) {
      folders.push({ word, path });
      roots.add(projectRootOf(path));
    } else take(word, path, await readText(path));
  }
  const stdin = stdinName === undefined ? undefined : take(stdinName, resolve(io.cwd, stdinName), await readStdin(io));

  const complain = new Set<string>();
  const changes: Change[] = [];
  const walkInto = async (root: string): Promise<readonly Uri[]> => {
    const walked = await walk(root);
    const missing = [...named].filter((uri) => isInside(uriOfPath(root), uri) && !walked.files.includes(uri));
    changes.push({ type: 'list', listing: { root: uriOfPath(root), files: [...walked.files, ...missing], complete: walked.complete } });
    for (const { path, reason } of walked.problems) {
      if (complain.has(path) || !folders.some((folder) => path === folder.path || isInside(uriOfPath(folder.path), uriOfPath(path))))
        continue;
      complain.add(path);
      fail(shownPath(io.cwd, path), reason);
    }
    return walked.files;
  };
  const met = new Set<Uri>();
  for (const root of roots) for (const uri of await walkInto(root)) met.add(uri);
  return { files: [], named, stdin, failed };
};
