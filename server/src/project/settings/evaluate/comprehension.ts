// Comprehensions over values that are known item by item, and over the text of a variable that is cut into parts.
import { unknown } from '../../../languages/maybe.ts';
import type { Expression } from '../../../languages/python/ir.ts';
import type { DictValue, EnvironmentRead, Item, ListValue, Value } from '../value.ts';
import { holds } from './compare.ts';
import { cast, listValue } from './constants.ts';
import { distinct, itemsOf, withEntry } from './containers.ts';
import { at, emptyScope, type Frame, look, scopeOf, unknownValue } from './runtime.ts';
import { unpack } from './targets.ts';

type Comprehension = Extract<Expression, { is: 'comprehension' }>;

export const comprehend = (frame: Frame, e: Comprehension): Value => {
  const [first] = e.clauses;
  const place = at(frame, e.span);
  if (!first) return unknownValue('a comprehension', place);
  const source = look(frame.run, frame.evaluate(frame, first.source));
  if (source.is === 'environment') return overVariable(frame, e, source, place);
  return over(frame, e, source);
};

const over = (frame: Frame, e: Comprehension, source: Value): Value => {
  const place = at(frame, e.span);
  const out: Item[] = [];
  let made: DictValue = { is: 'dict', entries: [], open: false, at: place };
  let open = false;
  const inner: Frame = { ...frame, locals: emptyScope(frame.locals), log: undefined };
  const scope = scopeOf(inner);
  const visit = (depth: number, given: Value | undefined, certain: boolean): void => {
    const clause = e.clauses[depth];
    if (!clause) {
      const value = frame.evaluate(inner, e.element);
      if (e.of === 'dict' && e.value)
        made = withEntry(frame.run, made, { key: look(frame.run, value), value: frame.evaluate(inner, e.value), at: place, certain });
      else out.push({ is: 'item', value, at: value.at, certain });
      return;
    }
    const items = itemsOf(frame.run, given ?? frame.evaluate(inner, clause.source));
    if (!items) {
      open = true;
      out.push({ is: 'gap', at: place, why: 'a comprehension' });
      return;
    }
    for (const item of items) {
      if (item.is === 'gap') {
        open = true;
        out.push(item);
        continue;
      }
      if (frame.run.steps < 0) {
        open = true;
        return;
      }
      unpack(inner, clause.target, item.value, (name, value) => scope.names.set(name, { value, certain: true }));
      let kept: boolean | typeof unknown = certain && item.certain;
      for (const test of clause.tests) {
        const answer = holds(frame.run, frame.evaluate(inner, test));
        if (answer === false) kept = unknown;
        if (answer === false) break;
        if (answer === unknown && kept === true) kept = false;
      }
      if (kept !== unknown) visit(depth + 1, undefined, kept);
    }
  };
  visit(0, source, true);
  if (e.of === 'dict') return { ...made, open };
  const type: ListValue['type'] = e.of === 'set' ? 'set' : 'list';
  return listValue(type, type === 'set' ? distinct(out) : out, place);
};

/** `[host.strip() for host in env.split(",") if host]` is the list without its empty parts. */
const overVariable = (frame: Frame, e: Comprehension, read: EnvironmentRead, place: Value['at']): Value => {
  const [clause, ...others] = e.clauses;
  const on = (unset: Value): Value => over(frame, e, unset);
  if (!clause || others.length > 0 || clause.target.is !== 'name' || e.of === 'dict' || e.of === 'set' || read.cast.to !== 'list')
    return cast(read, { to: 'other' }, place, on);
  const { name } = clause.target;
  const isSelf = (one: Expression): boolean => one.is === 'name' && one.name === name;
  const isTrimmed = (one: Expression): boolean =>
    isSelf(one) ||
    (one.is === 'call' &&
      one.callee.is === 'attribute' &&
      one.callee.name === 'strip' &&
      isSelf(one.callee.of) &&
      one.arguments.length === 0);
  if (!isTrimmed(e.element) || !clause.tests.every((test) => isTrimmed(test) || (test.is === 'comparison' && isTrimmed(test.first))))
    return cast(read, { to: 'other' }, place, on);
  const filtered = clause.tests.length > 0;
  return cast(read, { ...read.cast, empty: filtered ? 'none' : read.cast.empty }, place, on);
};
