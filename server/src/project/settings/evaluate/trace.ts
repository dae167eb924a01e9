// What running a chunk of a module asks of the state it finds and what it does to it, so that the next version of the module can
// take it over where it finds the same.
import type { Seat } from '../../../text/seat.ts';
import type { Uri } from '../../../text/uri.ts';
import type { Value } from '../value.ts';
import type { Change, Opening } from '../view.ts';
import type { Home, Module, Slot } from './runtime.ts';

/** Keys and values in turns: what was found under each key before the chunk gave it another value, and what it left there. */
interface Marks<K, V> {
  readonly found: readonly (K | V | undefined)[];
  readonly left: readonly (K | V)[];
}

/** One chunk, run. */
export interface Trace {
  readonly seat: Seat;
  readonly names: Marks<string, Slot | undefined>;
  readonly heap: Marks<Value, Value>;
  readonly changes: Marks<string, readonly Change[]>;
  readonly given: Marks<string, Value>;
  /** The modules that were asked for, and what each gave. */
  readonly loads: readonly (readonly [Uri, unknown])[];
  /** The modules whose functions were called, each in the version that was found. */
  readonly homes: ReadonlyMap<Home, Module> | undefined;
  readonly variables: readonly string[];
  readonly asksRole: boolean;
  /** The openings it found, where it asked for them. */
  readonly openings: readonly Opening[] | undefined;
  readonly opened: readonly Opening[];
  readonly steps: number;
  /** False where it went through all names or containers there are: what was found tells only a part then. */
  readonly complete: boolean;
}

/** A map that notes, while it is followed, what is found in it and what is left there. */
export class Followed<K, V> extends Map<K, V> {
  #following = false;
  #complete = true;
  readonly #found = new Map<K, V | undefined>();
  readonly #left = new Map<K, V>();

  follow(): void {
    this.#following = true;
    this.#complete = true;
    this.#found.clear();
    this.#left.clear();
  }

  /** Ends the following. `same` says of a value that was left whether another one, of an earlier run, does as well. */
  marks(before: Marks<K, V> | undefined, same: (now: V, before: V) => boolean): Marks<K, V> & { readonly complete: boolean } {
    this.#following = false;
    if (before) {
      const { left } = before;
      for (let i = 0; i < left.length; i += 2) {
        const value = this.#left.get(left[i] as K);
        if (value === undefined || value === left[i + 1] || !same(value, left[i + 1] as V)) continue;
        this.#left.set(left[i] as K, left[i + 1] as V);
        super.set(left[i] as K, left[i + 1] as V);
      }
    }
    return { found: flat(this.#found), left: flat(this.#left), complete: this.#complete };
  }

  /** Whether a chunk would find what it found before. */
  finds({ found }: Marks<K, V>): boolean {
    for (let i = 0; i < found.length; i += 2) if (super.get(found[i] as K) !== found[i + 1]) return false;
    return true;
  }

  /** Does again what a chunk did. */
  leave({ left }: Marks<K, V>): void {
    for (let i = 0; i < left.length; i += 2) super.set(left[i] as K, left[i + 1] as V);
  }

  override get(key: K): V | undefined {
    const value = super.get(key);
    if (this.#following && !this.#left.has(key)) this.#found.set(key, value);
    return value;
  }
  override has(key: K): boolean {
    if (this.#following) this.get(key);
    return super.has(key);
  }
  override set(key: K, value: V): this {
    if (this.#following) this.#left.set(key, value);
    return super.set(key, value);
  }
  override get size(): number {
    this.#all();
    return super.size;
  }
  override keys(): ReturnType<Map<K, V>['keys']> {
    this.#all();
    return super.keys();
  }
  override values(): ReturnType<Map<K, V>['values']> {
    this.#all();
    return super.values();
  }
  override entries(): ReturnType<Map<K, V>['entries']> {
    this.#all();
    return super.entries();
  }
  override [Symbol.iterator](): ReturnType<Map<K, V>['entries']> {
    this.#all();
    return super.entries();
  }
  override forEach(callback: (value: V, key: K, map: Map<K, V>) => void): void {
    this.#all();
    super.forEach(callback);
  }
  /** Nothing is taken out of names or the heap; what is deleted is set to nothing. */
  override delete(): never {
    throw new Error('Nothing is taken out of a map that is followed');
  }
  override clear(): never {
    throw new Error('Nothing is taken out of a map that is followed');
  }

  #all(): void {
    if (this.#following) this.#complete = false;
  }
}

const none: readonly never[] = [];
const flat = <K, V>(map: ReadonlyMap<K, V>): readonly (K | V)[] => {
  if (map.size === 0) return none;
  const out: (K | V)[] = [];
  for (const [key, value] of map) out.push(key, value);
  return out;
};
