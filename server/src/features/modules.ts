// Python modules of the workspace that a server, an option or a variable may name.
import { memo } from '../languages/memo.ts';
import type { Paths } from '../project/folders.ts';
import type { Project } from '../project/project.ts';
import { slashPath } from '../text/uri.ts';

interface Module {
  /** The dotted name, with the callable where one belongs to it. */
  readonly text: string;
  /** The file, from the root of the project. */
  readonly file: string;
}
interface Modules {
  readonly wsgi: readonly Module[];
  readonly asgi: readonly Module[];
  readonly settings: readonly Module[];
}

const deepest = 5;

/** The dotted name of a module, from its outermost package on; without packages from the folder that `least` parts need. */
const dotted = (paths: Paths, root: string, path: string, least: number): string => {
  const parts = path.replace(/\.py$/, '').split('/');
  let from = parts.length - 1;
  while (from > 0 && paths.exists(`${root}/${parts.slice(0, from).join('/')}/__init__.py`)) from--;
  return parts.slice(Math.min(from, Math.max(0, parts.length - least))).join('.');
};

const look = (paths: Paths, root: string): Modules => {
  const found = { wsgi: new Map<string, Module>(), asgi: new Map<string, Module>(), settings: new Map<string, Module>() };
  const add = (to: keyof Modules, file: string, least: number, suffix = '') => {
    const text = dotted(paths, root, file, least) + suffix;
    if (!found[to].has(text)) found[to].set(text, { text, file });
  };
  const visit = (folder: string, depth: number) => {
    for (const item of paths.list(folder ? `${root}/${folder}` : root)) {
      const path = folder ? `${folder}/${item.name}` : item.name;
      if (item.folder) {
        if (depth < deepest) visit(path, depth + 1);
      } else if (folder === '') continue;
      else if (item.name === 'wsgi.py' || item.name === 'asgi.py') add(item.name === 'wsgi.py' ? 'wsgi' : 'asgi', path, 2, ':application');
      else if (item.name === 'settings.py') add('settings', path, 2);
      else if (/\/settings\/[^/]+\.py$/.test(`/${path}`) && item.name !== '__init__.py') add('settings', path, 3);
    }
  };
  visit('', 0);
  return { wsgi: [...found.wsgi.values()], asgi: [...found.asgi.values()], settings: [...found.settings.values()] };
};

const byRoot = memo((_: Paths) => new Map<string, Modules>());

/** The `wsgi.py` and `asgi.py` files as `package.wsgi:application`, and what may be a settings module. */
export const modulesOf = ({ paths, root }: Project): Modules => {
  const known = byRoot(paths);
  const folder = slashPath(root).replace(/\/$/, '');
  const before = known.get(folder);
  if (before) return before;
  const made = look(paths, folder);
  known.set(folder, made);
  return made;
};
