// Names of settings, where a statement may begin.
import type { Setting } from '../../knowledge/settings/entry.ts';
import { completion } from '../completion.ts';
import type { Completion } from '../feature.ts';
import { settingBlocks } from './blocks.ts';
import { isInstalled, type Seen, standsIn } from './seen.ts';
import { staticBlock } from './static-block.ts';

/** Settings that a deployment meets, in the order to offer them. */
const usual =
  'STATIC_URL STATIC_ROOT STATICFILES_DIRS STORAGES MEDIA_URL MEDIA_ROOT ALLOWED_HOSTS DEBUG SECRET_KEY CSRF_TRUSTED_ORIGINS SECURE_PROXY_SSL_HEADER SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE DATABASES CACHES LOGGING MIDDLEWARE INSTALLED_APPS'.split(
    ' ',
  );

const owners: Readonly<Record<string, string>> = { Django: '2', whitenoise: '2', servestatic: '3' };

/** Every setting that the installed releases read, what this module sets already last; and whole blocks of those that belong together. */
export const settingNames = (seen: Seen): readonly Completion[] => {
  const { caret, place, own, django } = seen;
  if (caret.on !== 'target') return [];
  const { span, typed, bare } = caret;
  if (typed !== '' && !/^[A-Z]/i.test(typed)) return [];
  const set = new Set(own?.names().filter((name) => own.get(name)?.changes.some((change) => change.target.uri === seen.uri)));
  const items = place.knowledge.list('setting').flatMap((entry): Completion[] => {
    if (!isInstalled(place.project, entry.of)) return [];
    const stands = standsIn(django, entry);
    return stands === 'absent' ? [] : [itemOf(entry, stands === 'old', set.has(entry.name), bare, span)];
  });
  return bare ? [...items, ...staticBlock(seen, span), ...settingBlocks(seen, span)] : items;
};

const itemOf = (
  { kind, name, of, brief, container }: Setting,
  old: boolean,
  isSet: boolean,
  bare: boolean,
  span: Completion['replace'],
): Completion => {
  const rank = usual.indexOf(name);
  const group = isSet ? '5' : old ? '4' : rank >= 0 ? `1${String(rank).padStart(2, '0')}` : container ? (owners[of] ?? '3') : '3';
  const text = bare ? `${name} = ` : name;
  return completion(name, 'variable', span, {
    detail: brief,
    insert: text,
    plain: text,
    sort: group + name,
    deprecated: old,
    again: bare,
    entry: { kind, name },
  });
};
