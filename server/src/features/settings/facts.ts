// The facts of an entry about settings, as short sentences for hovers and completion lists.
import type { Entry } from '../../knowledge/entry.ts';
import { compareVersions } from '../../knowledge/images/version.ts';
import type { App, Middleware, Released, Setting, SettingKey, SettingsEntries, Storage } from '../../knowledge/settings/entry.ts';

const kinds: ReadonlySet<string> = new Set<keyof SettingsEntries>([
  'setting',
  'setting-key',
  'middleware',
  'app',
  'storage',
  'finder',
  'backend',
  'removed-api',
]);
export const isAboutSettings = (entry: Entry): entry is Released => kinds.has(entry.kind);

const code = (texts: readonly string[]): string => texts.map((text) => `\`${text}\``).join(', ');
const words: Readonly<Record<string, string>> = {
  middleware: 'middleware',
  app: 'app',
  storage: 'storage',
  finder: 'finder of static files',
  'removed-api': 'gone',
};

/** What stands behind the name of an entry: its type, or what it is. */
export const kindOfEntry = (entry: Released): string => {
  const owner = entry.of === 'Django' ? '' : ` of ${entry.of}`;
  if (entry.kind === 'setting') return `${(entry as Setting).type}${owner}`;
  if (entry.kind === 'setting-key') return `${(entry as SettingKey).type} · key in ${entry.name.split('.')[0]}`;
  return `${words[entry.kind] ?? 'class, function or module'}${owner}`;
};

/** The last word of the way to a key; the name of everything else. */
export const titleOfEntry = ({ kind, name }: Released): string => (kind === 'setting-key' ? (name.split('.').at(-1) ?? name) : name);

/** Default, releases, order, needs. */
export const factsOfEntry = (entry: Released): readonly string[] => {
  const facts: string[] = [];
  const { since, deprecated, removed, replacement, of } = entry;
  const release = (version: string) => `${of === 'Django' ? 'Django' : of} ${version}`;
  if (entry.kind === 'setting' || entry.kind === 'setting-key') {
    const { fallback } = entry as Setting;
    const steps = Object.entries((entry as Setting).fallbacks ?? {});
    if (steps.length > 1)
      facts.push(`Default ${steps.map(([from, text], i) => (i === 0 ? `\`${text}\`` : `\`${text}\` since ${from}`)).join(', ')}`);
    else if (fallback !== undefined) facts.push(`Default \`${fallback}\``);
  }
  if (since !== undefined && compareVersions(since, oldest[of] ?? '0') >= 0) facts.push(`Since ${release(since)}`);
  if (deprecated !== undefined) facts.push(`Deprecated since ${release(deprecated)}`);
  if (removed !== undefined) facts.push(`Gone since ${release(removed)}`);
  if (replacement) facts.push(`Instead: \`${replacement}\``);
  if (entry.kind === 'middleware') {
    const { after, before } = entry as Middleware;
    if (after.length > 0) facts.push(`Below ${code(after.map(lastWord))}`);
    if (before.length > 0) facts.push(`Above ${code(before.map(lastWord))}`);
  }
  if (entry.kind === 'app' && (entry as App).before.length > 0) facts.push(`Before ${code((entry as App).before)}`);
  if (entry.kind === 'storage') {
    const { hashes, compresses, remote, requires } = entry as Storage;
    const does = [hashes ? 'hashes names' : '', compresses ? 'compresses' : '', remote ? 'keeps files elsewhere' : ''].filter(Boolean);
    if (does.length > 0) facts.push(`It ${does.join(', ')}`);
    if (requires) facts.push(`Needs \`${requires}\``);
  }
  return facts;
};

/** Releases that nobody needs to be told of: everything older than the oldest one we speak about. */
const oldest: Readonly<Record<string, string>> = { Django: '3.2', whitenoise: '5.0', servestatic: '2.0', 'django-storages': '1.10' };

const lastWord = (path: string): string => path.split('.').at(-1) ?? path;

/** Where a middleware belongs, as a paragraph of its own. */
export const placeOfEntry = (entry: Released): string => (entry.kind === 'middleware' ? `**Place:** ${(entry as Middleware).place}` : '');
