// Those who read variables: os.environ, django-environ, decouple, environs, dj-database-url and their kin.
import type { Cast, Value } from '../value.ts';
import { argument, type Call, type LibraryFunction, opaque, unsure } from './call.ts';
import { noneValue } from './constants.ts';
import { innerOf, look, type Reader, thing, unknownValue } from './runtime.ts';
import { type Asked, readVariable } from './variables.ts';

/** `NOTSET`, `undefined` and the like stand for no default at all. */
const isGiven = (value: Value | undefined): value is Value =>
  value !== undefined &&
  !(value.is === 'object' && !value.called && /(?:NOTSET|undefined|UNDEFINED|missing_?|Undefined)$/.test(value.name ?? ''));

const ask = (call: Call, through: string, to: Cast, given: Value | undefined, more: Partial<Asked> = {}): Value => {
  const name = argument(call, 0, 'var') ?? argument(call, 0, 'name') ?? argument(call, 0, 'key') ?? argument(call, 0, 'option');
  const written = isGiven(given) ? given : undefined;
  const known = new Set(['var', 'name', 'key', 'option', 'default', 'cast']);
  return readVariable(call.run, {
    name: name?.is === 'string' ? (more.name ?? '') + name.text : undefined,
    nameAt: name?.at ?? call.at,
    through,
    cast: to,
    default: written,
    unset: 'unset' in more ? more.unset : written,
    raises: more.raises ?? 'KeyError',
    keywords: [...call.keywords].filter(([key]) => !known.has(key)).map(([key, value]) => ({ name: key, value })),
    at: call.at,
  });
};

const text: Cast = { to: 'string' };

/** `os.environ.get`, `os.getenv`: a missing variable is None. */
const optional: LibraryFunction = (call) => {
  const given = argument(call, 1, 'default');
  return ask(call, 'os.environ', text, given, { unset: given ?? noneValue(call.at) });
};

const url = (of: string): Cast => ({ to: 'url', of });
const list: Cast = { to: 'list', separator: ',', empty: 'none' };

/** The casts of the methods of django-environ's and environs' `Env`. */
const methods: Readonly<Record<string, Cast>> = {
  str: text,
  unicode: text,
  __call__: text,
  get_value: text,
  bool: { to: 'boolean' },
  int: { to: 'integer' },
  float: { to: 'float' },
  list,
  tuple: { to: 'other' },
  json: { to: 'json' },
  path: { to: 'path' },
  url: url('url'),
  db_url: url('database'),
  db: url('database'),
  dj_db_url: url('database'),
  cache_url: url('cache'),
  cache: url('cache'),
  dj_cache_url: url('cache'),
  email_url: url('email'),
  email: url('email'),
  dj_email_url: url('email'),
  search_url: url('search'),
  channels: url('channels'),
  channels_url: url('channels'),
  bytes: { to: 'other' },
  dict: { to: 'other' },
};

/** The cast that a type stands for: `bool`, `int`, `Csv()`. */
const castOf = (type: Value | undefined): Cast => {
  if (type === undefined || type.is === 'none') return text;
  const name = type.is === 'object' ? type.name : undefined;
  switch (name) {
    case 'builtins.str':
      return text;
    case 'builtins.bool':
      return { to: 'boolean' };
    case 'builtins.int':
      return { to: 'integer' };
    case 'builtins.float':
      return { to: 'float' };
    case 'builtins.list':
      return list;
    case 'decouple.Csv':
      return type.is === 'object' && type.called && type.positional.length + type.keywords.length === 0 ? list : { to: 'other' };
    case 'pathlib.Path':
      return { to: 'path' };
    case 'distutils.util.strtobool':
      return { to: 'boolean' };
    default:
      return { to: 'other' };
  }
};

/** django-environ guesses the type of a variable from its default. */
const guessed = (given: Value | undefined): Cast => {
  switch (given?.is) {
    case 'boolean':
      return { to: 'boolean' };
    case 'number':
      return given.float ? { to: 'float' } : { to: 'integer' };
    case 'list':
      return given.type === 'list' ? list : { to: 'other' };
    case 'dict':
      return { to: 'other' };
    default:
      return text;
  }
};

const djangoEnviron = (call: Call, reader: Reader, method: string): Value | undefined => {
  const named = argument(call, 0, 'var');
  let to = methods[method];
  if (!to) return undefined;
  const name = named?.is === 'string' ? named.text : named || to.to !== 'url' ? undefined : fixedNames[to.of];
  const scheme = name === undefined ? undefined : reader.scheme.get(name);
  const isPair = scheme?.is === 'list' && scheme.type === 'tuple';
  const first = isPair && scheme.items[0]?.is === 'item' ? scheme.items[0].value : scheme;
  const second = isPair && scheme.items[1]?.is === 'item' ? scheme.items[1].value : undefined;
  const plain = method === '__call__' || method === 'get_value';
  const position = plain || ['list', 'tuple', 'dict'].includes(method) ? 2 : 1;
  const written = argument(call, position, 'default');
  const given = isGiven(written) ? written : second;
  const type = plain ? argument(call, 1, 'cast') : undefined;
  if (plain) to = type ? castOf(type) : first ? castOf(first) : guessed(given);
  else if (method === 'list' && (argument(call, 1, 'cast') ?? call.keywords.get('cast'))) to = castInList(argument(call, 1, 'cast'));
  const isUrl = to.to === 'url' && given !== undefined && given.is !== 'none';
  const isPath = to.to === 'path' && given?.is === 'string';
  // A default for bytes is encoded as well.
  const isBytes = method === 'bytes' && given !== undefined && given.is !== 'none';
  const unset = isUrl || isPath || isBytes ? unknownValue('what the default stands for', given.at) : given;
  if (to.to === 'url' && named?.is !== 'string') return fixedName(call, method, to, given, unset);
  return ask(call, 'django-environ', to, given, { name: reader.prefix, unset, raises: 'ImproperlyConfigured' });
};

const fixedNames: Readonly<Record<string, string>> = {
  database: 'DATABASE_URL',
  cache: 'CACHE_URL',
  email: 'EMAIL_URL',
  search: 'SEARCH_URL',
};
const fixedName = (call: Call, through: string, to: Cast, given: Value | undefined, unset: Value | undefined): Value => {
  const name = to.to === 'url' ? fixedNames[to.of] : undefined;
  const reader = through === 'dj-database-url' ? through : 'django-environ';
  const keywords = [...call.keywords].filter(([key]) => key !== 'default' && key !== 'env').map(([key, value]) => ({ name: key, value }));
  return readVariable(call.run, {
    name,
    nameAt: call.at,
    through: reader,
    cast: to,
    default: given,
    unset,
    raises: 'ImproperlyConfigured',
    keywords,
    at: call.at,
  });
};

const castInList = (type: Value | undefined): Cast => (castOf(type).to === 'string' ? list : { to: 'other' });

const environs = (call: Call, reader: Reader, method: string): Value | undefined => {
  const to = methods[method];
  if (!to)
    return /^[a-z_]+$/.test(method)
      ? ask(call, 'environs', { to: 'other' }, argument(call, 1, 'default'), { name: reader.prefix })
      : undefined;
  const given = argument(call, 1, 'default');
  const subcast = call.keywords.has('subcast') || call.keywords.has('delimiter');
  const converted = (to.to === 'url' || to.to === 'path') && given !== undefined && given.is !== 'none';
  const unset = converted ? unknownValue('what the default stands for', given.at) : given;
  return ask(call, 'environs', subcast ? { to: 'other' } : to, given, { name: reader.prefix, unset, raises: 'EnvError' });
};

/** decouple casts the default as well. */
const decouple: LibraryFunction = (call) => {
  if (!call.sure) return unsure(call, 'a variable');
  const given = argument(call, 1, 'default');
  const type = argument(call, 2, 'cast');
  const to = castOf(type);
  const unset = isGiven(given) ? decoupled(call, given, type, to) : undefined;
  return ask(call, 'decouple', to, given, { unset, raises: 'UndefinedValueError' });
};

const decoupled = (call: Call, given: Value, type: Value | undefined, to: Cast): Value => {
  if (type === undefined) return given;
  if (to.to === 'boolean' && given.is === 'boolean') return given;
  if (to.to === 'string' && given.is === 'string') return given;
  if (to.to === 'integer' && given.is === 'number' && !given.float) return given;
  const { role, release } = call.run.world;
  const world = { role, release, environment: () => (given.is === 'string' ? given.text : undefined) };
  const asked = {
    name: '',
    nameAt: given.at,
    through: 'decouple',
    cast: to,
    default: undefined,
    unset: undefined,
    raises: '',
    keywords: [],
    at: given.at,
  };
  if (given.is === 'string' && to.to !== 'other') return readVariable({ ...call.run, given: new Map(), world }, asked);
  return unknownValue('what the default is cast to', given.at);
};

const readerOf =
  (through: Reader['through'], prefix = ''): LibraryFunction =>
  (call) =>
    thing(
      through === 'environs' ? 'environs.Env()' : 'environ.Env()',
      { is: 'reader', reader: { through, prefix, scheme: call.keywords } },
      call.at,
    );

const decoupleReader: LibraryFunction = (call) =>
  thing('decouple.config', { is: 'reader', reader: { through: 'decouple', prefix: '', scheme: new Map() } }, call.at);

/** `dj_database_url.config()`. */
const databaseUrl: LibraryFunction = (call) => {
  const given = argument(call, 1, 'default');
  const named = argument(call, 0, 'env');
  const unset =
    given === undefined || given.is === 'none'
      ? ({ is: 'dict', entries: [], open: false, at: call.at } as const)
      : unknownValue('what the default stands for', given.at);
  if (!named) return fixedName(call, 'dj-database-url', url('database'), given, unset);
  return readVariable(call.run, {
    name: named.is === 'string' ? named.text : undefined,
    nameAt: named.at,
    through: 'dj-database-url',
    cast: url('database'),
    default: given,
    unset,
    raises: 'KeyError',
    keywords: [...call.keywords].filter(([key]) => key !== 'default' && key !== 'env').map(([name, value]) => ({ name, value })),
    at: call.at,
  });
};

/** Reads a `.env` file into the environment, where what is set already wins: nothing that we could know. */
const nothing: LibraryFunction = (call) => noneValue(call.at);

const required: LibraryFunction = (call) => ask(call, 'os.environ', text, undefined);

export const readerFunctions: ReadonlyMap<string, LibraryFunction> = new Map<string, LibraryFunction>([
  ['os.environ.get', optional],
  ['os.getenv', optional],
  ['os.environ.__getitem__', required],
  ['os.environ.pop', (call) => (argument(call, 1, 'default') ? optional(call) : required(call))],
  [
    'os.environ.setdefault',
    (call) => {
      const given = argument(call, 1, 'default') ?? argument(call, 1, 'value');
      return ask(call, 'os.environ', text, given);
    },
  ],
  ['environ.Env', readerOf('django-environ')],
  ['environ.FileAwareEnv', readerOf('django-environ')],
  ['environ.Env.read_env', nothing],
  ['environ.FileAwareEnv.read_env', nothing],
  ['environs.Env', readerOf('environs')],
  ['decouple.config', decouple],
  ['decouple.AutoConfig', decoupleReader],
  ['decouple.Config', decoupleReader],
  ['dotenv.load_dotenv', nothing],
  ['dj_database_url.config', databaseUrl],
]);

/** A call of a reader (`env("X")`) or of one of its methods (`env.bool("X")`). */
export const readerCall = (call: Call, of: Value, method: string): Value | undefined => {
  const inner = innerOf(of);
  if (inner?.is !== 'reader') return undefined;
  if (!call.sure) return unsure(call, 'a variable');
  if (method === 'read_env' || method === 'seal') return noneValue(call.at);
  const { reader } = inner;
  if (reader.through === 'decouple') return method === '__call__' || method === 'get' ? decouple(call) : opaque(call, undefined);
  if (method === 'prefixed') {
    const prefix = call.positional[0] && look(call.run, call.positional[0]);
    return thing(
      'environs.Env()',
      { is: 'reader', reader: { ...reader, prefix: prefix?.is === 'string' ? reader.prefix + prefix.text : reader.prefix } },
      call.at,
    );
  }
  const read = reader.through === 'django-environ' ? djangoEnviron(call, reader, method) : environs(call, reader, method);
  return read ?? opaque(call, undefined);
};
