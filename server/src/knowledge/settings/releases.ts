// In which releases a setting or a class exists, and what a dotted path leads to.
import type { Knowledge } from '../entry.ts';
import { compareVersions } from '../images/version.ts';
import type { Released } from './entry.ts';

/** How a thing stands in one release of its distribution. */
export type Standing = 'current' | 'deprecated' | 'removed' | 'not-yet';

type Span = Pick<Released, 'since' | 'removed'> & { readonly deprecated?: string | undefined };

/** How a thing stands in a release; `5.2` is as good as `5.2.3`. */
export const standing = ({ since, deprecated, removed }: Span, version: string): Standing => {
  if (since !== undefined && compareVersions(version, since) < 0) return 'not-yet';
  if (removed !== undefined && compareVersions(version, removed) >= 0) return 'removed';
  return deprecated !== undefined && compareVersions(version, deprecated) >= 0 ? 'deprecated' : 'current';
};

/** What the tables say of a dotted path that begins with the name of a distribution they know. */
export interface Dotted {
  readonly of: string;
  /** `missing`: no release in the tables has it. `unlisted`: its module exists, but the names in it were not listed. */
  readonly state: 'module' | 'name' | 'missing' | 'unlisted';
  readonly since: string | undefined;
  readonly removed: string | undefined;
}

const distributions: Readonly<Record<string, string>> = {
  django: 'Django',
  whitenoise: 'whitenoise',
  servestatic: 'servestatic',
  storages: 'django-storages',
};
// Parts of Django whose modules the tables leave out: models, forms, commands, tags, translations.
const leftOut =
  /\.(?:conf\.locale|migrations|management|tests?|templatetags|(?<!middleware\.)locale|jinja2)(?:\.|$)|^django\.(?:db\.models|forms|contrib\.gis)\./;

/**
 * What a dotted path of Django, WhiteNoise, ServeStatic or django-storages leads to; undefined for paths of other distributions and
 * for parts the tables leave out. Both a module and what is in it come with the releases that have them.
 */
export const dottedPath = (knowledge: Knowledge, path: string): Dotted | undefined => {
  const of = distributions[path.split('.', 1)[0] ?? ''];
  if (!of || leftOut.test(path)) return undefined;
  const module = knowledge.find('python-module', path);
  if (module) return { of, state: 'module', since: module.since, removed: module.removed };
  const cut = path.lastIndexOf('.');
  const holder = cut < 0 ? undefined : knowledge.find('python-module', path.slice(0, cut));
  if (!holder) return { of, state: 'missing', since: undefined, removed: undefined };
  if (holder.names === '') return { of, state: 'unlisted', since: holder.since, removed: holder.removed };
  const name = path.slice(cut + 1);
  for (const word of holder.names.split(' ')) {
    const [, found, since, removed] = /^(\w+)(?:@([\d.]+))?(?:-([\d.]+))?$/.exec(word) ?? [];
    if (found === name) return { of, state: 'name', since: since ?? holder.since, removed: removed ?? holder.removed };
  }
  return { of, state: 'missing', since: undefined, removed: undefined };
};
