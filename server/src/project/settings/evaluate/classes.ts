// Classes of the project: settings classes of django-configurations and pydantic, and plain holders of names.
import type { Argument } from '../../../languages/python/ir.ts';
import type { Location } from '../../../text/span.ts';
import type { Cast, Value } from '../value.ts';
import { stringValue } from './constants.ts';
import {
  become,
  type Class,
  type Frame,
  innerOf,
  look,
  lookUp,
  namesOf,
  object,
  type Run,
  type Slot,
  type Thing,
  thing,
  unknownValue,
} from './runtime.ts';
import { readVariable } from './variables.ts';

/** The order in which Python asks a class and its bases (C3); nothing when there is none. */
export const orderOf = (own: Class, bases: readonly Class[]): readonly Class[] | undefined => {
  const rows = [...bases.map(({ order }) => [...order]), [...bases]];
  const out: Class[] = [own];
  while (rows.some((row) => row.length > 0)) {
    const next = rows.map((row) => row[0]).find((head) => head && rows.every((row) => !row.slice(1).includes(head)));
    if (!next) return undefined;
    out.push(next);
    for (const row of rows) if (row[0] === next) row.shift();
  }
  return out;
};

/** The classes among the bases, and the dotted names of those that are not of this project. */
export const basesOf = (
  frame: Frame,
  given: readonly Argument[],
): { readonly classes: readonly Class[]; readonly foreign: readonly string[] } => {
  const classes: Class[] = [];
  const foreign: string[] = [];
  for (const { name, star, value } of given) {
    if (name !== undefined) continue;
    const base = look(frame.run, frame.evaluate(frame, value));
    const inner = innerOf(base);
    if (inner?.is === 'class' && star === '') classes.push(inner.class);
    else foreign.push(base.is === 'object' && base.name ? base.name : '?');
  }
  return { classes, foreign };
};

/** Dotted names of all bases that are not of this project, however far up. */
const ancestors = ({ order }: Class): readonly string[] => order.flatMap(({ foreign }) => foreign);

export const isPydantic = (one: Class): boolean =>
  ancestors(one).some((name) => /^pydantic(?:_settings)?\.(?:main\.|env_settings\.)?BaseSettings$/.test(name));
export const isConfiguration = (one: Class): boolean =>
  ancestors(one).some((name) => /^configurations\.(?:base\.)?Configuration$/.test(name) || /^cbs\./.test(name));

/** A name of a class is given a value by somebody else. */
export const setOutside = (run: Run, { outside }: Class, name: string, at: Location): void => {
  const now = look(run, outside);
  const entry = { key: stringValue(name, at), value: unknownValue('set from outside', at), at, certain: true };
  become(run, outside, { ...outside, entries: [...(now.is === 'dict' ? now.entries : []), entry] });
};

/** What a name of a class itself holds, bases left out. */
export const slotIn = (run: Pick<Run, 'heap'>, { scope, outside }: Class, name: string): Slot | undefined => {
  const now = look(run, outside);
  const set = now.is === 'dict' ? now.entries.findLast(({ key }) => key.is === 'string' && key.text === name) : undefined;
  return set ? { value: set.value, certain: true } : lookUp(scope, name);
};

/** The names of a class itself. */
export const namesIn = (run: Pick<Run, 'heap'>, { scope, outside }: Class): readonly string[] => {
  const now = look(run, outside);
  const set = now.is === 'dict' ? now.entries.flatMap(({ key }) => (key.is === 'string' ? [key.text] : [])) : [];
  return [...namesOf(scope), ...set];
};

/** `Class.name`, or `instance.name`. */
export const classAttribute = (frame: Frame, of: Class, name: string, instance: Value | undefined, place: Location): Value => {
  for (const [i, one] of of.order.entries()) {
    // A base that is not of this project may have the name before those that stand behind it.
    const slot = slotIn(frame.run, one, name);
    if (slot) {
      if (!slot.certain) return unknownValue(`\`${name}\` may be missing`, place);
      if (instance && isPydantic(of)) return pydantic(frame, of, one, name, slot.value, place);
      return fromClass(frame, of, name, slot.value, instance, place);
    }
    if (one.foreign.length > 0 && i < of.order.length - 1 && !one.foreign.every((base) => isHarmless(base))) break;
  }
  if (instance && isPydantic(of)) {
    const field = of.order.map(({ statement }) => fieldOf(statement, name)).find((one) => one !== undefined);
    if (field) return pydantic(frame, of, of, name, undefined, place);
  }
  return unknownValue(`\`${name}\` of a class`, place);
};

/** Bases that bring no settings. */
export const isHarmless = (base: string): boolean =>
  /^(?:builtins\.object|configurations\.(?:base\.)?Configuration|typing\..*|abc\.ABC|pydantic(?:_settings)?\..*BaseSettings)$/.test(base);

const fromClass = (frame: Frame, of: Class, name: string, value: Value, instance: Value | undefined, place: Location): Value => {
  const inner = innerOf(value);
  if (inner?.is === 'function' && instance)
    return thing(undefined, { is: 'function', function: { ...inner.function, self: instance } }, place);
  return configured(frame, of, name, value);
};

const valueClass = /^configurations\.(?:values\.)?(\w*Value)$/;

const valueCasts: Readonly<Record<string, Cast>> = {
  Value: { to: 'string' },
  BooleanValue: { to: 'boolean' },
  IntegerValue: { to: 'integer' },
  PositiveIntegerValue: { to: 'integer' },
  FloatValue: { to: 'float' },
  ListValue: { to: 'list', separator: ',', empty: 'none' },
  SecretValue: { to: 'string' },
  URLValue: { to: 'string' },
  EmailValue: { to: 'string' },
  PathValue: { to: 'other' },
  DatabaseURLValue: { to: 'url', of: 'database' },
  CacheURLValue: { to: 'url', of: 'cache' },
  EmailURLValue: { to: 'url', of: 'email' },
  SearchURLValue: { to: 'url', of: 'search' },
};

/** A `values.BooleanValue(False)` of django-configurations as the look-up it stands for. */
export const configured = (frame: Frame, of: Class, name: string, given: Value): Value => {
  const value = look(frame.run, given);
  const kind = value.is === 'object' && value.called ? valueClass.exec(value.name ?? '')?.[1] : undefined;
  if (!kind || value.is !== 'object' || !isConfiguration(of)) return given;
  const keyword = (key: string): Value | undefined => {
    const found = value.keywords.find((one) => one.name === key)?.value;
    return found && look(frame.run, found);
  };
  const written = value.positional[0] ?? keyword('default');
  const none = written && look(frame.run, written).is === 'none';
  const isUrl = /URLValue$/.test(kind) && kind !== 'URLValue';
  const environ = keyword('environ');
  if (environ?.is === 'boolean' && !environ.value) return written ?? unknownValue('no default', value.at);
  const named = keyword('environ_name');
  const prefix = keyword('environ_prefix');
  const standard: Readonly<Record<string, string>> = {
    DatabaseURLValue: 'DATABASE_URL',
    CacheURLValue: 'CACHE_URL',
    EmailURLValue: 'EMAIL_URL',
    SearchURLValue: 'SEARCH_URL',
  };
  const front = prefix
    ? prefix.is === 'string' && prefix.text !== ''
      ? `${prefix.text.toUpperCase()}_`
      : prefix.is === 'none' || prefix.is === 'string'
        ? ''
        : undefined
    : isUrl
      ? ''
      : 'DJANGO_';
  const own = named ? (named.is === 'string' ? named.text : undefined) : (standard[kind] ?? name.toUpperCase());
  const required = keyword('environ_required');
  const cast = valueCasts[kind] ?? { to: 'other' };
  const separated = kind === 'ListValue' && (keyword('separator') || keyword('converter'));
  const must = kind === 'SecretValue' || (required?.is === 'boolean' && required.value);
  const unset = must
    ? undefined
    : written === undefined || none
      ? (written ?? ({ is: 'none', at: value.at } as const))
      : isUrl || cast.to === 'other'
        ? unknownValue('what the default stands for', value.at)
        : asDefault(frame, cast, written);
  return readVariable(frame.run, {
    name: front === undefined || own === undefined ? undefined : front + own,
    nameAt: named?.at ?? value.at,
    through: 'django-configurations',
    cast: separated ? { to: 'other' } : cast,
    default: written,
    unset,
    raises: 'ValueError',
    keywords: value.keywords.filter((one) => !one.name.startsWith('environ') && one.name !== 'default'),
    at: value.at,
  });
};

/** Defaults of lists may be tuples; a text is cast as the variable would be. */
const asDefault = (frame: Frame, cast: Cast, given: Value): Value => {
  const value = look(frame.run, given);
  if (cast.to === 'list' && value.is === 'list') return { ...value, type: 'list' };
  return cast.to === 'list' && value.is === 'string' ? unknownValue('what the default stands for', value.at) : given;
};

const fieldOf = (statement: Class['statement'], name: string) =>
  statement.body.find((one) => one.is === 'assign' && one.annotation && one.targets[0]?.is === 'name' && one.targets[0].name === name);

/** A field of a pydantic settings class: the variable of its name. */
const pydantic = (frame: Frame, of: Class, holder: Class, name: string, given: Value | undefined, place: Location): Value => {
  const prefixOf = (): string | undefined => {
    for (const one of of.order) {
      const config = slotIn(frame.run, one, 'model_config')?.value;
      const inner = slotIn(frame.run, one, 'Config')?.value;
      if (config?.is === 'object' || config?.is === 'dict') {
        const pairs =
          config.is === 'object'
            ? config.keywords.map((pair) => [pair.name, pair.value] as const)
            : config.entries.map((entry) => [entry.key.is === 'string' ? entry.key.text : '', entry.value] as const);
        const prefix = pairs.find(([key]) => key === 'env_prefix')?.[1];
        if (prefix) return prefix.is === 'string' ? prefix.text : undefined;
      }
      const nested = inner && innerOf(inner);
      const prefix = nested?.is === 'class' ? slotIn(frame.run, nested.class, 'env_prefix')?.value : undefined;
      if (prefix) return prefix.is === 'string' ? prefix.text : undefined;
    }
    return '';
  };
  const field = holder.order.map(({ statement }) => fieldOf(statement, name)).find((one) => one !== undefined);
  if (field?.is !== 'assign') return given ?? unknownValue(`\`${name}\` of a class`, place);
  const described = given?.is === 'object' && given.called && /(?:^|\.)Field$/.test(given.name ?? '') ? given : undefined;
  const alias = described?.keywords.find(({ name: key }) => key === 'env' || key === 'alias' || key === 'validation_alias')?.value;
  const written = described ? (described.positional[0] ?? described.keywords.find(({ name: key }) => key === 'default')?.value) : given;
  const prefix = prefixOf();
  const type = field.annotation?.is === 'name' ? field.annotation.name : '';
  const casts: Readonly<Record<string, Cast>> = {
    str: { to: 'string' },
    bool: { to: 'boolean' },
    int: { to: 'integer' },
    float: { to: 'float' },
    Path: { to: 'path' },
  };
  const required = written === undefined || (written.is === 'object' && !written.called);
  return readVariable(frame.run, {
    name: alias ? (alias.is === 'string' ? alias.text : undefined) : prefix === undefined ? undefined : (prefix + name).toUpperCase(),
    nameAt: (alias ?? written)?.at ?? place,
    through: 'pydantic',
    cast: casts[type] ?? { to: 'other' },
    default: required ? undefined : written,
    unset: required ? undefined : type in casts && type !== 'Path' ? written : unknownValue('what the default stands for', place),
    raises: 'ValidationError',
    keywords: [],
    at: place,
  });
};

/** The class as a value. */
export const classValue = (one: Class, place: Location): Value => thing(one.name, { is: 'class', class: one }, place);

export const instanceOf = (one: Class, place: Location, positional: readonly Value[]): Thing => ({
  ...object(one.name, place, { positional, keywords: [] }),
  inner: { is: 'instance', class: one },
});
