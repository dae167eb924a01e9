// What each setting names: which entries of the catalogue may stand at a place in its value.
import type { Entries, Knowledge } from '../../knowledge/entry.ts';
import type { BackendRole, SettingKey, SettingsEntries } from '../../knowledge/settings/entry.ts';
import { memo } from '../../languages/memo.ts';
import type { Way } from '../../languages/python/caret.ts';

/** Classes, modules and functions that are told apart. */
export type NamedKind = 'middleware' | 'app' | 'storage' | 'finder' | 'backend';

/** What a place in a setting names. */
export interface Naming {
  readonly kind: NamedKind;
  readonly role?: BackendRole;
  /** The alias of STORAGES. */
  readonly alias?: string;
}

const backends: Readonly<Record<string, BackendRole>> = {
  'DATABASES.*.ENGINE': 'database',
  'CACHES.*.BACKEND': 'cache',
  EMAIL_BACKEND: 'email',
  'MAILERS.*.BACKEND': 'email',
  SESSION_ENGINE: 'session',
  SESSION_SERIALIZER: 'serializer',
  MESSAGE_STORAGE: 'message-storage',
  'TEMPLATES.*.BACKEND': 'template-engine',
  'TEMPLATES.*.OPTIONS.context_processors.*': 'context-processor',
  'TEMPLATES.*.OPTIONS.loaders.*': 'template-loader',
  FORM_RENDERER: 'form-renderer',
  'AUTHENTICATION_BACKENDS.*': 'authentication',
  'PASSWORD_HASHERS.*': 'password-hasher',
  'AUTH_PASSWORD_VALIDATORS.*.NAME': 'password-validator',
  'FILE_UPLOAD_HANDLERS.*': 'upload-handler',
  'TASKS.*.BACKEND': 'task',
  'LOGGING.handlers.*.class': 'log-handler',
  'LOGGING.filters.*.()': 'log-filter',
  'LOGGING.formatters.*.()': 'log-formatter',
};

/** Whether the way fits a pattern, whose `*` stands for any key. */
const fits = (keys: readonly string[], pattern: readonly string[]): boolean =>
  keys.length === pattern.length && keys.every((key, i) => pattern[i] === '*' || pattern[i] === key);

const patterns: readonly (readonly [name: string, keys: readonly string[], role: BackendRole])[] = Object.entries(backends).map(
  ([pattern, role]) => {
    const [name = '', ...keys] = pattern.split('.');
    return [name, keys, role];
  },
);

/** What a place names; nothing for places that name no class, module or function. */
export const namingOf = ({ name, keys }: Way): Naming | undefined => {
  const [first] = keys;
  if (keys.length === 1 && first === '*') {
    // Lists are often put together from parts with names of their own.
    if (/(?:^|_)MIDDLEWARES?(?:_CLASSES)?$/.test(name)) return { kind: 'middleware' };
    if (/(?:^|_)APPS$/.test(name)) return { kind: 'app' };
    if (name === 'STATICFILES_FINDERS') return { kind: 'finder' };
  }
  if (name === 'STORAGES' && keys.length === 2 && keys[1] === 'BACKEND') return { kind: 'storage', alias: first ?? '*' };
  if (keys.length === 0 && name === 'STATICFILES_STORAGE') return { kind: 'storage', alias: 'staticfiles' };
  if (keys.length === 0 && name === 'DEFAULT_FILE_STORAGE') return { kind: 'storage', alias: 'default' };
  const found = patterns.find((one) => one[0] === name && fits(keys, one[1]));
  return found && { kind: 'backend', role: found[2] };
};

/** The entries that may stand there. */
export const entriesFor = (knowledge: Knowledge, { kind, role, alias }: Naming): readonly SettingsEntries[NamedKind][] =>
  knowledge.list(kind).filter((entry) => {
    if (entry.kind === 'backend') return entry.role === role;
    return (
      entry.kind !== 'storage' || alias === undefined || entry.for === 'both' || (alias === 'staticfiles') === (entry.for === 'staticfiles')
    );
  });

/** The entry of a dotted path, whatever names it. */
export const namedEntry = (knowledge: Knowledge, path: string): Entries[NamedKind] | undefined => {
  for (const kind of ['middleware', 'app', 'storage', 'finder', 'backend'] as const) {
    const entry = knowledge.find(kind, path);
    if (entry) return entry;
  }
  return undefined;
};

interface Keyed {
  readonly path: readonly string[];
  readonly entry: SettingKey;
}
const keysBySetting = memo((knowledge: Knowledge): ReadonlyMap<string, readonly Keyed[]> => {
  const out = new Map<string, Keyed[]>();
  for (const entry of knowledge.list('setting-key')) {
    const [name = '', ...path] = entry.name.split('.');
    out.set(name, [...(out.get(name) ?? []), { path, entry }]);
  }
  return out;
});

/** The keys that the dictionary at the end of a way may have, with the text of each; `*` is left out. */
export const keysAt = (knowledge: Knowledge, { name, keys }: Way): readonly { readonly key: string; readonly entry: SettingKey }[] =>
  (keysBySetting(knowledge).get(name) ?? []).flatMap(({ path, entry }) => {
    const key = path.at(-1);
    return key !== undefined && key !== '*' && fits(keys, path.slice(0, -1)) ? [{ key, entry }] : [];
  });

/** The key that a way ends in. */
export const keyEntry = (knowledge: Knowledge, { name, keys }: Way): SettingKey | undefined =>
  (keysBySetting(knowledge).get(name) ?? []).find(({ path }) => fits(keys, path))?.entry;
