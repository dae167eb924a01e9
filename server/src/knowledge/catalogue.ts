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

/** One kind of entries: written ones by name, made whole when they are first asked for. */
interface Shelf {
  readonly written: Map<string, Written>;
  readonly made: Map<string, Entry>;
  /** Other names of entries, where no entry has that name itself. */
  readonly names: Map<string, string>;
  list: readonly Entry[] | undefined;
}

/**
 * Makes the catalogue and the tables of images from their texts. Nothing is read before the first question; then the text that
 * answers it is parsed once. The texts are handed in by the door, so that a start that asks nothing pays nothing.
 */
export const createKnowledge = (text: () => string, images: () => string): Knowledge => {
  let shelves: Map<EntryKind, Shelf> | undefined;
  const load = (): Map<EntryKind, Shelf> => {
    if (shelves) return shelves;
    shelves = new Map();
    for (const written of JSON.parse(text()) as readonly Written[]) {
      let shelf = shelves.get(written.kind);
      if (!shelf) {
        shelf = { written: new Map(), made: new Map(), names: new Map(), list: undefined };
        shelves.set(written.kind, shelf);
      }
      shelf.written.set(written.name, written);
      for (const alias of written.aliases ?? []) shelf.names.set(alias, written.name);
    }
    return shelves;
  };
  const entryOf = (shelf: Shelf | undefined, name: string): Entry | undefined => {
    const made = shelf?.made.get(name);
    if (made) return made;
    const written = shelf?.written.get(name) ?? shelf?.written.get(shelf.names.get(name) ?? '');
    if (!shelf || !written) return undefined;
    const entry = full(written);
    shelf.made.set(name, entry);
    return entry;
  };
  const listOf = (shelf: Shelf | undefined): readonly Entry[] => {
    if (!shelf) return [];
    shelf.list ??= [...shelf.written.keys()].flatMap((name) => entryOf(shelf, name) ?? []);
    return shelf.list;
  };
  return {
    find: <K extends EntryKind>(kind: K, name: string) => entryOf(load().get(kind), name) as Entries[K] | undefined,
    list: <K extends EntryKind>(kind: K) => listOf(load().get(kind)) as unknown as readonly Entries[K][],
    images: createTables(images),
  };
};
