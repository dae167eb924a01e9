// What a source of COPY or ADD means in a build context.
import type { DockerignoreFacts } from '../../languages/dockerignore/facts.ts';
import type { IgnorePattern } from '../../languages/dockerignore/parse.ts';
import { matcherOf } from '../../languages/dockerignore/pattern.ts';
import { judgeOf } from '../../languages/dockerignore/verdict.ts';
import type { Paths } from '../folders.ts';

/** Files of a folder are looked through up to this many. */
const most = 5000;

/** What ADD fetches from elsewhere, and contexts that are fetched. */
export const isRemote = (source: string): boolean => /^(?:https?|git|ssh|ftp):\/\/|^git@[\w.-]+:/.test(source);

export const hasWildcard = (path: string): boolean => /[*?[]/.test(path.replace(/\\./g, ''));

/** The paths below a folder that a source names, patterns resolved; undefined where the workspace does not know enough. */
export const named = (paths: Paths, folder: string, source: string): readonly string[] | undefined => {
  if (source === '') return [''];
  if (!hasWildcard(source)) {
    const path = source.replace(/\\(.)/g, '$1');
    const there = paths.exists(`${folder}/${path}`);
    return there === undefined ? undefined : there ? [path] : [];
  }
  let found: readonly string[] = [''];
  let sure = true;
  for (const part of source.split('/')) {
    const test = matcherOf(part.replace(/\*\*+/g, '*'));
    found = found.flatMap((above) => {
      const at = above === '' ? folder : `${folder}/${above}`;
      sure &&= paths.known(at) || paths.exists(at) === false;
      return paths.list(at).flatMap(({ name }) => (test(name) ? [above === '' ? name : `${above}/${name}`] : []));
    });
    if (found.length === 0) break;
  }
  return found.length > 0 || sure ? found : undefined;
};

/** Whether a source names anything below a folder, as far as the workspace knows. */
export const namesSomething = (paths: Paths, folder: string, source: string): boolean => (named(paths, folder, source) ?? []).length > 0;

export interface Left {
  /** Undefined where it takes files that are not known. */
  readonly ignored: boolean | undefined;
  /** The pattern that leaves it out. */
  readonly by: IgnorePattern | undefined;
}

/** Whether an ignore file leaves out a path with everything below it. */
export const leftOut = (ignore: DockerignoreFacts, paths: Paths, folder: string, path: string): Left => {
  const judge = judgeOf(ignore);
  const { ignored, by } = judge(path);
  if (!ignored || !ignore.exceptions || !paths.isFolder(`${folder}/${path}`)) return { ignored, by };
  // Something below it may be taken back.
  const open = [path];
  let looked = 0;
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (!paths.known(`${folder}/${at}`)) return { ignored: undefined, by };
    for (const { name, folder: isFolder } of paths.list(`${folder}/${at}`)) {
      const inner = `${at}/${name}`;
      if (isFolder) open.push(inner);
      else if (!judge(inner).ignored) return { ignored: false, by: undefined };
      if (++looked > most) return { ignored: undefined, by };
    }
  }
  return { ignored: true, by };
};
