import { unknown } from '../../languages/maybe.ts';
import type { Deployment } from '../../project/deployment/deployment.ts';
import { factsAt, type Project } from '../../project/project.ts';
import { entryOf, knownItems, textOf } from '../../project/settings/ask.ts';
import type { DictValue, Value } from '../../project/settings/value.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import type { Location } from '../../text/span.ts';
import { deploymentsFor, once } from '../reading/deployments.ts';
import { isLoopback, sharesNetwork } from '../reading/network.ts';
import { innerOf, isOverruled } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace, type Severity } from '../rule.ts';

/** What Django connects to, and the images that run it. */
const services = {
  postgresql: { called: 'PostgreSQL', image: /(?:^|\/)(?:postgres(?:ql)?|postgis|timescaledb(?:-ha)?|pgvector|citus)(?:[:@]|$)/ },
  mysql: { called: 'MySQL', image: /(?:^|\/)(?:mysql|mariadb|percona(?:-server)?)(?:[:@]|$)/ },
  redis: { called: 'Redis', image: /(?:^|\/)(?:redis(?:-stack)?(?:-server)?|valkey|keydb|dragonfly)(?:[:@]|$)/ },
  rabbitmq: { called: 'RabbitMQ', image: /(?:^|\/)rabbitmq(?:[:@]|$)/ },
  memcached: { called: 'Memcached', image: /(?:^|\/)memcached(?:[:@]|$)/ },
} as const;
type Service = keyof typeof services;

/** In a container, localhost is the container: a service beside it has a name of its own. */
export default defineRule({
  id: 'project/service-on-loopback',
  title: 'Settings name the service that runs the database',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'project',
  each: 'deployment',
  *check(project, _, only) {
    if (!project.complete) return;
    const isNew = once();
    for (const deployment of deploymentsFor(project, only)) {
      const { by, view, name } = deployment;
      if (by !== 'compose' || !view || isOverruled(view)) continue;
      const own = [...connections(view)];
      if (own.length === 0 || mayBeInside(project, deployment)) continue;
      for (const { service, value, text, host, severity } of own) {
        const [first, more] = runs(project, deployment, service);
        if (!first || !isNew(value.at)) continue;
        const { called } = services[service];
        const written = project.file(value.at.uri)?.parsed.file.text.slice(value.at.span.from, value.at.span.to) ?? '';
        const inner = innerOf(written, { from: 0, to: written.length });
        const from = value.at.span.from + written.indexOf(host);
        yield {
          at: value.at,
          message: `\`${host}\` is the container of \`${name}\` itself, where no ${called} runs, so every connection is refused; name the service that runs it, \`${first.name}\``,
          severity,
          related: [
            { at: first.at, message: `${called} runs here` },
            { at: deployment.at, message: 'These settings are loaded here' },
          ],
          fixes: () =>
            inner && !more && written.slice(inner.from, inner.to) === text
              ? [fix(`Write \`${first.name}\``, false, value.at.uri, replace({ from, to: from + host.length }, first.name))]
              : [],
        } satisfies Finding;
      }
    }
  },
});

/** The services of the same Compose files that run something. */
const runs = (project: Project, { files }: Deployment, service: Service): readonly { readonly name: string; readonly at: Location }[] =>
  files.flatMap((uri) =>
    (factsAt(project, uri, 'compose')?.services ?? []).flatMap(({ name, nameSpan, image }) =>
      image && services[service].image.test(image.text) ? [{ name, at: { uri, span: nameSpan } }] : [],
    ),
  );

/** Programs that are, or lead to, such a service in the same container, or that start others. */
const leading =
  /postgres|mysql|mariadb|redis|valkey|rabbitmq|memcached|bouncer|proxysql|socat|ssh|stunnel|tunnel|sql[-_]?proxy|envoy|supervis|s6|runit|honcho|circus/i;

/** Whether something may answer there all the same: another network, or a program beside Django that is not seen. */
const mayBeInside = (project: Project, { launch, files }: Deployment): boolean =>
  launch === undefined ||
  launch.script !== undefined ||
  launch.programs.some(({ words }) => words.some(({ text, known }) => !known || (/^[\w./-]+$/.test(text) && leading.test(text)))) ||
  sharesNetwork(project, files);

/** A setting that connects to the container itself. */
interface Connection {
  readonly service: Service;
  readonly value: Value;
  readonly text: string;
  /** The part of the text that names the host. */
  readonly host: string;
  readonly severity: Severity;
}

const address = /^(\w+)(?:\+\w+)?:\/\/(?:[^@/\s]*@)?(localhost|127(?:\.\d{1,3}){3}|\[::1\])(?=[:/]|$)/i;
const schemes: Readonly<Record<string, Service>> = {
  redis: 'redis',
  rediss: 'redis',
  valkey: 'redis',
  amqp: 'rabbitmq',
  amqps: 'rabbitmq',
  pyamqp: 'rabbitmq',
};

function* connections(view: SettingsView): Generator<Connection> {
  for (const database of dictsIn(view, 'DATABASES')) {
    const engine = certainly(database, 'ENGINE');
    const service = /postg(?:resql|is)/.test(textOf(engine) ?? '')
      ? 'postgresql'
      : /mysql/.test(textOf(engine) ?? '')
        ? 'mysql'
        : undefined;
    const value = certainly(database, 'HOST');
    const text = textOf(value);
    if (service && value && text !== undefined && isLoopback(text)) yield { service, value, text, host: text, severity: 'error' };
  }
  for (const cache of dictsIn(view, 'CACHES')) {
    const location = certainly(cache, 'LOCATION');
    for (const value of location?.is === 'list' ? knownItems(location).map((item) => item.value) : location ? [location] : []) {
      yield* byAddress(value);
      const text = textOf(value) ?? '';
      const host = text.replace(/:\d+$/, '');
      if (isLoopback(host) && /memcache/i.test(textOf(certainly(cache, 'BACKEND')) ?? ''))
        yield { service: 'memcached', value, text, host, severity: 'warning' };
    }
  }
  for (const name of ['CELERY_BROKER_URL', 'BROKER_URL', 'CELERY_RESULT_BACKEND']) {
    const setting = view.get(name);
    if (setting?.certain) yield* byAddress(setting.value);
  }
}

function* byAddress(value: Value): Generator<Connection> {
  const text = textOf(value) ?? '';
  const [, scheme = '', host = ''] = address.exec(text) ?? [];
  const service = schemes[scheme.toLowerCase()];
  if (service) yield { service, value, text, host, severity: 'warning' };
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
