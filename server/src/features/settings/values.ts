// What may stand in the value of a setting: choices, switches, and the dotted paths of classes and modules.
import type { SettingsEntries } from '../../knowledge/settings/entry.ts';
import type { Way } from '../../languages/python/caret.ts';
import { completion } from '../completion.ts';
import type { Completion } from '../feature.ts';
import { modulesOf } from '../modules.ts';
import { entriesFor, keyEntry, type NamedKind, namingOf } from './naming.ts';
import { isInstalled, type Seen, standsIn } from './seen.ts';
import { ownNames } from './workspace-names.ts';

interface Option {
  readonly text: string;
  readonly detail: string;
  readonly sort: string;
  readonly kind: Completion['kind'];
  readonly old?: boolean;
  /** Written without quotes. */
  readonly bare?: boolean;
  readonly entry?: Completion['entry'];
}

/** The quote that a file uses most. */
const quoteOf = ({ place: { parsed } }: Seen): string => {
  const { text } = parsed.file;
  let [single, double] = [0, 0];
  for (const sign of text.matchAll(/["']/g)) sign[0] === '"' ? double++ : single++;
  return single > double ? "'" : '"';
};

/** Items for a place in a value. In a string they are texts; elsewhere they bring their quotes. */
export const valuesAt = (seen: Seen): readonly Completion[] => {
  const { caret } = seen;
  if (caret.on !== 'string' && caret.on !== 'value') return [];
  const quote = caret.on === 'value' ? quoteOf(seen) : '';
  return optionsFor(seen, caret.way)
    .filter(({ bare }) => !bare || caret.on === 'value')
    .map(({ text, detail, sort, kind, old = false, bare = false, entry }) => {
      const written = bare ? text : `${quote}${text}${quote}`;
      return completion(text, kind, caret.span, {
        detail,
        insert: written,
        plain: written,
        sort,
        deprecated: old,
        ...(entry ? { entry } : {}),
      });
    });
};

const optionsFor = (seen: Seen, way: Way): readonly Option[] => {
  const naming = namingOf(way);
  if (naming) {
    const own = ownNames(seen.place.project, naming).map(
      ({ path, detail }): Option => ({ text: path, detail, sort: `0${path}`, kind: 'module' }),
    );
    return [...entriesFor(seen.place.knowledge, naming).flatMap((entry) => named(seen, entry)), ...own];
  }
  const modules = way.keys.length === 0 ? moduleOptions(seen, way.name) : [];
  return modules.length > 0 ? modules : choices(seen, way);
};

const named = ({ place, django }: Seen, entry: SettingsEntries[NamedKind]): readonly Option[] => {
  const stands = standsIn(django, entry);
  if (stands === 'absent' || !isInstalled(place.project, entry.of)) return [];
  const group = entry.development || stands === 'old' || entry.replacement ? '3' : entry.of === 'Django' ? '2' : '1';
  return [
    {
      text: entry.name,
      detail: entry.brief,
      sort: group + entry.name,
      kind: 'module',
      old: stands === 'old',
      entry: { kind: entry.kind, name: entry.name },
    },
  ];
};

/** Modules and callables of the workspace for the settings that name one. */
const moduleOptions = ({ place: { project } }: Seen, name: string): readonly Option[] => {
  const found = modulesOf(project);
  const list = (modules: readonly { readonly text: string; readonly file: string }[], write: (text: string) => string): readonly Option[] =>
    modules.map(({ text, file }) => ({ text: write(text), detail: file, sort: `0${text}`, kind: 'module' }));
  switch (name) {
    case 'WSGI_APPLICATION':
      return list(found.wsgi, (text) => text.replace(':', '.'));
    case 'ASGI_APPLICATION':
      return list(found.asgi, (text) => text.replace(':', '.'));
    case 'ROOT_URLCONF':
      // The project's own URLconf lies beside its wsgi.py.
      return list([...found.wsgi, ...found.asgi], (text) => text.replace(/\.\w+:\w+$/, '.urls')).filter(
        (one, i, all) => all.findIndex(({ text }) => text === one.text) === i,
      );
    default:
      return [];
  }
};

/** Choices by the catalogue, then what the type says: switches, None, a usual path. */
const choices = ({ place: { knowledge } }: Seen, way: Way): readonly Option[] => {
  const entry = way.keys.length === 0 ? knowledge.find('setting', way.name) : keyEntry(knowledge, way);
  if (!entry) return [];
  const { type, values } = entry;
  const out: Option[] = values.map(({ text, brief }, i) => ({
    text,
    detail: brief,
    sort: `1${String(i).padStart(2, '0')}`,
    kind: 'value',
    bare: type === 'int',
  }));
  const bare = (text: string, detail: string, sort: string) => out.push({ text, detail, sort, kind: 'value', bare: true });
  if (/\bbool\b/.test(type))
    for (const word of ['True', 'False']) bare(word, entry.fallback === word ? 'The default' : '', entry.fallback === word ? '2' : '21');
  if (/\bFalse\b/.test(type) && !/\bbool\b/.test(type)) bare('False', '', '3');
  if (/\bNone\b/.test(type)) bare('None', entry.fallback === 'None' ? 'The default' : '', '3');
  const usual = usualValues[way.name];
  if (usual && way.keys.length === 0) bare(usual, 'The usual value', '0');
  return out;
};

const usualValues: Readonly<Record<string, string>> = {
  STATIC_URL: '"/static/"',
  STATIC_ROOT: 'BASE_DIR / "staticfiles"',
  MEDIA_URL: '"/media/"',
  MEDIA_ROOT: 'BASE_DIR / "media"',
  TIME_ZONE: '"UTC"',
  SECURE_PROXY_SSL_HEADER: '("HTTP_X_FORWARDED_PROTO", "https")',
};
