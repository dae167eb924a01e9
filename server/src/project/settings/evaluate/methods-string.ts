// The methods of `str`, on known texts and on the text of variables.
import type { Cast, EnvironmentRead, StringValue, Value } from '../value.ts';
import { argument, type Call, textAt } from './call.ts';
import { booleanValue, cast, itemOf, listValue, numberValue, stringValue } from './constants.ts';
import { itemsOf } from './containers.ts';
import { formatBraces } from './format.ts';
import { look } from './runtime.ts';

/** Characters that Python's `strip()` takes for blanks, as far as ASCII goes. */
const blank = ' \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0';
const isAscii = (text: string): boolean => !/[^ -~\s]/.test(text) && !/[\u0080-\uffff]/.test(text);

const strip = (text: string, characters: string, left: boolean, right: boolean): string => {
  let from = 0;
  let to = text.length;
  if (left) while (from < to && characters.includes(text.charAt(from))) from++;
  if (right) while (to > from && characters.includes(text.charAt(to - 1))) to--;
  return text.slice(from, to);
};

/** `text.method(…)`; nothing where it is not worked out. */
export const textMethod = (call: Call, of: StringValue, name: string): Value | undefined => {
  const { at } = call;
  const make = (text: string): Value => stringValue(text, at, of.anchor);
  const list = (texts: readonly string[]): Value =>
    listValue(
      'list',
      texts.map((text) => itemOf(stringValue(text, at))),
      at,
    );
  if (name === 'format') {
    const keywords = new Map([...call.keywords].map(([key, value]) => [key, look(call.run, value)]));
    return call.sure ? formatBraces(call.run, of, call.positional, keywords, at) : undefined;
  }
  if (!call.sure) return undefined;
  const first = textAt(call, 0, name === 'split' || name === 'rsplit' ? 'sep' : '');
  switch (name) {
    case 'lower':
    case 'casefold':
      return isAscii(of.text) ? make(of.text.toLowerCase()) : undefined;
    case 'upper':
      return isAscii(of.text) ? make(of.text.toUpperCase()) : undefined;
    case 'capitalize':
      return isAscii(of.text) ? make(of.text.charAt(0).toUpperCase() + of.text.slice(1).toLowerCase()) : undefined;
    case 'strip':
    case 'lstrip':
    case 'rstrip':
      if (call.positional.length > 0 && first === undefined) return undefined;
      return make(strip(of.text, first ?? blank, name !== 'rstrip', name !== 'lstrip'));
    case 'removeprefix':
      return first === undefined ? undefined : make(of.text.startsWith(first) ? of.text.slice(first.length) : of.text);
    case 'removesuffix':
      return first === undefined ? undefined : make(first !== '' && of.text.endsWith(first) ? of.text.slice(0, -first.length) : of.text);
    case 'startswith':
    case 'endswith': {
      const test = name === 'startswith' ? (text: string) => of.text.startsWith(text) : (text: string) => of.text.endsWith(text);
      if (call.positional.length !== 1) return undefined;
      if (first !== undefined) return booleanValue(test(first), at);
      const given = argument(call, 0, '');
      const all =
        given?.is === 'list'
          ? given.items.map((item) => (item.is === 'item' && item.value.is === 'string' ? item.value.text : undefined))
          : [];
      return all.length > 0 && all.every((text) => text !== undefined)
        ? booleanValue(
            all.some((text) => test(text ?? '')),
            at,
          )
        : undefined;
    }
    case 'replace': {
      const [from, to] = [textAt(call, 0, 'old'), textAt(call, 1, 'new')];
      return from === undefined || to === undefined || from === '' || call.positional.length > 2
        ? undefined
        : make(of.text.replaceAll(from, () => to));
    }
    case 'split':
    case 'rsplit': {
      const most = argument(call, 1, 'maxsplit');
      if (most && (most.is !== 'number' || name === 'rsplit' || first === undefined)) return undefined;
      const separator = argument(call, 0, 'sep');
      if (separator === undefined || separator.is === 'none')
        return most ? undefined : list(of.text.trim() === '' ? [] : of.text.trim().split(/[\s]+/));
      if (first === undefined || first === '') return undefined;
      const parts = of.text.split(first);
      return list(
        most?.is === 'number' && most.value >= 0 && parts.length > most.value
          ? [...parts.slice(0, most.value), parts.slice(most.value).join(first)]
          : parts,
      );
    }
    case 'splitlines':
      if ([...'\v\f\x1c\x1d\x1e\x85\u2028\u2029'].some((c) => of.text.includes(c)) || call.positional.length > 0) return undefined;
      return list(of.text === '' ? [] : of.text.replace(/\r?\n$|\r$/, '').split(/\r\n|\n|\r/));
    case 'join': {
      const items = call.positional[0] && itemsOf(call.run, call.positional[0]);
      const source = call.positional[0] && look(call.run, call.positional[0]);
      if (!items || (source?.is === 'list' && source.type === 'set' && items.length > 1)) return undefined;
      const texts = items.map((item) => (item.is === 'item' && item.certain && item.value.is === 'string' ? item.value.text : undefined));
      return texts.every((text) => text !== undefined) ? make(texts.join(of.text)) : undefined;
    }
    case 'count':
      return first === undefined || first === '' || call.positional.length > 1
        ? undefined
        : numberValue(of.text.split(first).length - 1, at);
    case 'find':
      return first === undefined || call.positional.length > 1 || !isAscii(of.text) ? undefined : numberValue(of.text.indexOf(first), at);
    case 'isdigit':
      return isAscii(of.text) ? booleanValue(/^\d+$/.test(of.text), at) : undefined;
    case 'encode':
      return isAscii(of.text) ? { is: 'bytes', text: of.text, at } : undefined;
    case 'title':
      return /^[A-Za-z]*$/.test(of.text) ? make(of.text.charAt(0).toUpperCase() + of.text.slice(1).toLowerCase()) : undefined;
    default:
      return undefined;
  }
};

const kept: ReadonlySet<string> = new Set([
  'lower',
  'upper',
  'casefold',
  'strip',
  'lstrip',
  'rstrip',
  'title',
  'capitalize',
  'replace',
  'removeprefix',
  'removesuffix',
]);

/** A method of a variable's text: what it is cast to, and what becomes of its default. */
export const variableMethod = (call: Call, of: EnvironmentRead, name: string): Value | undefined => {
  const on = (unset: Value): Value => {
    const known = unset.is === 'string' ? textMethod(call, unset, name) : undefined;
    return known ?? { is: 'unknown', why: `\`${name}\` of a variable`, at: call.at };
  };
  if (of.cast.to !== 'string') return undefined;
  if (kept.has(name)) return cast(of, of.cast, call.at, on);
  if (name === 'split') {
    const separator = argument(call, 0, 'sep');
    if (call.positional.length > 1 || call.keywords.has('maxsplit')) return cast(of, { to: 'other' }, call.at, on);
    const to: Cast =
      separator?.is === 'string' ? { to: 'list', separator: separator.text, empty: 'one' } : { to: 'list', separator: ' ', empty: 'none' };
    return cast(of, to, call.at, on);
  }
  return cast(of, { to: 'other' }, call.at, on);
};
