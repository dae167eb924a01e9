import type { Entries, Entry, EntryKind, Knowledge } from './entry.ts';
import { createTables } from './images/tables.ts';
import { settingsBlanks } from './settings/blanks.ts';

/** The catalogue as its text holds it: fields that have their usual value are left out. */
type Written = Partial<Entry> & Pick<Entry, 'kind' | 'name' | 'brief'> & { readonly canonical?: string; readonly notPip?: true };

/** What a field is where the text says nothing of it. Every field there is stands here: see `full`. */
const blank = {
  kind: '',
  name: '',
  brief: '',
  aliases: [],
  body: '',
  container: '',
  successor: {},
  link: '',
  value: 'other',
  values: [],
  since: undefined,
};
/** The same for the fields of one kind. */
const blanks: Partial<Record<EntryKind, object>> = {
  ...Object.fromEntries(Object.entries(settingsBlanks).map(([kind, own]) => [kind, { ...blank, ...own }])),
  'uwsgi-option': {
    ...blank,
    plugin: 'core',
    short: '',
    argument: 'required',
    parser: '',
    accumulates: false,
    immediate: false,
    implies: [],
    fallback: undefined,
    debian: { package: 'uwsgi-core', plugin: '' },
    rank: 0,
    canonical: '',
    pip: true,
    notPip: undefined,
  },
  tool: { ...blank, version: undefined, listen: undefined, prefix: undefined, precedence: [], configFile: undefined },
  'tool-option': {
    ...blank,
    tool: '',
    flags: [],
    off: [],
    config: undefined,
    commands: [],
    positional: false,
    argument: 'text',
    bare: undefined,
    range: undefined,
    separator: undefined,
    open: false,
    repeatable: false,
    fallback: undefined,
    effective: undefined,
    environment: [],
    deprecated: undefined,
    removed: undefined,
    replacement: undefined,
    requires: [],
    conflicts: [],
  },
};

/**
 * All entries of a kind are copies of one object, with the same fields in the same order: made and read that way, the engine
 * handles them some ten times faster than as objects of a hundred different shapes.
 */
const full = (written: Written): Entry => {
  const entry = Object.assign({ ...(blanks[written.kind] ?? blank) }, written);
  if (written.kind !== 'uwsgi-option') return entry as unknown as Entry;
  const { canonical = written.name, notPip } = written;
  return Object.assign(entry, { canonical, pip: !notPip }) as unknown as Entry;
};

/** One kind of entries: where each stands in the text, by name; they are read when they are first asked for. */
interface Shelf {
  readonly places: Map<string, number>;
  readonly made: Map<string, Entry>;
  /** Other names of entries, where no entry has that name itself. */
  readonly names: Map<string, string>;
  list: readonly Entry[] | undefined;
}

/** How each line of the text begins, which holds one entry. */
const beginning = /\{"kind":"([\w-]+)","name":("(?:[^"\\]|\\.)*")/y;
/** Quotes in texts are escaped, so this is always the field. */
const aliases = '"aliases":[';

/** Finds where the entries stand. Of a line no more is read than its kind and its names: nine tenths of the text are explanations. */
const shelve = (text: string): Map<EntryKind, Shelf> => {
  const shelves = new Map<EntryKind, Shelf>();
  let nextAliases = text.indexOf(aliases);
  for (let at = text.indexOf('{'); at >= 0; at = text.indexOf('\n{', at) + 1 || -1) {
    beginning.lastIndex = at;
    const [, kind = '', quoted = '""'] = beginning.exec(text) ?? [];
    const name = quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
    let shelf = shelves.get(kind as EntryKind);
    if (!shelf) {
      shelf = { places: new Map(), made: new Map(), names: new Map(), list: undefined };
      shelves.set(kind as EntryKind, shelf);
    }
    shelf.places.set(name, at);
    const end = text.indexOf('\n', at);
    if (nextAliases < 0 || nextAliases > end) continue;
    const list = text.slice(nextAliases + aliases.length - 1, text.indexOf(']', nextAliases) + 1);
    for (const alias of JSON.parse(list) as readonly string[]) shelf.names.set(alias, name);
    nextAliases = text.indexOf(aliases, end);
  }
  return shelves;
};

/** The entry that stands at a place of the text. */
const entryAt = (text: string, at: number): Written => {
  const end = text.indexOf('\n', at);
  return JSON.parse(text.slice(at, text[end - 1] === ',' ? end - 1 : end)) as Written;
};

/**
 * Makes the catalogue and the tables of images from their texts: JSON, in the catalogue one entry to a line. Nothing is looked at
 * before the first question. The texts are handed in by the door, so that a start that asks nothing pays nothing.
 */
export const createKnowledge = (catalogue: () => string, images: () => string): Knowledge => {
  let loaded: { readonly text: string; readonly shelves: Map<EntryKind, Shelf> } | undefined;
  const load = (): { readonly text: string; readonly shelves: Map<EntryKind, Shelf> } => {
    if (loaded) return loaded;
    const text = catalogue();
    loaded = { text, shelves: shelve(text) };
    return loaded;
  };
  const entryOf = (kind: EntryKind, name: string): Entry | undefined => {
    const { text, shelves } = load();
    const shelf = shelves.get(kind);
    const made = shelf?.made.get(name);
    if (made) return made;
    const at = shelf?.places.get(name) ?? shelf?.places.get(shelf.names.get(name) ?? '');
    if (!shelf || at === undefined) return undefined;
    const entry = full(entryAt(text, at));
    shelf.made.set(name, entry);
    return entry;
  };
  const listOf = (kind: EntryKind): readonly Entry[] => {
    const shelf = load().shelves.get(kind);
    if (!shelf) return [];
    shelf.list ??= [...shelf.places.keys()].flatMap((name) => entryOf(kind, name) ?? []);
    return shelf.list;
  };
  return {
    find: <K extends EntryKind>(kind: K, name: string) => entryOf(kind, name) as Entries[K] | undefined,
    list: <K extends EntryKind>(kind: K) => listOf(kind) as unknown as readonly Entries[K][],
    images: createTables(images),
  };
};
