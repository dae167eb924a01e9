// What becomes of options and packages in a move: questions to the tables beside this file.
import { movingText } from './moving-text.ts';

/** The servers a project can be moved to; `gunicorn` runs Django's WSGI. */
export const targets = ['uvicorn', 'gunicorn'] as const;
export type Target = (typeof targets)[number];

/** What a server has in the place of an option: something to write, or nothing to do. */
export type Heir = { readonly becomes: string } | { readonly itself: string };

/** One row: what belongs together. Texts are Markdown, sentences with a full stop. */
export interface OptionRow {
  /** Options; `name-*` stands for all that begin so. */
  readonly names: readonly string[];
  readonly uvicorn?: Heir;
  readonly gunicorn?: Heir;
  /** Who does it now, where the server does not. */
  readonly platform?: string;
  /** What to do where nobody does. */
  readonly instead?: string;
  readonly note?: string;
  readonly link: string;
}

type PerRelease = readonly string[] | Readonly<Record<string, readonly string[]>>;

interface Tables {
  readonly uwsgi: readonly OptionRow[];
  readonly daphne: readonly OptionRow[];
  readonly packages: {
    readonly uwsgi: readonly string[];
    readonly compilers: Readonly<Record<string, PerRelease>>;
    readonly build: Readonly<Record<string, PerRelease>>;
    readonly runtime: Readonly<Record<string, PerRelease>>;
  };
}

let read: Tables | undefined;
const tables = (): Tables => {
  read ??= JSON.parse(movingText()) as Tables;
  return read;
};

/** The servers that are moved away from. */
export type OldServer = 'uwsgi' | 'daphne';

/** All rows for a server, in the order of the table. */
export const optionRows = (server: OldServer): readonly OptionRow[] => tables()[server];

const byName = new Map<OldServer, ReadonlyMap<string, OptionRow>>();

/** The row for an option that has these names; an exact name comes before a pattern, a long pattern before a short one. */
export const optionRow = (server: OldServer, names: readonly string[]): OptionRow | undefined => {
  const exact = byName.get(server) ?? new Map(optionRows(server).flatMap((row) => row.names.map((name) => [name, row] as const)));
  byName.set(server, exact);
  for (const name of names) {
    const row = exact.get(name);
    if (row) return row;
  }
  const [name = ''] = names;
  for (let length = name.length; length > 0; length--) {
    const row = exact.get(`${name.slice(0, length)}*`);
    if (row) return row;
  }
  return undefined;
};

/** What an Alpine package is for, and how Debian calls it. */
export interface DebianPackage {
  readonly for: 'uwsgi' | 'compiler' | 'build' | 'runtime';
  /** Empty when nothing is needed in its place. */
  readonly names: readonly string[];
}

/** The Debian packages of a release for an Alpine package; nothing when the table does not have it, or not for that release. */
export const debianPackage = (alpine: string, release: string): DebianPackage | undefined => {
  const { uwsgi, compilers, build, runtime } = tables().packages;
  if (uwsgi.includes(alpine)) return { for: 'uwsgi', names: [] };
  for (const [kind, list] of [
    ['compiler', compilers],
    ['build', build],
    ['runtime', runtime],
  ] as const) {
    const one = Object.hasOwn(list, alpine) ? list[alpine] : undefined;
    const names = Array.isArray(one)
      ? (one as readonly string[])
      : (one as Readonly<Record<string, readonly string[]>> | undefined)?.[release];
    if (names) return { for: kind, names };
  }
  return undefined;
};
