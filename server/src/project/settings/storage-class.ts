// Which class stores static files or uploads.
import { type Maybe, unknown } from '../../languages/maybe.ts';
import { entryOf } from './ask.ts';
import { atLeast } from './release.ts';
import type { Value } from './value.ts';
import type { DjangoProject, SettingsView } from './view.ts';

/** The alias of a storage, and the setting that named it before Django 4.2. */
const former = { default: 'DEFAULT_FILE_STORAGE', staticfiles: 'STATICFILES_STORAGE' } as const;
export type StorageAlias = keyof typeof former;

/** The value that names the class of a storage; undefined when the default is used, unknown when it cannot be told. */
export const storageClass = (view: SettingsView, alias: StorageAlias): Maybe<Value> | undefined => {
  const storages = view.get('STORAGES');
  if (storages) {
    if (!storages.certain || storages.value.is !== 'dict') return unknown;
    const entry = entryOf(storages.value, alias);
    if (entry === unknown || entry === undefined) return entry;
    if (!entry.certain || entry.value.is !== 'dict') return unknown;
    const backend = entryOf(entry.value, 'BACKEND');
    return backend === unknown || backend === undefined ? unknown : backend.value;
  }
  const old = view.get(former[alias]);
  if (old) return old.certain ? old.value : unknown;
  return view.open.length > 0 ? unknown : undefined;
};

/** The same as the installed Django sees it: unknown where the class stands under a name that is not read any more, which is a finding of its own. */
export const storageInForce = ({ release }: DjangoProject, view: SettingsView, alias: StorageAlias): Maybe<Value> | undefined =>
  !view.get('STORAGES') && view.get(former[alias]) && atLeast(release('django'), '5.1') === true ? unknown : storageClass(view, alias);
