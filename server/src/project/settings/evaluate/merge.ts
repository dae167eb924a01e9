// Two ways a program may have gone, as one: values, names and containers that are the same on both stay known.
import type { Location } from '../../../text/span.ts';
import type { DictValue, Entry, Item, ListValue, Value } from '../value.ts';
import { elsewhere } from './constants.ts';
import { asContent, crowd, type Heap, lookUp, type Run, type Scope, type Slot, unknownValue } from './runtime.ts';

const most = 8;

/** One of several values, as one value. Equal ones count once. */
export const choose = (values: readonly Value[], at: Location): Value => {
  const among: Value[] = [];
  for (const value of values) {
    for (const one of value.is === 'choice' ? value.among : [value]) if (!among.some((other) => isSame(one, other))) among.push(one);
  }
  const [first] = among;
  if (!first) return unknownValue('no value', at);
  if (among.length === 1) return first;
  if (among.length > most) return crowd(among, at);
  return { is: 'choice', among, at };
};

/** What comes of each possibility, as one value. Those that end in an exception are not gone, unless all of them do. */
export const eachWay = (
  run: Pick<Run, 'raising' | 'mayRaise'>,
  among: readonly Value[],
  at: Location,
  make: (one: Value) => Value,
): Value => {
  const values: Value[] = [];
  const before = run.raising;
  let raised: string | undefined;
  for (const one of among) {
    run.raising = undefined;
    const value = make(one);
    if (run.raising === undefined) values.push(value);
    else raised = run.raising;
  }
  run.raising = before ?? (values.length === 0 ? raised : undefined);
  if (raised !== undefined && values.length > 0) run.mayRaise = true;
  return choose(values, at);
};

/** Whether two values are the same thing, or equal constants. */
export const isSame = (a: Value, b: Value): boolean => {
  if (a === b) return true;
  switch (a.is) {
    case 'string':
      return b.is === 'string' && a.text === b.text && (a.anchor === undefined) === (b.anchor === undefined);
    case 'bytes':
      return b.is === 'bytes' && a.text === b.text;
    case 'path':
      return b.is === 'path' && a.text === b.text && (a.anchor === undefined) === (b.anchor === undefined);
    case 'number':
      return b.is === 'number' && a.value === b.value && a.float === b.float;
    case 'boolean':
      return b.is === 'boolean' && a.value === b.value;
    case 'none':
      return b.is === 'none';
    case 'list':
      return b.is === 'list' && a.items.length === 0 && b.items.length === 0 && a.type === 'tuple' && b.type === 'tuple';
    default:
      return false;
  }
};

/** Two values of which one counts. Containers stay what they are: each may be known by other names, and go on changing. */
export const merge = (a: Value, b: Value, at: Location): Value => {
  if (isSame(a, b)) return a;
  const read = rejoined(a, b) ?? rejoined(b, a);
  if (read) return read;
  return choose([a, b], at);
};

/** A variable that is set, and what stands for it when it is not: one look-up with a default again. */
export const rejoined = (read: Value, missing: Value): Value | undefined =>
  read.is === 'environment' && read.unset === elsewhere ? { ...read, default: missing, unset: missing } : undefined;

const uncertain = (item: Item): Item => (item.is === 'gap' || !item.certain ? item : { ...item, certain: false });
const isItem = (a: Item, b: Item): boolean =>
  a === b || (a.is === 'item' && b.is === 'item' && a.value === b.value && a.at.span.from === b.at.span.from && a.at.uri === b.at.uri);
const certainBoth = (a: Item, b: Item): Item => (a.is === 'item' && b.is === 'item' && a.certain && !b.certain ? b : a);

/** One list for two of which one has all that the other has, in the same order: what it has more is uncertain. */
export const extendedList = (a: ListValue, b: ListValue): ListValue | undefined => {
  if (a.type !== b.type) return undefined;
  const [short, long] = a.items.length <= b.items.length ? [a, b] : [b, a];
  const items: Item[] = [];
  let i = 0;
  for (const item of long.items) {
    if (item === short.items[i]) {
      items.push(item);
      i++;
    } else items.push(uncertain(item));
  }
  return i === short.items.length ? { ...long, items } : undefined;
};

/** One list for two that have a beginning or an end in common; nothing when they have little to do with each other. */
const mergeLists = (a: ListValue, b: ListValue): ListValue | undefined => {
  const extended = extendedList(a, b);
  if (extended || a.type !== b.type) return extended;
  const least = Math.min(a.items.length, b.items.length);
  let from = 0;
  while (from < least && isItem(a.items[from] as Item, b.items[from] as Item)) from++;
  let end = 0;
  while (end < least - from && isItem(a.items.at(-1 - end) as Item, b.items.at(-1 - end) as Item)) end++;
  if (from + end === 0) return undefined;
  const head = a.items.slice(0, from).map((item, i) => certainBoth(item, b.items[i] as Item));
  const tail = end === 0 ? [] : a.items.slice(-end).map((item, i) => certainBoth(item, b.items[b.items.length - end + i] as Item));
  const middle = [a, b].flatMap(({ items }) => items.slice(from, items.length - end).map(uncertain));
  return { ...a, items: [...head, ...middle, ...tail] };
};

const mergeDicts = (a: DictValue, b: DictValue, at: Location): DictValue => {
  const entries: Entry[] = [];
  const rest = new Set(b.entries);
  for (const entry of a.entries) {
    const other = b.entries.find((one) => rest.has(one) && isSame(one.key, entry.key));
    if (!other) {
      entries.push({ ...entry, certain: false });
      continue;
    }
    rest.delete(other);
    if (other === entry) entries.push(entry);
    else entries.push({ ...entry, value: merge(entry.value, other.value, at), certain: entry.certain && other.certain });
  }
  for (const entry of rest) entries.push({ ...entry, certain: false });
  return { ...a, entries, open: a.open || b.open };
};

/** Two versions of one container. */
const mergeVersions = (a: Value, b: Value, at: Location): Value => {
  if (a === b) return a;
  if (a.is === 'list' && b.is === 'list') {
    const merged = mergeLists(a, b);
    if (merged) return merged;
  }
  if (a.is === 'dict' && b.is === 'dict') return mergeDicts(a, b, at);
  return choose([a, b], at);
};

const version = (heap: Heap | undefined, container: Value): Value => {
  for (let one = heap; one; one = one.below) {
    const found = one.now.get(container);
    if (found) return found;
  }
  return container;
};

/** Lays what happened in two forks of a heap into the heap below them. */
export const mergeHeaps = (a: Heap, b: Heap, into: Heap, at: Location): void => {
  for (const container of new Set([...a.now.keys(), ...b.now.keys()]))
    into.now.set(container, asContent(mergeVersions(version(a, container), version(b, container), at)));
};

/** Lays the names that two forks of a scope have given into the scope below them. */
export const mergeScopes = (a: Scope, b: Scope, into: Scope, at: Location): void => {
  for (const name of new Set([...a.names.keys(), ...b.names.keys()])) {
    const [one, other] = [lookUp(a, name), lookUp(b, name)];
    into.names.set(name, mergeSlots(one, other, at));
  }
};

const mergeSlots = (a: Slot | undefined, b: Slot | undefined, at: Location): Slot | undefined => {
  if (!a || !b) {
    const only = a ?? b;
    return only && { value: only.value, certain: false };
  }
  return { value: merge(a.value, b.value, at), certain: a.certain && b.certain };
};

/** Lays a fork into what lies below it. */
export const commit = (scope: Scope, heap: Heap, intoScope: Scope, intoHeap: Heap): void => {
  for (const [name, slot] of scope.names) intoScope.names.set(name, slot);
  for (const [container, value] of heap.now) intoHeap.now.set(container, value);
};
