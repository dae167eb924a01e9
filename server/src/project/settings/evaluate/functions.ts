// Functions of the project: called with what is known of their arguments.
import type { Body, Expression } from '../../../languages/python/ir.ts';
import { expressionsOf, statementsIn, within } from '../../../languages/python/walk.ts';
import type { Value } from '../value.ts';
import { type Call, unsure } from './call.ts';
import { itemOf, listValue, noneValue, stringValue } from './constants.ts';
import { choose, rejoined } from './merge.ts';
import { type Callable, emptyScope, type Frame, type Scope, unknownValue } from './runtime.ts';

const deepest = 12;
const longest = 60;

/** What calling a function gives; unknown for generators, coroutines and what is too long to be a small helper. */
export const callFunction = (call: Call, one: Callable): Value => {
  const { run, frame } = call;
  if (run.calls >= deepest || !call.sure) return unsure(call, `a call of ${one.name}`);
  const { home } = one;
  // What a function of another module finds there, an edit of that module changes.
  if (home.module !== run.notes.module) run.notes.homes.set(home, home.module);
  const locals = emptyScope(one.locals);
  if (!bind(call, one, locals)) return unsure(call, `a call of ${one.name}`);
  const inner: Frame = {
    run,
    module: home.module,
    seat: one.seat,
    locals,
    certain: frame.certain,
    log: undefined,
    returned: [],
    evaluate: frame.evaluate,
    execute: frame.execute,
  };
  run.calls++;
  const result = isBody(one.body) ? runBody(call, inner, one.body) : frame.evaluate(inner, one.body);
  run.calls--;
  return result;
};

const isBody = (body: Body | Expression): body is Body => Array.isArray(body);

const runBody = (call: Call, inner: Frame, body: Body): Value => {
  if (body.length > longest || isGenerator(body)) return unsure(call, 'a long function');
  const end = inner.execute(inner, body);
  if (end?.is === 'raise') {
    if (inner.returned.length === 0) {
      call.run.raising = end.name ?? 'Exception';
      return unknownValue('an exception', call.at);
    }
    call.run.mayRaise = true;
    return choose(inner.returned, call.at);
  }
  const last = end?.is === 'return' ? end.value : noneValue(call.at);
  const [only, ...others] = inner.returned;
  if (!only) return last;
  return (others.length === 0 ? rejoined(last, only) : undefined) ?? choose([...inner.returned, last], call.at);
};

const isGenerator = (body: Body): boolean => {
  for (const statement of statementsIn(body, true)) {
    if (statement.is === 'expression' && statement.value.is === 'other') return true;
    for (const expression of expressionsOf(statement)) for (const part of within(expression)) if (part.is === 'other') return true;
  }
  return false;
};

/** Gives the parameters their values; false when they do not fit. */
const bind = (call: Call, { parameters, self, home, seat }: Callable, locals: Scope): boolean => {
  const positional = self ? [self, ...call.positional] : [...call.positional];
  const keywords = new Map(call.keywords);
  const set = (name: string, value: Value) => locals.names.set(name, { value, certain: true });
  let onlyNamed = false;
  for (const { name, star, default: written } of parameters) {
    if (star === '*') {
      set(
        name,
        listValue(
          'tuple',
          positional.splice(0).map((value) => itemOf(value)),
          call.at,
        ),
      );
      onlyNamed = true;
    } else if (star === '**') {
      const entries = [...keywords].map(([key, value]) => ({ key: stringValue(key, value.at), value, at: value.at, certain: true }));
      set(name, { is: 'dict', entries, open: false, at: call.at });
      keywords.clear();
    } else {
      const given = onlyNamed ? undefined : positional.shift();
      const value =
        given ??
        keywords.get(name) ??
        (written && call.frame.evaluate({ ...call.frame, module: home.module, seat, locals: undefined }, written));
      keywords.delete(name);
      if (!value) return false;
      set(name, value);
    }
  }
  return positional.length === 0 && keywords.size === 0;
};
