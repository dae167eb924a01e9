// The three passes that fill in `$()`, `@()` and `%()` once all files are read (core/utils.c, uwsgi_apply_config_pass).
import { type Maybe, unknown } from '../../languages/maybe.ts';
import type { IniOption } from '../../languages/uwsgi/facts.ts';
import { signs as bits, signsIn } from '../../languages/uwsgi/value.ts';
import type { Lists } from './lists.ts';
import { evaluate } from './placeholder.ts';
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

/** An option whose value the passes fill in. */
export interface Waiting {
  readonly slot: Slot;
  /** The signs of references in its value. */
  signs: number;
  /** Its value in front of the last pass, and what that makes of it. */
  before: Maybe<string>;
  after: Maybe<string>;
  /** What the last pass made of it, where that is not known from its line alone. */
  passed: PassedBefore | undefined;
}

/** The options of a run whose values are filled in, in order. */
export class Row {
  readonly waiting: Waiting[] = [];
  /** Set once the first two passes are over, in a world that has nothing to fill in: those whose keys others may ask for. */
  heads: readonly Waiting[] | undefined = undefined;
  /** True when the row may be there again next time, and once it was there before. */
  lasting = false;
  begun = false;
  /** All that the last pass asked for, and what it took, where it makes the same of the row while the answers are the same. */
  asked: readonly Answer[] | undefined = undefined;
  took = 0;
  /** How often the last pass went over it. */
  passes = 0;

  /** Takes an option in, behind those before. */
  add(slot: Slot): void {
    const { value, role } = slot;
    if (value === unknown) return;
    const signs = value === role.text ? role.signs : signsIn(value);
    if (signs > 0) this.waiting.push({ slot, signs, before: value, after: value, passed: undefined });
  }
  /** Makes it one that lasts. `firsts` are the options that stand first of their key in it. */
  last(firsts: ReadonlySet<Slot>): void {
    this.lasting = true;
    this.heads = this.waiting.filter(({ slot }) => firsts.has(slot));
  }
}

/** The three passes over the stored list. Changes the values of the options, and gives the option that is never done. */
export const runPasses = (rows: readonly Row[], lists: Lists, work: Work, world: Sources): IniOption | undefined => {
  let endless: IniOption | undefined;
  const firstTurns: readonly (readonly [number, string, Hook])[] = [
    [bits.environment, '$', (name) => world.environment(name)],
    [bits.content, '@', (path) => world.content(path)],
  ];
  for (const [bit, sign, hook] of firstTurns) {
    for (const { waiting, begun } of rows) {
      if (begun) continue;
      for (const one of waiting) {
        if ((one.signs & bit) === 0 || one.before === unknown) continue;
        const value = endless ? unknown : pass(one.before, sign, hook, work);
        if (value === loops) endless = one.slot.option;
        one.before = value === loops ? unknown : value;
        // What comes in may bring signs of the passes to come.
        one.signs = one.before === unknown ? 0 : signsIn(one.before);
      }
    }
  }
  // The last pass sees what those behind are in front of it.
  for (const { waiting, heads } of rows) for (const one of heads ?? waiting) one.slot.value = one.before;
  const hook: Hook = (expression) => evaluate(expression, (key) => lists.first(key)?.value);
  for (const row of rows) {
    if (!endless && row.asked && row.took <= work.left && isAnswered(row.asked, hook)) {
      work.left -= row.took;
      for (const { slot, after } of row.heads ?? row.waiting) slot.value = after;
      continue;
    }
    const before = work.left;
    row.passes++;
    for (const one of row.waiting) {
      let value: Passed = one.before;
      if ((one.signs & bits.placeholder) !== 0 && value !== unknown) value = endless ? unknown : lastPass(one, value, hook, work);
      if (value === loops) endless = one.slot.option;
      one.after = value === loops ? unknown : value;
      one.slot.value = one.after;
    }
    row.begun = row.lasting;
    row.asked = row.lasting && !endless && work.left >= 0 ? askedBy(row) : undefined;
    row.took = before - work.left;
  }
  return endless;
};

/**
 * All that the last pass asked for in a row. Nothing where a value may change while the row is gone through, since options of it
 * are asked for themselves, or where it asked for more than plain keys.
 */
const askedBy = ({ waiting }: Row): readonly Answer[] | undefined => {
  const all = new Map<string, Answer>();
  for (const one of waiting) {
    if ((one.signs & bits.placeholder) === 0 || one.before === unknown) continue;
    const passed = passedOf(one);
    if (!passed) return undefined;
    for (const answer of passed.answers) {
      if (answer.inner.includes(' ') || (all.get(answer.inner) ?? answer).found !== answer.found) return undefined;
      all.set(answer.inner, answer);
    }
  }
  return waiting.some(({ slot }) => all.has(slot.key)) ? undefined : [...all.values()];
};

/** Where what the last pass made of a value is remembered: at the line, if the value is as that has it. */
const passedOf = (one: Waiting): PassedBefore | undefined => (one.before === one.slot.role.text ? one.slot.role.passed : one.passed);

/** The last pass over a value; not made again for one whose variables are what they were. */
const lastPass = (one: Waiting, value: string, hook: Hook, work: Work): Passed => {
  const { role } = one.slot;
  const passed = passedOf(one);
  if (passed && passed.took <= work.left && isAnswered(passed.answers, hook)) {
    work.left -= passed.took;
    return passed.value;
  }
  const answers: Answer[] = [];
  const before = work.left;
  const result: Passed = pass(
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
  const made: PassedBefore | undefined = work.left < 0 ? undefined : { answers, value: result, took: before - work.left };
  if (value === role.text) role.passed = made;
  else one.passed = made;
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
