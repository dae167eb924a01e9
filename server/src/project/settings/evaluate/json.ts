// JSON texts as values.
import type { Location } from '../../../text/span.ts';
import type { Value } from '../value.ts';
import { booleanValue, itemOf, listValue, noneValue, numberValue, stringValue } from './constants.ts';

/** What `json.loads(text)` gives; nothing when it is no JSON, or holds numbers that a double does not. */
export const fromJson = (text: string, at: Location): Value | undefined => {
  try {
    return of(JSON.parse(text) as unknown, at, text);
  } catch {
    return undefined;
  }
};

const of = (given: unknown, at: Location, text: string): Value | undefined => {
  if (given === null) return noneValue(at);
  if (typeof given === 'string') return stringValue(given, at);
  if (typeof given === 'boolean') return booleanValue(given, at);
  // JavaScript does not tell 1.0 from 1.
  if (typeof given === 'number') return Number.isSafeInteger(given) && !/\d\.\d|\de/i.test(text) ? numberValue(given, at) : undefined;
  if (Array.isArray(given)) {
    const items = given.map((one) => of(one, at, text));
    return items.every((one) => one !== undefined)
      ? listValue(
          'list',
          items.map((one) => itemOf(one as Value)),
          at,
        )
      : undefined;
  }
  if (typeof given !== 'object') return undefined;
  const entries = Object.entries(given).map(([key, value]) => ({
    key: stringValue(key, at),
    value: of(value, at, text),
    at,
    certain: true,
  }));
  if (entries.some(({ value }) => value === undefined)) return undefined;
  return { is: 'dict', entries: entries as never, open: false, at };
};
