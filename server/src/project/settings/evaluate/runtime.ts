// What the evaluator keeps while it works: names, containers as they are now, and what has been noticed on the way.

import { type Maybe, unknown } from '../../../languages/maybe.ts';
import type { Body, Expression, Parameter, Statement } from '../../../languages/python/ir.ts';
import { Place, type Seat } from '../../../text/seat.ts';
import type { Location, Span } from '../../../text/span.ts';
import type { Uri } from '../../../text/uri.ts';
import type { DictValue, ListValue, ObjectValue, Unknown, Value } from '../value.ts';
import type { Change, Opening, Release, Role } from '../view.ts';

export type Container = ListValue | DictValue;

/** What a name holds. `certain` is false when the name may be missing. */
export interface Slot {
  readonly value: Value;
  readonly certain: boolean;
}

/** Names. A fork looks up in `below` what it does not have itself; `undefined` in it means deleted. */
export interface Scope {
  readonly names: Map<string, Slot | undefined>;
  readonly below: Scope | undefined;
}

/**
 * Lists and dicts as they are now. Python's containers change in place and are seen under several names; a value here never
 * changes, so the container that was made first stands for the thing itself, and the heap says what has become of it.
 */
export interface Heap {
  readonly now: Map<Value, Value>;
  readonly below: Heap | undefined;
}

export const emptyScope = (below?: Scope): Scope => ({ names: new Map(), below });
export const emptyHeap = (below?: Heap): Heap => ({ now: new Map(), below });

export const lookUp = (scope: Scope | undefined, name: string): Slot | undefined => {
  for (let at = scope; at; at = at.below) {
    const slot = at.names.get(name);
    if (slot || at.names.has(name)) return slot;
  }
  return undefined;
};

/** The names of a scope that are there, in the order in which they were first given. */
export const namesOf = (scope: Scope): readonly string[] => {
  if (!scope.below) {
    const out: string[] = [];
    for (const [name, slot] of scope.names) if (slot) out.push(name);
    return out;
  }
  const all = new Set<string>();
  const chain: Scope[] = [];
  for (let at: Scope | undefined = scope; at; at = at.below) chain.unshift(at);
  for (const { names } of chain) for (const name of names.keys()) all.add(name);
  return [...all].filter((name) => lookUp(scope, name));
};

/** A module while it is evaluated, and afterwards. */
export interface Module {
  readonly uri: Uri;
  readonly name: string;
  /** The names as they are now: a fork while a branch is tried. */
  scope: Scope;
  /** What happened to each name, in order. */
  readonly changes: Map<string, readonly Change[]>;
  readonly openings: Opening[];
  readonly home: Home;
}

/** A module in all its versions: what an edit leaves as it was still finds the names of the newest one. */
export interface Home {
  module: Module;
}

/** What an object is, beyond what is shown of it. */
export type Inner =
  | { readonly is: 'module'; readonly uri: Uri }
  | { readonly is: 'function'; readonly function: Callable }
  | { readonly is: 'class'; readonly class: Class }
  | { readonly is: 'instance'; readonly class: Class }
  /** A bound method of a value. */
  | { readonly is: 'method'; readonly of: Value; readonly name: string }
  /** An object of a library that reads variables: its kind, the prefix of names, and what is said of each name. */
  | { readonly is: 'reader'; readonly reader: Reader }
  /** A path of django-environ's own kind. */
  | { readonly is: 'root'; readonly text: string; readonly anchor: Uri | undefined }
  /** `globals()`, `locals()`, `vars()`. */
  | { readonly is: 'names' };

export interface Callable {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: Body | Expression;
  readonly home: Home;
  /** What the spans of the body count from. */
  readonly seat: Seat;
  readonly locals: Scope | undefined;
  readonly self: Value | undefined;
}

export interface Class {
  readonly name: string;
  readonly scope: Scope;
  /** The names that are given values from outside of the class, in the heap: it goes the ways that the program goes. */
  readonly outside: DictValue;
  /** Itself first, then its bases in the order in which Python asks them. */
  readonly order: readonly Class[];
  /** Dotted names of bases that are not of this project. */
  readonly foreign: readonly string[];
  readonly changes: Map<string, readonly Change[]>;
  /** The statement, and what its spans count from. */
  readonly statement: Extract<Statement, { is: 'class' }>;
  /** What the spans of the statement count from. */
  readonly seat: Seat;
}

export interface Reader {
  readonly through: 'django-environ' | 'environs' | 'decouple';
  readonly prefix: string;
  /** Casts and defaults given for names: `Env(DEBUG=(bool, False))`. */
  readonly scheme: ReadonlyMap<string, Value>;
}

/** An object with what it is inside. */
export interface Thing extends ObjectValue {
  readonly inner: Inner;
}
export const innerOf = (value: Value): Inner | undefined =>
  value.is === 'object' && 'inner' in value ? (value as Thing).inner : undefined;

/** What is assumed about the machine. */
export interface World {
  readonly role: Role;
  /** Tells worlds apart whose results are kept side by side; without one, the role does. */
  readonly name?: string;
  /** The text of a variable, undefined when it is surely not set; unknown in most cases. */
  readonly environment: (name: string) => Maybe<string | undefined>;
  readonly release: (distribution: string) => Release;
  /** Worlds that have the same object here differ in role and variables alone. */
  readonly like?: object;
}

/** How a block ends when it does not simply come to its last line. */
export type Completion =
  | { readonly is: 'return'; readonly value: Value }
  | { readonly is: 'break' | 'continue' }
  | { readonly is: 'raise'; readonly name: string | undefined };

/** What is noticed of a chunk while it is run. */
export interface Notes {
  /** The module that is run; undefined for expressions that belong to none. */
  readonly module: Module | undefined;
  /** Set when it was asked which openings there are. */
  asksOpenings: boolean;
  /** Other modules whose functions were called, each with its version. */
  homes: Map<Home, Module>;
  /** Set when something was done that lasts: to another module, or by running the text of another file. */
  lasting: boolean;
}

/** One module being evaluated, with all that it calls. */
export interface Run {
  readonly world: World;
  heap: Heap;
  /** Expressions that may still be evaluated; below zero everything is unknown. */
  steps: number;
  /** How many functions are being called inside each other. */
  calls: number;
  /** Set when the expression that was evaluated last surely ends in an exception of that name. */
  raising: string | undefined;
  /** Set when something was evaluated that may end in an exception. */
  mayRaise: boolean;
  /** How many `try` around the statement wait for a name that is not there. */
  nameErrors: number;
  /** Variables that the module sets itself. */
  readonly given: Map<string, Value>;
  readonly files: Set<Uri>;
  /** What the chunk that is being run does beyond names, containers and variables. */
  readonly notes: Notes;
  /** Evaluates another module; a reason when that cannot be done. */
  readonly load: (uri: Uri) => Loaded | { readonly failed: string };
  /** The file of a module, as the file that imports it sees it. */
  readonly find: (from: Uri, level: number, module: string) => Found;
  /** The statements of a file, for those that are run inside another module. */
  readonly read: (uri: Uri) => readonly { readonly seat: Seat; readonly body: Body }[] | undefined;
  /** Files beside a file that match a pattern, in order. */
  readonly glob: (from: Uri, pattern: string) => readonly Uri[];
}

export interface Loaded {
  readonly module: Module;
  readonly heap: Heap;
}

/** Where a dotted name leads. */
export type Found =
  | { readonly is: 'file'; readonly uri: Uri }
  /** A folder without an `__init__.py`. */
  | { readonly is: 'folder'; readonly uri: Uri }
  /** Not in this workspace: Python's own library, an installed distribution. */
  | { readonly is: 'foreign' }
  /** Its package is of this workspace, and it is not in it. */
  | { readonly is: 'missing' };

/** Where a statement is run. */
export interface Frame {
  readonly run: Run;
  readonly module: Module;
  /** The file, and what the spans of the statement count from. */
  readonly seat: Seat;
  /** The names of the function, class or comprehension; undefined at the top level of a module. */
  locals: Scope | undefined;
  /** False below an undecided condition. */
  certain: boolean;
  /** What a name means that is not found: the class body's log, or nothing. */
  readonly log: Map<string, readonly Change[]> | undefined;
  /** Values that undecided branches have returned already. */
  readonly returned: Value[];
  /** Evaluates an expression, and runs statements: handed in, because the files that need them are needed by them. */
  readonly evaluate: (frame: Frame, expression: Expression) => Value;
  readonly execute: (frame: Frame, body: Body) => Completion | undefined;
}

export const at = ({ seat }: Frame, { from, to }: Span): Place => new Place(seat, from, to);

/** Notes why more names may exist than are seen, or other values. */
export const openUp = ({ run, module }: Frame, opening: Opening): void => {
  module.openings.push(opening);
  if (module !== run.notes.module) run.notes.lasting = true;
};

/** Why more names may exist than are seen so far. */
export const openingsOf = ({ run, module }: Frame): readonly Opening[] => {
  run.notes.asksOpenings = true;
  return module.openings;
};

/** A run in which modules are neither loaded nor found, for what is worked out after a module has come to its end. */
export const idleRun = (role: Role, heap: Heap, steps: number): Run => ({
  world: { role, environment: () => unknown, release: () => ({ exact: undefined, least: undefined, below: undefined, at: undefined }) },
  heap,
  steps,
  calls: 0,
  raising: undefined,
  mayRaise: false,
  nameErrors: 0,
  given: new Map(),
  files: new Set(),
  notes: { module: undefined, asksOpenings: false, homes: new Map(), lasting: false },
  load: () => ({ failed: 'is evaluated already' }),
  find: () => ({ is: 'foreign' }),
  read: () => undefined,
  glob: () => [],
});

export const unknownValue = (why: string, place: Location): Unknown => ({ is: 'unknown', why, at: place });

export const scopeOf = (frame: Frame): Scope => frame.locals ?? frame.module.scope;

/** Whether a value is a thing of its own that may change in place, or may turn out to be one; texts and numbers are not. */
export const isReference = (value: Value): boolean =>
  value.is === 'list' || value.is === 'dict' || value.is === 'environment' || value.is === 'unknown' || value.is === 'object';

/** A value as it is now. */
export const look = (run: Pick<Run, 'heap'>, value: Value): Value => {
  if (!isReference(value)) return value;
  for (let heap: Heap | undefined = run.heap; heap; heap = heap.below) {
    const found = heap.now.get(value);
    if (found) return found;
  }
  return value;
};

/** Everything a value may be now, choices taken apart. */
export const possible = (run: Pick<Run, 'heap'>, value: Value): readonly Value[] => {
  const now = look(run, value);
  return now.is === 'choice' ? now.among.flatMap((one) => possible(run, one)) : [now];
};

/** One of too many things to keep apart. Whoever changes it may have changed any of them, or what is in them. */
interface Crowd extends Unknown {
  readonly members: readonly Value[];
}
const membersOf = (value: Value): readonly Value[] => (value.is === 'unknown' && 'members' in value ? (value as Crowd).members : []);

export const crowd = (members: readonly Value[], place: Location): Crowd => ({
  is: 'unknown',
  why: 'too many possibilities',
  at: place,
  members: members.flatMap((one) => [one, ...membersOf(one)]).filter(isReference),
});

/** Something in a crowd is one of as many things again. */
export const within = (value: Value, why: string, place: Location): Unknown => {
  const members = membersOf(value);
  return members.length === 0 ? unknownValue(why, place) : { ...crowd(members, place), why };
};

/** A value and all it holds may have changed. */
const spoil = (run: Run, value: Value, depth: number): void => {
  if (!isReference(value) || depth > 8) return;
  const now = look(run, value);
  run.heap.now.set(value, unknownValue('may have changed', value.at));
  const inner =
    now.is === 'list'
      ? now.items.flatMap((item) => (item.is === 'item' ? [item.value] : []))
      : now.is === 'dict'
        ? now.entries.map((one) => one.value)
        : now.is === 'choice'
          ? now.among
          : [];
  for (const one of inner) spoil(run, one, depth + 1);
};

/** Gives a container new content. */
export const become = (run: Run, container: Value, value: Value): void => {
  for (const one of membersOf(container)) spoil(run, one, 0);
  run.heap.now.set(container, asContent(value));
};

/** What a container has become, in objects of its own: one that stands for itself as well would be looked up again and again. */
export const asContent = (value: Value): Value =>
  value.is === 'choice' ? { ...value, among: value.among.map((one) => (isReference(one) ? { ...one } : one)) } : value;

/** A library's thing or a call's result. */
export const object = (
  name: string | undefined,
  place: Location,
  called?: { readonly positional: readonly Value[]; readonly keywords: readonly { readonly name: string; readonly value: Value }[] },
): ObjectValue => ({
  is: 'object',
  name,
  called: called !== undefined,
  positional: called?.positional ?? [],
  keywords: called?.keywords ?? [],
  at: place,
});

export const thing = (name: string | undefined, inner: Inner, place: Location): Thing => ({ ...object(name, place), inner });
