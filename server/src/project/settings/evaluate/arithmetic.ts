// Operators between values: sums of texts and lists, paths, formats, numbers, sets and dicts.
import type { Location } from '../../../text/span.ts';
import type { DictValue, Item, PathValue, StringValue, Value } from '../value.ts';
import { anchorOf, cast, listValue, numberValue, pathValue, stringValue } from './constants.ts';
import { mergeEntries, without } from './containers.ts';
import { formatPercent } from './format.ts';
import { eachWay } from './merge.ts';
import { gap } from './mutate.ts';
import { joinPath } from './paths.ts';
import { innerOf, look, type Run, thing, unknownValue } from './runtime.ts';

/** `a sign b`. */
export const operate = (run: Run, sign: string, left: Value, right: Value, at: Location): Value => {
  const a = look(run, left);
  const b = look(run, right);
  // What holds for each possibility holds for the choice.
  if (a.is === 'choice' && b.is !== 'choice') return eachWay(run, a.among, at, (one) => operate(run, sign, one, right, at));
  if (b.is === 'choice' && a.is !== 'choice') return eachWay(run, b.among, at, (one) => operate(run, sign, left, one, at));
  const known = sign === '+' ? add(run, a, b, at) : other(run, sign, a, b, at);
  if (known) return known;
  if (a.is === 'environment' && b.is !== 'environment') return cast(a, { to: 'other' }, at, (unset) => operate(run, sign, unset, b, at));
  if (b.is === 'environment' && a.is !== 'environment') return cast(b, { to: 'other' }, at, (unset) => operate(run, sign, a, unset, at));
  run.mayRaise = true;
  return unknownValue(`the result of \`${sign}\``, at);
};

const isText = (value: Value): value is StringValue => value.is === 'string';
/** Longer texts and lists are no settings. */
const longest = 1_000_000;
const mostItems = 20_000;

const add = (run: Run, a: Value, b: Value, at: Location): Value | undefined => {
  if (isText(a) && isText(b))
    return a.text.length + b.text.length > longest ? undefined : stringValue(a.text + b.text, at, a.anchor ?? b.anchor);
  if (a.is === 'bytes' && b.is === 'bytes') return { is: 'bytes', text: a.text + b.text, at };
  if (a.is === 'list' && b.is === 'list') {
    const fits = a.type === b.type && a.items.length + b.items.length <= mostItems;
    return fits ? listValue(a.type, [...a.items, ...b.items], at) : undefined;
  }
  // Only a list can be added to a list, so what is unknown is a stretch of items.
  if (a.is === 'list' && mayBeList(b)) return listValue(a.type, [...a.items, gap(b)], at);
  if (b.is === 'list' && mayBeList(a)) return listValue(b.type, [gap(a), ...b.items], at);
  return numbers(run, '+', a, b, at);
};

const mayBeList = (value: Value): boolean => value.is === 'unknown' || value.is === 'environment' || value.is === 'object';

const other = (run: Run, sign: string, a: Value, b: Value, at: Location): Value | undefined => {
  switch (sign) {
    case '/':
      return path(a, b, at) ?? numbers(run, sign, a, b, at);
    case '%':
      return a.is === 'string' ? formatPercent(run, a, b, at) : numbers(run, sign, a, b, at);
    case '*':
      return repeat(a, b, at) ?? repeat(b, a, at) ?? numbers(run, sign, a, b, at);
    case '-': {
      const inner = innerOf(a);
      if (inner?.is === 'root' && b.is === 'number') return thing('environ.Path()', { ...inner, text: upFrom(inner.text, b.value) }, at);
      if (a.is === 'list' && a.type === 'set' && b.is === 'list') return without(run, a, b, at);
      return numbers(run, sign, a, b, at);
    }
    case '|': {
      if (a.is === 'dict' && b.is === 'dict') return mergeEntries(run, a, b, at);
      if (a.is === 'dict' && mayBeList(b)) return { ...openAll(a), at };
      if (a.is === 'list' && b.is === 'list' && a.type === 'set' && b.type === 'set') return listValue('set', [...a.items, ...b.items], at);
      return undefined;
    }
    default:
      return numbers(run, sign, a, b, at);
  }
};

/** A dict whose values may be others by now. */
const openAll = (dict: DictValue): DictValue => ({
  ...dict,
  open: true,
  entries: dict.entries.map((entry) => ({ ...entry, value: unknownValue('may be overruled', entry.value.at) })),
});

/** The folder so many steps up. */
const upFrom = (text: string, steps: number): string => {
  let path = text;
  for (let i = 0; i < steps && i < 64; i++) path = path.slice(0, path.lastIndexOf('/')) || '/';
  return path;
};

const path = (a: Value, b: Value, at: Location): PathValue | undefined => {
  const texts = [a, b].every((one) => one.is === 'path' || one.is === 'string');
  if (!texts || (a.is !== 'path' && b.is !== 'path')) return undefined;
  const [first, second] = [a, b] as [PathValue | StringValue, PathValue | StringValue];
  const text = joinPath(first.text, second.text);
  return pathValue(text, at, second.text.startsWith('/') ? anchorOf(second) : (anchorOf(first) ?? anchorOf(second)));
};

const mostRepeated = 10_000;
const repeat = (a: Value, b: Value, at: Location): Value | undefined => {
  if (b.is !== 'number' || b.float) return undefined;
  if (a.is === 'string' && a.text.length * b.value < mostRepeated) return stringValue(a.text.repeat(Math.max(0, b.value)), at, a.anchor);
  if (a.is !== 'list' || a.type === 'set' || a.items.length * b.value > mostRepeated) return undefined;
  const items: Item[] = [];
  for (let i = 0; i < b.value; i++) items.push(...a.items);
  return listValue(a.type, items, at);
};

const numbers = (run: Run, sign: string, a: Value, b: Value, at: Location): Value | undefined => {
  const [x, y] = [numeric(a), numeric(b)];
  if (!x || !y) return undefined;
  const float = x.float || y.float;
  if ((sign === '/' || sign === '//' || sign === '%') && y.value === 0) {
    run.raising = 'ZeroDivisionError';
    return undefined;
  }
  const value = compute(sign, x.value, y.value);
  const becomesFloat = float || sign === '/' || (sign === '**' && y.value < 0);
  if (value === undefined || !Number.isFinite(value) || (!becomesFloat && !Number.isSafeInteger(value))) return undefined;
  return numberValue(value, at, becomesFloat);
};

const numeric = (value: Value): { readonly value: number; readonly float: boolean } | undefined => {
  if (value.is === 'number') return value;
  return value.is === 'boolean' ? { value: Number(value.value), float: false } : undefined;
};

const compute = (sign: string, x: number, y: number): number | undefined => {
  switch (sign) {
    case '+':
      return x + y;
    case '-':
      return x - y;
    case '*':
      return x * y;
    case '/':
      return x / y;
    case '//':
      return Math.floor(x / y);
    case '%':
      return x - y * Math.floor(x / y);
    case '**':
      return x ** y;
    case '<<':
      return y >= 0 && y < 53 ? x * 2 ** y : undefined;
    default:
      return undefined;
  }
};
