// Answers about a project that outlive an edit: each is kept with what it was read from, and worked out anew when one of that is
// another object. What follows from an answer follows from the object, so one that says the same should be the same object.
import { memo } from '../languages/memo.ts';
import { type Asked, type Mark, markOf, notedAnswer, type Reads, recordedIn, unnoted } from '../languages/reads.ts';
import { moves } from '../text/seat.ts';
import type { Project } from './project.ts';

interface Kept<R> {
  readonly result: R;
  readonly reads: Reads;
  readonly mark: Mark;
}

/** One answer, of one project in all its versions. */
class Answer<R> implements Asked<Project> {
  readonly #make: (project: Project, before: R | undefined) => R;
  #kept: Kept<R> | undefined;
  #busy = false;
  constructor(make: (project: Project, before: R | undefined) => R) {
    this.#make = make;
  }
  again(project: Project): Mark {
    return this.#fresh(project).mark;
  }
  #fresh(project: Project): Kept<R> {
    const kept = this.#kept;
    if (kept && !this.#busy) {
      this.#busy = true;
      try {
        if (kept.reads.holds(project)) return kept;
      } finally {
        this.#busy = false;
      }
    }
    const { result, reads } = recordedIn(project, () => this.#make(project, kept?.result));
    this.#kept = { result, reads, mark: markOf(kept, result) };
    return this.#kept;
  }
  ask(project: Project): R {
    project.shelf.now = project;
    const kept = this.#kept;
    const { result, mark } = kept?.reads.isKnownFor(project) ? kept : unnoted(() => this.#fresh(project));
    notedAnswer(this, mark);
    return result;
  }
}

/** An answer about a whole project. `make` is given what it answered before, which it should give again where that says the same. */
export const perProject = <R>(make: (project: Project, before: R | undefined) => R): ((project: Project) => R) => {
  const answerOf = memo((_: Project['shelf']) => new Answer(make));
  return (project) => answerOf(project.shelf).ask(project);
};

/** The same about one object of a project: a file's facts, a stage, a declaration. */
export const perObject = <K extends object, R>(
  make: (project: Project, key: K, before: R | undefined) => R,
): ((project: Project, key: K) => R) => {
  const answerOf = memo((key: K) => new Answer<R>((project, before) => make(project, key, before)));
  return (project, key) => answerOf(key).ask(project);
};

/** The same about a name: an address, a path. */
export const perName = <R>(make: (project: Project, name: string, before: R | undefined) => R): ((project: Project, name: string) => R) => {
  const answersOf = memo((_: Project['shelf']) => new Map<string, Answer<R>>());
  return (project, name) => {
    const answers = answersOf(project.shelf);
    let answer = answers.get(name);
    if (!answer) {
      answer = new Answer<R>((one, before) => make(one, name, before));
      answers.set(name, answer);
    }
    return answer.ask(project);
  };
};

/**
 * A part of an object that stays the same in all versions of a project while what its parts say may change: worked out when it is
 * asked for, and again when something changed that it was read from. `same` gives what was there before where that says the same.
 */
export const live = <R>(
  shelf: Project['shelf'],
  make: (project: Project) => R,
  same: (before: R, now: R) => R = (_, now) => now,
): (() => R) => {
  const answer = new Answer<{ readonly value: R }>((project, before) => {
    const value = make(project);
    return before && same(before.value, value) === before.value ? before : { value };
  });
  return () => answer.ask(shelf.now).value;
};

/** Objects of which another version holds the same place are only the same when they are the same object. */
const whole: ReadonlySet<string> = new Set(['stage', 'facts', 'image', 'nginx', 'program', 'holder']);

const isSameAt = (a: unknown, b: unknown, depth: number): boolean => {
  // The very same place may have moved with its text in the meantime, and what was worked out from where it was does not know.
  if (a === b) return !moves(a);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || depth > 8) return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => isSameAt(item, b[i], depth + 1));
  if (Object.getPrototypeOf(a) !== Object.prototype || Object.getPrototypeOf(b) !== Object.prototype) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => {
      const [one, other] = [(a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]];
      return whole.has(key) ? one === other : isSameAt(one, other, depth + 1);
    })
  );
};

/** Whether two values say the same: plain objects and lists by what is in them, everything else by identity. */
export const isSameValue = (a: unknown, b: unknown): boolean => isSameAt(a, b, 0);
/** The value that was there before, if there was one and it says the same. */
export const sameValue = <R>(before: R | undefined, now: R): R => (before !== undefined && isSameValue(before, now) ? before : now);
