// `def` and `class`.
import type { Statement } from '../../../languages/python/ir.ts';
import type { Location } from '../../../text/span.ts';
import type { Change } from '../view.ts';
import { basesOf, classValue, orderOf } from './classes.ts';
import { assignName } from './names.ts';
import { at, type Class, emptyScope, type Frame, look, thing, unknownValue } from './runtime.ts';

/** Decorators that leave a function what it is. */
const transparent = /^functools\.(?:lru_cache|cache|wraps)$|^builtins\.(?:staticmethod)$/;

export const defineFunction = (frame: Frame, statement: Extract<Statement, { is: 'function' }>, place: Location): void => {
  const target = at(frame, statement.nameSpan);
  const clear = statement.decorators.every((one) => {
    const value = look(frame.run, frame.evaluate(frame, one));
    return value.is === 'object' && transparent.test(value.name ?? '');
  });
  const { name, parameters, body } = statement;
  const one = {
    name,
    parameters,
    body,
    home: frame.module.home,
    seat: frame.seat,
    locals: frame.log ? undefined : frame.locals,
    self: undefined,
  };
  const value = clear ? thing(name, { is: 'function', function: one }, place) : unknownValue('a decorated function', place);
  assignName(frame, name, value, { by: 'def', statement: place, target, certain: true });
};

export const defineClass = (frame: Frame, statement: Extract<Statement, { is: 'class' }>, place: Location): void => {
  const target = at(frame, statement.nameSpan);
  const { classes, foreign } = basesOf(frame, statement.bases);
  const scope = emptyScope();
  const changes = new Map<string, readonly Change[]>();
  const made: Class = {
    name: statement.name,
    scope,
    outside: { is: 'dict', entries: [], open: false, at: place },
    order: [],
    foreign,
    changes,
    statement,
    seat: frame.seat,
  };
  const order = orderOf(made, classes);
  Object.assign(made, { order: order ?? [made] });
  const inner: Frame = { ...frame, locals: scope, log: changes, returned: [] };
  frame.execute(inner, statement.body);
  frame.run.raising = undefined;
  const value = statement.decorators.length > 0 ? unknownValue('a decorated class', place) : classValue(made, place);
  assignName(frame, statement.name, value, { by: 'class', statement: place, target, certain: true });
};
