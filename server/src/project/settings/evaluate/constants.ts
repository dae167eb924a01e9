// Small values, and what Python's `str()`, `repr()` and `==` make of values.
import { type Maybe, unknown } from '../../../languages/maybe.ts';
import type { Location } from '../../../text/span.ts';
import type { Uri } from '../../../text/uri.ts';
import type {
  BooleanValue,
  Cast,
  EnvironmentRead,
  Item,
  KnownItem,
  ListValue,
  NoneValue,
  NumberValue,
  PathValue,
  StringValue,
  Value,
} from '../value.ts';
import { look, type Run } from './runtime.ts';

export const stringValue = (text: string, at: Location, anchor?: Uri): StringValue =>
  anchor ? { is: 'string', text, anchor, at } : { is: 'string', text, at };
export const pathValue = (text: string, at: Location, anchor?: Uri): PathValue =>
  anchor ? { is: 'path', text, anchor, at } : { is: 'path', text, at };
export const booleanValue = (value: boolean, at: Location): BooleanValue => ({ is: 'boolean', value, at });
export const noneValue = (at: Location): NoneValue => ({ is: 'none', at });
export const numberValue = (value: number, at: Location, float = false): NumberValue => ({ is: 'number', value, float, at });
export const listValue = (type: ListValue['type'], items: readonly Item[], at: Location): ListValue => ({ is: 'list', type, items, at });
export const itemOf = (value: Value, at: Location = value.at): KnownItem => ({ is: 'item', value, at, certain: true });

/** A known text that something is anchored to, of a `str` or a path. */
export const anchorOf = (value: Value): Uri | undefined => (value.is === 'string' || value.is === 'path' ? value.anchor : undefined);

/** What `str(value)` gives, as far as that is sure. */
export const shown = (value: Value): string | undefined => {
  switch (value.is) {
    case 'string':
    case 'path':
      return value.text;
    case 'boolean':
      return value.value ? 'True' : 'False';
    case 'none':
      return 'None';
    case 'number':
      return value.float ? floatText(value.value) : String(value.value);
    default:
      return undefined;
  }
};

const floatText = (value: number): string | undefined => {
  if (!Number.isFinite(value)) return undefined;
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return `${value}.0`;
  return Math.abs(value) >= 1e-4 && Math.abs(value) < 1e16 ? String(value) : undefined;
};

/** What `repr(value)` gives, as far as that is sure. */
export const repr = (value: Value): string | undefined => {
  if (value.is === 'string') return /^[\x20-\x26\x28-\x5b\x5d-\x7e]*$/.test(value.text) ? `'${value.text}'` : undefined;
  return value.is === 'path' ? undefined : shown(value);
};

/** Python's `==`; unknown where a part is. */
export const equals = (run: Run, left: Value, right: Value): Maybe<boolean> => {
  const a = look(run, left);
  const b = look(run, right);
  const numeric = (value: Value): number | undefined =>
    value.is === 'number' ? value.value : value.is === 'boolean' ? Number(value.value) : undefined;
  const [x, y] = [numeric(a), numeric(b)];
  if (x !== undefined && y !== undefined) return x === y;
  if (!isPlain(a) || !isPlain(b)) return unknown;
  if (a.is !== b.is) return false;
  switch (a.is) {
    case 'string':
    case 'bytes':
      return b.is === a.is && a.text === b.text;
    case 'path':
      return b.is === 'path' && a.text === b.text;
    case 'none':
      return true;
    case 'list':
      return b.is === 'list' ? equalLists(run, a, b) : unknown;
    case 'dict': {
      if (b.is !== 'dict' || a.open || b.open) return unknown;
      return a.entries.length === 0 && b.entries.length === 0 ? true : unknown;
    }
    default:
      return unknown;
  }
};

const isPlain = (value: Value): boolean => !['environment', 'choice', 'object', 'unknown'].includes(value.is);

const equalLists = (run: Run, a: ListValue, b: ListValue): Maybe<boolean> => {
  if (a.type !== b.type) return false;
  if (a.type === 'set') return unknown;
  const sure = [a, b].every(({ items }) => items.every((item) => item.is === 'item' && item.certain));
  if (!sure) return unknown;
  if (a.items.length !== b.items.length) return false;
  let answer: Maybe<boolean> = true;
  for (const [i, item] of a.items.entries()) {
    const other = b.items[i];
    if (item.is !== 'item' || other?.is !== 'item') return unknown;
    const one = equals(run, item.value, other.value);
    if (one === false) return false;
    if (one === unknown) answer = unknown;
  }
  return answer;
};

/** What a variable is when it is not set, where that case has been dealt with apart: `if value is None: …`. */
export const elsewhere: Value = { is: 'unknown', why: 'dealt with apart', at: { uri: '' as Uri, span: { from: 0, to: 0 } } };

/** A variable's text with something done to it: what becomes of its default is worked out at once. */
export const cast = (read: EnvironmentRead, to: Cast, at: Location, make: (unset: Value) => Value): EnvironmentRead => ({
  ...read,
  cast: to,
  unset: read.unset === elsewhere ? elsewhere : read.unset && make(read.unset),
  at,
});
