// What an editor knows of the machine that will run uWSGI: next to nothing, and the files of the workspace.

import { type Maybe, unknown } from '../../languages/maybe.ts';
import type { UwsgiFacts } from '../../languages/uwsgi/facts.ts';
import { baseName, parent, resolve, slashPath, type Uri } from '../../text/uri.ts';
import { perProject } from '../kept.ts';
import type { Project } from '../project.ts';

/** The machine uWSGI will run on, as far as it is known. In an editor nearly all of it is not. */
export interface World {
  environment(name: string): Maybe<string | undefined>;
  /** The contents behind `@(path)`; undefined when the file cannot be read. */
  content(path: string): Maybe<string | undefined>;
  /** Whether something, a plain file, or a folder is at a path. */
  exists(path: string, what: 'any' | 'file' | 'directory'): Maybe<boolean>;
  magic(letter: string, file: Uri): Maybe<string>;
  hostname(): Maybe<string>;
  pluginLoaded(name: string): Maybe<boolean>;
  /** The words a glob or the lines of a file give. */
  glob(pattern: string): Maybe<readonly string[]>;
  lines(path: string): Maybe<readonly string[]>;
  /** The facts of the file an `include` or `ini` names; undefined when it is certainly not there. */
  include(path: string, from: Uri): Maybe<UwsgiFacts | undefined>;
}

const undecided = (): typeof unknown => unknown;

/** The workspace as a world: includes are followed where the file is in the project; the rest is unknown. */
export const worldOf = (project: Project): World => ({
  environment: undecided,
  content: undecided,
  exists: undecided,
  magic: undecided,
  hostname: undecided,
  pluginLoaded: undecided,
  glob: undecided,
  lines: undecided,
  include: (path, from) => findInclude(path, from, project) ?? unknown,
});

/** Whether a world knows nothing but files that are included: what lines say then follows from them alone. */
export const isBlind = ({ environment, content, exists, magic, hostname, pluginLoaded, glob, lines }: World): boolean =>
  [environment, content, exists, magic, hostname, pluginLoaded, glob, lines].every((answer) => answer === undecided);

/**
 * The file an include means. uWSGI takes relative paths from its working directory, which only the image knows, so we try
 * the folder of the including file and the root; an absolute path is found by its longest unique tail.
 */
export const findInclude = (path: string, from: Uri, project: Project): UwsgiFacts | undefined => {
  const { at, named } = shelf(project);
  if (!path.startsWith('/')) return at.get(resolve(parent(from), path)) ?? at.get(resolve(project.root, path));
  const same = named.get(path.slice(path.lastIndexOf('/') + 1)) ?? [];
  if (same.length <= 1) return same[0];
  const best = same.filter((facts) => path.endsWith(slashPath(facts.uri).split('/').slice(-2).join('/')));
  return best.length === 1 ? best[0] : undefined;
};

/** The files of the project that include this one by name. */
export const includedFrom = (uri: Uri, project: Project): readonly Uri[] =>
  (shelf(project).includers.get(baseName(uri)) ?? []).filter((one) => one !== uri);

/** The uwsgi files of a project by address and by name, and by each name the files that include something so called. */
const shelf = perProject((project) => {
  const at = new Map<Uri, UwsgiFacts>();
  const named = new Map<string, UwsgiFacts[]>();
  const includers = new Map<string, Uri[]>();
  for (const { facts } of project.all.uwsgi) {
    at.set(facts.uri, facts);
    put(named, baseName(facts.uri), facts);
    for (const name of included(facts)) put(includers, name, facts.uri);
  }
  return { at, named, includers };
});

const put = <V>(map: Map<string, V[]>, key: string, value: V): void => {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
};

/** The names, without their folders, of the files a file includes. */
const included = ({ includes }: UwsgiFacts): ReadonlySet<string> =>
  new Set(
    includes.map(({ says }) => {
      const path = says.wording.text.split(':', 1)[0] ?? '';
      return path.slice(path.lastIndexOf('/') + 1).replace(/^%d/, '');
    }),
  );
