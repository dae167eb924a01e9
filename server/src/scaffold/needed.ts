// The variables without which settings do not load, and values with which they do.
import { textOf } from '../project/settings/ask.ts';
import type { EnvironmentRead, Value } from '../project/settings/value.ts';
import type { SettingsView } from '../project/settings/view.ts';

/** A variable that has no default. */
export interface NeededVariable {
  readonly name: string;
  /** What its reader takes without an error and no production would use; undefined where any word does. */
  readonly value: string | undefined;
}

/** All of a settings module, by name. */
export const neededBy = (view: SettingsView | undefined): readonly NeededVariable[] => {
  // A literal key becomes a variable by the scaffold's own edits.
  const key = view?.get('SECRET_KEY')?.value;
  const found = new Map<string, NeededVariable>();
  const add = (name: string, value: string | undefined) => found.get(name)?.value ?? found.set(name, { name, value });
  if (view && (!key || textOf(key) !== undefined)) add('SECRET_KEY', undefined);
  for (const name of view?.names() ?? []) {
    const setting = view?.get(name);
    // What is read under a condition is asked for by those who want what the condition switches on.
    if (!setting?.certain) continue;
    for (const read of readsIn(setting.value, 6)) if (read.name !== undefined && read.unset === undefined) add(read.name, valueFor(read));
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
};

/** The addresses of a database, cache or mail server that need none, as the libraries spell them. */
const addresses: Readonly<Record<string, (environ: boolean) => string>> = {
  database: () => 'sqlite://:memory:',
  cache: (environ) => (environ ? 'locmemcache://' : 'locmem://'),
  email: (environ) => (environ ? 'consolemail://' : 'console:'),
};

const valueFor = ({ cast, through }: EnvironmentRead): string | undefined => {
  switch (cast.to) {
    case 'boolean':
      return '0';
    case 'integer':
    case 'float':
      return '1';
    case 'json':
      return '{}';
    case 'url':
      return addresses[cast.of]?.(through === 'django-environ');
    default:
      return undefined;
  }
};

function* readsIn(value: Value, depth: number): Iterable<EnvironmentRead> {
  if (depth === 0) return;
  if (value.is === 'environment') yield value;
  else if (value.is === 'list') {
    for (const item of value.items) if (item.is === 'item' && item.certain) yield* readsIn(item.value, depth - 1);
  } else if (value.is === 'dict') {
    for (const entry of value.entries) if (entry.certain) yield* readsIn(entry.value, depth - 1);
  } else if (value.is === 'object') {
    for (const one of value.positional) yield* readsIn(one, depth - 1);
    for (const one of value.keywords) yield* readsIn(one.value, depth - 1);
  }
}
