import type { Declaration } from '../../project/deployment/declaration.ts';
import { bringersOf, targetsOf } from '../../project/deployment/proxies.ts';
import { factsAt, type Project } from '../../project/project.ts';
import { nearest } from '../../text/distance.ts';
import { onlyServer, writeHost } from '../reading/upstream.ts';
import { defineRule } from '../rule.ts';

/** nginx looks all names up when it starts, and does not start when one is not there. */
export default defineRule({
  id: 'project/upstream-host-unknown',
  title: 'nginx hands on to a service that is there',
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
      const holders = bringersOf(project, facts.uri);
      const [holder] = holders;
      if (!holder || holders.some((one) => one.by !== 'compose' || mayKnowMore(project, one))) continue;
      const told = new Set<number>();
      for (const { address } of targetsOf(facts)) {
        const { host, span, known } = address;
        if (
          !known ||
          !host ||
          told.has(span.from) ||
          !/^[a-z][\w-]*$/i.test(host) ||
          /^localhost$/i.test(host) ||
          isNamed(project, holders, host)
        )
          continue;
        told.add(span.from);
        const services = [...new Set(holder.beside().flatMap(({ name }) => (name === holder.name ? [] : [name])))];
        const better = nearest(host, services, Math.min(3, Math.floor(host.length / 3))) ?? onlyServer(project, holder);
        yield {
          at: { uri: facts.uri, span },
          message: `No service of the Compose file is called \`${host}\`, so nginx ends at its start with "host not found in upstream"; ${better ? `did you mean \`${better}\`?` : `name one of ${services.map((one) => `\`${one}\``).join(', ') || 'its services'}`}`,
          related: [{ at: holder.at, message: 'This service runs nginx' }],
          fixes: () => (better ? writeHost(project, facts.uri, address, better) : []),
        };
      }
    }
  },
});

/** Names that come from outside the file: links, hosts of its own, networks of other projects, files that are not seen. */
const mayKnowMore = (project: Project, { files }: Declaration): boolean =>
  files.some((uri) => {
    const facts = factsAt(project, uri, 'compose');
    const text = project.file(uri)?.parsed.file.text ?? '';
    return (
      !facts ||
      facts.open ||
      facts.includes.length > 0 ||
      /\b(?:extra_hosts|external_links|links|network_mode|extends)["']?\s*:|\bexternal["']?\s*:\s*["']?(?:true|\n)/.test(text)
    );
  });

/** Whether anything in the project has the name. */
const isNamed = (project: Project, holders: readonly Declaration[], host: string): boolean => {
  const name = host.toLowerCase();
  return (
    holders.some((one) => one.beside().some(({ hosts }) => hosts.some((other) => other.toLowerCase() === name))) ||
    project.all.compose.some(({ facts }) =>
      facts.services.some((one) => one.name.toLowerCase() === name || one.aliases.some((alias) => alias.toLowerCase() === name)),
    ) ||
    project.all.kubernetes.some(({ facts }) => facts.services.some((one) => one.name?.text.toLowerCase() === name)) ||
    project.all.nginx.some(({ facts }) => facts.upstreams.some((one) => one.name.text.toLowerCase() === name))
  );
};
