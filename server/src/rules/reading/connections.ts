// The services that settings connect to by an address of this machine, and where that address is written.
import type { FileKind, Parsed } from '../../languages/language.ts';
import { unknown } from '../../languages/maybe.ts';
import { memo } from '../../languages/memo.ts';
import type { Deployment } from '../../project/deployment/deployment.ts';
import type { Project } from '../../project/project.ts';
import { entryOf, knownItems, textOf } from '../../project/settings/ask.ts';
import type { DictValue, Value } from '../../project/settings/value.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import type { Location } from '../../text/span.ts';
import { openView, readsOf, type SettingRead } from './environment-reads.ts';
import { isLoopback } from './network.ts';

export type Service = 'postgresql' | 'mysql' | 'redis' | 'rabbitmq' | 'memcached';

/** An address of the container itself. */
export interface Connection {
  readonly service: Service;
  /** The setting that holds it. */
  readonly setting: string;
  /** The text that holds it, and the part of it that names the host. */
  readonly text: string;
  readonly host: string;
  readonly hostFrom: number;
  /** Where the text is written: in the settings, or where a file sets the variable that they read. */
  readonly at: Location;
}

const address = /^([\w-]+)(?:\+\w+)?:\/\/(?:[^@/\s]*@|(?![^@/\s]*@))(localhost|127(?:\.\d{1,3}){3}|\[::1\])(?=[:/?]|$)/i;
/** The schemes of redis-py, kombu, dj-database-url and django-environ. */
const schemes: Readonly<Record<string, Service>> = {
  redis: 'redis',
  rediss: 'redis',
  valkey: 'redis',
  rediscache: 'redis',
  'redis-cache': 'redis',
  amqp: 'rabbitmq',
  amqps: 'rabbitmq',
  pyamqp: 'rabbitmq',
  postgres: 'postgresql',
  postgresql: 'postgresql',
  psql: 'postgresql',
  pgsql: 'postgresql',
  postgis: 'postgresql',
  timescale: 'postgresql',
  timescalegis: 'postgresql',
  mysql: 'mysql',
  mysql2: 'mysql',
  mysqlgis: 'mysql',
  memcache: 'memcached',
  pymemcache: 'memcached',
};
const databases: ReadonlySet<Service> = new Set(['postgresql', 'mysql']);

/** Whom an address in one text reaches; nothing where that is not this machine. */
const reached = (text: string): Reached | undefined => {
  const [whole = '', scheme = '', host = ''] = address.exec(text) ?? [];
  const key = scheme.toLowerCase();
  const service = Object.hasOwn(schemes, key) ? schemes[key] : undefined;
  return service && { service, host, hostFrom: whole.length - host.length };
};
type Reached = Pick<Connection, 'service' | 'host' | 'hostFrom'>;

/** What an address of this machine has in it. */
const local = /localhost|127\.\d|::1\]/i;
/** Whether a file has such an address at all; few do, and to go through all that the settings read is dear. */
const mentions = memo(({ file }: Parsed<FileKind>): boolean => local.test(file.text));

/** All connections of a deployment to its own container, those that its variables make included. */
export function* connectionsOf(project: Project, { view, django, environment }: Deployment): Generator<Connection> {
  if (!view) return;
  const given = environment.all.some(({ value }) => value.state === 'known' && local.test(value.value));
  const written = view.files.some((uri) => {
    const parsed = project.file(uri)?.parsed;
    return parsed !== undefined && mentions(parsed);
  });
  if (!given && !written) return;
  const reads = readsOf(openView(django, view) ?? view);
  for (const { setting, service, value, text, host, hostFrom } of inView(view)) {
    const read = reads.find(({ read: { at } }) => isSame(at, value.at));
    if (!read) yield { setting, service, text, host, hostFrom, at: value.at };
    else if (!text.includes('://')) yield* bySet(read, environment, () => ({ service, host: text, hostFrom: 0 }));
  }
  // What a library makes of an address is not known, but the address may be.
  for (const read of reads) yield* bySet(read, environment, reached);
}

/** Where the variable of a look-up is set to an address, or the default that counts as nothing sets it. */
function* bySet(
  { read, setting, certain }: SettingRead,
  environment: Deployment['environment'],
  reach: (text: string) => Reached | undefined,
): Generator<Connection> {
  if (!certain || read.name === undefined) return;
  const set = environment.get(read.name)?.value;
  const fallback = read.cast.to === 'url' && !set && environment.complete ? read.default : undefined;
  const text = set?.state === 'known' ? set.value : textOf(fallback);
  const at = set?.state === 'known' ? set.at : fallback?.at;
  const found = text === undefined ? undefined : reach(text);
  // A cache or broker of the schemes of databases is none.
  if (found && text !== undefined && at && (setting === 'DATABASES' || !databases.has(found.service) || read.cast.to !== 'url'))
    yield { ...found, setting, text, at };
}

const isSame = (a: Location, b: Location): boolean => a.uri === b.uri && a.span.from === b.span.from && a.span.to === b.span.to;

interface Held extends Omit<Connection, 'at'> {
  readonly value: Value;
}

function* inView(view: SettingsView): Generator<Held> {
  for (const database of dictsIn(view, 'DATABASES')) {
    const engine = textOf(certainly(database, 'ENGINE')) ?? '';
    const service = /postg(?:resql|is)/.test(engine) ? 'postgresql' : /mysql/.test(engine) ? 'mysql' : undefined;
    const value = certainly(database, 'HOST');
    const text = textOf(value);
    if (service && value && text !== undefined && isLoopback(text))
      yield { setting: 'DATABASES', service, value, text, host: text, hostFrom: 0 };
  }
  for (const cache of dictsIn(view, 'CACHES')) {
    const location = certainly(cache, 'LOCATION');
    for (const value of location?.is === 'list' ? knownItems(location).map((item) => item.value) : location ? [location] : []) {
      yield* byAddress(value, 'CACHES');
      const text = textOf(value) ?? '';
      const host = text.replace(/:\d+$/, '');
      if (isLoopback(host) && /memcache/i.test(textOf(certainly(cache, 'BACKEND')) ?? ''))
        yield { setting: 'CACHES', service: 'memcached', value, text, host, hostFrom: 0 };
    }
  }
  for (const layer of dictsIn(view, 'CHANNEL_LAYERS')) yield* inLayer(layer);
  for (const name of ['CELERY_BROKER_URL', 'BROKER_URL', 'CELERY_RESULT_BACKEND']) {
    const setting = view.get(name);
    if (setting?.certain) yield* byAddress(setting.value, name);
  }
}

/** `hosts` of channels_redis: addresses, pairs of host and port, or dicts with an address (https://github.com/django/channels_redis). */
function* inLayer(layer: DictValue): Generator<Held> {
  if (!/redis/i.test(textOf(certainly(layer, 'BACKEND')) ?? '')) return;
  const configuration = certainly(layer, 'CONFIG');
  const hosts = configuration?.is === 'dict' ? certainly(configuration, 'hosts') : undefined;
  if (hosts?.is !== 'list') return;
  for (const { value, certain } of knownItems(hosts)) {
    if (!certain) continue;
    const inner = value.is === 'dict' ? certainly(value, 'address') : value;
    const [first] = inner?.is === 'list' ? knownItems(inner) : [];
    const text = textOf(first?.value);
    if (first && text !== undefined && isLoopback(text))
      yield { setting: 'CHANNEL_LAYERS', service: 'redis', value: first.value, text, host: text, hostFrom: 0 };
    else if (inner) yield* byAddress(inner, 'CHANNEL_LAYERS');
  }
}

function* byAddress(value: Value, setting: string): Generator<Held> {
  const text = textOf(value) ?? '';
  const found = reached(text);
  if (found && !databases.has(found.service)) yield { ...found, setting, value, text };
}

/** The dictionaries in a setting, by their aliases. */
const dictsIn = (view: SettingsView, name: string): readonly DictValue[] => {
  const setting = view.get(name);
  if (!setting?.certain || setting.value.is !== 'dict') return [];
  return setting.value.entries.flatMap(({ value, certain }) => (certain && value.is === 'dict' ? [value] : []));
};

const certainly = (dict: DictValue, key: string): Value | undefined => {
  const entry = entryOf(dict, key);
  return entry && entry !== unknown && entry.certain ? entry.value : undefined;
};
