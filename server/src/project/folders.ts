// The files and folders of a workspace root, as a tree one can ask.
import { isInside, slashPath, type Uri } from '../text/uri.ts';

/** What a walk of a root found. `complete` is false while it runs or when it was cut short. */
export interface Listing {
  readonly root: Uri;
  readonly files: readonly Uri[];
  readonly complete: boolean;
  /** Folders that were not walked (git-ignored, virtual environments): what lies in them is not known. */
  readonly skipped?: readonly Uri[];
}

export interface Folders {
  readonly exists: (uri: Uri) => boolean | undefined;
  readonly list: (folder: Uri) => readonly { readonly name: string; readonly folder: boolean }[];
}

/** Makes a listing askable. Linear in the number of files, once per listing. */
export const foldersOf = ({ root, files, complete, skipped = [] }: Listing): Folders => {
  const children = new Map<string, Map<string, boolean>>();
  const top = slashPath(root).replace(/\/$/, '');
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
  const clean = (uri: Uri): string => slashPath(uri).replace(/\/$/, '');
  return {
    exists(uri) {
      const path = clean(uri);
      if (path !== top && !isInside(root, uri)) return undefined;
      const cut = path.lastIndexOf('/');
      if (children.has(path) || children.get(path.slice(0, cut))?.has(path.slice(cut + 1))) return true;
      const unseen = skipped.some((folder) => path === clean(folder) || isInside(folder, uri));
      return complete && !unseen ? false : undefined;
    },
    list: (folder) => [...(children.get(clean(folder)) ?? [])].map(([name, isFolder]) => ({ name, folder: isFolder })),
  };
};
