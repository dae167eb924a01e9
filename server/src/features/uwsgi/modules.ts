// Python modules of the workspace that an option may name.
import type { Project } from '../../project/project.ts';
import { resolve } from '../../text/uri.ts';

interface Module {
  /** The dotted name, with the callable where one belongs to it. */
  readonly text: string;
  /** The file, from the root of the project. */
  readonly file: string;
}

const deepest = 4;

/** Calls `see` with every file up to a few folders deep, by its path from the root. */
const walk = (project: Project, see: (path: string, name: string) => void): void => {
  const visit = (folder: string, depth: number) => {
    for (const item of project.list(resolve(project.root, folder || '.'))) {
      const path = folder ? `${folder}/${item.name}` : item.name;
      if (!item.folder) see(path, item.name);
      else if (depth < deepest) visit(path, depth + 1);
    }
  };
  visit('', 0);
};

const dotted = (path: string, parts: number): string => path.replace(/\.py$/, '').split('/').slice(-parts).join('.');

const distinct = (modules: readonly Module[]): readonly Module[] => [...new Map(modules.map((one) => [one.text, one] as const)).values()];

/** The `wsgi.py` files as `package.wsgi:application`. */
export const modules = (project: Project): readonly Module[] => {
  const out: Module[] = [];
  walk(project, (path, name) => {
    if (name === 'wsgi.py' && path.includes('/')) out.push({ text: `${dotted(path, 2)}:application`, file: path });
  });
  return distinct(out);
};

/** What may be a settings module: `settings.py`, and the modules of a `settings` folder. */
export const settingsModules = (project: Project): readonly Module[] => {
  const out: Module[] = [];
  walk(project, (path, name) => {
    const inFolder = /(?:^|\/)[^/]+\/settings\/[^/]+\.py$/.test(path) && name !== '__init__.py';
    if (name === 'settings.py' && path.includes('/')) out.push({ text: dotted(path, 2), file: path });
    else if (inFolder) out.push({ text: dotted(path, 3), file: path });
  });
  return distinct(out);
};
