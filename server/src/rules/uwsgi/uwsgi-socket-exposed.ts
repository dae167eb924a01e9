import { deploymentsOf } from '../../project/deployment/deployments.ts';
import { replace } from '../../text/edit.ts';
import type { Location } from '../../text/span.ts';
import { isContained } from '../reading/container.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { written } from '../reading/written.ts';
import { defineRule, fix, type Subject } from '../rule.ts';

/** An address that stands for all of the machine's, with its port. */
const everywhere = /^(?:0\.0\.0\.0|\[::\])?:(\d+)$/;

/** Whoever speaks the uwsgi protocol may name the code to run. */
export default defineRule({
  id: 'uwsgi/uwsgi-socket-exposed',
  title: 'The uwsgi protocol is for the proxy alone',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 24'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    const contained = isContained(subject);
    const read = uwsgiReading(subject);
    const names = speaksUwsgi(subject) ? ['socket', 'uwsgi-socket'] : ['uwsgi-socket'];
    for (const { option, value } of names.flatMap((name) => written(subject, name))) {
      const port = typeof value === 'string' ? everywhere.exec(value)?.[1] : undefined;
      if (port === undefined || !option.value.literal) continue;
      // Of two sockets with one address uWSGI keeps the first, which another rule says.
      const first = read.options.find((one) => one.entry?.value === 'socket' && one.value === value);
      if (first && first.option !== option) continue;
      const published = contained ? publishedAt(subject, Number(port)) : undefined;
      yield {
        at: { uri, span: option.value.span },
        related: published ? [{ at: published, message: `Compose publishes port ${port} here` }] : [],
        message: published
          ? `Compose publishes port ${port} to the network, and whoever reaches it can make uWSGI run code through the uwsgi protocol; leave it unpublished, or use \`http-socket\``
          : contained
            ? `Who reaches port ${port} can make uWSGI run code through the uwsgi protocol: leave the port unpublished and on the proxy's network, or use \`http-socket\``
            : `\`${option.name}\` listens on every address of the machine, and who reaches port ${port} can make uWSGI run code; bind 127.0.0.1 or a UNIX path, or use \`http-socket\``,
        severity: published ? 'error' : contained ? 'hint' : 'warning',
        // In a container the proxy is another one, which could not reach 127.0.0.1.
        fixes: () => (contained ? [] : [fix('Listen on 127.0.0.1', false, uri, replace(option.value.span, `127.0.0.1:${port}`))]),
      };
    }
  },
});

/** Where Compose publishes a port of a service that reads this file, on every address of the host. */
const publishedAt = ({ project, uri }: Subject<'uwsgi'>, port: number): Location | undefined => {
  const open = project.all.compose.flatMap(({ facts }) =>
    facts.services.flatMap(({ ports }) =>
      ports.flatMap(({ target, published, host, targetSpan }) =>
        target === port && published !== undefined && !/^(?:127\.|localhost$|\[?::1)/.test(host ?? '')
          ? [{ uri: facts.uri, span: targetSpan }]
          : [],
      ),
    ),
  );
  if (open.length === 0) return undefined;
  for (const { server, ports } of deploymentsOf(project)) {
    if (!server?.ini.some((facts) => facts.uri === uri)) continue;
    const found = ports.find(
      ({ role, port: own, at }) =>
        role === 'published' && own === port && open.some((one) => one.uri === at.uri && one.span.from === at.span.from),
    );
    if (found) return found.at;
  }
  return undefined;
};

/** `protocol = http` makes every plain `socket` speak that instead. */
const speaksUwsgi = (subject: Subject<'uwsgi'>): boolean => {
  const read = uwsgiReading(subject);
  const protocol = read.last('protocol');
  return !protocol || (protocol.certain && protocol.value === 'uwsgi');
};
