// Python modules among the workspace's files, by their dotted names.
import { resolve, type Uri } from '../text/uri.ts';
import type { Project } from './project.ts';

interface Index {
  /** The folders in which a top-level name (a folder, or a `.py` file) lies. */
  readonly homes: ReadonlyMap<string, readonly Uri[]>;
  /** The folders that hold a `wsgi.py`. */
  readonly wsgi: readonly Uri[];
}

// A listing outlives the projects that are made from it with every key stroke, and may serve several roots.
const cache = new WeakMap<Project['list'], Map<Uri, Index>>();
const deepest = 8;

const indexOf = (project: Project): Index => {
  const roots = cache.get(project.list) ?? new Map<Uri, Index>();
  cache.set(project.list, roots);
  const before = roots.get(project.root);
  if (before) return before;
  const homes = new Map<string, Uri[]>();
  const wsgi: Uri[] = [];
  const visit = (folder: Uri, depth: number) => {
    for (const { name, folder: isFolder } of project.list(folder)) {
      const top = isFolder ? name : name.endsWith('.py') ? name.slice(0, -3) : '';
      if (!isName(top)) continue;
      const list = homes.get(top);
      if (list) list.push(folder);
      else homes.set(top, [folder]);
      if (name === 'wsgi.py') wsgi.push(folder);
      if (isFolder && depth < deepest) visit(resolve(folder, name), depth + 1);
    }
  };
  visit(project.root, 0);
  const made = { homes, wsgi };
  roots.set(project.root, made);
  return made;
};

const isName = (text: string): boolean => /^[A-Za-z_]\w*$/.test(text);

/** True for names joined by dots that Python could import. */
export const isDotted = (text: string): boolean => text.split('.').every(isName);

const has = (project: Project, folder: Uri, name: string): boolean => project.list(folder).some((item) => item.name === name);

/**
 * Whether a module is in the workspace. `missing` only when its package is ours (it has an `__init__.py` or lies beside a
 * manage.py) and the module is in none of the places it could be; `foreign` for everything that may come from elsewhere.
 */
export const findModule = (project: Project, dotted: string): 'found' | 'missing' | 'foreign' => {
  const [top = '', ...rest] = dotted.split('.');
  const last = rest.pop();
  if (!project.complete || !isDotted(dotted) || last === undefined) return 'foreign';
  let ours = false;
  for (const home of indexOf(project).homes.get(top) ?? []) {
    let folder = resolve(home, top);
    if (has(project, folder, '__init__.py') || (has(project, home, 'manage.py') && project.list(folder).length > 0)) ours = true;
    for (const part of rest) folder = resolve(folder, part);
    // Compiled modules are called `name.cpython-….so`.
    if (project.list(folder).some(({ name }) => name === last || name.startsWith(`${last}.`))) return 'found';
  }
  return ours ? 'missing' : 'foreign';
};

/** The dotted names of all `wsgi.py` that lie in a package, from its outermost package on. */
export const wsgiModules = (project: Project): readonly string[] => {
  const out = new Set<string>();
  for (const folder of indexOf(project).wsgi) {
    const names: string[] = [];
    let at = folder;
    while (at !== project.root && has(project, at, '__init__.py')) {
      names.unshift(decodeURIComponent(at.slice(at.lastIndexOf('/') + 1)));
      at = resolve(at, '..');
    }
    if (names.length > 0) out.add([...names, 'wsgi'].join('.'));
  }
  return [...out];
};
