import type { KubernetesFacts, KubeService, KubeWorkload } from '../../languages/kubernetes/facts.ts';
import { fits } from '../../languages/kubernetes/facts.ts';
import type { KubeContainer } from '../../languages/kubernetes/pod.ts';
import type { KubeValue } from '../../languages/kubernetes/value.ts';
import type { Project } from '../../project/project.ts';
import { nearest } from '../../text/distance.ts';
import type { Location } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import { writeMeant } from '../reading/meant.ts';
import { insideQuotes } from '../reading/quotes.ts';
import { defineRule, type Finding } from '../rule.ts';

/** A port that is named and not there is no port: the Service has nobody behind it, the probe fails, the Ingress answers 503. */
export default defineRule({
  id: 'kubernetes/port-unknown',
  title: 'Services, probes and Ingresses name ports that are there',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X15'],
  reads: 'project',
  *check(project) {
    if (!project.complete) return;
    const all = project.all.kubernetes.flatMap(({ facts }) => (facts.template ? [] : [facts]));
    for (const facts of all) {
      for (const workload of facts.workloads)
        for (const container of workload.pod.containers) yield* probes(project, facts.uri, container, all, workload);
      for (const service of facts.services) yield* targets(project, facts.uri, service, all);
      yield* backends(project, facts, all);
    }
  },
});

const isNumber = ({ text }: KubeValue): boolean => /^\d+$/.test(text);
const namesOf = ({ ports }: KubeContainer): readonly string[] => ports.flatMap(({ name }) => name ?? []);

/** Containers that a patch may add something to, or that a patch is for: those of the same workload and name. */
const alike = (all: readonly KubernetesFacts[], { name, kind }: KubeWorkload, container: string): readonly KubeContainer[] =>
  all.flatMap(({ workloads }) =>
    workloads.flatMap((one) =>
      one.kind === kind && one.name?.text === name?.text ? one.pod.containers.filter((other) => other.name === container) : [],
    ),
  );

function* probes(
  project: Project,
  uri: Uri,
  container: KubeContainer,
  all: readonly KubernetesFacts[],
  workload: KubeWorkload,
): Iterable<Finding> {
  // A patch leaves out what stands in its base.
  if (!container.image) return;
  for (const { port } of container.probes) {
    if (!port?.known || isNumber(port)) continue;
    const names = alike(all, workload, container.name).flatMap(namesOf);
    if (names.includes(port.text)) continue;
    yield finding(
      project,
      uri,
      port,
      `The container \`${container.name}\` names no port \`${port.text}\`, so the probe fails each time and the pod is never ready or restarts for ever`,
      names,
      { at: { uri, span: container.nameSpan ?? container.span }, message: 'The container' },
    );
  }
}

/** Ports that a mesh adds to each pod. */
const injected = /istio|envoy|linkerd|proxy|mesh|dapr/i;

function* targets(
  project: Project,
  uri: Uri,
  { selector, ports, namespace }: KubeService,
  all: readonly KubernetesFacts[],
): Iterable<Finding> {
  if (selector.size === 0) return;
  for (const { target } of ports) {
    if (!target?.known || isNumber(target) || injected.test(target.text)) continue;
    const selected = all.flatMap((facts) =>
      facts.workloads.flatMap((workload) =>
        workload.namespace === namespace && fits(selector, workload.pod.labels) ? [{ workload, uri: facts.uri }] : [],
      ),
    );
    const names = selected.flatMap(({ workload }) =>
      workload.pod.containers.flatMap(({ name, init }) => (init ? [] : alike(all, workload, name).flatMap(namesOf))),
    );
    const [first] = selected;
    // Without an image it is a patch of something that is not seen.
    if (!first || names.includes(target.text) || selected.some(({ workload: { pod } }) => pod.containers.some(({ image }) => !image)))
      continue;
    yield finding(
      project,
      uri,
      target,
      `No container behind this Service names a port \`${target.text}\`, so it has nobody to send to and every connection is refused`,
      names,
      { at: { uri: first.uri, span: first.workload.name?.span ?? first.workload.span }, message: 'The Service selects these pods' },
    );
  }
}

function* backends(project: Project, { ingresses, uri }: KubernetesFacts, all: readonly KubernetesFacts[]): Iterable<Finding> {
  for (const { paths } of ingresses) {
    for (const { service, port } of paths) {
      if (!service?.known || !port?.known) continue;
      const named = all.flatMap((facts) =>
        facts.services.flatMap((one) => (one.name?.text === service.text ? [{ service: one, uri: facts.uri }] : [])),
      );
      const [first] = named;
      const has = named.some(
        ({ service: { type, ports } }) =>
          type === 'ExternalName' || ports.some((one) => one.name === port.text || String(one.port) === port.text),
      );
      if (!first || has || named.some((one) => one.service.ports.some((two) => two.port === undefined))) continue;
      const ports = named.flatMap((one) => one.service.ports.flatMap((two) => (isNumber(port) ? String(two.port) : (two.name ?? []))));
      yield finding(project, uri, port, `The Service \`${service.text}\` has no port \`${port.text}\`, so the Ingress answers 503`, ports, {
        at: { uri: first.uri, span: first.service.name?.span ?? first.service.span },
        message: 'The Service',
      });
    }
  }
}

/** The port that was meant: the only one there is, or the one that is spelt nearly so. */
const finding = (
  project: Project,
  uri: Uri,
  { text, span }: KubeValue,
  what: string,
  ports: readonly string[],
  related: { readonly at: Location; readonly message: string },
): Finding => {
  const different = [...new Set(ports)];
  const [only, more] = different;
  const better = more === undefined ? only : nearest(text, different, Math.max(1, Math.floor(text.length / 3)));
  const todo = better
    ? `write \`${better}\``
    : more
      ? `name one of ${different.map((one) => `\`${one}\``).join(', ')}`
      : 'give it a name in `ports`';
  const at = insideQuotes(project, { uri, span });
  return {
    at,
    message: `${what}; ${todo}`,
    related: [related],
    fixes: () => writeMeant(text, better, at),
  };
};
