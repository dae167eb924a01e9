// Files of the workspace by their names, whether they are read or not.
import { memoOfAll } from '../../languages/memo.ts';
import type { Project } from '../../project/project.ts';
import { nearest } from '../../text/distance.ts';
import { isInside, parent, relative, resolve, type Uri } from '../../text/uri.ts';

const named = memoOfAll((list: Project['list'], root: Uri): ReadonlyMap<string, readonly Uri[]> => {
  const out = new Map<string, Uri[]>();
  const open = [root];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const { name, folder: isFolder } of list(folder)) {
      const uri = resolve(folder, `./${name}`);
      if (isFolder) open.push(uri);
      else if (out.get(name)?.push(uri) === undefined) out.set(name, [uri]);
    }
  }
  return out;
});

/** All files of the workspace of one name. Walks the whole listing once for each listing: ask when something is about to be told. */
export const namesakes = (project: Project, name: string): readonly Uri[] => named(project.list, project.root).get(name) ?? [];

/** Whether it is sure that something is not in the workspace, nor on another machine. */
export const isGone = (project: Project, uri: Uri): boolean => project.exists(uri) === false && !project.ignored(uri);

/** The names of the files that lie directly in a folder. */
export const namesIn = (project: Project, folder: Uri): readonly string[] =>
  project.list(folder).flatMap((item) => (item.folder ? [] : [item.name]));

/** Extensions that say what a file is; what stands behind the dot of `Dockerfile.prod` is a name. */
const telling = /\.(?:py|sh|bash|ini|conf|cfg|ya?ml|json|toml|env)$/;

/** The name of a list that differs from one by case, or by a slip or two with the same extension. */
export const nearName = (names: readonly string[], name: string): string | undefined =>
  names.find((one) => one !== name && one.toLowerCase() === name.toLowerCase()) ??
  nearest(
    name,
    names.filter((one) => one !== name && telling.exec(one)?.[0] === telling.exec(name)?.[0]),
    name.length > 8 ? 2 : 1,
  );

/** The path from a folder to a file, upwards where it has to be. */
export const pathFrom = (folder: Uri, file: Uri): string => {
  let up = '';
  let at = folder;
  while (!isInside(at, file) && parent(at) !== at) {
    at = parent(at);
    up += '../';
  }
  return `${up}${relative(at, file)}`;
};

/** A folder and those above it, up to the root of the project. */
export const foldersAbove = (project: Project, folder: Uri): readonly Uri[] => {
  const out = [folder];
  for (let at = folder; at !== project.root && isInside(project.root, at); at = parent(at)) out.push(parent(at));
  return out;
};

/** Whether there are folders of other repositories, which are empty until they are fetched. */
export const hasModules = (project: Project): boolean => project.exists(resolve(project.root, '.gitmodules')) !== false;
