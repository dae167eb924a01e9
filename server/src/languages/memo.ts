/**
 * Remembers the result for an object for as long as the object lives; no result is ever thrown away by hand. It is kept at the
 * object itself, out of sight: a WeakMap holds on to what it maps to until the next full collection, which for the tree of a
 * file and all that follows from it, made anew with each keystroke, is far too long.
 */
export const memo = <K extends object, R>(make: (key: K) => R): ((key: K) => R) => {
  const made = Symbol('made');
  return (key) => {
    const found = (key as { readonly [made]?: { readonly result: R } })[made];
    if (found) return found.result;
    const result = make(key);
    Object.defineProperty(key, made, { value: { result } });
    return result;
  };
};
