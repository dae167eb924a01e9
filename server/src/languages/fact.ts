import type { Location } from '../text/span.ts';

/** What we know of one thing: its value, that it is written but decided at run time, or that it is not written. */
export type Fact<T> =
  | { readonly state: 'known'; readonly value: T; readonly at: Location }
  | { readonly state: 'dynamic'; readonly at: Location }
  | { readonly state: 'absent' };

export const absent = { state: 'absent' } as const;
export const known = <T>(value: T, at: Location): Fact<T> => ({ state: 'known', value, at });
export const dynamic = (at: Location): Fact<never> => ({ state: 'dynamic', at });
