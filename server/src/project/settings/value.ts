// What a settings module assigns, as far as it can be told without running it.
import type { Location } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';

/**
 * One value. Every value carries the text that made it, `at`: the literal, the call, the operation, in whatever file that stands.
 * Values never change; the evaluator makes new ones.
 */
export type Value =
  | StringValue
  | BytesValue
  | NumberValue
  | BooleanValue
  | NoneValue
  | PathValue
  | ListValue
  | DictValue
  | EnvironmentRead
  | Choice
  | ObjectValue
  | Unknown;

/** A `str`, known to its last character. */
export interface StringValue {
  readonly is: 'string';
  readonly text: string;
  readonly at: Location;
  /** The literals that Python glues together because nothing stands between them; missing where there is only one. */
  readonly glued?: readonly { readonly text: string; readonly at: Location }[];
  /**
   * The file whose `__file__` the text was made from. Such a text holds a path of this workspace; the machine that will run
   * has the same files elsewhere, so compare it with other anchored texts only.
   */
  readonly anchor?: Uri;
}

/** A `bytes`, as the text of its characters below 256. */
export interface BytesValue {
  readonly is: 'bytes';
  readonly text: string;
  readonly at: Location;
}

/** An `int` that a double holds exactly, or a `float`. */
export interface NumberValue {
  readonly is: 'number';
  readonly value: number;
  readonly float: boolean;
  readonly at: Location;
}

export interface BooleanValue {
  readonly is: 'boolean';
  readonly value: boolean;
  readonly at: Location;
}

export interface NoneValue {
  readonly is: 'none';
  readonly at: Location;
}

/** A `pathlib` path. `text` is what `str()` would give, with `/`; `anchor` as in `StringValue`. */
export interface PathValue {
  readonly is: 'path';
  readonly text: string;
  readonly anchor?: Uri;
  readonly at: Location;
}

/** A list, tuple or set, of known items and gaps in order. The order of a set means nothing. */
export interface ListValue {
  readonly is: 'list';
  readonly type: 'list' | 'tuple' | 'set';
  readonly items: readonly Item[];
  readonly at: Location;
}

/** A place in a list: one value, or a gap of any number of unknown ones. */
export type Item = KnownItem | Gap;

export interface KnownItem {
  readonly is: 'item';
  /** Its own `at` may be elsewhere: an item given by name was made where the name was. */
  readonly value: Value;
  /** The text of the item in the list, or in the call that put it there. */
  readonly at: Location;
  /** False when an undecided condition puts it there or takes it away. */
  readonly certain: boolean;
}

export interface Gap {
  readonly is: 'gap';
  readonly at: Location;
  readonly why: string;
}

export interface DictValue {
  readonly is: 'dict';
  /** In the order of insertion; of keys written twice, the last value. */
  readonly entries: readonly Entry[];
  /** True when there may be more keys, or other values for these. */
  readonly open: boolean;
  readonly at: Location;
}

export interface Entry {
  readonly key: Value;
  readonly value: Value;
  /** The key and the value together; of `d["k"] = v`, the assignment. */
  readonly at: Location;
  /** False when an undecided condition puts it there or takes it away. */
  readonly certain: boolean;
}

/** What is made of a variable's text. */
export type Cast =
  /** Nothing: a string. */
  | { readonly to: 'string' }
  /** True for these words (in lower case) and false otherwise; `words` is missing where the library's own table counts. */
  | { readonly to: 'boolean'; readonly words?: readonly string[]; readonly negated?: boolean }
  /** `bool(text)`: every text but the empty one is true, `"False"` too. */
  | { readonly to: 'truth'; readonly negated?: boolean }
  | { readonly to: 'integer' }
  | { readonly to: 'float' }
  /** Split at `separator`. `empty` says what the empty text becomes: `[""]` with `str.split`, `[]` elsewhere. */
  | { readonly to: 'list'; readonly separator: string; readonly empty: 'one' | 'none' }
  | { readonly to: 'json' }
  | { readonly to: 'path' }
  /** The dict that a URL of a database, cache, … stands for. */
  | { readonly to: 'url'; readonly of: string }
  | { readonly to: 'other' };

/** A variable of the process, whose text is not known here. */
export interface EnvironmentRead {
  readonly is: 'environment';
  /** Undefined when the name itself is worked out at run time. */
  readonly name: string | undefined;
  readonly nameAt: Location;
  /** Who reads it: `os.environ`, `os.getenv`, `django-environ`, `decouple`, `environs`, `dj-database-url`, `pydantic`, … */
  readonly through: string;
  readonly cast: Cast;
  /** The default as it is written; undefined when there is none. */
  readonly default: Value | undefined;
  /** What the whole expression is while the variable is not set; undefined when that ends in an exception. */
  readonly unset: Value | undefined;
  /** Other things said to the reader by keyword: `conn_max_age` of dj-database-url. */
  readonly keywords: readonly { readonly name: string; readonly value: Value }[];
  readonly at: Location;
}

/** One of several values; which one, a condition decides that is not known here. */
export interface Choice {
  readonly is: 'choice';
  /** At least two, in the order of the text; none of them is a choice itself. */
  readonly among: readonly Value[];
  /** The condition. */
  readonly at: Location;
}

/** A class, a function, a module, an instance or the result of a call that is not worked out. */
export interface ObjectValue {
  readonly is: 'object';
  /** The dotted name of what it is, or of what was called, from where it was imported: `datetime.timedelta`. */
  readonly name: string | undefined;
  /** True for the result of a call of `name`, false for the thing itself. */
  readonly called: boolean;
  readonly positional: readonly Value[];
  readonly keywords: readonly { readonly name: string; readonly value: Value }[];
  readonly at: Location;
}

export interface Unknown {
  readonly is: 'unknown';
  /** Why it is not known, in a few words, for people who wonder. */
  readonly why: string;
  readonly at: Location;
}
