// The three passes that fill in `$()`, `@()` and `%()` once all files are read (core/utils.c, uwsgi_apply_config_pass).
import { type Maybe, unknown } from '../../languages/maybe.ts';
import type { IniOption } from '../../languages/uwsgi/facts.ts';
import { evaluate } from './placeholder.ts';

/** A stored option whose value the passes change. */
interface Slot {
  value: Maybe<string>;
  readonly option: IniOption;
  readonly immediate: boolean;
}

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

/** The three passes over the stored list. Options that ran at once are past them. Gives the option that is never done. */
export const passes = (slots: readonly Slot[], first: ReadonlyMap<string, Slot>, work: Work, world: Sources): IniOption | undefined => {
  let endless: IniOption | undefined;
  const hooks: readonly (readonly [string, (inner: string) => Maybe<string | undefined>])[] = [
    ['$', (name) => world.environment(name)],
    ['@', (path) => world.content(path)],
    ['%', (expression) => evaluate(expression, (key) => first.get(key)?.value)],
  ];
  const open = slots.filter(({ immediate, value }) => !immediate && value !== unknown && value.includes('('));
  for (const [sign, hook] of hooks) {
    for (const slot of open) {
      if (slot.value === unknown || !slot.value.includes(`${sign}(`)) continue;
      const value = endless ? unknown : pass(slot.value, sign, hook, work);
      if (value === loops) endless = slot.option;
      slot.value = value === loops ? unknown : value;
    }
  }
  return endless;
};

/** A value that names itself keeps uWSGI filling it in for ever; we stop after more turns than any value has references. */
const loops: unique symbol = Symbol('loops');
const mostTurns = 256;

/** One pass over one value, sign by sign as uWSGI goes (core/utils.c, uwsgi_apply_config_pass). */
const pass = (
  value: string,
  sign: string,
  hook: (inner: string) => Maybe<string | undefined>,
  work: Work,
): Maybe<string> | typeof loops => {
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
