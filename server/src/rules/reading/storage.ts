// Which class stores static files or uploads.
import type { Knowledge } from '../../knowledge/entry.ts';
import { type Maybe, unknown } from '../../languages/maybe.ts';
import { entryOf, textOf } from '../../project/settings/ask.ts';
import { atLeast } from '../../project/settings/release.ts';
import type { Value } from '../../project/settings/value.ts';
import type { DjangoProject, SettingsView } from '../../project/settings/view.ts';

/** The alias of a storage, and the setting that named it before Django 4.2. */
const former = { default: 'DEFAULT_FILE_STORAGE', staticfiles: 'STATICFILES_STORAGE' } as const;

/** The value that names the class of a storage; undefined when the default is used, unknown when it cannot be told. */
export const storageClass = (view: SettingsView, alias: keyof typeof former): Maybe<Value> | undefined => {
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
export const storageInForce = ({ release }: DjangoProject, view: SettingsView, alias: keyof typeof former): Maybe<Value> | undefined =>
  !view.get('STORAGES') && view.get(former[alias]) && atLeast(release('django'), '5.1') === true ? unknown : storageClass(view, alias);

/** Whether files are kept elsewhere than on the disk; unknown for classes the tables do not have. */
export const remoteStorage = (knowledge: Knowledge, view: SettingsView, alias: keyof typeof former): Maybe<boolean> => {
  const value = storageClass(view, alias);
  if (value === undefined) return false;
  const text = value === unknown ? undefined : textOf(value);
  if (text === undefined) return unknown;
  return knowledge.find('storage', text)?.remote ?? (/^(?:django|whitenoise|servestatic)\./.test(text) ? false : unknown);
};
