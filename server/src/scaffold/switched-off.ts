// DEBUG that is on unless a variable says otherwise: the image says it.
import { truth } from '../project/settings/ask.ts';
import type { SettingsView } from '../project/settings/view.ts';

/** `NAME=value` that switches DEBUG off where it is on without, or does not load; nothing where it is off, or hangs on something else. */
export const debugOff = (view: SettingsView | undefined): string | undefined => {
  const value = view?.get('DEBUG')?.value;
  if (value?.is !== 'environment' || value.name === undefined || (value.unset && truth(value.unset) !== true)) return undefined;
  const { cast, name } = value;
  if (cast.to === 'integer') return `${name}=0`;
  if (cast.to !== 'boolean') return undefined;
  if (cast.negated) return cast.words?.[0] === undefined ? undefined : `${name}=${cast.words[0]}`;
  const off = ['0', 'false', 'off', 'no'].find((word) => !cast.words?.includes(word));
  return off === undefined ? undefined : `${name}=${off}`;
};
