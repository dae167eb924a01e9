// A number that certainly is in force.
import type { Effective, Reading } from '../../project/uwsgi/reading.ts';
import type { Location } from '../../text/span.ts';

export interface SettledNumber {
  readonly value: number;
  readonly option: Effective;
  /** The digits, or all of the value when they are filled in from elsewhere. */
  readonly at: Location;
}

/**
 * The number an option certainly has once uWSGI has read everything, with the last line that gives it. Nothing when it is
 * absent, filled in later, may be overruled by another file, or no number (which other rules report).
 */
export const settledNumber = (read: Reading, name: string): SettledNumber | undefined => {
  if (read.open || read.part) return undefined;
  const found = read.last(name);
  if (!found?.certain || typeof found.value !== 'string') return undefined;
  const digits = /^\d+(?=\s|$)/.exec(found.value)?.[0];
  if (digits === undefined) return undefined;
  const { uri, value, name: key } = found.option;
  // `set-placeholder = processes=4` stores a pair that has no line of its own.
  if (key !== found.entry?.name) return undefined;
  const { from, to } = value.span;
  return { value: Number(digits), option: found, at: { uri, span: { from, to: value.literal ? from + digits.length : to } } };
};
