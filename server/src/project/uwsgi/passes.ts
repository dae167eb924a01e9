// The three passes that fill in `$()`, `@()` and `%()` once all files are read (core/utils.c, uwsgi_apply_config_pass).
import { type Maybe, unknown } from '../../languages/maybe.ts';
import type { IniOption } from '../../languages/uwsgi/facts.ts';
import { signs as bits, signsIn } from '../../languages/uwsgi/value.ts';
import type { Lists } from './lists.ts';
import { evaluate } from './placeholder.ts';
import type { Role } from './role.ts';
import type { Slot } from './stored.ts';

/** Where the values come from that are not in the files. */
interface Sources {
  environment(name: string): Maybe<string | undefined>;
  content(path: string): Maybe<string | undefined>;
}

/** How many characters filling in variables may still handle. Where uWSGI goes on until memory is gone, we stop. */
export interface Work {
  left: number;
}
export const mostWork = 10_000_000;

/** What the last pass made of a line's value, the answers it was given, and what it took. With the same answers it makes the same. */
export interface PassedBefore {
  readonly answers: readonly Answer[];
  readonly value: Passed;
  readonly took: number;
}
interface Answer {
  readonly inner: string;
  readonly found: Maybe<string | undefined>;
}
type Hook = (inner: string) => Maybe<string | undefined>;
type Passed = Maybe<string> | typeof loops;

/** A value that names itself keeps uWSGI filling it in for ever; we stop after more turns than any value has references. */
const loops: unique symbol = Symbol('loops');
const mostTurns = 256;

export interface Passes {
  /** Takes an option in, behind those before. */
  add(slot: Slot): void;
  /** Changes the values of the options that were taken in. Gives the option that is never done. */
  run(): IniOption | undefined;
}

/** The three passes over the stored list. */
export const createPasses = (lists: Lists, work: Work, world: Sources): Passes => {
  const open: Slot[] = [];
  const signs: number[] = [];
  const valueAt = (key: string): Maybe<string> | undefined => lists.first(key)?.value;
  const turns: readonly (readonly [number, string, Hook])[] = [
    [bits.environment, '$', (name) => world.environment(name)],
    [bits.content, '@', (path) => world.content(path)],
    [bits.placeholder, '%', (expression) => evaluate(expression, valueAt)],
  ];
  return {
    add(slot) {
      const { value, role } = slot;
      if (value === unknown) return;
      const found = value === role.text ? role.signs : signsIn(value);
      if (found === 0) return;
      open.push(slot);
      signs.push(found);
    },
    run() {
      let endless: IniOption | undefined;
      for (const [bit, sign, hook] of turns) {
        for (let i = 0; i < open.length; i++) {
          const slot = open[i];
          if (!slot || ((signs[i] ?? 0) & bit) === 0 || slot.value === unknown) continue;
          const value = endless
            ? unknown
            : bit === bits.placeholder
              ? lastPass(slot.role, slot.value, hook, work)
              : pass(slot.value, sign, hook, work);
          if (value === loops) endless = slot.option;
          slot.value = value === loops ? unknown : value;
          // What comes in may bring signs of the passes to come.
          if (bit !== bits.placeholder) signs[i] = slot.value === unknown ? 0 : signsIn(slot.value);
        }
      }
      return endless;
    },
  };
};

/** The last pass over a value; not made again for a value that is as its line has it and whose variables are what they were. */
const lastPass = (role: Role, value: string, hook: Hook, work: Work): Passed => {
  if (value !== role.text) return pass(value, '%', hook, work);
  const { passed } = role;
  if (passed && passed.took <= work.left && isAnswered(passed.answers, hook)) {
    work.left -= passed.took;
    return passed.value;
  }
  const answers: Answer[] = [];
  const before = work.left;
  const result = pass(
    value,
    '%',
    (inner) => {
      const found = hook(inner);
      answers.push({ inner, found });
      return found;
    },
    work,
  );
  // What ended because there was too much to do may end otherwise another time.
  role.passed = work.left < 0 ? undefined : { answers, value: result, took: before - work.left };
  return result;
};

const isAnswered = (answers: readonly Answer[], hook: Hook): boolean => {
  for (const { inner, found } of answers) if (hook(inner) !== found) return false;
  return true;
};

/** One pass over one value, sign by sign as uWSGI goes (core/utils.c, uwsgi_apply_config_pass). */
const pass = (value: string, sign: string, hook: Hook, work: Work): Passed => {
  let text = value;
  let turns = 0;
  let state: 'outside' | 'sign' | 'inside' = 'outside';
  let from = 0;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === sign) {
      // A sign inside a reference makes uWSGI forget that reference: the inner one goes first.
      state = 'sign';
    } else if (state === 'sign' && c === '(') {
      state = 'inside';
      from = i + 1;
      depth = 0;
    } else if (state !== 'inside') {
      state = 'outside';
    } else if (c === '(') {
      depth++;
    } else if (c === ')' && depth-- === 0) {
      state = 'outside';
      if (i === from) continue;
      const found = hook(text.slice(from, i));
      if (found === unknown) return unknown;
      if (found === undefined) continue;
      if (++turns > mostTurns) return loops;
      work.left -= text.length + found.length;
      if (work.left < 0) return unknown;
      text = text.slice(0, from - 2) + found + text.slice(i + 1);
      // uWSGI starts over at the second character, so a reference that now stands first is not seen.
      i = 0;
    }
  }
  return text;
};
