import { anyOf, deployed, setting } from '../../languages/dockerfile/minds.ts';
import type { Deployment } from '../../project/deployment/deployment.ts';
import { factsAt, type Project } from '../../project/project.ts';
import { type Location, withoutQuotes } from '../../text/span.ts';
import { parent, resolve, type Uri } from '../../text/uri.ts';
import { connectionsOf, type Service } from '../reading/connections.ts';
import { deploymentsFor, once } from '../reading/deployments.ts';
import { sharesNetwork } from '../reading/network.ts';
import { innerOf, isOverruled } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** What Django connects to, and the images that run it. */
const services = {
  postgresql: { called: 'PostgreSQL', image: /(?:^|\/)(?:postgres(?:ql)?|postgis|timescaledb(?:-ha)?|pgvector|citus)(?:[:@]|$)/ },
  mysql: { called: 'MySQL', image: /(?:^|\/)(?:mysql|mariadb|percona(?:-server)?)(?:[:@]|$)/ },
  redis: { called: 'Redis', image: /(?:^|\/)(?:redis(?:-stack)?(?:-server)?|valkey|keydb|dragonfly)(?:[:@]|$)/ },
  rabbitmq: { called: 'RabbitMQ', image: /(?:^|\/)rabbitmq(?:[:@]|$)/ },
  memcached: { called: 'Memcached', image: /(?:^|\/)memcached(?:[:@]|$)/ },
} as const satisfies Readonly<Record<Service, { readonly called: string; readonly image: RegExp }>>;

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
  minds: anyOf(deployed, setting),
  *check(project, _, only) {
    if (!project.complete) return;
    const isNew = once();
    for (const deployment of deploymentsFor(project, only)) {
      const { by, view, name } = deployment;
      if (by !== 'compose' || !view || isOverruled(view)) continue;
      const beside = (Object.keys(services) as Service[]).some((service) => runs(project, deployment, service).length > 0);
      const own = beside ? [...connectionsOf(project, deployment)] : [];
      if (own.length === 0 || mayBeInside(project, deployment)) continue;
      for (const { service, setting, text, host, hostFrom, at } of own) {
        const [first, more] = runs(project, deployment, service);
        const whole = project.file(at.uri)?.parsed.file.text ?? '';
        const written = whole.slice(at.span.from, at.span.to);
        const isPython = project.file(at.uri)?.parsed.kind === 'python';
        // What Compose fills in is only a default: the place that starts it may say otherwise. Of `- NAME=${X:-…}` the place is the default's.
        const isFilledIn = !isPython && whole.slice(whole.lastIndexOf('\n', at.span.from - 1) + 1, at.span.to).includes('$');
        if (!first || isFilledIn || !isNew(at)) continue;
        const { called } = services[service];
        const inner = isPython
          ? innerOf(written, { from: 0, to: written.length })
          : withoutQuotes(written, { from: 0, to: written.length });
        const from = at.span.from + (inner?.from ?? 0) + hostFrom;
        yield {
          at,
          message: `\`${host}\` is the container of \`${name}\` itself, where no ${called} runs, so every connection is refused; name the service that runs it, \`${first.name}\``,
          ...(setting === 'DATABASES' ? {} : { severity: 'warning' }),
          related: [
            { at: first.at, message: `${called} runs here` },
            { at: deployment.at, message: 'These settings are loaded here' },
          ],
          fixes: () =>
            inner && !more && written.slice(inner.from, inner.to) === text
              ? [fix(`Write \`${first.name}\``, false, at.uri, replace({ from, to: from + host.length }, first.name))]
              : [],
        } satisfies Finding;
      }
    }
  },
});

/** Compose files with those that they include, whose services are in one network. */
const withIncluded = (project: Project, files: readonly Uri[]): readonly Uri[] => {
  const out = new Set(files);
  for (const uri of out)
    for (const { text, known } of factsAt(project, uri, 'compose')?.includes ?? []) if (known) out.add(resolve(parent(uri), text));
  return [...out];
};

/** The services of the same Compose files that run something. */
const runs = (project: Project, { files }: Deployment, service: Service): readonly { readonly name: string; readonly at: Location }[] =>
  withIncluded(project, files).flatMap((uri) =>
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
  sharesNetwork(project, withIncluded(project, files));
