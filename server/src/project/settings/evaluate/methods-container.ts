// The methods that change lists, sets and dicts in place, and those that only look.
import { unknown } from '../../../languages/maybe.ts';
import type { DictValue, Item, KnownItem, ListValue, Value } from '../value.ts';
import { argument, type Call } from './call.ts';
import { equals, itemOf, listValue, noneValue, numberValue } from './constants.ts';
import { doubted, entryAt, isCounted, itemsOf, mergeEntries, placeIn, withEntry } from './containers.ts';
import { choose } from './merge.ts';
import { type Changed, gap } from './mutate.ts';
import { type Container, look, unknownValue } from './runtime.ts';

/** What a method returns, and what the container has become. */
interface Done {
  readonly result: Value;
  readonly now: Container | undefined;
}

/** Methods that change their container, and what something unknown must be to have them, where that follows. */
export const mutating: ReadonlyMap<string, 'list' | 'dict' | 'either'> = new Map([
  ...['append', 'insert', 'extend', 'sort', 'reverse'].map((name) => [name, 'list'] as const),
  ...['setdefault', 'popitem'].map((name) => [name, 'dict'] as const),
  ...['update', 'pop', 'clear', 'remove', 'add', 'discard', 'difference_update', 'intersection_update'].map(
    (name) => [name, 'either'] as const,
  ),
]);

/** `container.method(…)`, as a change of the container; nothing when it only looks, and that is not worked out. */
export const containerMethod = (call: Call, now: Container, name: string): Changed | undefined => {
  const done = now.is === 'list' ? listMethod(call, now, name) : dictMethod(call, now, name);
  if (done) return { now: done.now ?? now, result: done.result };
  if (!mutating.has(name)) return undefined;
  call.run.mayRaise = true;
  return { now: spoilt(now, call) };
};

/** The container after something unknown was done to it. */
const spoilt = (now: Container, call: Call): Container =>
  now.is === 'list'
    ? { ...now, items: [{ is: 'gap', at: call.at, why: 'changed in a way that is not worked out' }] }
    : { ...now, open: true, entries: now.entries.map((entry) => ({ ...doubted(entry), certain: false })) };

const all = (given: Value, call: Call): readonly Item[] => itemsOf(call.run, given) ?? [gap(look(call.run, given))];

const listMethod = (call: Call, list: ListValue, name: string): Done | undefined => {
  const { run, at } = call;
  const none = noneValue(at);
  const first = call.positional[0];
  const put = (items: readonly Item[]): Done => ({ result: none, now: { ...list, items } });
  const uncertain = (item: Item): Item => (item.is === 'gap' || !item.certain ? item : { ...item, certain: false });
  if (!call.sure) return undefined;
  switch (name) {
    case 'append':
    case 'add':
      return first ? put([...list.items, itemOf(first, first.at)]) : undefined;
    case 'extend':
    case 'update':
      return first ? put([...list.items, ...all(first, call)]) : undefined;
    case 'insert': {
      const index = argument(call, 0, 'index');
      const value = call.positional[1];
      if (!value) return undefined;
      const item = itemOf(value, value.at);
      const place = index?.is === 'number' ? insertPlace(list, index.value) : undefined;
      if (place !== undefined) return put([...list.items.slice(0, place), item, ...list.items.slice(place)]);
      if (index?.is === 'choice') {
        const places = index.among.map((one) => (one.is === 'number' ? insertPlace(list, one.value) : undefined));
        if (places.every((one) => one !== undefined)) {
          let items = list.items;
          for (const one of [...new Set(places)].sort((a, b) => (b ?? 0) - (a ?? 0)))
            items = [...items.slice(0, one), uncertain(item), ...items.slice(one)];
          return put(items);
        }
      }
      // Somewhere in it: what follows from its place is not known any more.
      return put([
        { is: 'gap', at, why: 'inserted at a place that is not worked out' },
        ...list.items.flatMap((one): readonly Item[] => [one, { is: 'gap', at, why: 'inserted at a place that is not worked out' }]),
      ]);
    }
    case 'remove':
    case 'discard': {
      if (!first) return undefined;
      const value = look(run, first);
      const index = list.items.findIndex((item) => item.is === 'item' && equals(run, item.value, value) !== false);
      const item = list.items[index];
      const before = list.items.slice(0, index < 0 ? undefined : index);
      const surely = item?.is === 'item' && item.certain && equals(run, item.value, value) === true;
      if (!surely) run.mayRaise = true;
      if (before.some((one) => one.is === 'gap'))
        return put(list.items.map((one) => (one.is === 'item' && equals(run, one.value, value) !== false ? uncertain(one) : one)));
      if (!item) {
        if (name === 'remove') run.raising = 'ValueError';
        return put(list.items);
      }
      if (surely) return put(list.items.filter((_, i) => i !== index));
      return put(list.items.map((one) => (one.is === 'item' && equals(run, one.value, value) !== false ? uncertain(one) : one)));
    }
    case 'pop': {
      const index = argument(call, 0, 'index');
      if (index && index.is !== 'number') return undefined;
      const place = placeIn(list, index?.is === 'number' ? index.value : -1);
      const item = place === undefined ? undefined : list.items[place];
      if (item?.is !== 'item' || !item.certain) return undefined;
      return { result: item.value, now: { ...list, items: list.items.filter((_, i) => i !== place) } };
    }
    case 'clear':
      return put([]);
    case 'reverse':
      return put([...list.items].reverse());
    case 'copy':
      return { result: { ...list, at }, now: undefined };
    case 'index': {
      if (!first) return undefined;
      const place = indexIn(call, list, look(run, first));
      if (place === 'missing') {
        run.raising = 'ValueError';
        return { result: unknownValue('not in the list', at), now: undefined };
      }
      if (place === undefined) run.mayRaise = true;
      return { result: place === undefined ? unknownValue('the place in a list', at) : numberValue(place, at), now: undefined };
    }
    case 'count': {
      if (!first || !isCounted(list)) return undefined;
      const answers = list.items.map((item) => (item.is === 'item' ? equals(run, item.value, first) : unknown));
      return answers.includes(unknown)
        ? undefined
        : { result: numberValue(answers.filter((one) => one === true).length, at), now: undefined };
    }
    case 'union':
      return { result: listValue(list.type, [...list.items, ...call.positional.flatMap((one) => all(one, call))], at), now: undefined };
    case 'sort': {
      if (call.keywords.size > 0) return undefined;
      const sorted = sortedTexts(list.items);
      return sorted && put(sorted);
    }
    default:
      return undefined;
  }
};

/** Where `insert` puts an item: Python clips what lies outside. */
const insertPlace = (list: ListValue, index: number): number | undefined => {
  if (index === 0) return 0;
  if (isCounted(list)) return index < 0 ? Math.max(0, list.items.length + index) : Math.min(index, list.items.length);
  const place = placeIn(list, index);
  return place !== undefined && place >= 0 ? place : undefined;
};

/** The place of a value in a list; undefined when a gap, a doubtful item or an unknown value makes it unsure. */
const indexIn = (call: Call, list: ListValue, value: Value): number | 'missing' | undefined => {
  for (const [i, item] of list.items.entries()) {
    if (item.is === 'gap') return undefined;
    const same = equals(call.run, item.value, value);
    if (same === true && item.certain) return i;
    if (same !== false || !item.certain) return undefined;
  }
  return 'missing';
};

/** Plain texts in Python's order; nothing when there is anything else among them. */
export const sortedTexts = (items: readonly Item[]): readonly Item[] | undefined => {
  const text = (item: Item): string | undefined =>
    item.is === 'item' && item.certain && item.value.is === 'string' && !/[\ud800-\uffff]/.test(item.value.text)
      ? item.value.text
      : undefined;
  if (!items.every((item) => text(item) !== undefined)) return undefined;
  return [...items].sort((a, b) => ((text(a) ?? '') < (text(b) ?? '') ? -1 : (text(a) ?? '') > (text(b) ?? '') ? 1 : 0));
};

const dictMethod = (call: Call, dict: DictValue, name: string): Done | undefined => {
  const { run, at } = call;
  const none = noneValue(at);
  const looked = (result: Value | undefined): Done | undefined => result && { result, now: undefined };
  if (!call.sure) return undefined;
  switch (name) {
    case 'update': {
      let now = dict;
      const given = call.positional[0] && look(run, call.positional[0]);
      if (given) {
        if (given.is !== 'dict') return undefined;
        now = { ...mergeEntries(run, now, given, now.at) };
      }
      for (const [key, value] of call.keywords)
        now = withEntry(run, now, { key: { is: 'string', text: key, at: value.at }, value, at: value.at, certain: true });
      return { result: none, now };
    }
    case 'setdefault':
    case 'get':
    case 'pop': {
      const key = argument(call, 0, 'key');
      if (!key) return undefined;
      const given = call.positional[1] ?? call.keywords.get('default');
      const entry = entryAt(run, dict, key);
      const missing = given ?? none;
      if (entry === undefined || entry === unknown) {
        if (name === 'pop') {
          if (entry === undefined && !given) run.raising = 'KeyError';
          if (entry === unknown) run.mayRaise = true;
          return { result: entry === undefined ? missing : unknownValue('a key of a dict', at), now: undefined };
        }
        if (name === 'get') return looked(entry === unknown ? unknownValue('a key of a dict', at) : missing);
        if (entry === unknown) return undefined;
        return { result: missing, now: withEntry(run, dict, { key, value: missing, at, certain: true }) };
      }
      if (name === 'pop') return { result: entry.value, now: { ...dict, entries: dict.entries.filter((one) => one !== entry) } };
      return looked(entry.certain ? entry.value : choose([entry.value, missing], at));
    }
    case 'copy':
      return looked({ ...dict, at });
    case 'clear':
      return { result: none, now: { ...dict, entries: [], open: false } };
    case 'keys':
    case 'values':
    case 'items': {
      const items: Item[] = dict.entries.map((entry): KnownItem => {
        const pair = listValue('tuple', [itemOf(entry.key), itemOf(entry.value)], entry.at);
        return {
          is: 'item',
          value: name === 'keys' ? entry.key : name === 'values' ? entry.value : pair,
          at: entry.at,
          certain: entry.certain,
        };
      });
      return looked(listValue('list', dict.open ? [...items, { is: 'gap', at, why: 'more keys' }] : items, at));
    }
    default:
      return undefined;
  }
};
