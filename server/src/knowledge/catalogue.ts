import type { Entries, Entry, EntryKind, Knowledge } from './entry.ts';

/** The catalogue as its text holds it: fields that have their usual value are left out. */
type Written = Partial<Entry> & Pick<Entry, 'kind' | 'name' | 'brief'>;

const usual = {
  aliases: [],
  body: '',
  container: '',
  successor: {},
  link: '',
  value: 'other',
  values: [],
  plugin: 'core',
  short: '',
  argument: 'required',
  parser: '',
  accumulates: false,
  immediate: false,
  implies: [],
  fallback: undefined,
  since: undefined,
  pip: true,
  debian: { package: 'uwsgi-core', plugin: '' },
  rank: 0,
};

/**
 * Makes the catalogue from its text. Nothing is read before the first question; then the text is parsed once.
 * The text is handed in by the door, so that a start that asks nothing pays nothing.
 */
export const createKnowledge = (text: () => string): Knowledge => {
  let read: { readonly byName: Map<string, Entry>; readonly byKind: Map<EntryKind, Entry[]> } | undefined;
  const load = () => {
    if (read) return read;
    const byName = new Map<string, Entry>();
    const byKind = new Map<EntryKind, Entry[]>();
    for (const written of JSON.parse(text()) as readonly Written[]) {
      const entry: Entry = { ...usual, ...written } as Entry;
      const kind = byKind.get(entry.kind);
      if (kind) kind.push(entry);
      else byKind.set(entry.kind, [entry]);
      byName.set(`${entry.kind} ${entry.name}`, entry);
      for (const alias of entry.aliases) byName.set(`${entry.kind} ${alias}`, entry);
    }
    read = { byName, byKind };
    return read;
  };
  return {
    find: <K extends EntryKind>(kind: K, name: string) => load().byName.get(`${kind} ${name}`) as Entries[K] | undefined,
    list: <K extends EntryKind>(kind: K) => (load().byKind.get(kind) ?? []) as unknown as readonly Entries[K][],
  };
};
