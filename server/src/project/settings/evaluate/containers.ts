// What is done with lists, tuples, sets and dicts without changing them: slices, look-ups, sums.
import { type Maybe, unknown } from '../../../languages/maybe.ts';
import type { Location } from '../../../text/span.ts';
import { isClosed } from '../ask.ts';
import type { DictValue, Entry, Item, KnownItem, ListValue, Value } from '../value.ts';
import { equals, itemOf, listValue } from './constants.ts';
import { choose, isSame } from './merge.ts';
import { look, type Run, unknownValue } from './runtime.ts';

/** True when the number of items is known. */
export const isCounted = (list: ListValue): boolean => list.items.every((item) => item.is === 'item' && item.certain);

/** Where an index leads in a list whose items before it, or behind it, are all there; undefined when it cannot be said. */
export const placeIn = (list: ListValue, index: number): number | undefined => {
  const { items } = list;
  const sure = (item: Item | undefined): boolean => item?.is === 'item' && item.certain;
  if (index >= 0) return items.slice(0, index).every(sure) && (index < items.length || isCounted(list)) ? index : undefined;
  const at = items.length + index;
  return items.slice(Math.max(0, at)).every(sure) && (at >= 0 || isCounted(list)) ? at : undefined;
};

/** `list[index]`; nothing when it cannot be said. `raising` when there is no such item. */
export const itemAt = (run: Run, list: ListValue, index: number): Value | undefined => {
  if (list.type === 'set') return undefined;
  const place = placeIn(list, index);
  if (place === undefined) return undefined;
  const item = list.items[place];
  if (!item && isCounted(list)) run.raising = 'IndexError';
  return item?.is === 'item' && item.certain ? item.value : undefined;
};

/** The bounds of a slice as Python clips them; undefined when a gap or an unknown bound makes them unsure. */
export const boundsIn = (list: ListValue, from: Value | undefined, to: Value | undefined): readonly [number, number] | undefined => {
  const bound = (value: Value | undefined, missing: number): number | undefined => {
    if (!value || value.is === 'none') return missing;
    if (value.is !== 'number' || value.float) return undefined;
    if (isCounted(list)) return value.value < 0 ? Math.max(0, list.items.length + value.value) : Math.min(value.value, list.items.length);
    const place = placeIn(list, value.value);
    return place === undefined || place < 0 ? undefined : place;
  };
  const start = bound(from, 0);
  const end = bound(to, list.items.length);
  return start === undefined || end === undefined ? undefined : [start, Math.max(start, end)];
};

export const entryAt = (run: Run, dict: DictValue, key: Value): Maybe<Entry> | undefined => {
  let doubt = dict.open;
  for (const entry of dict.entries) {
    // Nearly all keys are texts, and dicts that are filled entry by entry are long.
    const same = key.is === 'string' && entry.key.is === 'string' ? entry.key.text === key.text : equals(run, entry.key, key);
    if (same === true) return entry;
    if (same === unknown) doubt = true;
  }
  return doubt ? unknown : undefined;
};

/** The dict with a key set: in its place when it was there, at the end when it was not. */
export const withEntry = (run: Run, dict: DictValue, entry: Entry): DictValue => {
  const found = entryAt(run, dict, entry.key);
  if (found === unknown && entry.key.is !== 'string') return { ...dict, open: true, entries: dict.entries.map(doubted) };
  const old = found === unknown || found === undefined ? undefined : found;
  const kept = old ? { ...entry, certain: entry.certain || old.certain } : entry;
  const entries = old ? dict.entries.map((one) => (one === old ? kept : one)) : [...dict.entries, kept];
  return { ...dict, entries };
};

/** An entry whose value may be another one by now. */
export const doubted = (entry: Entry): Entry => ({ ...entry, value: unknownValue('may be overruled', entry.value.at) });

/** `{**a, **b}`. */
export const mergeEntries = (run: Run, a: DictValue, b: DictValue, at: Location): DictValue => {
  const base = b.open ? { ...a, entries: a.entries.map(doubted), open: true } : a;
  let out: DictValue = { ...base, at };
  for (const entry of b.entries) {
    const before = entry.certain ? undefined : entryAt(run, out, entry.key);
    const value = before && before !== unknown ? choose([before.value, entry.value], entry.at) : entry.value;
    out = withEntry(run, out, { ...entry, value });
  }
  return out;
};

/** The items of `a` that are not in `b`. */
export const without = (run: Run, a: ListValue, b: ListValue, at: Location): ListValue => {
  const items = a.items.flatMap((item): readonly Item[] => {
    if (item.is === 'gap') return [item];
    const found = isIn(run, item.value, b);
    if (found === true) return [];
    return [found === false ? item : { ...item, certain: false }];
  });
  return listValue(a.type, items, at);
};

/** `value in list`. */
export const isIn = (run: Run, value: Value, list: ListValue): Maybe<boolean> => {
  let doubt = !isClosed(list);
  for (const item of list.items) {
    if (item.is === 'gap') continue;
    const same = equals(run, item.value, value);
    if (same === true && item.certain) return true;
    if (same !== false) doubt = true;
  }
  return doubt ? unknown : false;
};

/** The items one gets by iterating over a value; nothing when it cannot be told. */
export const itemsOf = (run: Run, given: Value): readonly Item[] | undefined => {
  const value = look(run, given);
  switch (value.is) {
    case 'list':
      return value.items;
    case 'string':
      return value.text.length <= 200 ? [...value.text].map((c) => itemOf({ is: 'string', text: c, at: value.at })) : undefined;
    case 'dict': {
      const keys: Item[] = value.entries.map(
        (entry): KnownItem => ({ is: 'item', value: entry.key, at: entry.at, certain: entry.certain }),
      );
      return value.open ? [...keys, { is: 'gap', at: value.at, why: 'more keys' }] : keys;
    }
    default:
      return undefined;
  }
};

/** The list with later items of equal value left out, as a set has them. */
export const distinct = (items: readonly Item[]): readonly Item[] => {
  const seen: Item[] = [];
  for (const item of items)
    if (item.is === 'gap' || !seen.some((one) => one.is === 'item' && one.certain && isSame(one.value, item.value))) seen.push(item);
  return seen;
};
