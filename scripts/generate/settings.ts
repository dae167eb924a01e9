// The part of the catalogue about Django settings: our words from the chapters, joined with what each release has.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { lean } from './chapters.ts';

interface History {
  readonly since?: string;
  readonly removed?: string;
}
interface SettingFacts extends History {
  readonly default?: string;
  readonly defaults?: Readonly<Record<string, string>>;
}
type Releases = Readonly<
  Record<
    string,
    {
      readonly releases: readonly string[];
      readonly settings: Readonly<Record<string, SettingFacts>>;
      readonly modules: Readonly<Record<string, History & { readonly names?: string }>>;
    }
  >
>;

/** What a chapter says of a thing; the fields of its kind besides. */
interface Words extends History {
  readonly brief: string;
  readonly body?: string;
  readonly container?: string;
  readonly of?: string;
  readonly default?: string;
  readonly link?: string;
  readonly 'header-only'?: boolean;
}
type Chapter = Readonly<Record<string, Words>>;

/** Chapters of one kind each. Every other chapter describes settings. */
const kinds: Readonly<Record<string, string>> = {
  'middleware.yaml': 'middleware',
  'apps.yaml': 'app',
  'storages.yaml': 'storage',
  'finders.yaml': 'finder',
  'backends.yaml': 'backend',
  'keys.yaml': 'setting-key',
  'removed-apis.yaml': 'removed-api',
};
const pages: Readonly<Record<string, string>> = {
  whitenoise: 'https://whitenoise.readthedocs.io/en/stable/django.html',
  servestatic: 'https://archmonger.github.io/ServeStatic/latest/django-settings/',
};

const read = (folder: string, file: string): Chapter =>
  (parse(readFileSync(join(folder, file), 'utf8'), { uniqueKeys: true }) ?? {}) as Chapter;

/** The release and name tables of a distribution by the first word of a dotted path. */
const historyOf = (releases: Releases, path: string): { readonly of: string; readonly history: History } | undefined => {
  for (const [of, { modules }] of Object.entries(releases)) {
    const module = modules[path];
    if (module) return { of, history: module };
    const cut = path.lastIndexOf('.');
    const holder = modules[path.slice(0, cut)];
    const word = holder?.names?.split(' ').find((one) => /^\w+/.exec(one)?.[0] === path.slice(cut + 1));
    if (!holder || !word) continue;
    const since = /@([\d.]+)/.exec(word)?.[1] ?? holder.since;
    const removed = /-([\d.]+)/.exec(word)?.[1] ?? holder.removed;
    return { of, history: { ...(since ? { since } : {}), ...(removed ? { removed } : {}) } };
  }
  return undefined;
};

/** The page of a setting in the documentation of the last Django that has it. */
const settingPage = (of: string, name: string, releases: readonly string[], removed: string | undefined): string => {
  const page = pages[of];
  if (page) return `${page}#${name}`;
  const last = removed === undefined ? 'stable' : releases[releases.indexOf(removed) - 1];
  return `https://docs.djangoproject.com/en/${last}/ref/settings/#${name.toLowerCase().replaceAll('_', '-')}`;
};

/** The fields every kind writes in the same way. */
const usual = (kind: string, name: string, of: string, { brief, body, container, ...rest }: Words) => {
  const { 'header-only': headerOnly, default: fallback, ...own } = rest;
  return { kind, name, of, brief, body: body?.trim(), container: container?.trim(), headerOnly, fallback, ...own };
};

const setting = (releases: Releases, name: string, words: Words): object => {
  const [of, facts] = Object.entries(releases)
    .map(([distribution, { settings }]) => [distribution, settings[name]] as const)
    .find(([, found]) => found !== undefined) ?? [words.of, undefined];
  if (!of) throw new Error(`no release has the setting ${name}; its chapter does not say whose it is`);
  const removed = words.removed ?? facts?.removed;
  return lean({
    ...usual('setting', name, of, words),
    fallback: words.default ?? facts?.default,
    fallbacks: facts?.defaults,
    since: words.since ?? facts?.since,
    removed,
    link: words.link ?? settingPage(of, name, releases[of]?.releases ?? [], removed),
  });
};

const named = (releases: Releases, kind: string, name: string, words: Words): object => {
  const found = historyOf(releases, name);
  const of = words.of ?? found?.of ?? (name.startsWith('django.') || kind === 'setting-key' ? 'Django' : undefined);
  if (!of) throw new Error(`${name} is in no distribution of the tables; its chapter does not say whose it is`);
  return lean({
    ...usual(kind, name, of, words),
    since: words.since ?? found?.history.since,
    removed: words.removed ?? found?.history.removed,
  });
};

/** Everything the folder knows about settings, as lean entries. A name described twice, or a setting of Django not at all, stops it. */
export const settingsEntries = (folder: string): readonly object[] => {
  const releases = JSON.parse(readFileSync(join(folder, 'releases.json'), 'utf8')) as Releases;
  const out: object[] = [];
  const seen = new Set<string>();
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.yaml') && name !== 'prefixes.yaml')
    .sort()) {
    const kind = kinds[file] ?? 'setting';
    for (const [name, words] of Object.entries(read(folder, file))) {
      if (seen.has(`${kind} ${name}`)) throw new Error(`${name} is described twice, the second time in ${file}`);
      seen.add(`${kind} ${name}`);
      out.push(kind === 'setting' ? setting(releases, name, words) : named(releases, kind, name, words));
    }
  }
  for (const { settings } of Object.values(releases))
    for (const name of Object.keys(settings)) if (!seen.has(`setting ${name}`)) throw new Error(`no chapter describes ${name}`);
  for (const [name, of] of Object.entries(read(folder, 'prefixes.yaml') as unknown as Readonly<Record<string, string>>))
    out.push(lean({ kind: 'setting-prefix', name, of }));
  for (const [of, { modules }] of Object.entries(releases))
    for (const [name, { since, removed, names }] of Object.entries(modules))
      out.push(lean({ kind: 'python-module', name, of, since, removed, names }));
  return out;
};
