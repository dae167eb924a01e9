// Where the Python files of a project lie, whatever is typed in them.
import { sameList } from '../languages/memo.ts';
import { slashPath, type Uri } from '../text/uri.ts';
import { perProject } from './kept.ts';
import type { Project } from './project.ts';

interface Index {
  readonly uris: readonly Uri[];
  readonly byName: ReadonlyMap<string, readonly Uri[]>;
}

const index = perProject(({ all }, before: Index | undefined): Index => {
  const uris = all.python.map(({ parsed }) => parsed.file.uri);
  if (before && sameList(before.uris, uris) === before.uris) return before;
  const byName = new Map<string, Uri[]>();
  for (const uri of uris) {
    const name = nameOf(slashPath(uri));
    const list = byName.get(name);
    if (list) list.push(uri);
    else byName.set(name, [uri]);
  }
  return { uris, byName };
});
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The Python files whose paths end so: `manage.py`, `shop/wsgi.py`. */
export const pythonFilesAt = (project: Project, path: string): readonly Uri[] =>
  (index(project).byName.get(nameOf(path)) ?? []).filter((uri) => slashPath(uri).endsWith(`/${path.replace(/^\/+/, '')}`));
