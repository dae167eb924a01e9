// Where a dotted module name leads, as Python would follow it from a file of the workspace.
import { memo } from '../../languages/memo.ts';
import { parent, slashPath, type Uri, uriOfPath } from '../../text/uri.ts';
import type { Project } from '../project.ts';
import type { Found } from './evaluate/runtime.ts';

type Paths = Project['paths'];

const isPackage = (paths: Paths, folder: string): boolean => paths.exists(`${folder}/__init__.py`) === true;

/** The module or package below a folder that a dotted name leads to. */
const below = (paths: Paths, folder: string, parts: readonly string[]): Found | undefined => {
  const path = [folder, ...parts].join('/');
  if (parts.length === 0) return isPackage(paths, path) ? file(`${path}/__init__.py`) : { is: 'folder', uri: uriOfPath(path) };
  if (isPackage(paths, path)) return file(`${path}/__init__.py`);
  if (paths.exists(`${path}.py`) === true) return file(`${path}.py`);
  return paths.isFolder(path) ? { is: 'folder', uri: uriOfPath(path) } : undefined;
};

const file = (path: string): Found => ({ is: 'file', uri: uriOfPath(path) });

/** The folder that relative names of a file count from: its own; of a folder that stands for a package, itself. */
const homeOf = (paths: Paths, from: Uri): string => {
  const path = slashPath(from).replace(/\/$/, '');
  return paths.isFolder(path) ? path : slashPath(parent(from)).replace(/\/$/, '');
};

/** The folders in which absolute names are looked for: the roots that are known, and those above the file that are no packages. */
export const rootsFor = (project: Project, from: Uri, known: readonly Uri[]): readonly string[] => {
  const { paths } = project;
  const top = slashPath(project.root).replace(/\/$/, '');
  const path = homeOf(paths, from);
  const out: string[] = known
    .map((root) => slashPath(root).replace(/\/$/, ''))
    .filter((root) => path === root || path.startsWith(`${root}/`));
  for (let folder = path; folder.length >= top.length && folder.startsWith(top); folder = folder.slice(0, folder.lastIndexOf('/'))) {
    if (!out.includes(folder) && !isPackage(paths, folder)) out.push(folder);
    if (folder === '') break;
  }
  return out;
};

/** Follows an import. `known` are folders that are surely on Python's path, such as that of manage.py. */
export const findModule = (project: Project, from: Uri, level: number, module: string, known: readonly Uri[]): Found => {
  const { paths } = project;
  const parts = module === '' ? [] : module.split('.');
  if (level > 0) {
    let folder = homeOf(paths, from);
    for (let i = 1; i < level; i++) folder = folder.slice(0, folder.lastIndexOf('/'));
    return below(paths, folder, parts) ?? { is: 'missing' };
  }
  let ours = false;
  for (const root of rootsFor(project, from, known)) {
    const found = below(paths, root, parts);
    if (found && found.is === 'file') return found;
    if (found && parts.length > 1) return found;
    if (parts.length > 1 && isPackage(paths, `${root}/${parts[0]}`)) ours = true;
  }
  return { is: ours ? 'missing' : 'foreign' };
};

/** The dotted name of a module, from the outermost package or the nearest root on. */
export const dottedName = (project: Project, uri: Uri, known: readonly Uri[]): string => {
  const path = slashPath(uri);
  const roots = rootsFor(project, uri, known);
  const root = roots[0] ?? slashPath(project.root).replace(/\/$/, '');
  return path
    .slice(root.length + 1)
    .replace(/(?:\/__init__)?\.py$/, '')
    .replaceAll('/', '.');
};

/** The file of a module that something outside Python names, looked for from the folder of manage.py, its `src`, and those above. */
export const moduleIn = (project: Project, root: Uri, module: string): Uri | undefined => {
  const kept = named(project.paths);
  const key = `${project.root} ${root} ${module}`;
  if (!kept.has(key)) {
    if (kept.size >= mostNamed) kept.clear();
    kept.set(key, lookFor(project, root, module));
  }
  return kept.get(key);
};
/** What was looked for, for as long as no file comes or goes. */
const named = memo((_: Paths) => new Map<string, Uri | undefined>());
const mostNamed = 10_000;

const lookFor = (project: Project, root: Uri, module: string): Uri | undefined => {
  const { paths } = project;
  const parts = module.split('.');
  const own = slashPath(root).replace(/\/$/, '');
  const top = slashPath(project.root).replace(/\/$/, '');
  const inner = paths.list(own).flatMap(({ name, folder }) => (folder && !isPackage(paths, `${own}/${name}`) ? [`${own}/${name}`] : []));
  const above: string[] = [];
  for (let folder = own; folder.length > top.length; ) {
    folder = folder.slice(0, folder.lastIndexOf('/'));
    above.push(folder);
  }
  for (const folder of [own, ...inner, ...above]) {
    const found = below(paths, folder, parts);
    if (found?.is === 'file') return found.uri;
  }
  return undefined;
};
