import { notedPart, type Reads, recorded } from './reads.ts';

/** What was remembered for an object, by who remembers it. One place for all: dozens of fields of their own were dearer to add. */
const shelf = Symbol('shelf');
type Shelf = Map<unknown, unknown>;
/** Stands for a result of `undefined`. */
const nothing = Symbol('nothing');

/**
 * Remembers the result for an object for as long as the object lives; no result is ever thrown away by hand. It is kept at the
 * object itself, out of sight: a WeakMap holds on to what it maps to until the next full collection, which for the tree of a
 * file and all that follows from it, made anew with each keystroke, is far too long.
 */
export const memo =
  <K extends object, R>(make: (key: K) => R): ((key: K) => R) =>
  (key) => {
    let kept = (key as { readonly [shelf]?: Shelf })[shelf];
    if (kept !== undefined) {
      const found = kept.get(make);
      if (found !== undefined) return (found === nothing ? undefined : found) as R;
    }
    const result = make(key);
    kept = (key as { readonly [shelf]?: Shelf })[shelf];
    if (kept === undefined) {
      kept = new Map();
      Object.defineProperty(key, shelf, { value: kept });
    }
    kept.set(make, result === undefined ? nothing : result);
    return result;
  };

/**
 * Makes makers of objects with fields that are worked out when they are read; `names` are those fields. Use it where objects are
 * made anew with each keystroke: a getter in an object literal gives each object a hidden class of its own, and those hold on to
 * each other, so that whole versions of a project outlive dozens that came after them.
 */
export const lazyFields = <L extends object>(
  ...names: readonly (keyof L & string)[]
): (<P extends object>(plain: P, fields: { readonly [K in keyof L]: () => L[K] }) => P & L) => {
  const makers = Symbol('makers');
  type Made = { readonly [makers]: { readonly [K in keyof L]: () => L[K] } };
  const prototype: object = {};
  for (const name of names) {
    Object.defineProperty(prototype, name, {
      enumerable: true,
      get(this: Made) {
        return this[makers][name]();
      },
    });
  }
  return (plain, fields) => Object.assign(Object.create(prototype), plain, { [makers]: fields });
};

/**
 * Remembers the latest result for several objects at once. It is kept at the first of them, and made anew as soon as another one
 * is not the same object as before. One of them may be a version of a project: whoever is given the result has read what was read
 * for it.
 */
export const memoOfAll = <K extends readonly [object, ...unknown[]], R>(make: (...keys: K) => R): ((...keys: K) => R) => {
  const latest = memo((_: object): { keys?: K; made?: { readonly result: R; readonly reads: Reads } } => ({}));
  return (...keys) => {
    const slot = latest(keys[0]);
    if (!slot.made || !slot.keys?.every((key, i) => key === keys[i])) {
      slot.keys = keys;
      slot.made = recorded(() => make(...keys));
    }
    notedPart(slot.made.reads);
    return slot.made.result;
  };
};

/** The list that was there before when it holds the same objects in the same order, so that what hangs on it is kept too. */
export const sameList = <T>(before: readonly T[] | undefined, now: readonly T[]): readonly T[] =>
  before?.length === now.length && before.every((item, i) => item === now[i]) ? before : now;
