// `value.name` and `value[index]`.
import { unknown } from '../../../languages/maybe.ts';
import type { Expression } from '../../../languages/python/ir.ts';
import type { Location } from '../../../text/span.ts';
import type { Value } from '../value.ts';
import { namesMethod } from './builtins.ts';
import type { Call } from './call.ts';
import { classAttribute } from './classes.ts';
import { listValue, numberValue, stringValue } from './constants.ts';
import { boundsIn, entryAt, isCounted, itemAt } from './containers.ts';
import { pathAttribute } from './library-paths.ts';
import { readerFunctions } from './library-readers.ts';
import { choose, eachWay } from './merge.ts';
import { type Frame, innerOf, look, lookUp, object, thing, unknownValue, within } from './runtime.ts';

/** Things of Python's library that are known. What belongs to the machine is Linux, as in a container. */
const constants: ReadonlyMap<string, string | number> = new Map<string, string | number>([
  ['os.sep', '/'],
  ['os.path.sep', '/'],
  ['os.curdir', '.'],
  ['os.pathsep', ':'],
  ['os.linesep', '\n'],
  ['os.name', 'posix'],
  ['logging.DEBUG', 10],
  ['logging.INFO', 20],
  ['logging.WARNING', 30],
  ['logging.WARN', 30],
  ['logging.ERROR', 40],
  ['logging.CRITICAL', 50],
  ['django.contrib.messages.constants.DEBUG', 10],
  ['django.contrib.messages.constants.INFO', 20],
  ['django.contrib.messages.constants.SUCCESS', 25],
  ['django.contrib.messages.constants.WARNING', 30],
  ['django.contrib.messages.constants.ERROR', 40],
]);

/** A name of a library, by its dotted name. */
export const foreign = (frame: Frame, name: string, place: Location): Value => {
  const constant = constants.get(name);
  if (typeof constant === 'string') return stringValue(constant, place);
  if (constant !== undefined) return numberValue(constant, place);
  if (name === 'sys.platform' && frame.run.world.role === 'production') return stringValue('linux', place);
  if (name === 'typing.TYPE_CHECKING') return { is: 'boolean', value: false, at: place };
  if (name === 'environs.env') return thing(name, { is: 'reader', reader: { through: 'environs', prefix: '', scheme: new Map() } }, place);
  return object(name, place);
};

export const attribute = (frame: Frame, of: Value, name: string, place: Location): Value => {
  const value = look(frame.run, of);
  if (value.is === 'path') return pathAttribute(value, name, place) ?? { ...thing(undefined, { is: 'method', of: value, name }, place) };
  if (value.is === 'choice') return eachWay(frame.run, value.among, place, (one) => attribute(frame, one, name, place));
  if (value.is === 'object') return ofObject(frame, value, name, place);
  if (value.is === 'string' || value.is === 'list' || value.is === 'dict' || value.is === 'environment')
    return thing(undefined, { is: 'method', of, name }, place);
  frame.run.mayRaise = true;
  return within(value, `\`${name}\` of something that is not known`, place);
};

const ofObject = (frame: Frame, value: Extract<Value, { is: 'object' }>, name: string, place: Location): Value => {
  const inner = innerOf(value);
  switch (inner?.is) {
    case 'module':
      return ofModule(frame, inner.uri, name, place);
    case 'class':
      return classAttribute(frame, inner.class, name, undefined, place);
    case 'instance':
      return classAttribute(frame, inner.class, name, value, place);
    case 'root':
      if (name === 'root') return stringValue(inner.text, place, inner.anchor);
      return thing(undefined, { is: 'method', of: value, name }, place);
    case 'reader':
    case 'names':
      return thing(undefined, { is: 'method', of: value, name }, place);
    default:
      if (value.name === undefined) {
        frame.run.mayRaise = true;
        return unknownValue(`\`${name}\` of something that is not known`, place);
      }
      return foreign(frame, `${value.name}${value.called ? '()' : ''}.${name}`, place);
  }
};

/** A name of another module of the project, or a module inside a package. */
export const ofModule = (
  frame: Frame,
  uri: Extract<ReturnType<Frame['run']['find']>, { uri: unknown }>['uri'],
  name: string,
  place: Location,
): Value => {
  const { run } = frame;
  const loaded = run.load(uri);
  if (!('failed' in loaded)) {
    for (const [container, value] of loaded.heap.now) if (look(run, container) === container) run.heap.now.set(container, value);
    const slot = lookUp(loaded.module.scope, name);
    if (slot) return slot.certain ? slot.value : choose([slot.value, unknownValue('may be missing', place)], place);
    if (loaded.module.openings.length > 0) return unknownValue(`\`${name}\` of an open module`, place);
  }
  const found = run.find(uri, 1, name);
  if (found.is === 'file') return thing(undefined, { is: 'module', uri: found.uri }, place);
  run.mayRaise = true;
  return unknownValue(`\`${name}\` of a module`, place);
};

/** `value[index]`. */
export const subscript = (
  frame: Frame,
  of: Value,
  index: Expression,
  place: Location,
  call: (method: string, key: Value) => Call,
): Value => {
  const { run } = frame;
  const value = look(run, of);
  if (index.is === 'slice') return slice(frame, value, index, place);
  const key = look(run, frame.evaluate(frame, index));
  if (value.is === 'choice') return eachWay(run, value.among, place, (one) => element(frame, look(run, one), key, place));
  if (key.is === 'choice') return eachWay(run, key.among, place, (one) => element(frame, value, one, place));
  if (value.is === 'object') {
    if (innerOf(value)?.is === 'names') return namesMethod(call('__getitem__', key), '__getitem__') ?? unknownValue('a name', place);
    if (value.name === 'os.environ' && !value.called)
      return readerFunctions.get('os.environ.__getitem__')?.(call('__getitem__', key)) ?? unknownValue('a variable', place);
    if (value.name === 'sys.argv') return object(`sys.argv[${key.is === 'number' ? key.value : ''}]`, place);
    // `list[str]` and its kin are types.
    if (value.name?.startsWith('builtins.') || value.name?.startsWith('typing.')) return object(value.name, place);
  }
  return element(frame, value, key, place);
};

const element = (frame: Frame, value: Value, key: Value, place: Location): Value => {
  const { run } = frame;
  if (value.is === 'list' && key.is === 'number') {
    const found = itemAt(run, value, key.value);
    if (found) return found;
  } else if (value.is === 'dict') {
    const entry = entryAt(run, value, key);
    if (entry === undefined) run.raising = 'KeyError';
    else if (entry !== unknown && entry.certain) return entry.value;
  } else if (value.is === 'string' && key.is === 'number' && !/[\ud800-\udfff]/.test(value.text)) {
    const c = value.text.at(key.value);
    if (c !== undefined) return stringValue(c, place);
    run.raising = 'IndexError';
  }
  run.mayRaise = true;
  return within(value, 'an item of something', place);
};

const slice = (frame: Frame, value: Value, index: Extract<Expression, { is: 'slice' }>, place: Location): Value => {
  const bound = (one: Expression | undefined): Value | undefined => one && look(frame.run, frame.evaluate(frame, one));
  const [from, to, step] = [bound(index.from), bound(index.to), bound(index.step)];
  if (value.is === 'object' && value.name === 'sys.argv') return object('sys.argv[]', place);
  if (!step || step.is === 'none') {
    if (value.is === 'list' && value.type !== 'set') {
      const bounds = boundsIn(value, from, to);
      if (bounds) return listValue(value.type, value.items.slice(...bounds), place);
      return listValue(value.type, [{ is: 'gap', at: place, why: 'a part of a list' }], place);
    }
    const number = (one: Value | undefined): number | undefined | 'unsure' =>
      !one || one.is === 'none' ? undefined : one.is === 'number' && !one.float ? one.value : 'unsure';
    const [start, end] = [number(from), number(to)];
    if (value.is === 'string' && start !== 'unsure' && end !== 'unsure' && !/[\ud800-\udfff]/.test(value.text))
      return stringValue(value.text.slice(start, end), place, value.anchor);
  } else if (value.is === 'list' && isCounted(value) && step.is === 'number' && step.value === -1 && !from && !to)
    return listValue(value.type, [...value.items].reverse(), place);
  return unknownValue('a part of something', place);
};
