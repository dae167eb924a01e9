// Decides branches of a script by the words it was started with: `case "$1" in`, `if [ "$1" = "web" ]`.
import type { Branch, ShellPart, ShellWord } from './command.ts';
import { type Argument, type Lookup, variableValue } from './resolve.ts';

export interface Given {
  /** The words of the script: the first is `$0`. */
  readonly positions: readonly Argument[];
  /** True when more words may follow. */
  readonly open: boolean;
  readonly lookup: Lookup;
  /** What was decided before: the words may change inside of a branch, its condition is looked at once. */
  readonly before: Map<object, string | boolean | undefined>;
}

const once = <T extends string | boolean | undefined>({ before }: Given, key: object, make: () => T): T => {
  if (!before.has(key)) before.set(key, make());
  return before.get(key) as T;
};

/** Whether all branches are taken; undefined where that depends on what is not known. */
export const decide = (branches: readonly Branch[], given: Given): boolean | undefined => {
  let sure = true;
  for (const branch of branches) {
    const taken = branch.is === 'case' ? inCase(branch, given) : once(given, branch.words, () => inTest(branch.words, given));
    const holds = branch.is === 'test' && taken !== undefined ? taken === branch.holds : taken;
    if (holds === false) return false;
    if (holds === undefined) sure = false;
  }
  return sure ? true : undefined;
};

const textIn = (word: ShellWord, given: Given): string | undefined => {
  const parts = word.parts.map((part) => partIn(part, given));
  return parts.every((part) => part !== undefined) ? parts.join('') : undefined;
};

const partIn = (part: ShellPart, { positions, open, lookup }: Given): string | undefined => {
  if (part.is === 'text') return part.text;
  if (part.is !== 'variable') return undefined;
  if (part.name === '#') return open || part.modifier !== '' ? undefined : String(Math.max(0, positions.length - 1));
  if (!/^\d$/.test(part.name)) return variableValue(part.name, part.modifier, lookup);
  const position = positions[Number(part.name)];
  if (position ? !position.known : open) return undefined;
  return variableValue(part.name, part.modifier, () => position?.text) ?? (part.modifier === '' ? '' : undefined);
};

/** A pattern of the shell as a regular expression; undefined where a variable is in it. */
const patternOf = ({ parts }: ShellWord): RegExp | undefined => {
  let source = '';
  for (const part of parts) {
    if (part.is !== 'text') return undefined;
    const plain = part.text.replace(/[.+^${}()|[\]\\*?]/g, '\\$&');
    source += part.quoted ? plain : plain.replaceAll('\\*', '[^]*').replaceAll('\\?', '[^]');
  }
  // A bracket may be a set of letters, which is left open.
  return parts.some((part) => part.is === 'text' && !part.quoted && part.text.includes('[')) ? undefined : new RegExp(`^${source}$`);
};

const fitsAny = (text: string, patterns: readonly ShellWord[]): boolean | undefined => {
  let sure = true;
  for (const word of patterns) {
    const pattern = patternOf(word);
    if (!pattern) sure = false;
    else if (pattern.test(text)) return true;
  }
  return sure ? false : undefined;
};

const inCase = ({ subject, items, index }: Branch & { readonly is: 'case' }, given: Given): boolean | undefined => {
  const text = once(given, items, () => textIn(subject, given));
  if (text === undefined) return undefined;
  const before = fitsAny(text, items.slice(0, index).flat());
  const own = fitsAny(text, items[index] ?? []);
  if (before === true || own === false) return false;
  return before === false ? own : undefined;
};

const inTest = (words: readonly ShellWord[], given: Given): boolean | undefined => {
  const [first, second, third] = words;
  if (words.length === 1 && first) {
    const text = textIn(first, given);
    return text === undefined ? undefined : text !== '';
  }
  if (words.length === 2 && first && second) {
    const text = textIn(second, given);
    if (text === undefined) return undefined;
    return first.text === '-z' ? text === '' : first.text === '-n' ? text !== '' : undefined;
  }
  if (words.length !== 3 || !first || !second || !third) return undefined;
  const left = textIn(first, given);
  const right = textIn(third, given);
  if (left === undefined || right === undefined) return undefined;
  if (/^-(?:eq|ne|gt|ge|lt|le)$/.test(second.text)) {
    const difference = Number(left) - Number(right);
    const sign = second.text.slice(1);
    if (Number.isNaN(difference)) return undefined;
    return { eq: difference === 0, ne: difference !== 0, gt: difference > 0, ge: difference >= 0, lt: difference < 0, le: difference <= 0 }[
      sign
    ];
  }
  // `==` of `[[` takes patterns.
  const same = /[*?[]/.test(right) && second.text !== '=' ? undefined : left === right;
  if (same === undefined) return undefined;
  return second.text === '=' || second.text === '==' ? same : second.text === '!=' ? !same : undefined;
};
