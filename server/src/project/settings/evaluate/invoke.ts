// Calls: who is called, and with what.
import type { Expression } from '../../../languages/python/ir.ts';
import type { Value } from '../value.ts';
import { attribute, subscript } from './attribute.ts';
import { builtinFunctions, namesMethod } from './builtins.ts';
import { type Call, opaque, unsure } from './call.ts';
import { instanceOf, isPydantic } from './classes.ts';
import { itemsOf } from './containers.ts';
import { callFunction } from './functions.ts';
import { include } from './include.ts';
import { pathFunctions, pathMethod, rootCall } from './library-paths.ts';
import { readerCall, readerFunctions } from './library-readers.ts';
import { eachWay } from './merge.ts';
import { containerMethod, mutating } from './methods-container.ts';
import { textMethod, variableMethod } from './methods-string.ts';
import { type Changed, mutate } from './mutate.ts';
import { assignName, logMutation } from './names.ts';
import { at, become, type Frame, innerOf, isReference, look, openUp, scopeOf, unknownValue } from './runtime.ts';

type CallExpression = Extract<Expression, { is: 'call' }>;

const functions = [builtinFunctions, pathFunctions, readerFunctions];

/** Libraries that leave the containers they are given alone. */
const harmless =
  /^(?:builtins|os|pathlib|json|copy|re|datetime|logging|sentry_sdk|structlog|collections|itertools|functools|celery|kombu|django|environ|environs|decouple|dj_\w+|urllib|base64|hashlib|yaml|corsheaders|csp|email|socket|sys|warnings)\b/;

export const invoke = (frame: Frame, expression: CallExpression): Value => {
  const { callee } = expression;
  if (callee.is === 'attribute') {
    const of = frame.evaluate(frame, callee.of);
    const call = prepare(frame, expression);
    const shape = mutating.get(callee.name);
    if (shape) {
      const changed = changedBy(call, of, callee.name, shape, callee.of);
      if (changed) return changed.result ?? unsure(call, `\`${callee.name}\` of a container`);
    }
    return method(call, of, callee.name, at(frame, callee.span)) ?? spoil(call, opaque(call, undefined));
  }
  const called = frame.evaluate(frame, callee);
  const call = prepare(frame, expression);
  return callValue(call, called);
};

/** A method that changes its container; nothing when what it is called on is none. */
const changedBy = (call: Call, of: Value, name: string, shape: 'list' | 'dict' | 'either', holder: Expression): Changed | undefined => {
  const { frame, run } = call;
  const now = look(run, of);
  // What is not known may have a method of that name that does anything; `pop` and `update` are had by lists, dicts and sets.
  if (now.is === 'object' && (now.called === false || innerOf(now))) return undefined;
  const rebind = holder.is === 'name' ? (value: Value) => void scopeOf(frame).names.set(holder.name, { value, certain: true }) : undefined;
  const changed = mutate(frame, of, shape, (container) => containerMethod(call, container, name), call.at, rebind);
  if (changed && holder.is === 'name') logMutation(frame, holder.name, name, call.at, at(frame, holder.span));
  return changed;
};

const prepare = (frame: Frame, { arguments: given, span }: CallExpression): Call => {
  const positional: Value[] = [];
  const keywords = new Map<string, Value>();
  const named: Value[] = [];
  let sure = true;
  for (const { name, star, value } of given) {
    const one = frame.evaluate(frame, value);
    if (isReference(one) && (value.is === 'name' || value.is === 'attribute' || value.is === 'subscript')) named.push(one);
    if (star === '*') {
      const items = itemsOf(frame.run, one);
      if (items?.every((item) => item.is === 'item' && item.certain))
        for (const item of items) positional.push(item.is === 'item' ? item.value : one);
      else sure = false;
    } else if (star === '**') {
      const dict = look(frame.run, one);
      if (dict.is !== 'dict' || dict.open) sure = false;
      else
        for (const entry of dict.entries) {
          if (entry.key.is === 'string' && entry.certain) keywords.set(entry.key.text, entry.value);
          // It may be given or not.
          else sure = false;
        }
    } else if (name === undefined) positional.push(one);
    else keywords.set(name, one);
  }
  return { frame, run: frame.run, positional, keywords, sure, named, at: at(frame, span) };
};

/** `of.name(…)`; nothing when it is not worked out. */
const method = (call: Call, of: Value, name: string, place: Call['at']): Value | undefined => {
  const { run, frame } = call;
  const value = look(run, of);
  switch (value.is) {
    case 'string':
      return textMethod(call, value, name) ?? unsure(call, `\`${name}\` of a text`);
    case 'environment':
      return variableMethod(call, value, name) ?? unsure(call, `\`${name}\` of a variable`);
    case 'path':
      return pathMethod(call, value, name);
    case 'list':
    case 'dict':
      return containerMethod(call, value, name)?.result ?? unsure(call, `\`${name}\` of a container`);
    case 'choice':
      return eachWay(run, value.among, call.at, (one) => method(call, one, name, place) ?? unsure(call, `\`${name}\``));
    case 'object':
      break;
    default:
      return unsure(call, `\`${name}\` of something that is not known`);
  }
  const inner = innerOf(value);
  switch (inner?.is) {
    case 'reader':
      return readerCall(call, value, name);
    case 'root':
      return rootCall(call, value, name);
    case 'names':
      return ofNames(call, name);
    default: {
      const found = attribute(frame, value, name, place);
      return found.is === 'unknown' ? unsure(call, found.why) : callValue(call, found);
    }
  }
};

const ofNames = (call: Call, name: string): Value | undefined => {
  const { frame, run } = call;
  if (name === 'update') {
    const given = call.positional[0] && look(run, call.positional[0]);
    const dict = given?.is === 'dict' ? given : undefined;
    if (given && (!dict || dict.open || !call.sure))
      openUp(frame, { why: 'globals() is given names that are not known', at: call.at, overrides: true });
    for (const { key, value, certain } of dict?.entries ?? [])
      if (key.is === 'string') assignName(frame, key.text, value, { by: 'globals()', statement: call.at, target: call.at, certain });
    for (const [key, value] of call.keywords)
      assignName(frame, key, value, { by: 'globals()', statement: call.at, target: call.at, certain: true });
    return { is: 'none', at: call.at };
  }
  const found = namesMethod(call, name);
  if (!found && name !== 'items' && name !== 'keys' && name !== 'copy')
    openUp(frame, { why: `globals() is used in a way that is not worked out`, at: call.at, overrides: true });
  return found ?? unsure(call, 'the names of the module');
};

const opening = /^(?:builtins\.(?:exec|eval|execfile|setattr|delattr)|dynaconf\..*)$/;

/** What calling a value gives. */
const callValue = (call: Call, called: Value): Value => {
  const { run, frame } = call;
  const value = look(run, called);
  if (value.is === 'choice') return eachWay(run, value.among, call.at, (one) => callValue(call, one));
  const inner = innerOf(value);
  if (inner?.is === 'function') return callFunction(call, inner.function);
  if (inner?.is === 'reader') return readerCall(call, value, '__call__') ?? opaque(call, undefined);
  if (inner?.is === 'root') return rootCall(call, value, '__call__') ?? opaque(call, undefined);
  if (inner?.is === 'method') return method(call, inner.of, inner.name, call.at) ?? opaque(call, undefined);
  if (inner?.is === 'class') {
    if (!isPydantic(inner.class)) run.mayRaise = true;
    return instanceOf(inner.class, call.at, call.positional);
  }
  const name = value.is === 'object' ? (value.called ? `${value.name ?? ''}()` : value.name) : undefined;
  if (name !== undefined) {
    if (name.startsWith('split_settings.') && name.endsWith('.include')) return include(call);
    const given = [...call.positional, ...call.keywords.values()];
    if (opening.test(name) || given.some((one) => innerOf(one)?.is === 'names'))
      openUp(frame, { why: `${shortName(name)}() may set any name`, at: call.at, overrides: true });
    for (const table of functions) {
      const found = table.get(name)?.(call);
      if (found) return found;
    }
    const result = opaque(call, name);
    return harmless.test(name) ? result : spoil(call, result);
  }
  return spoil(call, unsure(call, 'a call'));
};

const shortName = (name: string): string => name.replace(/^builtins\./, '');

/** After a call that nothing is known about, containers that were handed to it by name may hold anything. */
const spoil = (call: Call, result: Value): Value => {
  for (const one of call.named) become(call.run, one, unknownValue('handed to a function that may change it', call.at));
  return result;
};

export const subscriptOf = (frame: Frame, expression: Extract<Expression, { is: 'subscript' }>): Value => {
  const of = frame.evaluate(frame, expression.of);
  const place = at(frame, expression.span);
  return subscript(frame, of, expression.index, place, (_, key) => ({
    frame,
    run: frame.run,
    positional: [key],
    keywords: new Map(),
    sure: true,
    named: [],
    at: place,
  }));
};
