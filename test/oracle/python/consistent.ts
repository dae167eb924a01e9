// Whether what the evaluator says of a value allows for what Python makes of it.
import type { DictValue, Item, Value } from '../../../server/src/project/settings/value.ts';

/** A Python value as values.py writes it. */
export type Real =
  | null
  | boolean
  | number
  | string
  | { readonly list: readonly Real[] }
  | { readonly tuple: readonly Real[] }
  | { readonly dict: readonly (readonly [Real, Real])[] }
  | { readonly other: string };

const isOf = <K extends string>(real: Real, kind: K): real is Extract<Real, { readonly [P in K]: unknown }> =>
  typeof real === 'object' && real !== null && kind in real;

/** `set` says which variables were set when Python ran. */
export const allows = (value: Value, real: Real, set: ReadonlySet<string>): boolean => {
  switch (value.is) {
    case 'string':
      return real === value.text;
    case 'number':
    case 'boolean':
      return real === value.value;
    case 'none':
      return real === null;
    case 'choice':
      return value.among.some((one) => allows(one, real, set));
    case 'list': {
      const items =
        isOf(real, 'list') && value.type === 'list' ? real.list : isOf(real, 'tuple') && value.type === 'tuple' ? real.tuple : undefined;
      return items !== undefined && fits(value.items, items, 0, 0, set);
    }
    case 'dict':
      return isOf(real, 'dict') && allowsDict(value, real.dict, set);
    case 'environment':
      return value.name === undefined || set.has(value.name) || (value.unset !== undefined && allows(value.unset, real, set));
    default:
      return true;
  }
};

/** Certain items must be there in their order, uncertain ones may, and gaps hold anything. */
const fits = (items: readonly Item[], real: readonly Real[], i: number, j: number, set: ReadonlySet<string>): boolean => {
  const item = items[i];
  if (!item) return j === real.length;
  if (item.is === 'gap') return fits(items, real, i + 1, j, set) || (j < real.length && fits(items, real, i, j + 1, set));
  const here = real[j];
  if (here !== undefined && allows(item.value, here, set) && fits(items, real, i + 1, j + 1, set)) return true;
  return !item.certain && fits(items, real, i + 1, j, set);
};

const allowsDict = ({ entries, open }: DictValue, real: readonly (readonly [Real, Real])[], set: ReadonlySet<string>): boolean => {
  const rest = new Map(real.map(([key, one]) => [JSON.stringify(key), one]));
  for (const { key, value, certain } of entries) {
    const name = key.is === 'string' ? JSON.stringify(key.text) : undefined;
    if (name === undefined) return true;
    const one = rest.get(name);
    rest.delete(name);
    if (one === undefined ? certain : !allows(value, one, set)) return false;
  }
  return open || rest.size === 0;
};
