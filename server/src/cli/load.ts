// Fills the workspace with the projects that the named files and folders belong to.
import { readHead, readText } from '../disk/read.ts';
import { type Walk, walk } from '../disk/walk.ts';
import { kindOf, mayBeOurs, wantedRounds } from '../languages/languages.ts';
import type { Change, Workspace } from '../project/workspace.ts';
import { isInside, parent, pathOf, slashPath, type Uri, uriOfPath } from '../text/uri.ts';
import type { Failures } from './failures.ts';
import type { Inputs, NamedFolder } from './inputs.ts';
import type { Io } from './io.ts';
import { projectRootOf } from './project-root.ts';
import { shownPath } from './reporters/report.ts';

/** How many files are read at the same time. */
const atOnce = 32;

/** Larger trees than this are not walked to their end. */
const mostFiles = 100_000;

/**
 * Walks every project that is touched, reads its files into the workspace, and gives the files that were asked for, sorted
 * by path. What cannot be read is told only where it was asked for.
 */
export const load = async (
  { folders, texts }: Inputs,
  workspace: Workspace,
  io: Io,
  failures: Failures,
  limit: number = mostFiles,
  rootOf: (folder: string) => string = projectRootOf,
): Promise<readonly Uri[]> => {
  const asked = (uri: Uri): boolean => texts.has(uri) || folders.some(({ path }) => isInside(uriOfPath(path), uri));
  const met = new Set<Uri>(texts.keys());
  const look = async (folder: string): Promise<Walk> => {
    const found = await walk(folder, { limit });
    for (const { path, reason } of found.problems) {
      const uri = uriOfPath(path);
      if (asked(uri) || folders.some((one) => one.path === path)) failures.tell(shownPath(io.cwd, path), 'checked', reason);
    }
    for (const file of found.files) met.add(file);
    return found;
  };
  const folderOf = new Set([...folders.map(({ path }) => path), ...[...texts.keys()].map((uri) => pathOf(parent(uri)))]);
  const roots = new Map<string, Walk>();
  for (const root of new Set([...folderOf].map(rootOf))) roots.set(root, await look(root));
  for (const { word, path } of folders) {
    let found = roots.get(path);
    // A folder that its project ignores, or that lies behind the limit of the walk, is looked at all the same.
    if (!found && (!roots.get(rootOf(path))?.complete || !anyInside(path, met))) found = await look(path);
    if (found && !found.complete && found.problems.length === 0)
      failures.tell(word, 'checked', `More than ${limit} files lie in it, and the rest was left out; name smaller folders`);
  }
  const changes: Change[] = [...roots].map(([root, { complete, skipped, gitignores }]) => {
    const uri = uriOfPath(root);
    return { type: 'list', listing: { root: uri, files: [...met].filter((file) => isInside(uri, file)), complete, skipped, gitignores } };
  });

  const candidates = [...met].filter((uri) => !texts.has(uri) && mayBeOurs(slashPath(uri)));
  const files: Uri[] = [];
  const write = (uri: Uri, text: string): void => {
    const kind = kindOf(uri, text);
    if (!kind) return;
    changes.push({ type: 'write', file: { uri, kind, version: 1, text } });
    if (asked(uri)) files.push(uri);
  };
  for (const [uri, text] of texts) write(uri, text);
  const readAll = async (uris: readonly Uri[]): Promise<void> => {
    for (let from = 0; from < uris.length; from += atOnce) {
      await Promise.all(
        uris.slice(from, from + atOnce).map(async (uri) => {
          const path = pathOf(uri);
          const read = await readText(path);
          if ('text' in read) write(uri, read.text);
          else if (asked(uri) && (isUnknowable(read.refused) || kindOf(uri, (await readHead(path)) ?? '')))
            failures.tell(shownPath(io.cwd, path), 'checked', read.sentence);
        }),
      );
    }
    workspace.apply(changes.splice(0));
  };
  await readAll(candidates);
  const tried = new Set<Uri>(candidates);
  for (let round = 0; round < wantedRounds; round++) {
    const wanted = workspace.now.wanted().filter((uri) => !tried.has(uri) && !texts.has(uri));
    if (wanted.length === 0) break;
    for (const uri of wanted) tried.add(uri);
    await readAll(wanted);
  }
  return files.sort((a, b) => (slashPath(a) < slashPath(b) ? -1 : 1));
};

/** Whether it cannot even be told if the file is one of ours. */
const isUnknowable = (refused: string): boolean => refused === 'permission' || refused === 'unreadable';

const anyInside = (folder: string, files: Iterable<Uri>): boolean => {
  const uri = uriOfPath(folder);
  for (const file of files) if (isInside(uri, file)) return true;
  return false;
};

/** The files of a named folder among these. */
export const inFolder = ({ path }: NamedFolder, files: readonly Uri[]): readonly Uri[] =>
  files.filter((file) => isInside(uriOfPath(path), file));
