import type { Stage } from '../../languages/dockerfile/facts.ts';
import type { Declaration } from '../../project/deployment/declaration.ts';
import { bringersOf, targetsOf } from '../../project/deployment/proxies.ts';
import { factsAt, type Project } from '../../project/project.ts';
import { bottomOf } from '../reading/dockerfile/image.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { isLoopback, sharesNetwork } from '../reading/network.ts';
import { onlyServer, writeHost } from '../reading/upstream.ts';
import { defineRule, type Finding } from '../rule.ts';

/** In a container of its own nginx finds nobody but itself on localhost. */
export default defineRule({
  id: 'project/upstream-on-loopback',
  title: 'nginx hands on to the service of Django, not to itself',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X34'],
  reads: 'project',
  *check(project) {
    if (!project.complete) return;
    for (const { facts } of project.all.nginx) {
      if (facts.open) continue;
      const own = targetsOf(facts).filter(({ address: { host, known, port } }) => known && port !== undefined && isLoopback(host ?? ''));
      if (own.length === 0) continue;
      const holders = bringersOf(project, facts.uri);
      const [holder] = holders;
      if (!holder || !holders.every((one) => one.name === holder.name && isAlone(project, one))) continue;
      const server = onlyServer(project, holder);
      const listens = new Set(
        project.all.nginx.flatMap((one) => one.facts.servers.flatMap((each) => each.listens.map(({ port }) => port))),
      );
      const told = new Set<number>();
      for (const { address } of own) {
        const { host = '', port, span } = address;
        // One server of nginx may hand on to another.
        if (!server || listens.has(port) || told.has(span.from)) continue;
        told.add(span.from);
        yield {
          at: { uri: facts.uri, span },
          message: `\`${host}\` is the container of \`${holder.name}\` itself, where nothing but nginx runs, so every request is answered with 502; name the service: \`${server}:${port}\``,
          related: [{ at: holder.at, message: 'This service runs nginx' }],
          fixes: () => writeHost(project, facts.uri, address, server),
        } satisfies Finding;
      }
    }
  },
});

const official = /^(?:docker\.io\/)?(?:library\/nginx|nginx|nginxinc\/nginx-unprivileged)(?:[:@]|$)/;

/** A service of Compose that runs nginx and nothing else, in a network of its own. */
const isAlone = (project: Project, declaration: Declaration): boolean => {
  const { by, name, files, image, command, entrypoint } = declaration;
  if (by !== 'compose' || command || entrypoint) return false;
  if (sharesNetwork(project, files)) return false;
  if (image) return official.test(bottomOf(image.stage).image.text) && chainOf(image.stage).every(addsNothing);
  return files.some((uri) =>
    factsAt(project, uri, 'compose')?.services.some((one) => one.name === name && official.test(one.image?.text ?? '')),
  );
};

/** Whether a stage keeps to what the official image starts, and brings no server of its own. */
const addsNothing = ({ cmd, entrypoint, instructions }: Stage): boolean =>
  !cmd && !entrypoint && !instructions.some(({ name, line }) => name === 'RUN' && /supervis|python|pip|uwsgi|gunicorn|s6/i.test(line.text));
