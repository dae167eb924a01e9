// The files of a folder on disk, for both doors.
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { type Uri, uriOfPath } from '../text/uri.ts';

/** A file or folder that could not be looked at; `reason` is a sentence without its path. */
export interface WalkProblem {
  readonly path: string;
  readonly reason: string;
}

/** What a walk found. */
export interface Walk {
  /** Every file that was met, ours or not; folders near the root first, names in order. */
  readonly files: readonly Uri[];
  /** False when the limit cut the walk short or a folder could not be read. */
  readonly complete: boolean;
  /** Folders that exist and were left out on purpose: what lies in them is not known. */
  readonly skipped: readonly Uri[];
  /** The .gitignore files that were met, with their texts. */
  readonly gitignores: readonly { readonly folder: Uri; readonly text: string }[];
  readonly problems: readonly WalkProblem[];
}

/** Folders that hold other people's files. Virtual environments are known by their `pyvenv.cfg`, whatever their name. */
const foreign: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  'node_modules',
  '__pycache__',
  'site-packages',
  'dist-packages',
  '.tox',
  '.nox',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
]);

/** Whether a path (with `/`) lies in a folder that a walk never enters because of its name. */
export const isForeign = (path: string): boolean => path.split('/').some((name) => foreign.has(name));

interface Folder {
  readonly path: string;
  /** The .gitignore files that count here, the nearest last. */
  readonly rules: readonly { readonly base: string; readonly test: Ignore }[];
}

/** What went wrong with a path, as a sentence without the path and without a full stop. */
export const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EACCES' || code === 'EPERM') return 'Permission denied: it cannot be read by this user';
  if (code === 'ENOENT') return 'There is no such file or folder';
  if (code === 'ENOTDIR') return 'It is not a folder';
  if (code === 'ELOOP') return 'Its symbolic links lead in a circle';
  if (code === 'ENAMETOOLONG') return 'Its path is too long for the file system';
  return `It cannot be read: ${error instanceof Error ? error.message : String(error)}`;
};

/**
 * Lists the files below a folder (an absolute or relative path), `limit` of them at most. Leaves out foreign and virtual
 * environment folders and those that a .gitignore met on the way names; single ignored files are kept. A linked folder
 * is followed when nothing else leads to it, so links in a circle end. Never rejects: what fails is in `problems`.
 */
export const walk = async (root: string, { limit = 15_000 }: { readonly limit?: number } = {}): Promise<Walk> => {
  const files: Uri[] = [];
  const skipped: Uri[] = [];
  const problems: WalkProblem[] = [];
  const gitignores: Walk['gitignores'][number][] = [];
  const seen = new Set<string>();
  const links: Folder[] = [];
  let queue: Folder[] = [{ path: resolve(root), rules: [] }];
  let full = false;
  let unread = false;
  const fail = (path: string, error: unknown) => problems.push({ path, reason: reasonOf(error) });

  const look = async (folder: Folder): Promise<readonly Folder[]> => {
    const real = await realpath(folder.path);
    if (seen.has(real)) {
      skipped.push(uriOfPath(folder.path));
      return [];
    }
    seen.add(real);
    const entries = (await readdir(folder.path, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
    if (seen.size > 1 && entries.some((entry) => entry.name === 'pyvenv.cfg')) {
      skipped.push(uriOfPath(folder.path));
      return [];
    }
    const rules = entries.some((entry) => entry.name === '.gitignore') ? [...folder.rules, ...(await rulesIn(folder.path))] : folder.rules;
    const inner: Folder[] = [];
    for (const entry of entries) {
      const path = join(folder.path, entry.name);
      let linked = false;
      let isFolder = entry.isDirectory();
      let isFile = entry.isFile();
      if (entry.isSymbolicLink()) {
        try {
          const target = await stat(path);
          linked = true;
          isFolder = target.isDirectory();
          isFile = target.isFile();
        } catch (error) {
          // A link to nowhere is as good as no file; one that leads in a circle is worth a word.
          if (error instanceof Error && 'code' in error && error.code !== 'ENOENT') fail(path, error);
          continue;
        }
      }
      if (isFile) {
        if (files.length >= limit) {
          full = true;
          return [];
        }
        files.push(uriOfPath(path));
      } else if (isFolder) {
        if (foreign.has(entry.name) || isIgnored(path, rules)) skipped.push(uriOfPath(path));
        else (linked ? links : inner).push({ path, rules });
      }
    }
    return inner;
  };

  const rulesIn = async (path: string): Promise<Folder['rules']> => {
    try {
      const text = await readFile(join(path, '.gitignore'), 'utf8');
      gitignores.push({ folder: uriOfPath(path), text });
      return [{ base: path, test: ignore().add(text) }];
    } catch {
      return [];
    }
  };

  while (!full && (queue.length > 0 || links.length > 0)) {
    // Linked folders wait until every folder has been met by its own name.
    const level = queue.length > 0 ? queue : links.splice(0);
    queue = [];
    for (const folder of level) {
      if (full) break;
      try {
        queue.push(...(await look(folder)));
      } catch (error) {
        unread = true;
        fail(folder.path, error);
      }
    }
  }
  return { files, complete: !full && !unread, skipped, gitignores, problems };
};

/** Git's order: the nearest file that says something about the path decides. */
const isIgnored = (path: string, rules: Folder['rules']): boolean => {
  for (const { base, test } of [...rules].reverse()) {
    const { ignored, unignored } = test.test(
      `${path
        .slice(base.length + 1)
        .split(sep)
        .join('/')}/`,
    );
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
};
