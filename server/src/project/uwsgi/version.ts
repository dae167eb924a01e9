// Releases of uWSGI, and which options a given one has.
import type { UwsgiOption } from '../../knowledge/entry.ts';
import type { UwsgiTarget } from '../project.ts';

/** Compares dotted numbers: below, equal or above zero. A suffix such as `-5.1` or `.post1` does not count. */
export const compareVersions = (a: string, b: string): number => {
  const parts = (version: string) => (/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '0').split('.').map(Number);
  const left = parts(a);
  const right = parts(b);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

/** False when the target's release surely lacks the option: it came later, or is in no release at all. */
export const isAvailable = ({ since }: UwsgiOption, { version }: UwsgiTarget): boolean => {
  if (since === undefined) return false;
  return version.state !== 'known' || since === '2.0' || compareVersions(version.value, since) >= 0;
};
