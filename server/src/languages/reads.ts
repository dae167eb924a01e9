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

/** All that was read for one answer: what lies on the ground, other answers, and answers that are part of it. */
export class Reads {
  #names: Map<string, unknown> | undefined;
  #answers: Map<Asked, Mark> | undefined;
  #parts: Set<Reads> | undefined;
  /** Two versions were mixed, so it holds in none. */
  #mixed = false;
  #checked = -1;
  #good = false;
  #pass = 0;

  name(name: string, value: unknown): void {
    this.#names ??= new Map();
    if (this.#names.has(name) && this.#names.get(name) !== value) this.#mixed = true;
    this.#names.set(name, value);
  }
  answer(asked: Asked, mark: Mark): void {
    this.#answers ??= new Map();
    if (this.#answers.has(asked) && this.#answers.get(asked) !== mark) this.#mixed = true;
    this.#answers.set(asked, mark);
  }
  part(reads: Reads): void {
    if (reads === this || reads.isEmpty) return;
    this.#parts ??= new Set();
    this.#parts.add(reads);
  }
  /** All that was read for several answers, each thing once. */
  static all(list: readonly Reads[]): Reads {
    const out = new Reads();
    for (const one of list) out.#take(one);
    return out;
  }
  #take(other: Reads): void {
    if (other.#mixed) this.#mixed = true;
    if (other.#names) for (const [name, value] of other.#names) this.name(name, value);
    if (other.#answers) for (const [asked, mark] of other.#answers) this.answer(asked, mark);
    if (other.#parts) for (const part of other.#parts) this.part(part);
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
      if (one.#mixed) out.#mixed = true;
      if (one.#names) for (const [name, value] of one.#names) out.name(name, value);
      if (one.#parts) for (const part of one.#parts) take(part);
      if (!one.#answers) return;
      for (const [asked, mark] of one.#answers) {
        const inner = within(asked, mark);
        if (inner) take(inner);
        else out.answer(asked, mark);
      }
    };
    for (const one of list) take(one);
    return out;
  }
  get isEmpty(): boolean {
    return !this.#names && !this.#answers && !this.#parts && !this.#mixed;
  }

  /** Says that all of it was read in this version. */
  readIn(ground: Ground): void {
    this.#checked = ground.revision;
    this.#good = !this.#mixed;
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
      this.#checked = ground.revision;
      this.#good = !this.#mixed && this.#areSame(ground);
      return this.#good;
    }
    const seen: Reads[] = [];
    const good = unnoted(() => this.#walk(ground, ++passes, seen));
    // Whatever hangs together with something that holds, holds as well; of what does not, only the beginning is known.
    for (const one of good ? seen : [this]) {
      one.#checked = ground.revision;
      one.#good = good;
    }
    return good;
  }
  /** Whether all that was looked up on the ground lies there still. */
  #areSame(ground: Ground): boolean {
    if (this.#names) for (const [name, value] of this.#names) if (ground.look(name) !== value) return false;
    return true;
  }
  #walk(ground: Ground, pass: number, seen: Reads[]): boolean {
    if (this.#checked === ground.revision) return this.#good;
    if (this.#pass === pass) return true;
    this.#pass = pass;
    if (this.#mixed) return false;
    seen.push(this);
    if (!this.#areSame(ground)) return false;
    if (this.#parts) for (const part of this.#parts) if (!part.#walk(ground, pass, seen)) return false;
    if (this.#answers) for (const [asked, mark] of this.#answers) if (asked.again(ground as never) !== mark) return false;
    return true;
  }
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
