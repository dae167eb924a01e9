// What stands left of `=`: names, tuples of targets, attributes and items.
import type { Expression } from '../../../languages/python/ir.ts';
import type { Value } from '../value.ts';
import { listValue } from './constants.ts';
import { isCounted } from './containers.ts';
import { at, type Frame, look, unknownValue } from './runtime.ts';

/** Gives each name in a target its part of a value; targets that are no names go to `other`. */
export const unpack = (
  frame: Frame,
  target: Expression,
  value: Value,
  set: (name: string, value: Value, target: Expression) => void,
  other: (target: Expression, value: Value) => void = () => undefined,
): void => {
  if (target.is === 'name') set(target.name, value, target);
  else if (target.is === 'starred') unpack(frame, target.of, value, set, other);
  else if (target.is === 'sequence') {
    const source = look(frame.run, value);
    const counted = source.is === 'list' && source.type !== 'set' && isCounted(source) ? source.items : undefined;
    const star = target.items.findIndex((item) => item.is === 'starred');
    const behind = star < 0 ? 0 : target.items.length - 1 - star;
    const fits = counted && (star < 0 ? counted.length === target.items.length : counted.length >= target.items.length - 1);
    if (counted && !fits) frame.run.raising = 'ValueError';
    for (const [i, one] of target.items.entries()) {
      const place = at(frame, one.span);
      if (!counted || !fits) unpack(frame, one, unknownValue('a part of something', place), set, other);
      else if (one.is === 'starred') unpack(frame, one.of, listValue('list', counted.slice(i, counted.length - behind), place), set, other);
      else {
        const item = counted[star >= 0 && i > star ? counted.length - (target.items.length - i) : i];
        unpack(frame, one, item?.is === 'item' ? item.value : unknownValue('a part of something', place), set, other);
      }
    }
  } else other(target, value);
};

/** The names that a target gives a value to. */
export const namesIn = (target: Expression): readonly string[] => {
  if (target.is === 'name') return [target.name];
  if (target.is === 'starred') return namesIn(target.of);
  return target.is === 'sequence' ? target.items.flatMap(namesIn) : [];
};
