// Variables of the process: what is made of their text, by whom.
import { type Maybe, unknown } from '../../../languages/maybe.ts';
import type { Location } from '../../../text/span.ts';
import type { Cast, EnvironmentRead, Value } from '../value.ts';
import { booleanValue, itemOf, listValue, numberValue, pathValue, stringValue } from './constants.ts';
import { purePath } from './paths.ts';
import { type Run, unknownValue } from './runtime.ts';

/** A look-up of a variable. */
export interface Asked {
  /** Undefined when the name is not known. */
  readonly name: string | undefined;
  readonly nameAt: Location;
  readonly through: string;
  readonly cast: Cast;
  /** The default as it is written. */
  readonly default: Value | undefined;
  /** What the look-up gives when the variable is not set; undefined when it ends in an exception. */
  readonly unset: Value | undefined;
  /** The exception for a variable that is not set. */
  readonly raises: string;
  readonly keywords: EnvironmentRead['keywords'];
  readonly at: Location;
}

/** The value of a look-up: known where the variable is, else the look-up itself. */
export const readVariable = (run: Run, asked: Asked): Value => {
  const { name, at } = asked;
  const given = name === undefined ? undefined : run.given.get(name);
  if (given) return given.is === 'string' ? castText(given.text, asked.cast, asked.through, at) : given;
  const text: Maybe<string | undefined> = name === undefined ? unknown : run.world.environment(name);
  if (text === undefined) {
    if (asked.unset) return asked.unset;
    run.raising = asked.raises;
    return unknownValue('a variable that is not set', at);
  }
  if (text !== unknown) return castText(text, asked.cast, asked.through, at);
  if (!asked.unset) run.mayRaise = true;
  const { nameAt, through, cast, unset, keywords } = asked;
  return { is: 'environment', name, nameAt, through, cast, default: asked.default, unset, keywords, at };
};

/** Words for true: those of django-environ (environ.py, BOOLEAN_TRUE_STRINGS), decouple (_BOOLEANS) and environs (marshmallow's Boolean). */
const truths: Readonly<Record<string, readonly string[]>> = {
  'django-environ': ['true', 'on', 'ok', 'y', 'yes', '1'],
  decouple: ['1', 'yes', 'true', 'on', 'y', 't'],
  environs: ['t', 'true', 'on', 'y', 'yes', '1'],
  'django-configurations': ['yes', 'y', 'true', '1'],
};
const lies: Readonly<Record<string, readonly string[]>> = {
  decouple: ['0', 'no', 'false', 'off', 'n', 'f', ''],
  environs: ['f', 'false', 'off', 'n', 'no', '0'],
  'django-configurations': ['no', 'n', 'false', '0', ''],
};

/** What a library makes of the text of a variable, as far as we are sure of it. */
const castText = (text: string, to: Cast, through: string, at: Location): Value => {
  switch (to.to) {
    case 'string':
      // django-environ takes `$NAME` for another variable, and a backslash before it for a plain sign.
      return through === 'django-environ' && /[$\\]/.test(text) ? unknownValue('a variable that names another', at) : stringValue(text, at);
    case 'integer':
      return /^\s*[-+]?\d{1,15}\s*$/.test(text) ? numberValue(Number(text), at) : unknownValue('no number', at);
    case 'float':
      return /^\s*[-+]?\d{1,15}(?:\.\d{1,15})?\s*$/.test(text) ? numberValue(Number(text), at, true) : unknownValue('no number', at);
    case 'truth':
      return booleanValue((text !== '') !== (to.negated === true), at);
    case 'boolean': {
      const found = booleanOf(text, to.words, through);
      return found === unknown ? unknownValue('no word for true or false', at) : booleanValue(found !== (to.negated === true), at);
    }
    case 'list': {
      const parts = text === '' && to.empty === 'none' ? [] : text.split(to.separator);
      const kept = to.empty === 'none' ? parts.filter((part) => part !== '') : parts;
      const trimmed = through === 'environs' || through === 'decouple' ? kept.map((part) => part.trim()) : kept;
      if (/["'\\]/.test(text) && through === 'decouple') return unknownValue('a list with quotes', at);
      return listValue(
        'list',
        trimmed.map((part) => itemOf(stringValue(part, at))),
        at,
      );
    }
    case 'path':
      return pathValue(purePath(text), at);
    default:
      return unknownValue('the text of a variable, converted', at);
  }
};

const booleanOf = (text: string, words: readonly string[] | undefined, through: string): Maybe<boolean> => {
  if (words) return words.includes(text);
  const word = text.toLowerCase();
  if (truths[through]?.includes(word)) return true;
  const false_ = lies[through];
  if (through === 'django-environ') return false;
  return false_?.includes(word) ? false : unknown;
};
