// Giving names their values, and the log of what happened to them.
import type { Location } from '../../../text/span.ts';
import type { Value } from '../value.ts';
import type { Change } from '../view.ts';
import { choose } from './merge.ts';
import { type Frame, look, lookUp, scopeOf } from './runtime.ts';

interface How {
  readonly by: string;
  readonly statement: Location;
  readonly target: Location;
  readonly certain: boolean;
}

/** True where names are those of the module itself, or of a class that is a settings class. */
const logOf = (frame: Frame) => frame.log ?? (frame.locals ? undefined : frame.module.changes);

const write = (frame: Frame, change: Change): void => {
  const log = logOf(frame);
  if (!log) return;
  const before = log.get(change.name);
  // Lists are copied rather than added to: modules that have imported the name keep what they saw.
  log.set(change.name, before ? [...before.slice(-mostKept), change] : [change]);
};
const mostKept = 40;

/**
 * Gives a name a value that follows from the text alone: it is worked out when somebody asks, for most of them nobody does.
 * `make` has no effect, so it does not matter when.
 */
export const assignLater = (frame: Frame, name: string, make: () => Value, statement: Location, target: Location): void => {
  const slot = new LaterSlot(make);
  scopeOf(frame).names.set(name, slot);
  const { certain } = frame;
  write(frame, {
    name,
    how: 'assign',
    by: '=',
    statement,
    target,
    get value() {
      return slot.value;
    },
    certain,
  });
};

/** Names of the module that runs as a function do not show up; those of a module always do. */
export const assignName = (frame: Frame, name: string, value: Value, { by, statement, target, certain }: How): void => {
  const scope = scopeOf(frame);
  const before = certain ? undefined : lookUp(scope, name);
  const slot = certain
    ? { value, certain: true }
    : { value: before ? choose([value, before.value], statement) : value, certain: before?.certain ?? false };
  scope.names.set(name, slot);
  write(frame, { name, how: 'assign', by, statement, target, value, certain: certain && frame.certain });
};

export const logMutation = (frame: Frame, name: string, by: string, statement: Location, target: Location): void => {
  const slot = lookUp(scopeOf(frame), name);
  if (slot) write(frame, { name, how: 'mutate', by, statement, target, value: look(frame.run, slot.value), certain: frame.certain });
};

export const deleteName = (frame: Frame, name: string, statement: Location, target: Location): void => {
  const scope = scopeOf(frame);
  const before = lookUp(scope, name);
  if (!before) {
    frame.run.raising = frame.locals ? undefined : 'NameError';
    return;
  }
  scope.names.set(name, undefined);
  write(frame, { name, how: 'delete', by: 'del', statement, target, value: before.value, certain: frame.certain });
};

/** A name that comes from another module, with all that happened to it there. */
export const importName = (
  frame: Frame,
  name: string,
  slot: { readonly value: Value; readonly certain: boolean },
  history: readonly Change[],
  statement: Location,
): void => {
  const scope = scopeOf(frame);
  const before = slot.certain ? undefined : lookUp(scope, name);
  const kept = before ? { value: choose([slot.value, before.value], statement), certain: before.certain } : slot;
  scope.names.set(name, kept);
  const log = logOf(frame);
  if (!log) return;
  const own = log.get(name);
  // An import that overrules nothing needs no line of its own in the history, which is the other module's.
  if (!own && history.length > 0) {
    log.set(name, history);
    return;
  }
  const change: Change = { name, how: 'import', by: 'import', statement, target: statement, value: slot.value, certain: frame.certain };
  log.set(name, [...(own ?? []), ...history, change].slice(-mostKept));
};

/** A class, since a getter in an object literal gives each object a hidden class of its own, which the engine keeps. */
class LaterSlot {
  readonly certain = true;
  readonly #make: () => Value;
  #made: Value | undefined;
  constructor(make: () => Value) {
    this.#make = make;
  }
  get value(): Value {
    this.#made ??= this.#make();
    return this.#made;
  }
}
