import { deployed } from '../../languages/dockerfile/minds.ts';
import type { KubeService } from '../../languages/kubernetes/facts.ts';
import type { Deployment } from '../../project/deployment/deployment.ts';
import type { Project } from '../../project/project.ts';
import type { Location } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import { type Contained, containerOf } from '../reading/declared.ts';
import { shippedDeployments } from '../reading/deployments.ts';
import { openView, readsOf } from '../reading/environment-reads.ts';
import { defineRule, type Finding } from '../rule.ts';

/** Every Service becomes variables of every pod, and its `…_PORT` is no number. */
export default defineRule({
  id: 'kubernetes/service-variable',
  title: 'No Service is named like a variable that is read',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['uwsgi 65'],
  reads: 'project',
  each: 'deployment',
  minds: deployed,
  *check(project, _, only) {
    const told = new Set<string>();
    for (const deployment of shippedDeployments(project, only)) {
      const found = containerOf(project, deployment);
      if (!found || found.workload.pod.serviceLinks === false) continue;
      const readers = readersOf(deployment);
      if (readers.size === 0) continue;
      for (const { service, uri } of servicesBeside(project, found)) {
        const { name } = service;
        if (!name?.known) continue;
        const variable = `${name.text.toUpperCase().replaceAll('-', '_')}_PORT`;
        const reader = deployment.environment.get(variable) ? undefined : readers.get(variable);
        const key = `${uri} ${name.span.from}`;
        if (!reader || told.has(key)) continue;
        told.add(key);
        yield {
          at: { uri, span: name.span },
          message: `Kubernetes gives every pod a variable \`${variable}\` with the value \`tcp://…\` for this Service, and ${reader.who} reads it as a number, so ${reader.end}; rename the Service, set \`${variable}\` in \`env\`, or switch \`enableServiceLinks\` off`,
          related: [{ at: reader.at, message: `\`${variable}\` is read here` }],
        } satisfies Finding;
      }
    }
  },
});

/** Services of the same namespace that have an address. */
const servicesBeside = (project: Project, { workload }: Contained): readonly { readonly service: KubeService; readonly uri: Uri }[] =>
  project.all.kubernetes.flatMap(({ facts }) =>
    facts.template
      ? []
      : facts.services.flatMap((service) =>
          service.headless || service.type === 'ExternalName' || service.namespace !== workload.namespace
            ? []
            : [{ service, uri: facts.uri }],
        ),
  );

interface Reader {
  readonly at: Location;
  readonly who: string;
  readonly end: string;
}

/** Who reads which variables as numbers, as far as Services can be called so. */
const readersOf = ({ server, view, django }: Deployment): ReadonlyMap<string, Reader> => {
  const out = new Map<string, Reader>();
  const add = (variable: string, reader: Reader): void => {
    if (variable.endsWith('_PORT') && !out.has(variable)) out.set(variable, reader);
  };
  // What stands on the command line comes before variables, which are not even looked at then.
  if (
    server &&
    (server.kind === 'uvicorn' || server.kind === 'granian') &&
    !server.command.options.some(({ name, by }) => name === 'port' && by === 'argument')
  )
    add(`${server.kind.toUpperCase()}_PORT`, { at: server.at, who: server.kind, end: 'it ends with "is not a valid integer"' });
  const open = openView(django, view);
  for (const { read, setting, keys } of open ? readsOf(open) : []) {
    if (read.name === undefined) continue;
    if (read.cast.to === 'integer')
      add(read.name, { at: read.nameAt, who: `\`${setting}\``, end: 'Django ends at its start with ValueError' });
    else if (setting === 'DATABASES' && keys.at(-1) === 'PORT')
      add(read.name, { at: read.nameAt, who: '`DATABASES`', end: 'no connection to the database can be made' });
    else if (setting === 'EMAIL_PORT') add(read.name, { at: read.nameAt, who: '`EMAIL_PORT`', end: 'no mail is sent' });
  }
  return out;
};
