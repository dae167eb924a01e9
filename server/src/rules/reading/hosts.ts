// Which hosts Django serves.
import { isKnown, textOf } from '../../project/settings/ask.ts';
import { listOf, type SettingsView } from '../../project/settings/view.ts';

/** The items of ALLOWED_HOSTS in small letters; nothing where they are not all known. An empty list serves nobody while DEBUG is off. */
export const allowedHosts = (view: SettingsView): readonly string[] | undefined => {
  const list = listOf(view, 'ALLOWED_HOSTS');
  if (!list || !isKnown(list) || !view.get('ALLOWED_HOSTS')?.certain) return undefined;
  return list.items.flatMap((item) => (item.is === 'item' ? [(textOf(item.value) ?? '').toLowerCase()] : []));
};

/** Django's own comparison: a leading dot stands for all hosts below, a star for every host. */
export const serves = (pattern: string, host: string): boolean =>
  pattern === '*' || pattern === host || (pattern.startsWith('.') && (host.endsWith(pattern) || host === pattern.slice(1)));
