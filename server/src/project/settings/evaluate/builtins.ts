// Python's own functions, on values that are known far enough, and a few of its library.
import { unknown } from '../../../languages/maybe.ts';
import type { DictValue, Item, ListValue, Value } from '../value.ts';
import { argument, type Call, type LibraryFunction, opaque, unsure } from './call.ts';
import { holds } from './compare.ts';
import { anchorOf, booleanValue, cast, itemOf, listValue, numberValue, shown, stringValue } from './constants.ts';
import { distinct, isCounted, itemsOf, withEntry } from './containers.ts';
import { fromJson } from './json.ts';
import { eachWay } from './merge.ts';
import { sortedTexts } from './methods-container.ts';
import { gap } from './mutate.ts';
import { innerOf, look, lookUp, object, openingsOf, scopeOf, thing, unknownValue } from './runtime.ts';

/** What holds for each possibility of the first argument holds for the call. */
const forEach =
  (make: (call: Call, value: Value) => Value | undefined): LibraryFunction =>
  (call) => {
    const [first] = call.positional;
    if (!first || !call.sure) return undefined;
    const value = look(call.run, first);
    if (value.is === 'choice')
      return eachWay(call.run, value.among, call.at, (one) => make(call, look(call.run, one)) ?? unsure(call, 'a call'));
    return make(call, value);
  };

const str = forEach((call, value) => {
  if (call.positional.length > 1) return undefined;
  const inner = innerOf(value);
  if (inner?.is === 'root') return stringValue(inner.text, call.at, inner.anchor);
  if (value.is === 'environment')
    return value.cast.to === 'string' && value.unset?.is !== 'none'
      ? { ...value, at: call.at }
      : cast(value, { to: 'other' }, call.at, (unset) => textOfAny(call, unset));
  return textOfAny(call, value);
});
const textOfAny = (call: Call, value: Value): Value => {
  const text = shown(value);
  return text === undefined ? unsure(call, 'a text') : stringValue(text, call.at, anchorOf(value));
};

const number = (float: boolean): LibraryFunction =>
  forEach((call, value) => {
    if (call.positional.length > 1) return undefined;
    if (value.is === 'environment')
      return cast(value, { to: float ? 'float' : 'integer' }, call.at, (unset) => numberOf(call, unset, float));
    return numberOf(call, value, float);
  });
const numberOf = (call: Call, value: Value, float: boolean): Value => {
  if (value.is === 'number') return numberValue(float ? value.value : Math.trunc(value.value), call.at, float);
  if (value.is === 'boolean') return numberValue(Number(value.value), call.at, float);
  const shape = float ? /^\s*[-+]?\d{1,15}(?:\.\d{1,15})?\s*$/ : /^\s*[-+]?\d{1,15}\s*$/;
  if (value.is === 'string') {
    if (shape.test(value.text)) return numberValue(Number(value.text), call.at, float);
    call.run.raising = /^[\s\w.+-]*$/.test(value.text) && !/[\d]/.test(value.text) ? 'ValueError' : undefined;
  } else if (value.is === 'none') call.run.raising = 'TypeError';
  return unsure(call, 'no number');
};

const bool: LibraryFunction = forEach((call, value) => {
  if (value.is === 'environment') {
    const to =
      value.cast.to === 'boolean' || value.cast.to === 'truth'
        ? value.cast
        : value.cast.to === 'integer'
          ? ({ to: 'boolean' } as const)
          : ({ to: 'truth' } as const);
    return cast(value, to, call.at, (unset) => bool({ ...call, positional: [unset] }) ?? unsure(call, 'whether it is true'));
  }
  const found = holds(call.run, value);
  return found === unknown ? undefined : booleanValue(found, call.at);
});

/** `type(default)`, which wrappers of readers cast by. */
const typeOf = forEach((call, value) => {
  const named = (name: string) => object(`builtins.${name}`, call.at);
  if (call.positional.length > 1) return undefined;
  if (value.is === 'boolean') return named('bool');
  if (value.is === 'string') return named('str');
  if (value.is === 'number') return named(value.float ? 'float' : 'int');
  if (value.is === 'dict') return named('dict');
  return value.is === 'list' ? named(value.type) : undefined;
});

const sequence =
  (type: ListValue['type']): LibraryFunction =>
  (call) => {
    if (!call.sure) return undefined;
    const [first] = call.positional;
    if (!first) return listValue(type, [], call.at);
    const value = look(call.run, first);
    if (value.is === 'choice')
      return eachWay(call.run, value.among, call.at, (one) => sequence(type)({ ...call, positional: [one] }) ?? unsure(call, 'a list'));
    if (value.is === 'environment' && value.cast.to === 'list' && type === 'list') return { ...value, at: call.at };
    if (value.is === 'list' && value.type === 'set' && type !== 'set' && value.items.length > 1)
      return listValue(type, unordered(value), call.at);
    const items = itemsOf(call.run, value);
    if (!items)
      return value.is === 'none' || value.is === 'number' || value.is === 'boolean' ? undefined : listValue(type, [gap(value)], call.at);
    return listValue(type, type === 'set' ? distinct(items) : items, call.at);
  };

/** The items of a set in an order that Python decides: any of them may come first. */
const unordered = (set: ListValue): readonly Item[] => [{ is: 'gap', at: set.at, why: 'the order of a set' }];

const dict: LibraryFunction = (call) => {
  if (!call.sure) return undefined;
  let made: DictValue = { is: 'dict', entries: [], open: false, at: call.at };
  const given = call.positional[0] && look(call.run, call.positional[0]);
  if (given?.is === 'dict') made = { ...given, at: call.at };
  else if (given?.is === 'list' && isCounted(given)) {
    for (const item of given.items) {
      const pair = item.is === 'item' ? look(call.run, item.value) : undefined;
      const [key, value] = pair?.is === 'list' ? pair.items : [];
      if (key?.is !== 'item' || value?.is !== 'item') return undefined;
      made = withEntry(call.run, made, { key: key.value, value: value.value, at: item.at, certain: true });
    }
  } else if (given) return undefined;
  for (const [key, value] of call.keywords)
    made = withEntry(call.run, made, { key: stringValue(key, value.at), value, at: value.at, certain: true });
  return made;
};

const len = forEach((call, value) => {
  if (value.is === 'string')
    return /[\ud800-\udfff]/.test(value.text) || value.anchor ? undefined : numberValue(value.text.length, call.at);
  if (value.is === 'list') return isCounted(value) && value.type !== 'set' ? numberValue(value.items.length, call.at) : undefined;
  if (value.is === 'dict')
    return value.open || value.entries.some(({ certain }) => !certain) ? undefined : numberValue(value.entries.length, call.at);
  return undefined;
});

const quantified =
  (every: boolean): LibraryFunction =>
  (call) => {
    const items = call.positional[0] && itemsOf(call.run, call.positional[0]);
    if (!items || !call.sure) return undefined;
    let doubt = false;
    for (const item of items) {
      const found = item.is === 'item' ? holds(call.run, item.value) : unknown;
      if (found === !every && item.is === 'item' && item.certain) return booleanValue(!every, call.at);
      if (found !== every) doubt = true;
    }
    return doubt ? undefined : booleanValue(every, call.at);
  };

const range: LibraryFunction = (call) => {
  const bounds = call.positional.map((one) => look(call.run, one));
  const numbers = bounds.map((one) => (one.is === 'number' && !one.float ? one.value : undefined));
  const [a, b, step = 1] = numbers;
  if (
    !call.sure ||
    a === undefined ||
    (numbers.length > 1 && b === undefined) ||
    step === undefined ||
    step === 0 ||
    numbers.includes(undefined)
  )
    return undefined;
  const [from, to] = numbers.length > 1 ? [a, b as number] : [0, a];
  if (Math.abs((to - from) / step) > 1000) return undefined;
  const items: Item[] = [];
  for (let i = from; step > 0 ? i < to : i > to; i += step) items.push(itemOf(numberValue(i, call.at)));
  return listValue('tuple', items, call.at);
};

const names: LibraryFunction = (call) => (call.positional.length === 0 ? thing(undefined, { is: 'names' }, call.at) : undefined);

const sorted: LibraryFunction = (call) => {
  const items = call.positional[0] && itemsOf(call.run, call.positional[0]);
  const found = items && call.keywords.size === 0 && call.sure ? sortedTexts(items) : undefined;
  return listValue('list', found ?? [{ is: 'gap', at: call.at, why: 'sorted' }], call.at);
};

const copied: LibraryFunction = (call) => {
  const value = call.positional[0] && look(call.run, call.positional[0]);
  return value && (value.is === 'list' || value.is === 'dict') ? { ...value, at: call.at } : value;
};

const reversed: LibraryFunction = (call) => {
  const items = call.positional[0] && itemsOf(call.run, call.positional[0]);
  return items && listValue('list', [...items].reverse(), call.at);
};

const enumerated: LibraryFunction = (call) => {
  const value = call.positional[0] && look(call.run, call.positional[0]);
  if (value?.is !== 'list' || !isCounted(value) || call.positional.length > 1 || call.keywords.size > 0) return undefined;
  const items = value.items.map((item, i) =>
    itemOf(listValue('tuple', [itemOf(numberValue(i, call.at)), ...(item.is === 'item' ? [item] : [])], item.at)),
  );
  return listValue('list', items, call.at);
};

const strtobool: LibraryFunction = forEach((call, value) => {
  const words = ['y', 'yes', 't', 'true', 'on', '1'];
  const on = (one: Value): Value =>
    one.is === 'string' ? booleanValue(words.includes(one.text.toLowerCase()), call.at) : unsure(call, 'no text');
  if (value.is === 'environment' && value.cast.to === 'string') return cast(value, { to: 'boolean', words }, call.at, on);
  return value.is === 'string' ? on(value) : undefined;
});

const loads: LibraryFunction = forEach((call, value) => {
  const on = (one: Value): Value => (one.is === 'string' ? (fromJson(one.text, call.at) ?? unsure(call, 'JSON')) : unsure(call, 'JSON'));
  if (value.is === 'environment') return cast(value, { to: 'json' }, call.at, on);
  return value.is === 'string' ? on(value) : undefined;
});

/** A name of the module that calls: `globals().get("X", default)`. */
export const namesMethod = (call: Call, method: string): Value | undefined => {
  const key = argument(call, 0, 'key');
  if (key?.is !== 'string' || !call.sure) return method === 'get' ? unsure(call, 'a name of the module') : undefined;
  const slot = lookUp(scopeOf(call.frame), key.text) ?? lookUp(call.frame.module.scope, key.text);
  const open = openingsOf(call.frame).length > 0;
  if (method === 'get' || method === '__getitem__') {
    if (slot?.certain) return slot.value;
    const given = call.positional[1];
    if (slot || open) return unsure(call, `whether ${key.text} is there`);
    if (given) return given;
    if (method === 'get') return { is: 'none', at: call.at };
    call.run.raising = 'KeyError';
    return unknownValue('a name that is not there', call.at);
  }
  return undefined;
};

export const builtinFunctions: ReadonlyMap<string, LibraryFunction> = new Map<string, LibraryFunction>([
  ['builtins.str', str],
  ['builtins.int', number(false)],
  ['builtins.float', number(true)],
  ['builtins.bool', bool],
  ['builtins.type', typeOf],
  ['builtins.list', sequence('list')],
  ['builtins.tuple', sequence('tuple')],
  ['builtins.set', sequence('set')],
  ['builtins.frozenset', sequence('set')],
  ['builtins.dict', dict],
  ['collections.OrderedDict', dict],
  ['builtins.len', len],
  ['builtins.any', quantified(false)],
  ['builtins.all', quantified(true)],
  ['builtins.range', range],
  ['builtins.sorted', sorted],
  ['builtins.reversed', reversed],
  ['builtins.enumerate', enumerated],
  ['builtins.globals', names],
  ['builtins.locals', names],
  ['builtins.vars', names],
  ['builtins.print', (call) => ({ is: 'none', at: call.at })],
  ['copy.copy', copied],
  ['copy.deepcopy', copied],
  ['json.loads', loads],
  ['distutils.util.strtobool', strtobool],
  ['setuptools.distutils.util.strtobool', strtobool],
  ['platform.system', (call) => (call.run.world.role === 'production' ? stringValue('Linux', call.at) : unsure(call, 'the system'))],
  ['warnings.warn', (call) => ({ is: 'none', at: call.at })],
  ['warnings.filterwarnings', (call) => ({ is: 'none', at: call.at })],
  ['logging.getLogger', (call) => object('logging.getLogger', call.at, { positional: call.positional, keywords: [] })],
  ['os.environ.copy', (call) => opaque(call, 'os.environ')],
]);
