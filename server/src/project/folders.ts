// The files and folders of a workspace root, as a tree one can ask.
import ignore from 'ignore';
import { isInside, relative, slashPath, type Uri } from '../text/uri.ts';

/** What a walk of a root found. `complete` is false while it runs or when it was cut short. */
export interface Listing {
  readonly root: Uri;
  readonly files: readonly Uri[];
  readonly complete: boolean;
  /** Folders that were not walked (git-ignored, virtual environments): what lies in them is not known. */
  readonly skipped?: readonly Uri[];
  readonly gitignores?: readonly Gitignore[];
}

/** A .gitignore and the folder it lies in. */
export interface Gitignore {
  readonly folder: Uri;
  readonly text: string;
}

export interface Item {
  readonly name: string;
  readonly folder: boolean;
}

/** The same questions by decoded path (`/srv/shop/manage.py`), for those who ask thousands of times. */
export interface Paths {
  /** Whether a file or folder is there; undefined when that is not known. */
  readonly exists: (path: string) => boolean | undefined;
  readonly isFolder: (path: string) => boolean;
  /** Whether `list` tells everything that lies directly in a folder. */
  readonly known: (folder: string) => boolean;
  readonly list: (folder: string) => readonly Item[];
}

export interface Folders {
  readonly exists: (uri: Uri) => boolean | undefined;
  readonly list: (folder: Uri) => readonly Item[];
  /** Whether Git leaves a file of this name out, so that other machines may have it. */
  readonly ignored: (file: Uri) => boolean;
  readonly paths: Paths;
}

const clean = (uri: Uri): string => slashPath(uri).replace(/\/$/, '');
const nothing: ReadonlyMap<string, boolean> = new Map();

/** Makes a listing askable. Linear in the number of files, once per listing. */
export const foldersOf = ({ root, files, complete, skipped = [], gitignores = [] }: Listing): Folders => {
  const children = new Map<string, Map<string, boolean>>();
  const top = clean(root);
  children.set(top, new Map());
  for (const file of files) {
    let path = slashPath(file);
    let folder = false;
    while (path.length > top.length) {
      const cut = path.lastIndexOf('/');
      const above = path.slice(0, cut);
      const siblings = children.get(above);
      const name = path.slice(cut + 1);
      if (siblings) {
        if (!siblings.has(name)) siblings.set(name, folder);
        break;
      }
      children.set(above, new Map([[name, folder]]));
      path = above;
      folder = true;
    }
  }
  // A folder that was left out is there all the same; only what lies in it is not known.
  const unseen = skipped.map(clean);
  for (const path of unseen) {
    const cut = path.lastIndexOf('/');
    children.get(path.slice(0, cut))?.set(path.slice(cut + 1), true);
  }
  const hidden = (path: string): boolean =>
    unseen.some((folder) => path.startsWith(folder) && (path.length === folder.length || path[folder.length] === '/'));
  const exists: Paths['exists'] = (path) => {
    if (path !== top && !path.startsWith(`${top}/`)) return undefined;
    const cut = path.lastIndexOf('/');
    if (children.has(path) || children.get(path.slice(0, cut))?.has(path.slice(cut + 1))) return true;
    return complete && !hidden(path) ? false : undefined;
  };
  const list: Paths['list'] = (folder) => [...(children.get(folder) ?? nothing)].map(([name, isFolder]) => ({ name, folder: isFolder }));
  return {
    exists: (uri) => (uri === root || isInside(root, uri) ? exists(clean(uri)) : undefined),
    list: (folder) => list(clean(folder)),
    ignored: ignoredBy(gitignores),
    paths: {
      exists,
      isFolder: (path) => children.has(path) || unseen.includes(path),
      known: (folder) => complete && !hidden(folder),
      list,
    },
  };
};

/** Asked about the few files that are named and not there, so patterns are read when the first question comes. */
const ignoredBy = (gitignores: readonly Gitignore[]): Folders['ignored'] => {
  let tests: readonly { readonly folder: Uri; readonly test: ReturnType<typeof ignore> }[] | undefined;
  return (file) => {
    // The nearest file that says something decides.
    tests ??= gitignores
      .map(({ folder, text }) => ({ folder, test: ignore().add(text) }))
      .sort((a, b) => b.folder.length - a.folder.length);
    for (const { folder, test } of tests) {
      if (!isInside(folder, file)) continue;
      const path = relative(folder, file);
      // What is not there may be meant as a folder, which patterns with a slash at their end speak of.
      for (const { ignored, unignored } of [test.test(path), test.test(`${path}/`)]) if (ignored || unignored) return ignored;
    }
    return false;
  };
};
