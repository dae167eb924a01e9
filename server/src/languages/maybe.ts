/** Something the workspace cannot tell: a variable of the machine that will run, a file outside, the time. */
export const unknown: unique symbol = Symbol('unknown');
export type Maybe<T> = T | typeof unknown;
