// Assignments: to names, items, slices and attributes, and those that change what is there.
import type { Expression, Statement } from '../../../languages/python/ir.ts';
import type { Location } from '../../../text/span.ts';
import type { Item, ListValue, Value } from '../value.ts';
import { operate } from './arithmetic.ts';
import { setOutside } from './classes.ts';
import { itemOf } from './constants.ts';
import { boundsIn, distinct, itemsOf, mergeEntries, placeIn, withEntry } from './containers.ts';
import { type Changed, gap, isHeldElsewhere, mutate } from './mutate.ts';
import { assignName, logMutation } from './names.ts';
import {
  at,
  become,
  type Container,
  type Frame,
  innerOf,
  isReference,
  look,
  lookUp,
  openUp,
  possible,
  scopeOf,
  unknownValue,
} from './runtime.ts';
import { unpack } from './targets.ts';

/** Gives a target a value. */
export const assignTo = (frame: Frame, target: Expression, value: Value, statement: Location): void =>
  unpack(
    frame,
    target,
    value,
    (name, one, where) => assignName(frame, name, one, { by: '=', statement, target: at(frame, where.span), certain: true }),
    (where, one) => {
      if (where.is === 'subscript') assignItem(frame, where, one, statement);
      else if (where.is === 'attribute') assignAttribute(frame, where, statement);
    },
  );

const assignItem = (frame: Frame, target: Extract<Expression, { is: 'subscript' }>, value: Value, statement: Location): void => {
  const { run } = frame;
  const of = frame.evaluate(frame, target.of);
  if (innerOf(of)?.is === 'names') {
    const key = look(run, frame.evaluate(frame, target.index));
    if (key.is === 'string') assignName(frame, key.text, value, { by: 'globals()', statement, target: statement, certain: true });
    else openUp(frame, { why: 'a name is set that is worked out at run time', at: statement, overrides: true });
    return;
  }
  if (of.is === 'object' && of.name === 'os.environ') {
    const key = look(run, frame.evaluate(frame, target.index));
    if (key.is === 'string' && frame.certain) run.given.set(key.text, look(run, value));
    return;
  }
  const now = look(run, of);
  // A text before a colon or a number is an item of a list, everything else one of a dict.
  const shape = target.index.is === 'slice' || target.index.is === 'number' ? 'list' : 'dict';
  if (now.is === 'object' && innerOf(now)) return;
  mutate(
    frame,
    of,
    shape,
    (container) => ({ now: putItem(frame, container, target.index, value, statement) }),
    statement,
    rebinding(frame, target.of),
  );
  const root = rootOf(target);
  if (root) logMutation(frame, root.name, '[]', statement, at(frame, root.span));
};

/** Gives the name, where a name holds it, another value, without a word in its history. */
const rebinding = (frame: Frame, holder: Expression): ((value: Value) => void) | undefined =>
  holder.is === 'name' ? (value) => void scopeOf(frame).names.set(holder.name, { value, certain: true }) : undefined;

/** The name that a chain of items begins with. */
const rootOf = (e: Expression): Extract<Expression, { is: 'name' }> | undefined => {
  if (e.is === 'subscript') return rootOf(e.of);
  return e.is === 'name' ? e : undefined;
};

const putItem = (frame: Frame, now: Container, index: Expression, value: Value, statement: Location): Value => {
  const { run } = frame;
  if (now.is === 'dict') {
    const key = look(run, frame.evaluate(frame, index));
    if (key.is === 'unknown' || key.is === 'environment' || key.is === 'choice' || key.is === 'object')
      return {
        ...now,
        open: true,
        entries: now.entries.map((entry) => ({ ...entry, value: unknownValue('may be overruled', entry.value.at) })),
      };
    return withEntry(run, now, { key, value, at: statement, certain: true });
  }
  if (index.is === 'slice') {
    const bound = (one: Expression | undefined): Value | undefined => one && look(run, frame.evaluate(frame, one));
    const bounds = index.step ? undefined : boundsIn(now, bound(index.from), bound(index.to));
    const given = itemsOf(run, value) ?? [gap(look(run, value))];
    if (!bounds) return anything(frame, now, statement);
    return { ...now, items: [...now.items.slice(0, bounds[0]), ...given, ...now.items.slice(bounds[1])] };
  }
  const key = look(run, frame.evaluate(frame, index));
  const place = key.is === 'number' ? placeIn(now, key.value) : undefined;
  const old = place === undefined ? undefined : now.items[place];
  if (place === undefined || (old && (old.is === 'gap' || !old.certain))) return anything(frame, now, statement);
  if (!old) {
    run.raising = 'IndexError';
    return now;
  }
  return { ...now, items: now.items.map((item, i): Item => (i === place ? itemOf(value, value.at) : item)) };
};

const anything = (frame: Frame, list: ListValue, place: Location): ListValue => {
  frame.run.mayRaise = true;
  return {
    ...list,
    items: [{ is: 'gap', at: place, why: 'an item was set at a place that is not worked out' }],
  };
};

/** Attributes of objects are not followed; those of this module itself may be any name. */
const assignAttribute = (frame: Frame, target: Extract<Expression, { is: 'attribute' }>, statement: Location): void => {
  const of = frame.evaluate(frame, target.of);
  const inner = innerOf(of);
  if (inner?.is === 'module' || (of.is === 'object' && of.name?.startsWith('sys.modules')))
    openUp(frame, { why: 'an attribute of a module is set', at: statement, overrides: true });
  else if (inner?.is === 'class') setOutside(frame.run, inner.class, target.name, statement);
};

/** `target sign= value`. Lists, sets and dicts change in place, everything else becomes something new. */
export const augment = (frame: Frame, { target, sign, value }: Extract<Statement, { is: 'augment' }>, statement: Location): void => {
  const { run } = frame;
  const right = frame.evaluate(frame, value);
  const left = target.is === 'name' || target.is === 'subscript' || target.is === 'attribute' ? frame.evaluate(frame, target) : undefined;
  if (!left) return;
  const shape = sign === '|' ? 'dict' : 'list';
  // Tuples, texts and numbers become something new; of what is not known it is assumed as well, as far as names go.
  const inPlace = possible(run, left).some(
    (one) => one.is === 'dict' || (one.is === 'list' && one.type !== 'tuple') || (one.is === 'environment' && one.cast.to === 'list'),
  );
  const changed = inPlace
    ? mutate(frame, left, shape, (container) => added(frame, container, sign, right, statement), statement, rebinding(frame, target))
    : undefined;
  if (changed) {
    log(frame, target, `${sign}=`, statement);
    return;
  }
  const result = operate(run, sign, left, right, statement);
  // What is not known may have been changed in place, and then is changed with it by whoever else holds it.
  const dim = (left.is === 'choice' ? left.among : [left]).filter((one) => isReference(one) && look(run, one).is !== 'list');
  const made = dim.some((one) => isHeldElsewhere(frame, one)) ? doubtful(result) : result;
  // Whoever holds it too may see it changed.
  for (const one of dim) become(run, one, unknownValue(`changed by \`${sign}=\``, statement));
  if (target.is === 'name') {
    if (lookUp(scopeOf(frame), target.name) || made.is !== 'unknown')
      assignName(frame, target.name, made, { by: `${sign}=`, statement, target: at(frame, target.span), certain: true });
  } else assignTo(frame, target, made, statement);
};

/** A list or dict of which nothing need be there any more. */
const doubtful = (value: Value): Value => {
  if (value.is === 'choice') return { ...value, among: value.among.map(doubtful) };
  if (value.is === 'list') return { ...value, items: value.items.map((item) => (item.is === 'item' ? { ...item, certain: false } : item)) };
  return value.is === 'dict' ? { ...value, open: true, entries: value.entries.map((entry) => ({ ...entry, certain: false })) } : value;
};

const log = (frame: Frame, target: Expression, by: string, statement: Location): void => {
  const root = rootOf(target);
  if (root) logMutation(frame, root.name, by, statement, at(frame, root.span));
};

/** What `container sign= right` makes of a container; tuples become new ones, and are no one else's business. */
const added = (frame: Frame, container: Container, sign: string, right: Value, at_: Location): Changed | undefined => {
  const { run } = frame;
  if (container.is === 'dict') {
    const dict = look(run, right);
    if (sign !== '|' || dict.is !== 'dict') return undefined;
    return { now: { ...mergeEntries(run, container, dict, container.at), open: container.open || dict.open } };
  }
  if (container.type === 'tuple') return { now: operate(run, sign, container, right, at_) };
  const more = itemsOf(run, right) ?? [gap(look(run, right))];
  if (container.items.length + more.length > 20_000) return { now: unknownValue('too long a list', at_) };
  if (sign === '+' && container.type === 'list') return { now: { ...container, items: [...container.items, ...more] } };
  if (sign === '|' && container.type === 'set') return { now: { ...container, items: distinct([...container.items, ...more]) } };
  return undefined;
};
