// What of the workspace a setting may name: its own middleware, apps, storages, and so on, by dotted path.
import { memo } from '../../languages/memo.ts';
import type { Project } from '../../project/project.ts';
import { slashPath, type Uri } from '../../text/uri.ts';
import { type Definition, definitionsIn, dottedOf } from './defined.ts';
import type { Naming } from './naming.ts';

/** A dotted path and a few words about where it leads. */
export interface Own {
  readonly path: string;
  readonly detail: string;
}

interface Wanted {
  /** Files in which such things stand. */
  readonly files: RegExp;
  readonly is: (one: Definition) => boolean;
}

const publicClass = ({ name, is }: Definition): boolean => is === 'class' && !name.startsWith('_');
const ending = (end: RegExp) => (one: Definition) => publicClass(one) && (end.test(one.name) || one.bases.some((base) => end.test(base)));

const wantedFor = ({ kind, role }: Naming): Wanted | undefined => {
  if (kind === 'middleware')
    return {
      files: /middleware/i,
      is: (one) => (publicClass(one) && one.name !== 'MiddlewareMixin') || /^[a-z].*middleware$/.test(one.name),
    };
  if (kind === 'storage') return { files: /storage/i, is: ending(/Storage$/) };
  if (kind === 'finder') return { files: /finder/i, is: ending(/Finder$/) };
  if (kind === 'app') return { files: /(?:^|\/)apps\.py$/, is: ending(/Config$/) };
  switch (role) {
    case 'context-processor':
      return { files: /context_?processor/i, is: ({ name, is }) => is === 'function' && !name.startsWith('_') };
    case 'authentication':
      return { files: /(?:auth|backend)/i, is: ending(/Backend$/) };
    case 'email':
      return { files: /(?:mail|backend)/i, is: ending(/(?:Email)?Backend$/) };
    case 'log-handler':
      return { files: /log/i, is: ending(/Handler$/) };
    case 'log-filter':
      return { files: /log/i, is: ending(/Filter$/) };
    case 'log-formatter':
      return { files: /log/i, is: ending(/Formatter$/) };
    case 'password-validator':
      return { files: /valid/i, is: ending(/Validator$/) };
    default:
      return undefined;
  }
};

const shortOf = (project: Project, uri: Uri): string => slashPath(uri).slice(slashPath(project.root).replace(/\/$/, '').length + 1);
const testing = /(?:^|\/)(?:tests?|conftest|migrations|management)(?:\/|\.py|_)|\/test_[^/]*$/;

/** Everything of the workspace that may stand at such a place. */
export const ownNames = (project: Project, naming: Naming): readonly Own[] => {
  const wanted = wantedFor(naming);
  if (!wanted) return [];
  const out: Own[] = [];
  for (const { parsed } of project.all.python) {
    const { uri } = parsed.file;
    const file = shortOf(project, uri);
    if (!wanted.files.test(file) || testing.test(file)) continue;
    for (const one of definitionsIn(parsed)) if (wanted.is(one)) out.push({ path: `${dottedOf(project, uri)}.${one.name}`, detail: file });
  }
  return naming.kind === 'app' ? [...packagesOf(project), ...out] : out;
};

const packagesByRoot = memo((_: Project['paths']) => new Map<string, readonly Own[]>());

/** Packages that look like apps: they have models, an admin, templates, static files or an `apps.py`. Remembered as long as no file comes or goes. */
const packagesOf = ({ paths, root }: Project): readonly Own[] => {
  const known = packagesByRoot(paths);
  const before = known.get(root);
  if (before) return before;
  const made = lookForPackages(paths, root);
  known.set(root, made);
  return made;
};

const lookForPackages = (paths: Project['paths'], root: Uri): readonly Own[] => {
  const top = slashPath(root).replace(/\/$/, '');
  const out: Own[] = [];
  const marks = new Set(['apps.py', 'models.py', 'models', 'admin.py', 'templates', 'static', 'templatetags', 'management']);
  const visit = (folder: string, depth: number) => {
    const items = paths.list(folder);
    const isPackage = items.some(({ name }) => name === '__init__.py');
    if (isPackage && items.some(({ name }) => marks.has(name))) {
      const short = folder.slice(top.length + 1);
      if (!testing.test(`${short}/`)) out.push({ path: dottedFolder(paths, folder, top), detail: short });
    }
    if (depth < 5)
      for (const { name, folder: isFolder } of items) if (isFolder && /^[A-Za-z_]\w*$/.test(name)) visit(`${folder}/${name}`, depth + 1);
  };
  visit(top, 0);
  return out;
};

const dottedFolder = (paths: Project['paths'], folder: string, top: string): string => {
  let from = folder;
  while (from.length > top.length && paths.exists(`${from}/__init__.py`) === true) from = from.slice(0, from.lastIndexOf('/'));
  return folder.slice(from.length + 1).replaceAll('/', '.');
};
