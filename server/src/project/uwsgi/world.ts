// What an editor knows of the machine that will run uWSGI: next to nothing, and the files of the workspace.

import { unknown } from '../../languages/maybe.ts';
import type { UwsgiFacts } from '../../languages/uwsgi/facts.ts';
import { baseName, parent, resolve, slashPath, type Uri } from '../../text/uri.ts';
import type { Project } from '../project.ts';
import type { World } from './expand.ts';

/** The workspace as a world: includes are followed where the file is in the project; the rest is unknown. */
export const worldOf = (project: Project): World => ({
  environment: () => unknown,
  content: () => unknown,
  exists: () => unknown,
  magic: () => unknown,
  hostname: () => unknown,
  pluginLoaded: () => unknown,
  glob: () => unknown,
  lines: () => unknown,
  include: (path, from) => findInclude(path, from, project) ?? unknown,
});

/**
 * The file an include means. uWSGI takes relative paths from its working directory, which only the image knows, so we try
 * the folder of the including file and the root; an absolute path is found by its longest unique tail.
 */
export const findInclude = (path: string, from: Uri, project: Project): UwsgiFacts | undefined => {
  const files = project.all.uwsgi;
  const at = (uri: Uri) => files.find((file) => file.facts.uri === uri)?.facts;
  if (!path.startsWith('/')) return at(resolve(parent(from), path)) ?? at(resolve(project.root, path));
  const tail = path.split('/').at(-1);
  const named = files.filter((file) => baseName(file.facts.uri) === tail);
  if (named.length <= 1) return named[0]?.facts;
  const best = named.filter((file) => path.endsWith(slashPath(file.facts.uri).split('/').slice(-2).join('/')));
  return best.length === 1 ? best[0]?.facts : undefined;
};

/** The files of the project that include this one by name. */
export const includedFrom = (uri: Uri, project: Project): readonly Uri[] => {
  const name = baseName(uri);
  const out: Uri[] = [];
  for (const { facts } of project.all.uwsgi) {
    if (facts.uri === uri) continue;
    const includes = facts.sections.some((section) =>
      section.options.some(
        (option) =>
          /^(?:include|ini|inherit|config)$/.test(option.name) &&
          option.value.text.split(':')[0]?.split('/').at(-1)?.replace(/^%d/, '') === name,
      ),
    );
    if (includes) out.push(facts.uri);
  }
  return out;
};
