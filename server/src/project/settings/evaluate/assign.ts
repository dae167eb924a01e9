// Assignments: to names, items, slices and attributes, and those that change what is there.
import type { Expression, Statement } from '../../../languages/python/ir.ts';
import type { Location } from '../../../text/span.ts';
import type { Item, ListValue, Value } from '../value.ts';
import { gap, operate } from './arithmetic.ts';
import { itemOf } from './constants.ts';
import { boundsIn, distinct, itemsOf, mergeEntries, placeIn, withEntry } from './containers.ts';
import { choose } from './merge.ts';
import { assignName, logMutation } from './names.ts';
import { at, become, type Container, type Frame, innerOf, look, lookUp, scopeOf, unknownValue } from './runtime.ts';
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
    else frame.module.openings.push({ why: 'a name is set that is worked out at run time', at: statement, overrides: true });
    return;
  }
  if (of.is === 'object' && of.name === 'os.environ') {
    const key = look(run, frame.evaluate(frame, target.index));
    if (key.is === 'string' && frame.certain) run.given.set(key.text, look(run, value));
    return;
  }
  change(frame, of, (container, now) => putItem(frame, container, now, target.index, value, statement));
  const root = rootOf(target);
  if (root) logMutation(frame, root.name, '[]', statement, at(frame, root.span));
};

/** The name that a chain of items begins with. */
const rootOf = (e: Expression): Extract<Expression, { is: 'name' }> | undefined => {
  if (e.is === 'subscript') return rootOf(e.of);
  return e.is === 'name' ? e : undefined;
};

/** Changes a container, or whichever of several it is. */
const change = (frame: Frame, of: Value, make: (container: Container, now: Container) => Value): void => {
  const { run } = frame;
  const now = look(run, of);
  if ((of.is === 'list' || of.is === 'dict') && (now.is === 'list' || now.is === 'dict')) become(run, of, make(of, now));
  else if (now.is === 'choice') {
    const changed = now.among.map((one): Value => {
      const inner = look(run, one);
      if (inner.is !== 'list' && inner.is !== 'dict') return inner;
      const made = make(inner, inner);
      if (of.is === 'choice' && (one.is === 'list' || one.is === 'dict')) become(run, one, choose([inner, made], inner.at));
      return made;
    });
    if (of.is === 'list' || of.is === 'dict') become(run, of, choose(changed, of.at));
  }
};

const putItem = (frame: Frame, _: Container, now: Container, index: Expression, value: Value, statement: Location): Value => {
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
    if (!bounds) return anything(now, statement);
    return { ...now, items: [...now.items.slice(0, bounds[0]), ...given, ...now.items.slice(bounds[1])] };
  }
  const key = look(run, frame.evaluate(frame, index));
  const place = key.is === 'number' ? placeIn(now, key.value) : undefined;
  if (place === undefined) return anything(now, statement);
  if (!now.items[place]) {
    run.raising = 'IndexError';
    return now;
  }
  return { ...now, items: now.items.map((item, i): Item => (i === place ? itemOf(value, value.at) : item)) };
};

const anything = (list: ListValue, place: Location): ListValue => ({
  ...list,
  items: [{ is: 'gap', at: place, why: 'an item was set at a place that is not worked out' }],
});

/** Attributes of objects are not followed; those of this module itself may be any name. */
const assignAttribute = (frame: Frame, target: Extract<Expression, { is: 'attribute' }>, statement: Location): void => {
  const of = frame.evaluate(frame, target.of);
  const inner = innerOf(of);
  if (inner?.is === 'module' || (of.is === 'object' && of.name?.startsWith('sys.modules')))
    frame.module.openings.push({ why: 'an attribute of a module is set', at: statement, overrides: true });
  else if (inner?.is === 'class')
    inner.class.scope.names.set(target.name, { value: unknownValue('set from outside', statement), certain: true });
};

/** `target sign= value`. Lists, sets and dicts change in place, everything else becomes something new. */
export const augment = (frame: Frame, { target, sign, value }: Extract<Statement, { is: 'augment' }>, statement: Location): void => {
  const { run } = frame;
  const right = frame.evaluate(frame, value);
  const left = target.is === 'name' || target.is === 'subscript' || target.is === 'attribute' ? frame.evaluate(frame, target) : undefined;
  if (!left) return;
  const now = look(run, left);
  const inPlace = (container: Container): Value | undefined => added(frame, container, sign, right);
  if (now.is === 'list' && now.type === 'tuple') {
    assignTo(frame, target, operate(run, sign, left, right, statement), statement);
    return;
  }
  if ((left.is === 'list' || left.is === 'dict') && (now.is === 'list' || now.is === 'dict')) {
    const made = inPlace(now);
    if (made) {
      become(run, left, made);
      log(frame, target, `${sign}=`, statement);
      return;
    }
  } else if (now.is === 'choice') {
    augmentChoice(frame, target, sign, left, now, right, statement);
    return;
  }
  if (target.is !== 'name') {
    assignTo(frame, target, operate(run, sign, left, right, statement), statement);
    return;
  }
  const made = operate(run, sign, left, right, statement);
  const slot = lookUp(scopeOf(frame), target.name);
  if (slot || made.is !== 'unknown')
    assignName(frame, target.name, made, { by: `${sign}=`, statement, target: at(frame, target.span), certain: true });
};

/** One of several values is changed, or becomes something new: the target holds it, whichever it was. */
const augmentChoice = (
  frame: Frame,
  target: Expression,
  sign: string,
  left: Value,
  choice: Extract<Value, { is: 'choice' }>,
  right: Value,
  statement: Location,
): void => {
  const { run } = frame;
  const results = choice.among.map((one): Value => {
    const now = look(run, one);
    const made = now.is === 'dict' || (now.is === 'list' && now.type !== 'tuple') ? added(frame, now, sign, right) : undefined;
    if (!made) return operate(run, sign, now, right, statement);
    if (left.is === 'choice' && (one.is === 'list' || one.is === 'dict')) become(run, one, choose([now, made], statement));
    return { ...made };
  });
  if (left.is === 'list' || left.is === 'dict') {
    become(run, left, choose(results, statement));
    log(frame, target, `${sign}=`, statement);
  } else assignTo(frame, target, choose(results, statement), statement);
};

const log = (frame: Frame, target: Expression, by: string, statement: Location): void => {
  const root = rootOf(target);
  if (root) logMutation(frame, root.name, by, statement, at(frame, root.span));
};

/** What `container sign= right` makes of a list, set or dict; nothing when it cannot be told. */
const added = (frame: Frame, container: Container, sign: string, right: Value): Value | undefined => {
  const { run } = frame;
  if (container.is === 'dict') {
    const dict = look(run, right);
    return sign === '|' && dict.is === 'dict'
      ? { ...mergeEntries(run, container, dict, container.at), open: container.open || dict.open }
      : undefined;
  }
  if (sign === '+' && container.type === 'list')
    return { ...container, items: [...container.items, ...(itemsOf(run, right) ?? [gap(look(run, right))])] };
  if (sign === '|' && container.type === 'set')
    return { ...container, items: distinct([...container.items, ...(itemsOf(run, right) ?? [gap(look(run, right))])]) };
  return undefined;
};
