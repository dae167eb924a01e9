// The arithmetic between `%(` and `)` (core/utils.c, uwsgi_manage_placeholder).
import { type Maybe, unknown } from '../../languages/maybe.ts';

/**
 * The value of a placeholder's expression: undefined when the key is not there (uWSGI then leaves the text as it is),
 * unknown when a key it needs is not known. Words next to each other are joined; there is no precedence.
 */
export const evaluate = (expression: string, get: (key: string) => Maybe<string> | undefined): Maybe<string | undefined> => {
  if (!expression.includes(' ')) return get(expression);
  let current: string | undefined;
  let operator = '';
  for (const word of expression.split(' ')) {
    if (word === '') continue;
    if (word === '+' || word === '-' || word === '*' || word === '/') {
      operator = word;
      continue;
    }
    if (word === '++' || word === '--') {
      if (current !== undefined) current = String(apply('+', toInteger(current), word === '++' ? 1n : -1n));
      operator = '';
      continue;
    }
    const value = /^\d+$/.test(word) ? word : (get(word) ?? '');
    if (value === unknown) return unknown;
    current = operator === '' ? (current ?? '') + value : String(apply(operator, toInteger(current ?? ''), toInteger(value)));
    operator = '';
  }
  return current;
};

/** C's strtoll: leading digits, otherwise 0; what 64 bits do not hold becomes the nearest they do. */
const toInteger = (text: string): bigint => {
  const value = BigInt(/^[ \t\n\v\f\r]*([+-]?\d+)/.exec(text)?.[1]?.replace('+', '') ?? '0');
  return value > most ? most : value < -most - 1n ? -most - 1n : value;
};
const most = 2n ** 63n - 1n;

const apply = (operator: string, a: bigint, b: bigint): bigint => {
  if (operator === '+') return BigInt.asIntN(64, a + b);
  if (operator === '-') return BigInt.asIntN(64, a - b);
  if (operator === '*') return BigInt.asIntN(64, a * b);
  return b === 0n ? 0n : BigInt.asIntN(64, a / b);
};
