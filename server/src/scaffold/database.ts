// Which variables of the environment the settings take their databases from.
import { possibilities, textOf } from '../project/settings/ask.ts';
import type { Value } from '../project/settings/value.ts';
import type { SettingsView } from '../project/settings/view.ts';

/** A part of an account, or the whole of it in one address. */
export type DatabasePart = 'URL' | 'NAME' | 'USER' | 'PASSWORD' | 'HOST' | 'PORT';
/** The variable for each part that comes from one; empty where neither the host nor an address does. */
export type DatabaseVariables = Readonly<Partial<Record<DatabasePart, string>>>;

export type Engine = 'postgresql' | 'mysql';

const engines: Readonly<Record<string, Engine>> = {
  'django.db.backends.postgresql': 'postgresql',
  'django.db.backends.postgresql_psycopg2': 'postgresql',
  'django.contrib.gis.db.backends.postgis': 'postgresql',
  'django.db.backends.mysql': 'mysql',
};

/** The engine that a value of ENGINE names. */
export const engineOf = (text: string | undefined): Engine | undefined => (text === undefined ? undefined : engines[text]);

const parts = ['NAME', 'USER', 'PASSWORD', 'HOST', 'PORT'] as const;

/** The variables of the first database of each engine. One whose engine is not known counts for both. */
export const databaseVariablesOf = (view: SettingsView | undefined): Readonly<Record<Engine, DatabaseVariables>> => {
  const found: Record<Engine, DatabaseVariables> = { postgresql: {}, mysql: {} };
  const value = view?.get('DATABASES')?.value;
  for (const all of value ? possibilities(value) : []) {
    if (all.is !== 'dict') continue;
    for (const { value: entry } of all.entries)
      for (const one of possibilities(entry)) {
        const { engine, variables } = accountOf(one);
        if (variables.HOST === undefined && variables.URL === undefined) continue;
        for (const own of engine ? [engine] : (['postgresql', 'mysql'] as const))
          if (Object.keys(found[own]).length === 0) found[own] = variables;
      }
  }
  return found;
};

/** One entry of DATABASES: a dict, or what is made of an address. */
const accountOf = (entry: Value): { readonly engine: Engine | undefined; readonly variables: DatabaseVariables } => {
  if (entry.is === 'environment') return { engine: undefined, variables: entry.name === undefined ? {} : { URL: entry.name } };
  if (entry.is === 'object') {
    const url = [...entry.positional, ...entry.keywords.map(({ value }) => value)].find((one) => one.is === 'environment');
    return { engine: undefined, variables: url?.is === 'environment' && url.name !== undefined ? { URL: url.name } : {} };
  }
  if (entry.is !== 'dict') return { engine: undefined, variables: {} };
  const at = (key: string): Value | undefined => entry.entries.findLast((one) => textOf(one.key) === key)?.value;
  const variables: Partial<Record<DatabasePart, string>> = {};
  for (const part of parts) {
    const read = [...(at(part) ? possibilities(at(part) as Value) : [])].find((one) => one.is === 'environment');
    if (read?.is === 'environment' && read.name !== undefined) variables[part] = read.name;
  }
  return { engine: engineOf(textOf(at('ENGINE'))), variables };
};

/** The names that the scaffold's own lines read, for the first database and for a second one beside it. */
export const ownVariables = (prefix: 'DB' | 'MYSQL'): DatabaseVariables => ({
  NAME: `${prefix}_NAME`,
  USER: `${prefix}_USER`,
  PASSWORD: `${prefix}_PASSWORD`,
  HOST: `${prefix}_HOST`,
});

/** The variable that moves a file of SQLite. */
export interface SqliteVariable {
  readonly name: string;
  /** It holds an address, `sqlite:///…`, instead of a path. */
  readonly address: boolean;
}

/** The variable that the scaffold's own line reads the place of an SQLite file from. */
export const sqlitePath = 'SQLITE_PATH';
