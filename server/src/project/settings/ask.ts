// What rules ask of a value.
import { type Maybe, unknown } from '../../languages/maybe.ts';
import { type Uri, uriOfPath } from '../../text/uri.ts';
import type { DictValue, Entry, KnownItem, ListValue, Value } from './value.ts';

/** The text of a known string; undefined for everything else. */
export const textOf = (value: Value | undefined): string | undefined => (value?.is === 'string' ? value.text : undefined);

/** All values it may have: those of a choice, else itself. */
export const possibilities = (value: Value): readonly Value[] => (value.is === 'choice' ? value.among : [value]);

/** Whether Python takes it for true. Variables of the process are unknown, whatever their default. */
export const truth = (value: Value): Maybe<boolean> => {
  switch (value.is) {
    case 'string':
    case 'bytes':
      return value.text !== '';
    case 'number':
      return value.value !== 0;
    case 'boolean':
      return value.value;
    case 'none':
      return false;
    case 'path':
      return true;
    case 'list':
      if (value.items.some((item) => item.is === 'item' && item.certain)) return true;
      return value.items.length === 0 ? false : unknown;
    case 'dict':
      if (value.entries.some(({ certain }) => certain)) return true;
      return value.open || value.entries.length > 0 ? unknown : false;
    case 'choice':
      return agreed(value.among.map(truth));
    default:
      return unknown;
  }
};

const agreed = (answers: readonly Maybe<boolean>[]): Maybe<boolean> => {
  const [first = unknown] = answers;
  return answers.every((answer) => answer === first) ? first : unknown;
};

/** Whether it is known through and through: no gap, choice, variable or call anywhere in it. */
export const isKnown = (value: Value): boolean => {
  switch (value.is) {
    case 'list':
      return value.items.every((item) => item.is === 'item' && item.certain && isKnown(item.value));
    case 'dict':
      return !value.open && value.entries.every((entry) => entry.certain && isKnown(entry.key) && isKnown(entry.value));
    case 'environment':
    case 'choice':
    case 'object':
    case 'unknown':
      return false;
    default:
      return true;
  }
};

/** A path, whether `str` or `pathlib`, without `.` and `..` and without a slash at its end; `anchor` when it lies in this workspace. */
export interface Place {
  readonly path: string;
  readonly anchor: Uri | undefined;
}

export const placeOf = (value: Value | undefined): Place | undefined =>
  value?.is === 'string' || value?.is === 'path' ? { path: normalised(value.text), anchor: value.anchor } : undefined;

/** The file or folder of the workspace that an anchored path names. */
export const uriOf = (value: Value | undefined): Uri | undefined => {
  const place = placeOf(value);
  return place?.anchor ? uriOfPath(place.path) : undefined;
};

/**
 * Whether the first path is the second one or lies below it. Unknown when only one of them is of this workspace, or one is
 * relative and the other is not.
 */
export const isWithin = (inner: Place, outer: Place): Maybe<boolean> => {
  if ((inner.anchor === undefined) !== (outer.anchor === undefined)) return unknown;
  if (inner.path.startsWith('/') !== outer.path.startsWith('/')) return unknown;
  return inner.path === outer.path || inner.path.startsWith(outer.path === '/' ? '/' : `${outer.path}/`);
};

/** As `os.path.normpath` does, for POSIX paths. */
export const normalised = (path: string): string => {
  const rooted = path.startsWith('/');
  const out: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && (out.length > 0 ? out.at(-1) !== '..' : rooted)) out.pop();
    else out.push(part);
  }
  return (rooted ? '/' : '') + out.join('/') || '.';
};

/** The entry of a dict under a string key; unknown when the dict may have it without our seeing it. */
export const entryOf = (dict: DictValue, key: string): Maybe<Entry> | undefined => {
  const found = dict.entries.find((entry) => textOf(entry.key) === key);
  return found ?? (dict.open ? unknown : undefined);
};

/** The known items of a list, gaps left out. */
export const knownItems = (list: ListValue): readonly KnownItem[] => list.items.filter((item) => item.is === 'item');

/** True when every item of the list is seen. */
export const isClosed = (list: ListValue): boolean => list.items.every(({ is }) => is === 'item');

/** Whether a list holds a string; unknown when it may, in a gap or under a condition. */
export const holds = (list: ListValue, text: string): Maybe<boolean> => {
  let maybe = !isClosed(list);
  for (const { value, certain } of knownItems(list)) {
    if (textOf(value) === text) {
      if (certain) return true;
      maybe = true;
    } else if (value.is !== 'string') maybe = true;
  }
  return maybe ? unknown : false;
};

/** Whether the first of two items of a list surely stands before the second: gaps between them change nothing about that. */
export const standsBefore = (list: ListValue, first: KnownItem, second: KnownItem): boolean =>
  list.type !== 'set' && list.items.indexOf(first) < list.items.indexOf(second);

/** The items between two items of a list; undefined when there is a gap among them. */
export const between = (list: ListValue, first: KnownItem, second: KnownItem): readonly KnownItem[] | undefined => {
  const inner = list.items.slice(list.items.indexOf(first) + 1, list.items.indexOf(second));
  return inner.every((item) => item.is === 'item') ? inner : undefined;
};

/** The position of an item from the front; unknown behind a gap or an item that may be missing. */
export const positionOf = (list: ListValue, item: KnownItem): Maybe<number> => {
  const index = list.items.indexOf(item);
  return list.items.slice(0, index).every((one) => one.is === 'item' && one.certain) ? index : unknown;
};
