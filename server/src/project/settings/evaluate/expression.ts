// Expressions to values. Never runs anything: what is not understood is unknown.
import { unknown } from '../../../languages/maybe.ts';
import type { Expression, StringPart } from '../../../languages/python/ir.ts';
import { Place } from '../../../text/seat.ts';
import type { Uri } from '../../../text/uri.ts';
import type { DictValue, Item, StringValue, Value } from '../value.ts';
import { operate } from './arithmetic.ts';
import { attribute, foreign } from './attribute.ts';
import { attempt, join } from './branch.ts';
import { compare, holds, negate } from './compare.ts';
import { comprehend } from './comprehension.ts';
import { anchorOf, booleanValue, cast, itemOf, listValue, noneValue, numberValue, repr, shown, stringValue } from './constants.ts';
import { distinct, itemsOf, mergeEntries, withEntry } from './containers.ts';
import { invoke, subscriptOf } from './invoke.ts';
import { merge } from './merge.ts';
import { gap, isText } from './mutate.ts';
import { assignName } from './names.ts';
import { at, type Frame, innerOf, look, lookUp, openingsOf, thing, unknownValue } from './runtime.ts';

/** The value of an expression where it stands. */
export const evaluate = (frame: Frame, e: Expression): Value => {
  const { run } = frame;
  if (run.steps-- < 0) return unknownValue('too much to work out', at(frame, e.span));
  // Names, calls and items are the most, and their own place is hardly ever asked for.
  if (e.is === 'name') {
    const slot = lookUp(frame.locals, e.name) ?? lookUp(frame.module.scope, e.name);
    if (slot) {
      if (!slot.certain) run.mayRaise = true;
      return slot.value;
    }
  } else if (e.is === 'call') return invoke(frame, e);
  else if (e.is === 'subscript') return subscriptOf(frame, e);
  const place = at(frame, e.span);
  switch (e.is) {
    case 'string':
      return string(frame, e.parts, place);
    case 'number':
      return numberValue(e.value, place, e.float);
    case 'constant':
      return e.value === null ? noneValue(place) : booleanValue(e.value, place);
    case 'name':
      return name(frame, e.name, place);
    case 'attribute':
      return attribute(frame, evaluate(frame, e.of), e.name, place);
    case 'sequence':
      return listValue(e.type, e.type === 'set' ? distinct(items(frame, e.items)) : items(frame, e.items), place);
    case 'dict':
      return dict(frame, e, place);
    case 'arithmetic':
      return e.rest.reduce(
        (left, { sign, operand }) =>
          operate(run, sign, left, evaluate(frame, operand), new Place(frame.seat, e.span.from, operand.span.to)),
        evaluate(frame, e.first),
      );
    case 'unary':
      return unary(frame, e, place);
    case 'boolean':
      return logic(frame, e, place);
    case 'comparison':
      return comparison(frame, e, place);
    case 'conditional': {
      const test = holds(run, evaluate(frame, e.test));
      if (test !== unknown) return evaluate(frame, test ? e.yes : e.no);
      return either(
        frame,
        () => evaluate(frame, e.yes),
        () => evaluate(frame, e.no),
        at(frame, e.test.span),
      );
    }
    case 'comprehension':
      return comprehend(frame, e);
    case 'named': {
      const value = evaluate(frame, e.value);
      assignName(frame, e.name, value, { by: ':=', statement: place, target: place, certain: true });
      return value;
    }
    case 'lambda':
      return thing(
        undefined,
        {
          is: 'function',
          function: {
            name: 'lambda',
            parameters: e.parameters,
            body: e.body,
            home: frame.module.home,
            seat: frame.seat,
            locals: frame.locals,
            self: undefined,
          },
        },
        place,
      );
    case 'starred':
      return evaluate(frame, e.of);
    default:
      run.mayRaise = true;
      return unknownValue(e.is === 'broken' ? 'text that cannot be read' : 'not worked out', place);
  }
};

const builtins: ReadonlySet<string> = new Set(
  `abs all any bool bytes callable chr classmethod delattr dict dir enumerate eval exec filter float format frozenset getattr globals
  hasattr hash int isinstance issubclass iter len list locals map max min next object open ord print property range repr reversed
  round set setattr slice sorted staticmethod str sum super tuple type vars zip execfile unicode basestring`.split(/\s+/),
);

const name = (frame: Frame, word: string, place: Value['at']): Value => {
  if (builtins.has(word)) return foreign(frame, `builtins.${word}`, place);
  if (frame.run.nameErrors > 0 && openingsOf(frame).length === 0) frame.run.raising = 'NameError';
  else frame.run.mayRaise = true;
  return unknownValue(`the name ${word}`, place);
};

const items = (frame: Frame, list: readonly Expression[]): readonly Item[] =>
  list.flatMap((one): readonly Item[] => {
    if (one.is !== 'starred') {
      const value = evaluate(frame, one);
      // What is written as an item was made where the item is.
      const written = one.is === 'string' || one.is === 'sequence' || one.is === 'dict' || one.is === 'number' || one.is === 'constant';
      return [itemOf(value, written ? value.at : at(frame, one.span))];
    }
    const value = evaluate(frame, one.of);
    return itemsOf(frame.run, value) ?? [gap(look(frame.run, value))];
  });

const dict = (frame: Frame, e: Extract<Expression, { is: 'dict' }>, place: Value['at']): DictValue => {
  const { run } = frame;
  // Keys that are plain texts, each of them once, need no search.
  let made: DictValue = { is: 'dict', entries: [], open: false, at: place };
  const plain = new Set<string>();
  const entries: DictValue['entries'][number][] = [];
  let simple = true;
  for (const part of e.parts) {
    const at_ = at(frame, part.span);
    const value = evaluate(frame, part.value);
    if (!part.key) {
      simple = false;
      made = entries.length > 0 ? { ...made, entries: [...made.entries, ...entries.splice(0)] } : made;
      const spread = look(run, value);
      made =
        spread.is === 'dict'
          ? { ...mergeEntries(run, made, spread, place), open: made.open || spread.open }
          : {
              ...made,
              open: true,
              entries: made.entries.map((entry) => ({ ...entry, value: unknownValue('may be overruled', entry.value.at) })),
            };
      continue;
    }
    const key = look(run, evaluate(frame, part.key));
    const entry = { key, value, at: at_, certain: true };
    if (simple && key.is === 'string' && !plain.has(key.text)) {
      plain.add(key.text);
      entries.push(entry);
    } else {
      simple = false;
      made = withEntry(run, entries.length > 0 ? { ...made, entries: [...made.entries, ...entries.splice(0)] } : made, entry);
    }
    if (key.is === 'unknown' || key.is === 'environment' || key.is === 'choice') made = { ...made, open: true };
  }
  return entries.length > 0 ? { ...made, entries: [...made.entries, ...entries] } : made;
};

/** Two ways of which one is gone, each with what it does on the way. */
const either = (frame: Frame, yes: () => Value, no: () => Value | undefined, place: Value['at']): Value => {
  const { run } = frame;
  const values: Value[] = [];
  const way = (go: () => Value | undefined) =>
    attempt(frame, false, () => {
      const value = go();
      if (run.raising !== undefined) return { is: 'raise', name: run.raising };
      if (value) values.push(value);
      return undefined;
    });
  const before = run.raising;
  const [a, b] = [way(yes), way(no)];
  run.raising = before;
  const end = join(frame, a, b, place);
  if (a.end && b.end && end?.is === 'raise') run.raising = end.name;
  else if (a.end || b.end) run.mayRaise = true;
  const [first, second] = values;
  return first && second ? merge(first, second, place) : (first ?? unknownValue('an exception', place));
};

const unary = (frame: Frame, { sign, operand }: Extract<Expression, { is: 'unary' }>, place: Value['at']): Value => {
  const value = evaluate(frame, operand);
  if (sign === 'not') return negate(frame.run, value, place);
  const now = look(frame.run, value);
  if (now.is === 'number' && sign !== '~') return numberValue(sign === '-' ? -now.value : now.value, place, now.float);
  return unknownValue(`\`${sign}\` of something`, place);
};

const logic = (frame: Frame, { word, operands }: Extract<Expression, { is: 'boolean' }>, place: Value['at']): Value => {
  const stops = word === 'or';
  /** Operands whose truth is not known: any of them may be the outcome. */
  const possible: Value[] = [];
  for (const [i, operand] of operands.entries()) {
    // Behind an operand that is not known, the others may not be asked.
    const value =
      possible.length === 0
        ? evaluate(frame, operand)
        : either(
            frame,
            () => evaluate(frame, operand),
            () => undefined,
            place,
          );
    const last = i === operands.length - 1;
    const test = last ? unknown : holds(frame.run, value);
    if (!last && test === !stops) continue;
    if (possible.length === 0 && (last || test === stops)) return value;
    possible.push(value);
    if (test === stops) break;
  }
  const { run } = frame;
  const [first, second] = possible.map((one) => look(run, one));
  if (possible.length === 2 && first?.is === 'environment' && second && stops && isText(first)) {
    // `env("X") or "default"`: one look-up with a default.
    const fallback = possible[1] as Value;
    const unset = first.unset ? (holds(run, first.unset) === true ? first.unset : fallback) : undefined;
    return { ...first, default: first.default && first.default.is !== 'none' ? first.default : fallback, unset, at: place };
  }
  // What is surely false in an `and`, or true in an `or`, decides for all, whichever operand it is.
  const tests = possible.map((one) => holds(run, one));
  const allBoolean = possible.every((one) => isSwitch(look(run, one)));
  if (tests.includes(stops) && allBoolean) return booleanValue(stops, place);
  if (possible.length === 2 && first?.is === 'environment' && second?.is === 'environment') return unknownValue('two variables', place);
  return possible.reduce((a, b) => merge(a, b, place));
};

/** True for what is `True` or `False` once it is known. */
const isSwitch = (value: Value): boolean =>
  value.is === 'boolean' ||
  (value.is === 'unknown' && value.why.startsWith('whether')) ||
  (value.is === 'environment' && (value.cast.to === 'boolean' || value.cast.to === 'truth'));

const comparison = (frame: Frame, { first, rest }: Extract<Expression, { is: 'comparison' }>, place: Value['at']): Value => {
  let left = evaluate(frame, first);
  let made: Value | undefined;
  for (const { sign, operand } of rest) {
    const right = evaluate(frame, operand);
    const one = compare(frame.run, sign, left, right, place);
    if (one.is === 'boolean' && !one.value) return one;
    if (!made || made.is === 'boolean') made = one;
    else if (one.is !== 'boolean') made = unknownValue('whether several things hold', place);
    left = right;
  }
  return made ?? unknownValue('a comparison', place);
};

/** Strings, with what is filled in. */
const string = (frame: Frame, parts: readonly StringPart[], place: Value['at']): Value => {
  const [only] = parts;
  if (only && parts.length === 1 && only.pieces.length <= 1 && typeof (only.pieces[0] ?? '') === 'string' && !only.template)
    return only.bytes
      ? { is: 'bytes', text: (only.pieces[0] ?? '') as string, at: place }
      : stringValue((only.pieces[0] ?? '') as string, place);
  if (parts.some(({ template }) => template)) return unknownValue('a template string', place);
  const bytes = only?.bytes === true;
  const texts: { text: string; at: Value['at'] }[] = [];
  let anchor: Uri | undefined;
  let waiting: Value | undefined;
  let failed = false;
  for (const part of parts) {
    let text = '';
    for (const piece of part.pieces) {
      if (typeof piece === 'string') {
        text += piece;
        continue;
      }
      const value = look(frame.run, evaluate(frame, piece.value));
      const inner = innerOf(value);
      const one = piece.spec
        ? undefined
        : piece.conversion === 'r' || (piece.label && !piece.conversion)
          ? repr(value)
          : inner?.is === 'root'
            ? inner.text
            : shown(value);
      if (one === undefined) {
        if (value.is === 'environment' && !waiting && !piece.spec && piece.conversion !== 'r') waiting = value;
        else failed = true;
      }
      anchor ??= inner?.is === 'root' ? inner.anchor : anchorOf(value);
      text += piece.label + (one ?? '');
    }
    texts.push({ text, at: at(frame, part.span) });
  }
  if (failed) return unknownValue('a text with something unknown in it', place);
  if (waiting?.is === 'environment')
    return cast(waiting, { to: 'other' }, place, (unset) => withFilled(frame, parts, waiting as Value, unset, place));
  const text = texts.map((one) => one.text).join('');
  if (bytes) return { is: 'bytes', text, at: place };
  const made: StringValue = stringValue(text, place, anchor);
  return texts.length > 1 ? { ...made, glued: texts } : made;
};

/** The text with the default of the only variable in it. */
const withFilled = (frame: Frame, parts: readonly StringPart[], read: Value, unset: Value, place: Value['at']): Value => {
  const filled = shown(unset);
  if (filled === undefined) return unknownValue('a text with something unknown in it', place);
  let text = '';
  for (const piece of parts.flatMap(({ pieces }) => pieces)) {
    if (typeof piece === 'string') text += piece;
    else {
      const value = look(frame.run, evaluate(frame, piece.value));
      text += piece.label + (value.is === 'environment' && read.is === 'environment' ? filled : (shown(value) ?? ''));
    }
  }
  return stringValue(text, place);
};
