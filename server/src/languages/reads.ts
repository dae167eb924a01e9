// What an answer was read from. Whoever keeps an answer keeps this with it, and asks it whether the answer still holds.

/** One version of what answers are read from: a project. Versions are numbered, each once. */
export interface Ground {
  readonly revision: number;
  /** The same object for as long as what is kept under this name is the same. */
  look(name: string): unknown;
}

/**
 * Stands for the result of an answer: the same object for as long as the result is. Whoever follows from an answer keeps this and not the
 * result, or an answer that nobody asks for any more would hold on to what it was checked against last, and that to what came later.
 */
export type Mark = object;
/** The mark of a result: the one before where it is the same. */
export const markOf = (before: { readonly result: unknown; readonly mark: Mark } | undefined, result: unknown): Mark =>
  before && before.result === result ? before.mark : {};

/** An answer that others follow from; it is asked for again to see whether it is still the same. */
export interface Asked<G extends Ground = never> {
  again(ground: G): Mark;
}

/**
 * Things and what each of them was, every thing once: in turns in one list. Such lists are gone through thousands of times with each
 * keystroke, and each step through a Map makes two objects.
 */
class Pairs<K, V> {
  readonly list: (K | V)[] = [];
  /** Where the things stand in a long list. */
  #places: Map<K, number> | undefined;

  keyAt(i: number): K {
    return this.list[i] as K;
  }
  valueAt(i: number): V {
    return this.list[i + 1] as V;
  }
  /** Puts a thing in, and gives whether that goes together with what it was by then. */
  put(key: K, value: V): boolean {
    const at = this.#placeOf(key);
    if (at !== undefined) return this.list[at + 1] === value;
    this.#places?.set(key, this.list.length);
    this.list.push(key, value);
    return true;
  }
  #placeOf(key: K): number | undefined {
    const { list } = this;
    if (list.length < long) {
      for (let i = 0; i < list.length; i += 2) if (list[i] === key) return i;
      return undefined;
    }
    if (!this.#places) {
      this.#places = new Map();
      for (let i = 0; i < list.length; i += 2) this.#places.set(this.keyAt(i), i);
    }
    return this.#places.get(key);
  }
}
/** How long a list is in which nobody looks for a thing one by one. */
const long = 24;

/** All that was read for one answer: what lies on the ground, other answers, and answers that are part of it. */
export class Reads {
  #names: Pairs<string, unknown> | undefined;
  #answers: Pairs<Asked, Mark> | undefined;
  #parts: Pairs<Reads, true> | undefined;
  /** Two versions were mixed, so it holds in none. */
  #mixed = false;
  #checked = -1;
  #good = false;
  #pass = 0;

  name(name: string, value: unknown): void {
    this.#names ??= new Pairs();
    if (!this.#names.put(name, value)) this.#mixed = true;
  }
  answer(asked: Asked, mark: Mark): void {
    this.#answers ??= new Pairs();
    if (!this.#answers.put(asked, mark)) this.#mixed = true;
  }
  part(reads: Reads): void {
    if (reads === this || reads.isEmpty) return;
    this.#parts ??= new Pairs();
    this.#parts.put(reads, true);
  }
  /** All that was read for several answers, each thing once. */
  static all(list: readonly Reads[]): Reads {
    const out = new Reads();
    for (const one of list)
      one.#eachTo(
        out,
        (asked, mark) => out.answer(asked, mark),
        (part) => out.part(part),
      );
    return out;
  }
  /**
   * The same, and instead of the answers that `within` knows the readings of, those: hundreds of answers that were read from the same few
   * things are then known by one look at these. It may cease to hold where each of the answers would be the same again.
   */
  static flat(list: readonly Reads[], within: (asked: Asked, mark: Mark) => Reads | undefined): Reads {
    const out = new Reads();
    const seen = new Set<Reads>();
    const take = (one: Reads): void => {
      if (seen.has(one)) return;
      seen.add(one);
      const answer = (asked: Asked, mark: Mark) => {
        const inner = within(asked, mark);
        if (inner) take(inner);
        else out.answer(asked, mark);
      };
      one.#eachTo(out, answer, take);
    };
    for (const one of list) take(one);
    return out;
  }
  /** Gives the names to another, and tells of the answers and the parts. */
  #eachTo(out: Reads, answer: (asked: Asked, mark: Mark) => void, part: (part: Reads) => void): void {
    if (this.#mixed) out.#mixed = true;
    const [names, answers, parts] = [this.#names, this.#answers, this.#parts];
    if (names) for (let i = 0; i < names.list.length; i += 2) out.name(names.keyAt(i), names.valueAt(i));
    if (parts) for (let i = 0; i < parts.list.length; i += 2) part(parts.keyAt(i));
    if (answers) for (let i = 0; i < answers.list.length; i += 2) answer(answers.keyAt(i), answers.valueAt(i));
  }
  get isEmpty(): boolean {
    return !this.#names && !this.#answers && !this.#parts && !this.#mixed;
  }

  /** Says that all of it was read in this version. */
  readIn(ground: Ground): void {
    this.#know(ground, !this.#mixed);
  }
  /** Whether it is known by now that it holds in this version; costs next to nothing. */
  isKnownFor(ground: Ground): boolean {
    return this.#checked === ground.revision && this.#good;
  }
  /** Whether all that was read is the same in another version. */
  holds(ground: Ground): boolean {
    if (this.#checked === ground.revision) return this.#good;
    if (!this.#parts && !this.#answers) {
      // Most answers follow from a few names alone, and thousands are asked with a keystroke.
      this.#know(ground, !this.#mixed && this.#areSame(ground));
      return this.#good;
    }
    const walk: Walk = { ground, pass: ++passes, others: undefined };
    // Nothing of it is noted: `unnoted`, without a function for each of the hundreds of walks that a keystroke makes.
    const outer = current;
    current = undefined;
    try {
      this.#know(ground, this.#walk(walk));
    } finally {
      current = outer;
    }
    // Whatever hangs together with something that holds, holds as well; of what does not, only the beginning is known.
    if (this.#good && walk.others) for (const one of walk.others) one.#know(ground, true);
    return this.#good;
  }
  #know(ground: Ground, good: boolean): void {
    this.#checked = ground.revision;
    this.#good = good;
  }
  /** Whether all that was looked up on the ground lies there still. */
  #areSame(ground: Ground): boolean {
    const names = this.#names;
    if (names) for (let i = 0; i < names.list.length; i += 2) if (ground.look(names.keyAt(i)) !== names.valueAt(i)) return false;
    return true;
  }
  #walk(walk: Walk): boolean {
    const { ground, pass } = walk;
    if (this.#checked === ground.revision) return this.#good;
    if (this.#pass === pass) return true;
    this.#pass = pass;
    if (this.#mixed || !this.#areSame(ground)) return false;
    const parts = this.#parts;
    const answers = this.#answers;
    if (parts)
      for (let i = 0; i < parts.list.length; i += 2) {
        const part = parts.keyAt(i);
        if (!part.#walk(walk)) return false;
        walk.others ??= [];
        walk.others.push(part);
      }
    if (answers)
      for (let i = 0; i < answers.list.length; i += 2) if (answers.keyAt(i).again(ground as never) !== answers.valueAt(i)) return false;
    return true;
  }
}

/** One walk through all that hangs together, and what it has come by but for its beginning. */
interface Walk {
  readonly ground: Ground;
  readonly pass: number;
  others: Reads[] | undefined;
}

let current: Reads | undefined;
let passes = 0;

/** Notes that something was looked up on the ground; gives it back. */
export const noted = <T>(name: string, value: T): T => {
  current?.name(name, value);
  return value;
};
/** Notes that another answer was asked for. */
export const notedAnswer = (asked: Asked, mark: Mark): void => {
  current?.answer(asked, mark);
};
/** Notes that whatever these reads were for has a part in the answer. */
export const notedPart = (reads: Reads): void => {
  current?.part(reads);
};

/** Runs something whose readings are noted there, or nowhere. */
const notedIn = <R>(reads: Reads | undefined, run: () => R): R => {
  const outer = current;
  current = reads;
  try {
    return run();
  } finally {
    current = outer;
  }
};

/** Runs something and gives what it read with its result. The one who asked has not read it: see `notedPart` and `notedAnswer`. */
export const recorded = <R>(run: () => R): { readonly result: R; readonly reads: Reads } => {
  const reads = new Reads();
  return { result: notedIn(reads, run), reads };
};

/** The same where all of it is read in one version, in which it holds without being asked for again. */
export const recordedIn = <R>(ground: Ground, run: () => R): ReturnType<typeof recorded<R>> => {
  const found = recorded(run);
  found.reads.readIn(ground);
  return found;
};

/** Runs something of which whoever asked notes the result alone: see `notedAnswer`. */
export const unnoted = <R>(run: () => R): R => notedIn(undefined, run);
