// The line of the Python file that an application option points at.
import { unknown } from '../../languages/maybe.ts';
import type { Location } from '../../text/span.ts';
import { parent, relative, resolve, slashPath } from '../../text/uri.ts';
import type { FileOf } from '../project.ts';
import { readMount, readTarget } from './application.ts';
import type { Reading } from './reading.ts';

/** The file and the name in it that `option = value` names; nothing when the file is not among those that are read. */
export const applicationFile = (option: string, value: string, read: Reading): Location | undefined => {
  const written = option === 'mount' ? (readMount(value)?.application ?? '') : option === 'callable' ? '' : value;
  const { module, callable } = readTarget(written);
  const file = option === 'callable' ? served(read) : fileOf(module, read);
  if (!file) return undefined;
  const set = read.last('callable')?.value;
  const name = option === 'callable' ? value : (callable ?? (typeof set === 'string' ? set : 'application'));
  return { uri: file.facts.uri, span: file.facts.names.get(name) ?? { from: 0, to: 0 } };
};

/** The Python file of a dotted name or a path, as seen from the ini, from `chdir` and from the project's root. */
export const fileOf = (module: string, { facts, project }: Reading): FileOf<'python'> | undefined => {
  const path = module.endsWith('.py') ? module.replace(/^.*?([^/]+\/[^/]+)$/, '$1') : `${module.replaceAll('.', '/')}.py`;
  if (path === '.py') return undefined;
  const at = (uri: string) => project.all.python.find((file) => file.facts.uri === uri);
  const near = at(resolve(parent(facts.uri), path)) ?? at(resolve(project.root, path));
  if (near) return near;
  const tail = project.all.python.filter(
    (file) => `/${relative(project.root, file.facts.uri)}`.endsWith(`/${path}`) || slashPath(file.facts.uri).endsWith(`/${path}`),
  );
  return tail.length === 1 ? tail[0] : undefined;
};

/** The file of the application the ini serves, when it names just one. */
const served = (read: Reading): FileOf<'python'> | undefined => {
  for (const name of ['module', 'wsgi-file']) {
    const value = read.last(name)?.value;
    if (value !== undefined && value !== unknown) return fileOf(readTarget(value).module, read);
  }
  return undefined;
};
