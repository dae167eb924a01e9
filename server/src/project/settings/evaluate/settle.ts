// What the names of a module hold when it has come to its end.
import type { ListValue, Value } from '../value.ts';
import { extendedList } from './merge.ts';
import { type Heap, look, type Run, unknownValue } from './runtime.ts';

/** The value with everything in it as it is now. */
export const settled = (run: Pick<Run, 'heap'>, value: Value): Value =>
  isEmpty(run.heap) && value.is !== 'choice' ? value : settle(run, value, 0);

const isEmpty = (heap: Heap): boolean => heap.now.size === 0 && (!heap.below || isEmpty(heap.below));

const settle = (run: Pick<Run, 'heap'>, given: Value, depth: number): Value => {
  const value = look(run, given);
  if (depth > 24) return unknownValue('nested too deeply', value.at);
  if (value.is === 'list') {
    let changed = false;
    const items = value.items.map((item) => {
      if (item.is === 'gap') return item;
      const inner = settle(run, item.value, depth + 1);
      if (inner === item.value) return item;
      changed = true;
      return { ...item, value: inner };
    });
    return changed ? { ...value, items } : value;
  }
  if (value.is === 'dict') {
    let changed = false;
    const entries = value.entries.map((entry) => {
      const inner = settle(run, entry.value, depth + 1);
      if (inner === entry.value) return entry;
      changed = true;
      return { ...entry, value: inner };
    });
    return changed ? { ...value, entries } : value;
  }
  if (value.is === 'choice') {
    const whole = asOneList(run, value.among);
    if (whole) return settle(run, whole, depth + 1);
    const among = value.among.map((one) => settle(run, one, depth + 1));
    return among.every((one, i) => one === value.among[i])
      ? value
      : { ...value, among: among.flatMap((one) => (one.is === 'choice' ? one.among : [one])) };
  }
  return value;
};

/** Several lists that were made from each other as one list, in which is uncertain what not all of them have. */
const asOneList = (run: Pick<Run, 'heap'>, among: readonly Value[]): ListValue | undefined => {
  let whole: ListValue | undefined;
  for (const one of among) {
    const list = look(run, one);
    if (list.is !== 'list') return undefined;
    const merged: ListValue | undefined = whole ? extendedList(whole, list) : list;
    if (!merged) return undefined;
    whole = merged;
  }
  return whole && { ...whole };
};
