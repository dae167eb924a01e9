// Comparisons, and which way a condition goes.
import { type Maybe, unknown } from '../../../languages/maybe.ts';
import type { Location } from '../../../text/span.ts';
import { truth } from '../ask.ts';
import { atLeast } from '../release.ts';
import type { EnvironmentRead, Value } from '../value.ts';
import type { Release } from '../view.ts';
import { booleanValue, cast, equals } from './constants.ts';
import { entryAt, isIn, itemsOf } from './containers.ts';
import { look, possible, type Run, unknownValue } from './runtime.ts';

/** `a sign b`, as far as it can be told. */
export const compare = (run: Run, sign: string, left: Value, right: Value, at: Location): Value => {
  const a = look(run, left);
  const b = look(run, right);
  const found = answer(run, sign, a, b);
  if (found !== unknown) return booleanValue(found, at);
  const read = overVariable(run, sign, a, b, at);
  if (read) return read;
  return unknownValue(`whether \`${sign}\` holds`, at);
};

const answer = (run: Run, sign: string, a: Value, b: Value): Maybe<boolean> => {
  const special = ofMachine(run, sign, a, b);
  if (special !== unknown) return special;
  switch (sign) {
    case '==':
      return each(run, a, b, (x, y) => equals(run, x, y));
    case '!=':
      return not(answer(run, '==', a, b));
    case 'is':
      return each(run, a, b, (x, y) => identical(x, y));
    case 'is not':
      return not(answer(run, 'is', a, b));
    case 'in':
      return each(run, a, b, (x, y) => contains(run, x, y));
    case 'not in':
      return not(answer(run, 'in', a, b));
    default:
      return ordered(sign, a, b);
  }
};

const not = (one: Maybe<boolean>): Maybe<boolean> => (one === unknown ? unknown : !one);

/** What holds for every possibility. */
const each = (run: Run, a: Value, b: Value, test: (a: Value, b: Value) => Maybe<boolean>): Maybe<boolean> => {
  const [lefts, rights] = [possible(run, a), possible(run, b)];
  let found: Maybe<boolean> | undefined;
  for (const x of lefts)
    for (const y of rights) {
      const one = test(x, y);
      if (one === unknown || (found !== undefined && one !== found)) return unknown;
      found = one;
    }
  return found ?? unknown;
};

const identical = (a: Value, b: Value): Maybe<boolean> => {
  if (a.is === 'none' && b.is === 'none') return true;
  if (a.is === 'boolean' && b.is === 'boolean') return a.value === b.value;
  const plain = (value: Value): boolean => !['environment', 'choice', 'object', 'unknown'].includes(value.is);
  // A thing of one type is never a thing of another.
  if (plain(a) && plain(b) && a.is !== b.is) return false;
  return a === b ? true : unknown;
};

const contains = (run: Run, given: Value, container: Value): Maybe<boolean> => {
  const value = look(run, given);
  if (container.is === 'string') return value.is === 'string' ? container.text.includes(value.text) : unknown;
  if (container.is === 'dict') {
    const entry = entryAt(run, container, value);
    return entry === unknown ? unknown : entry === undefined ? false : entry.certain ? true : unknown;
  }
  return container.is === 'list' ? isIn(run, value, container) : unknown;
};

const ordered = (sign: string, a: Value, b: Value): Maybe<boolean> => {
  const number = (value: Value): number | string | undefined => {
    if (value.is === 'number') return value.value;
    if (value.is === 'boolean') return Number(value.value);
    return value.is === 'string' && !value.anchor ? value.text : undefined;
  };
  const [x, y] = [number(a), number(b)];
  if (x === undefined || y === undefined || typeof x !== typeof y) return unknown;
  // Python compares by code points, JavaScript by UTF-16 units: the same below the surrogates.
  if (typeof x === 'string' && /[\ud800-\uffff]/.test(`${x}${y}`)) return unknown;
  switch (sign) {
    case '<':
      return x < y;
    case '<=':
      return x <= y;
    case '>':
      return x > y;
    case '>=':
      return x >= y;
    default:
      return unknown;
  }
};

/** A variable compared with words: a switch that is true for these words. */
const overVariable = (run: Run, sign: string, a: Value, b: Value, at: Location): EnvironmentRead | undefined => {
  const [read, words] = a.is === 'environment' ? [a, b] : [b, a];
  if (read.is !== 'environment' || (read.cast.to !== 'string' && read.cast.to !== 'boolean')) return undefined;
  const negated = sign === '!=' || sign === 'not in' || sign === 'is not';
  const texts: string[] = [];
  if (sign === '==' || sign === '!=') {
    if (words.is !== 'string') return undefined;
    texts.push(words.text);
  } else if ((sign === 'in' || sign === 'not in') && read === a) {
    for (const item of itemsOf(run, words) ?? []) {
      if (item.is !== 'item' || item.value.is !== 'string' || words.is !== 'list') return undefined;
      texts.push(item.value.text);
    }
  } else return undefined;
  const to = { to: 'boolean' as const, words: texts, ...(negated ? { negated } : {}) };
  return cast(read, to, at, (unset) => (a.is === 'environment' ? compare(run, sign, unset, b, at) : compare(run, sign, a, unset, at)));
};

const testWords: ReadonlySet<string> = new Set(['test', 'tests', 'pytest', 'py.test']);

/** What is known of the machine that runs Django in a container: no tests, Linux, the release that is locked. */
const ofMachine = (run: Run, sign: string, a: Value, b: Value): Maybe<boolean> => {
  const name = (value: Value): string => (value.is === 'object' && !value.called ? (value.name ?? '') : '');
  if (name(b) === 'sys.argv' && (sign === 'in' || sign === 'not in') && a.is === 'string' && testWords.has(a.text))
    return sign === 'not in';
  if (name(b) === 'sys.modules' && (sign === 'in' || sign === 'not in') && a.is === 'string' && /^pytest|^unittest$/.test(a.text))
    return sign === 'not in';
  if (name(a).startsWith('sys.argv[') && (sign === '==' || sign === '!=')) {
    const words = b.is === 'string' ? [b] : (itemsOf(run, b) ?? []).map((item) => (item.is === 'item' ? item.value : undefined));
    if (words.some((one) => one?.is === 'string' && testWords.has(one.text))) return sign === '!=';
  }
  if (name(a) === 'sys.version_info') {
    const asked = versionIn(run, b);
    // Django 2.0 and newer need Python 3.4 at least.
    if (asked && (sign === '>=' || sign === '>') && isBelow(asked, [3, 5])) return true;
    if (asked && (sign === '<' || sign === '<=') && isBelow(asked, [3, 5])) return false;
  }
  if (name(a) === 'django.VERSION') return ofRelease(run.world.release('django'), sign, versionIn(run, b));
  return unknown;
};

const versionIn = (run: Run, value: Value): readonly number[] | undefined => {
  const items = itemsOf(run, value) ?? [];
  const numbers = items.map((item) => (item.is === 'item' && item.value.is === 'number' ? item.value.value : Number.NaN));
  return numbers.length > 0 && numbers.every(Number.isInteger) ? numbers : undefined;
};
const isBelow = (a: readonly number[], b: readonly [number, number]): boolean =>
  (a[0] ?? 0) < b[0] || (a[0] === b[0] && (a[1] ?? 0) < b[1]);

const ofRelease = (release: Release, sign: string, asked: readonly number[] | undefined): Maybe<boolean> => {
  if (!asked || asked.length > 2) return unknown;
  const least = atLeast(release, asked.join('.'));
  return sign === '>=' ? least : sign === '<' ? not(least) : unknown;
};

/** Whether a value counts as true, with what is assumed about the variable that switches debugging. */
export const holds = (run: Run, given: Value): Maybe<boolean> => {
  const value = look(run, given);
  if (value.is === 'environment') return assumed(run, value);
  if (value.is === 'choice') return each(run, value, value, (x) => holds(run, x));
  return truth(value);
};

const debugging = /(?:^|_)DEBUG(?:_MODE)?$/i;

/** In production the variable for debugging is off, unless forgetting it turns debugging on; on a developer's machine it is on. */
const assumed = (run: Run, read: EnvironmentRead): Maybe<boolean> => {
  if (!read.name || !debugging.test(read.name) || !['string', 'boolean', 'truth', 'integer'].includes(read.cast.to)) return unknown;
  const negated = 'negated' in read.cast && read.cast.negated === true;
  if (run.world.role === 'development') return !negated;
  if (!read.unset) return negated;
  const unset = holds(run, read.unset);
  return unset === negated ? negated : unknown;
};

/** `not value`. */
export const negate = (run: Run, given: Value, at: Location): Value => {
  const value = look(run, given);
  if (value.is === 'environment') {
    const { cast: to } = value;
    const flipped = 'negated' in to ? !to.negated : true;
    const next =
      to.to === 'boolean'
        ? { to: to.to, ...(to.words ? { words: to.words } : {}), ...(flipped ? { negated: true } : {}) }
        : { to: 'truth' as const, ...(flipped ? { negated: true } : {}) };
    return cast(value, next, at, (unset) => negate(run, unset, at));
  }
  const found = holds(run, value);
  return found === unknown ? unknownValue('whether it is true', at) : booleanValue(!found, at);
};
