/** Remembers the result for an object for as long as the object lives; no result is ever thrown away by hand. */
export const memo = <K extends object, R>(make: (key: K) => R): ((key: K) => R) => {
  const made = new WeakMap<K, { readonly result: R }>();
  return (key) => {
    const found = made.get(key);
    if (found) return found.result;
    const result = make(key);
    made.set(key, { result });
    return result;
  };
};
