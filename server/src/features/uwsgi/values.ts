// What may stand behind `option =`.
import type { Cursor } from '../../languages/language.ts';
import type { Reading } from '../../project/uwsgi/reading.ts';
import { parent, resolve } from '../../text/uri.ts';
import { completion } from '../completion.ts';
import type { Completion, Place } from '../feature.ts';

const sockets = [
  { text: ':8000', brief: 'TCP port 8000 on every interface' },
  { text: '0.0.0.0:8000', brief: 'TCP port 8000 on every IPv4 interface' },
  { text: '127.0.0.1:8000', brief: 'TCP port 8000, reachable from this machine only' },
  { text: '/run/uwsgi/app.sock', brief: 'UNIX socket' },
];
const modes = [
  { text: '660', brief: 'Owner and group may connect' },
  { text: '600', brief: 'Only the owner may connect' },
];

/** Values for the option under the caret, most likely first. */
export const valuesFor = (place: Place, cursor: Cursor & { readonly on: 'value' }, read: Reading): readonly Completion[] => {
  const { knowledge, project } = place;
  const entry = knowledge.find('uwsgi-option', cursor.owner);
  if (!entry) return [];
  const plain = (values: readonly { readonly text: string; readonly brief: string }[]) =>
    values.map(({ text, brief }, i) => completion(text, 'value', cursor.span, { detail: brief, sort: String(i).padStart(3, '0') }));
  if (entry.values.length > 0) return plain(entry.values);
  switch (entry.value) {
    case 'switch':
      return ['true', 'false'].map((word, i) => completion(word, 'switch', cursor.span, { sort: String(i) }));
    case 'inverted-switch':
      return ['true', 'false'].map((word, i) => completion(word, 'switch', cursor.span, { sort: String(i) }));
    case 'socket':
      return plain(sockets);
    case 'mode':
      return plain(modes);
    case 'plugins':
      return [
        ...new Set(
          knowledge
            .list('uwsgi-option')
            .map((option) => (read.target.build === 'pip' ? option.plugin : option.debian.plugin || option.plugin)),
        ),
      ]
        .filter((name) => name !== 'core')
        .map((name) => completion(name, 'value', cursor.span));
    case 'path':
    case 'path-list':
    case 'directory':
    case 'file-section':
      return paths(place, cursor, entry.value === 'directory');
    default:
      break;
  }
  if (entry.canonical === 'module') return modules(project, cursor);
  if (entry.name === 'callable') return plain([{ text: 'application', brief: 'The name Django gives its WSGI callable' }]);
  return [];
};

/** Files and folders of the workspace below what is typed so far. */
const paths = ({ project, parsed }: Place, cursor: Cursor & { readonly on: 'value' }, foldersOnly: boolean): readonly Completion[] => {
  const typed = cursor.typed;
  const cut = typed.lastIndexOf('/') + 1;
  if (typed.startsWith('/')) return [];
  const folder = resolve(parent(parsed.file.uri), typed.slice(0, cut) || '.');
  const span = { from: cursor.span.from + cut, to: cursor.span.to };
  return project
    .list(folder)
    .filter((item) => item.folder || !foldersOnly)
    .map((item) =>
      completion(item.folder ? `${item.name}/` : item.name, item.folder ? 'folder' : 'file', span, {
        again: item.folder,
        sort: `${item.folder ? 1 : 0}${item.name}`,
      }),
    );
};

/** The WSGI modules of the workspace as `package.wsgi:application`. */
const modules = (project: Place['project'], cursor: Cursor & { readonly on: 'value' }): readonly Completion[] => {
  const out: Completion[] = [];
  const seen = new Set<string>();
  const visit = (folder: string, depth: number) => {
    if (depth > 3) return;
    for (const item of project.list(resolve(project.root, folder || '.'))) {
      const path = folder ? `${folder}/${item.name}` : item.name;
      if (item.folder) visit(path, depth + 1);
      else if (item.name === 'wsgi.py') {
        const dotted = `${path.slice(0, -3).split('/').slice(-2).join('.')}:application`;
        if (!seen.has(dotted)) out.push(completion(dotted, 'module', cursor.span, { detail: path }));
        seen.add(dotted);
      }
    }
  };
  visit('', 0);
  return out;
};
