// Statements, run on what is known.

import { memo } from '../../../languages/memo.ts';
import type { Body, Expression, Handler, Statement } from '../../../languages/python/ir.ts';
import { statementsIn } from '../../../languages/python/walk.ts';
import type { Value } from '../value.ts';
import { assignTo, augment } from './assign.ts';
import { attempt, join, take } from './branch.ts';
import { holds } from './compare.ts';
import { elsewhere } from './constants.ts';
import { itemsOf } from './containers.ts';
import { defineClass, defineFunction } from './define.ts';
import { always, importModules, importNames, importStar } from './imports.ts';
import { assignLater, assignName, deleteName } from './names.ts';
import { at, become, type Completion, type Frame, isReference, look, lookUp, openUp, scopeOf, unknownValue } from './runtime.ts';
import { namesIn } from './targets.ts';

const mostRounds = 400;

/** Runs statements in order; gives how the block ended, if not by coming to its last line. */
export const execute = (frame: Frame, body: Body): Completion | undefined => {
  const { run } = frame;
  for (const statement of body) {
    run.raising = undefined;
    const end = one(frame, statement);
    if (end) return end;
    if (run.raising !== undefined) return { is: 'raise', name: run.raising };
    if (run.steps < 0) return undefined;
  }
  return undefined;
};

const one = (frame: Frame, statement: Statement): Completion | undefined => {
  const { run } = frame;
  const place = at(frame, statement.span);
  switch (statement.is) {
    case 'assign': {
      if (!statement.value) return undefined;
      const [only, ...others] = statement.targets;
      if (only?.is === 'name' && others.length === 0 && isLiteral(statement.value)) {
        assignLater(frame, only.name, statement.value, place, at(frame, only.span));
        return undefined;
      }
      const value = frame.evaluate(frame, statement.value);
      const { raising } = run;
      for (const target of statement.targets)
        assignTo(frame, target, raising === undefined ? value : unknownValue('an exception', value.at), place);
      run.raising ??= raising;
      return undefined;
    }
    case 'augment':
      augment(frame, statement, place);
      return undefined;
    case 'expression':
      frame.evaluate(frame, statement.value);
      return undefined;
    case 'import':
      importModules(frame, statement);
      return undefined;
    case 'from':
      if (statement.names) importNames(frame, statement, statement.names);
      else importStar(frame, statement);
      return undefined;
    case 'if':
      return conditional(frame, statement, 0);
    case 'for':
      return loop(frame, statement);
    case 'while': {
      if (holds(run, frame.evaluate(frame, statement.test)) === false) return execute(frame, statement.otherwise);
      blur(frame, statement.body);
      return undefined;
    }
    case 'try':
      return guarded(frame, statement);
    case 'with': {
      for (const { value, as } of statement.items) {
        const entered = frame.evaluate(frame, value);
        const keeps = entered.is === 'object' && entered.name === 'environs.Env()';
        if (as) assignTo(frame, as, keeps ? entered : unknownValue('what a `with` gives', at(frame, as.span)), place);
      }
      const tried = suppressing(statement);
      return tried ? guarded(frame, tried) : execute(frame, statement.body);
    }
    case 'match':
      frame.evaluate(frame, statement.subject);
      for (const inner of statement.bodies) {
        const way = attempt(frame, false, () => execute(frame, inner));
        const none = attempt(frame, false, () => undefined);
        const end = join(frame, way, none, place);
        if (end) return end;
      }
      return undefined;
    case 'function':
      defineFunction(frame, statement, place);
      return undefined;
    case 'class':
      defineClass(frame, statement, place);
      return undefined;
    case 'return':
      return { is: 'return', value: statement.value ? frame.evaluate(frame, statement.value) : { is: 'none', at: place } };
    case 'delete':
      for (const target of statement.targets) remove(frame, target, place);
      return undefined;
    case 'raise':
      return { is: 'raise', name: nameOf(statement.type) };
    case 'break':
    case 'continue':
      return { is: statement.is };
    case 'broken':
      spoilNames(frame, statement.names, place);
      if (!frame.locals) openUp(frame, { why: 'text that Python would refuse', at: place, overrides: true });
      return undefined;
    default:
      return undefined;
  }
};

/** True for lists, tuples and dicts that hold literals and nothing else. */
const isLiteral = (e: Expression): boolean => (e.is === 'sequence' || e.is === 'dict') && literal(e);
const literal = memo((e: Expression): boolean => {
  switch (e.is) {
    case 'string':
      return e.parts.every(({ pieces }) => pieces.every((piece) => typeof piece === 'string'));
    case 'number':
    case 'constant':
      return true;
    case 'sequence':
      return e.items.every(literal);
    case 'dict':
      return e.parts.every(({ key, value }) => key !== undefined && literal(key) && literal(value));
    default:
      return false;
  }
});

/** The last part of an exception's name. */
const nameOf = (type: Expression | undefined): string | undefined => {
  if (type?.is === 'call') return nameOf(type.callee);
  return type?.is === 'name' || type?.is === 'attribute' ? type.name : undefined;
};

/** Names that may mean anything from here on. */
const spoilNames = (frame: Frame, names: readonly string[], place: Value['at']): void => {
  const scope = scopeOf(frame);
  for (const name of names) {
    if (!lookUp(scope, name)) continue;
    assignName(frame, name, unknownValue('text that cannot be read', place), { by: '', statement: place, target: place, certain: true });
  }
};

const conditional = (frame: Frame, statement: Extract<Statement, { is: 'if' }>, from: number): Completion | undefined => {
  const branch = statement.branches[from];
  if (!branch) return execute(frame, statement.otherwise);
  const value = frame.evaluate(frame, branch.test);
  if (frame.run.raising !== undefined) return { is: 'raise', name: frame.run.raising };
  const test = holds(frame.run, value);
  if (test === true) return execute(frame, branch.body);
  if (test === false) return conditional(frame, statement, from + 1);
  const [missing, present] = whetherSet(frame, branch.test);
  const yes = attempt(frame, false, () => {
    missing?.();
    return execute(frame, branch.body);
  });
  const no = attempt(frame, false, () => {
    present?.();
    return conditional(frame, statement, from + 1);
  });
  return join(frame, yes, no, at(frame, branch.test.span));
};

/** Of a test whether a variable is set (`value is None`, `not value`): what its name holds on either way. */
const whetherSet = (frame: Frame, test: Expression): readonly [(() => void)?, (() => void)?] => {
  const asked =
    test.is === 'comparison' && test.rest.length === 1 ? test.first : test.is === 'unary' && test.sign === 'not' ? test.operand : test;
  if (asked.is !== 'name') return [];
  const value = look(frame.run, frame.evaluate(frame, asked));
  if (value.is !== 'environment' || value.unset?.is !== 'none') return [];
  const sign = test.is === 'comparison' ? test.rest[0]?.sign : test.is === 'unary' ? 'is' : 'is not';
  const operand = test.is === 'comparison' ? test.rest[0]?.operand : undefined;
  if (
    (sign !== 'is' && sign !== 'is not' && sign !== '==' && sign !== '!=') ||
    (operand && !(operand.is === 'constant' && operand.value === null))
  )
    return [];
  const hold = (one: Value) => () => void scopeOf(frame).names.set(asked.name, { value: one, certain: true });
  const ways = [hold(value.unset), hold({ ...value, unset: elsewhere })] as const;
  return sign === 'is' || sign === '==' ? ways : [ways[1], ways[0]];
};

const loop = (frame: Frame, statement: Extract<Statement, { is: 'for' }>): Completion | undefined => {
  const { run } = frame;
  const place = at(frame, statement.span);
  const items = itemsOf(run, frame.evaluate(frame, statement.source));
  if (!items || items.length > mostRounds || !items.every((item) => item.is === 'item')) {
    blur(frame, statement.body, statement.target);
    return undefined;
  }
  for (const item of items) {
    if (item.is !== 'item') continue;
    const round = (): Completion | undefined => {
      assignTo(frame, statement.target, item.value, place);
      return execute(frame, statement.body);
    };
    // A round for an item that may be missing may not happen.
    const end = item.certain
      ? round()
      : join(
          frame,
          attempt(frame, false, () => {
            const inner = round();
            return inner?.is === 'continue' ? undefined : inner;
          }),
          attempt(frame, false, () => undefined),
          place,
        );
    if (end?.is === 'break') return undefined;
    if (end && end.is !== 'continue') return end;
    if (run.steps < 0) return undefined;
  }
  return execute(frame, statement.otherwise);
};

/** A block that runs an unknown number of times: what it gives names is unknown afterwards, what it changes may be anything. */
const blur = (frame: Frame, body: Body, target?: Expression): void => {
  const { run } = frame;
  const heap = run.heap;
  const way = attempt(frame, false, () => {
    for (const name of target ? namesIn(target) : [])
      scopeOf(frame).names.set(name, { value: unknownValue('the item of a loop', at(frame, (target as Expression).span)), certain: true });
    return execute(frame, body);
  });
  const place = at(frame, { from: 0, to: 0 });
  for (const scope of [way.scope, way.locals]) {
    const into = scope === way.scope ? frame.module.scope : frame.locals;
    for (const name of scope?.names.keys() ?? [])
      into?.names.set(name, { value: unknownValue('given in a loop', place), certain: lookUp(into, name)?.certain ?? false });
  }
  for (const container of way.heap.now.keys()) blurContainer(frame, container, heap);
  if (way.end?.is === 'return') frame.returned.push(unknownValue('returned from a loop', place));
};

const blurContainer = (frame: Frame, container: Value, heap: Frame['run']['heap']): void => {
  const { run } = frame;
  const now = look(run, container);
  run.heap = heap;
  if (now.is === 'list')
    become(run, container, {
      ...now,
      items: [
        ...now.items.map((item) => (item.is === 'item' ? { ...item, certain: false } : item)),
        { is: 'gap', at: now.at, why: 'changed in a loop' },
      ],
    });
  else become(run, container, unknownValue('changed in a loop', container.at));
};

const catches = ({ type, names }: Handler, name: string | undefined): boolean => {
  if (!type) return true;
  if (names.includes('Exception') || names.includes('BaseException')) return true;
  if (name === undefined) return false;
  if (names.includes(name)) return true;
  return name === 'ModuleNotFoundError'
    ? names.includes('ImportError')
    : (name === 'KeyError' || name === 'IndexError') && names.includes('LookupError');
};

const guarded = (frame: Frame, { body, handlers, otherwise, last, span }: Extract<Statement, { is: 'try' }>): Completion | undefined => {
  const { run } = frame;
  const place = at(frame, span);
  const outer = run.mayRaise;
  run.mayRaise = false;
  const importing = handlers.some((handler) => catches(handler, 'ImportError'));
  const doubtful = importing && importsSomething(body);
  const waiting = handlers.some(({ names }) => names.includes('NameError')) ? 1 : 0;
  run.nameErrors += waiting;
  const way = attempt(frame, !doubtful, () => execute(frame, body));
  run.nameErrors -= waiting;
  const may = run.mayRaise || doubtful;
  run.mayRaise = outer;
  let end: Completion | undefined;
  if (way.end?.is === 'raise') {
    const { name } = way.end;
    const handler = handlers.find((one) => catches(one, name));
    run.raising = undefined;
    // What ran before the exception has happened.
    take(frame, way);
    end = handler ? execute(frame, handler.body) : way.end;
  } else {
    const finish = (): Completion | undefined => way.end ?? execute(frame, otherwise);
    if (!may || handlers.length === 0) end = take(frame, way) ?? execute(frame, otherwise);
    else {
      const good = attempt(frame, false, () => {
        take(frame, way);
        return finish();
      });
      end = handle(frame, good, handlers, place);
    }
  }
  const after = execute(frame, last);
  return after ?? end;
};

/** `with suppress(ImportError):` as the `try` that it is, with nothing to do behind `except`; nothing where no exception is suppressed. */
const suppressing = ({ items, body, span }: Extract<Statement, { is: 'with' }>): Extract<Statement, { is: 'try' }> | undefined => {
  const handlers = items.flatMap(({ value }): readonly Handler[] => {
    if (value.is !== 'call' || lastName(value.callee) !== 'suppress') return [];
    return [{ type: value.callee, names: value.arguments.map((one) => lastName(one.value) ?? ''), body: [] }];
  });
  return handlers.length > 0 ? { is: 'try', body, handlers, otherwise: [], last: [], span } : undefined;
};

/** `b` of `a.b`, and a name itself. */
const lastName = (expression: Expression): string | undefined =>
  expression.is === 'name' || expression.is === 'attribute' ? expression.name : undefined;

/** The body as it went, or any of the handlers. */
const handle = (
  frame: Frame,
  good: ReturnType<typeof attempt>,
  handlers: readonly Handler[],
  place: Value['at'],
): Completion | undefined => {
  const ways = handlers.map((handler) => attempt(frame, false, () => execute(frame, handler.body)));
  // A look-up that ends in an exception while its variable is not set gives what the handler gives then.
  const read = good.end?.is === 'return' ? good.end.value : undefined;
  const [only] = ways;
  if (read?.is === 'environment' && read.unset === undefined && ways.length === 1 && only) {
    if (only.end?.is === 'return') return { is: 'return', value: { ...read, default: only.end.value, unset: only.end.value } };
    if (only.end?.is === 'raise' && frame.returned.length > 0) {
      const fallback = frame.returned.splice(0).at(-1) as Value;
      return { is: 'return', value: { ...read, default: fallback, unset: fallback } };
    }
  }
  let left = good;
  for (const way of ways) {
    const one = left;
    left = attempt(frame, false, () => join(frame, one, way, place));
  }
  return take(frame, left);
};

const importsSomething = (body: Body): boolean => {
  for (const statement of statementsIn(body, true)) {
    if (statement.is === 'import' && !statement.names.every(({ name }) => always.has(name))) return true;
    if (statement.is === 'from' && (statement.level > 0 || !always.has(statement.module))) return true;
  }
  return false;
};
const remove = (frame: Frame, target: Expression, place: Value['at']): void => {
  const { run } = frame;
  if (target.is === 'name') deleteName(frame, target.name, place, at(frame, target.span));
  if (target.is !== 'subscript') return;
  const of = frame.evaluate(frame, target.of);
  const now = look(run, of);
  if (!isReference(of)) return;
  if (now.is === 'dict') {
    const key = look(run, frame.evaluate(frame, target.index));
    if (key.is === 'string') {
      const found = now.entries.find((entry) => entry.key.is === 'string' && entry.key.text === key.text);
      if (!found && !now.open) run.raising = 'KeyError';
      become(run, of, { ...now, entries: now.entries.filter((entry) => entry !== found) });
      return;
    }
  } else if (now.is === 'list' && target.index.is !== 'slice') {
    const index = look(run, frame.evaluate(frame, target.index));
    const sure = now.items.every((item) => item.is === 'item' && item.certain);
    if (index.is === 'number' && sure && now.items.at(index.value)) {
      const place = index.value < 0 ? now.items.length + index.value : index.value;
      become(run, of, { ...now, items: now.items.filter((_, i) => i !== place) });
      return;
    }
  }
  become(run, of, unknownValue('an item was removed', place));
};
