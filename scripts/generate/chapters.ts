// Chapters of the catalogue: our words in YAML, read and made lean.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { ValueType } from '../../server/src/knowledge/entry.ts';

/** What a chapter says of a thing. */
export interface Words {
  readonly brief: string;
  readonly body?: string;
  readonly container?: string;
  readonly successor?: Readonly<Record<string, string>>;
  readonly link?: string;
  readonly aliases?: readonly string[];
  readonly value?: ValueType;
  readonly values?: readonly { readonly text: string; readonly brief: string }[];
  readonly since?: string;
}

/** Reads one chapter; a key that stands twice in it stops the generator. */
export const readWords = (file: string): Readonly<Record<string, Words>> =>
  (parse(readFileSync(file, 'utf8'), { uniqueKeys: true }) ?? {}) as Readonly<Record<string, Words>>;

/** Reads every chapter of a folder; a name in two chapters stops the generator. */
export const readChapters = (folder: string): ReadonlyMap<string, Words> => {
  const out = new Map<string, Words>();
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.yaml')) continue;
    for (const [name, words] of Object.entries(readWords(join(folder, file)))) {
      if (out.has(name)) throw new Error(`${name} is described twice, the second time in ${file}`);
      out.set(name, words);
    }
  }
  return out;
};

/** The fields that differ from their usual value, in a fixed order, so that the text is small and diffs are legible. */
export const lean = (entry: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(entry).filter(([, value]) => {
      if (value === undefined || value === '' || value === false || value === 0) return false;
      return !(typeof value === 'object' && value !== null && Object.keys(value).length === 0);
    }),
  );

/**
 * Chapters of things that have no table of facts: the text is all there is. A key of two words whose first is a list,
 * `COPY,ADD --link`, describes one thing for each of the list. `link` leads on where the text does not.
 */
export const plainEntries = (kind: string, file: string, link: (name: string) => string | undefined = () => undefined): readonly object[] =>
  Object.entries(readWords(file)).flatMap(([key, words]) => {
    const [, owners = '', rest = ''] = /^(\S+) (.*)$/.exec(key) ?? [];
    return (owners.includes(',') ? owners.split(',').map((owner) => [owner, `${owner} ${rest}`] as const) : [[owners, key] as const]).map(
      ([owner, name]) =>
        lean({
          kind,
          name,
          ...words,
          aliases: words.aliases?.map((alias) => (owner ? `${owner} ${alias}` : alias)),
          body: words.body?.trim(),
          container: words.container?.trim(),
          link: words.link ?? link(name),
        }),
    );
  });
