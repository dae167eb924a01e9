// Which class stores static files or uploads.
import type { Knowledge } from '../../knowledge/entry.ts';
import { type Maybe, unknown } from '../../languages/maybe.ts';
import { textOf } from '../../project/settings/ask.ts';
import { type StorageAlias, storageClass, storageInForce } from '../../project/settings/storage-class.ts';
import type { SettingsView } from '../../project/settings/view.ts';

export { storageClass, storageInForce };

/** Whether files are kept elsewhere than on the disk; unknown for classes the tables do not have. */
export const remoteStorage = (knowledge: Knowledge, view: SettingsView, alias: StorageAlias): Maybe<boolean> => {
  const value = storageClass(view, alias);
  if (value === undefined) return false;
  const text = value === unknown ? undefined : textOf(value);
  if (text === undefined) return unknown;
  return knowledge.find('storage', text)?.remote ?? (/^(?:django|whitenoise|servestatic)\./.test(text) ? false : unknown);
};
