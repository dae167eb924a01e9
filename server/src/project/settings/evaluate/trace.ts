// What running a chunk of a module asks of the state it finds and what it does to it, so that the next version of the module can
// take it over where it finds the same.
import type { Seat } from '../../../text/seat.ts';
import type { Uri } from '../../../text/uri.ts';
import type { Value } from '../value.ts';
import type { Change, Opening } from '../view.ts';
import type { Home, Module, Slot } from './runtime.ts';

/**
 * One chunk, run. Of names, containers and what else there is, keys and values in turns: what was found under each key before the
 * chunk gave it another value, and what it left there.
 */
export interface Trace {
  readonly seat: Seat;
  readonly foundNames: Pairs<string, Slot | undefined>;
  readonly foundHeap: Pairs<Value, Value>;
  readonly foundChanges: Pairs<string, readonly Change[]>;
  readonly foundGiven: Pairs<string, Value>;
  readonly leftNames: Pairs<string, Slot | undefined>;
  readonly leftHeap: Pairs<Value, Value>;
  readonly leftChanges: Pairs<string, readonly Change[]>;
  readonly leftGiven: Pairs<string, Value>;
  /** The modules that were asked for, and what each gave. */
  readonly loads: readonly (readonly [Uri, unknown])[] | undefined;
  /** The modules whose functions were called, each in the version that was found. */
  readonly homes: ReadonlyMap<Home, Module> | undefined;
  readonly variables: readonly string[] | undefined;
  readonly asksRole: boolean;
  /** The openings it found, where it asked for them. */
  readonly openings: readonly Opening[] | undefined;
  readonly opened: readonly Opening[] | undefined;
  readonly steps: number;
  /** False where it went through all names or containers there are: what was found tells only a part then. */
  readonly complete: boolean;
}

/** Nothing where there is no pair at all. */
type Pairs<K, V> = readonly (K | V | undefined)[] | undefined;

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

  /** Ends the following. Says whether all that was found is told: not where everything there is was gone through. */
  stop(): boolean {
    this.#following = false;
    return this.#complete;
  }

  /** What was found. */
  found(): Pairs<K, V> {
    return pairs(this.#found);
  }

  /** What was left. Of what an earlier run left that is taken which `same` holds to say the same. */
  left(before: Pairs<K, V>, same: (now: V, before: V) => boolean): Pairs<K, V> {
    for (let i = 0; before && i < before.length; i += 2) {
      const key = before[i] as K;
      const value = this.#left.get(key);
      if (value === undefined || value === before[i + 1] || !same(value, before[i + 1] as V)) continue;
      this.#left.set(key, before[i + 1] as V);
      super.set(key, before[i + 1] as V);
    }
    return pairs(this.#left);
  }

  /** Whether a chunk would find what it found before. */
  finds(found: Pairs<K, V>): boolean {
    for (let i = 0; found && i < found.length; i += 2) if (super.get(found[i] as K) !== found[i + 1]) return false;
    return true;
  }

  /** Does again what a chunk did. */
  leave(left: Pairs<K, V>): void {
    for (let i = 0; left && i < left.length; i += 2) super.set(left[i] as K, left[i + 1] as V);
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

const pairs = <K, V>(map: ReadonlyMap<K, V>): Pairs<K, V> => {
  if (map.size === 0) return undefined;
  const out: (K | V)[] = [];
  for (const [key, value] of map) out.push(key, value);
  return out;
};
