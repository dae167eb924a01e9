import { unknown } from '../../languages/maybe.ts';
import { entryOf, isWithin, knownItems, type Place, placeOf, textOf } from '../../project/settings/ask.ts';
import type { Value } from '../../project/settings/value.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import { productions, silenced } from '../reading/settings.ts';
import { defineRule, type Finding } from '../rule.ts';

/** The folders whose files are served, or collected to be. */
const served = (view: SettingsView): readonly { readonly name: string; readonly place: Place; readonly value: Value }[] => {
  const one = (name: string, value: Value | undefined) => {
    const place = placeOf(value);
    return place && value && place.path !== '.' ? [{ name, place, value }] : [];
  };
  const sources = view.get('STATICFILES_DIRS')?.value;
  return [
    ...['MEDIA_ROOT', 'STATIC_ROOT'].flatMap((name) => {
      const setting = view.get(name);
      return setting?.certain ? one(name, setting.value) : [];
    }),
    ...(sources?.is === 'list' ? knownItems(sources) : []).flatMap(({ value, certain }) =>
      certain ? one('STATICFILES_DIRS', value.is === 'list' ? knownItems(value)[1]?.value : value) : [],
    ),
  ];
};

/** A cache of files holds pickles: whoever can put one there runs code. */
export default defineRule({
  id: 'settings/cache-in-served-folder',
  title: 'The cache lies where nobody downloads or uploads',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['DJ330'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { view } of productions(project, only)) {
      const caches = view.get('CACHES');
      if (!caches?.certain || caches.value.is !== 'dict' || silenced(view, 'caches.W002')) continue;
      const folders = served(view);
      for (const { value: cache, certain } of caches.value.entries) {
        if (!certain || cache.is !== 'dict') continue;
        const [backend, location] = ['BACKEND', 'LOCATION'].map((key) => entryOf(cache, key));
        if (!backend || backend === unknown || !location || location === unknown || !location.certain) continue;
        if (textOf(backend.value) !== 'django.core.cache.backends.filebased.FileBasedCache') continue;
        const place = placeOf(location.value);
        const hit = place && folders.find((one) => isWithin(place, one.place) === true || isWithin(one.place, place) === true);
        if (!place || !hit) continue;
        const finding: Finding = {
          at: location.value.at,
          message: `The folder of this cache ${isWithin(place, hit.place) === true ? 'lies in' : 'holds'} ${hit.name}: its files are pickles, which are served to everybody there, and whoever can put one there runs code in the server; give the cache a folder of its own`,
          related: [{ at: hit.value.at, message: `${hit.name} names this folder` }],
        };
        yield finding;
      }
    }
  },
});
