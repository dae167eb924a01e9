// Giving names their values, and the log of what happened to them.
import type { Expression } from '../../../languages/python/ir.ts';
import { type Seat, samePlace } from '../../../text/seat.ts';
import type { Location } from '../../../text/span.ts';
import type { Value } from '../value.ts';
import type { Change } from '../view.ts';
import { choose } from './merge.ts';
import { emptyHeap, emptyScope, type Frame, type Home, idleRun, look, lookUp, type Module, type Slot, scopeOf } from './runtime.ts';

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

/** Gives a name a literal. It follows from the text alone, so it is worked out when somebody asks: for most of them nobody does. */
export const assignLater = (frame: Frame, name: string, literal: Expression, statement: Location, target: Location): void => {
  const slot = new LaterSlot(frame, literal);
  scopeOf(frame).names.set(name, slot);
  write(frame, new LaterChange(name, slot, statement, target, frame.certain));
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
class LaterSlot implements Slot {
  readonly certain = true;
  readonly #seat: Seat;
  readonly #evaluate: Frame['evaluate'];
  readonly #literal: Expression;
  #made: Value | undefined;
  constructor({ seat, evaluate }: Frame, literal: Expression) {
    this.#seat = seat;
    this.#evaluate = evaluate;
    this.#literal = literal;
  }
  get value(): Value {
    this.#made ??= this.#evaluate(frameOfLiteral(this.#seat, this.#evaluate), this.#literal);
    return this.#made;
  }
}

class LaterChange implements Change {
  readonly name: string;
  readonly how = 'assign';
  readonly by = '=';
  readonly statement: Location;
  readonly target: Location;
  readonly certain: boolean;
  readonly #slot: Slot;
  constructor(name: string, slot: Slot, statement: Location, target: Location, certain: boolean) {
    this.name = name;
    this.statement = statement;
    this.target = target;
    this.certain = certain;
    this.#slot = slot;
  }
  get value(): Value {
    return this.#slot.value;
  }
}

/** Where a literal is worked out: it asks for no name and does nothing, so it needs no module, and holds on to none. */
const frameOfLiteral = (seat: Seat, evaluate: Frame['evaluate']): Frame => {
  const home = {} as Home;
  const module: Module = { uri: seat.uri, name: '', scope: emptyScope(), changes: new Map(), openings: [], home };
  home.module = module;
  return {
    run: idleRun('production', emptyHeap(), Number.POSITIVE_INFINITY),
    module,
    seat,
    locals: undefined,
    certain: true,
    log: undefined,
    returned: [],
    evaluate,
    execute: () => undefined,
  };
};

/** Whether one slot says what another one says, as far as that is seen without working anything out. */
export const sameSlot = (a: Slot | undefined, b: Slot | undefined): boolean =>
  a === b ||
  (a !== undefined &&
    b !== undefined &&
    !(a instanceof LaterSlot) &&
    !(b instanceof LaterSlot) &&
    a.certain === b.certain &&
    a.value === b.value);

/** The same of the histories of a name. */
export const sameHistory = (a: readonly Change[], b: readonly Change[]): boolean =>
  a.length === b.length && a.every((change, i) => sameChange(change, b[i] as Change));

const sameChange = (a: Change, b: Change): boolean =>
  a === b ||
  (!(a instanceof LaterChange) &&
    !(b instanceof LaterChange) &&
    a.value === b.value &&
    a.how === b.how &&
    a.by === b.by &&
    a.certain === b.certain &&
    samePlace(a.statement, b.statement) &&
    samePlace(a.target, b.target));
