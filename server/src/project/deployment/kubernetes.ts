// Containers of Kubernetes workloads as declarations.
import { absent, dynamic, type Fact, known } from '../../languages/fact.ts';
import type { KubeData, KubernetesFacts, KubeService, KubeWorkload } from '../../languages/kubernetes/facts.ts';
import { fits } from '../../languages/kubernetes/facts.ts';
import type { KubeContainer, KubeProbe } from '../../languages/kubernetes/pod.ts';
import type { KubeValue } from '../../languages/kubernetes/value.ts';
import { memo, memoOfAll } from '../../languages/memo.ts';
import { relative, type Uri } from '../../text/uri.ts';
import { perProject } from '../kept.ts';
import type { Project } from '../project.ts';
import { type Declaration, factOf, given, isSameImage, keptDeclarations, numberOf } from './declaration.ts';
import type { DeployedImage, DeployedPort, DeployedProbe, DeployedVolume, EnvironmentVariable } from './deployment.ts';
import { buildsOf, imageNamed } from './images.ts';
import { commandProbe } from './probe.ts';

interface Placed<T> {
  readonly value: T;
  readonly uri: Uri;
}

/** All objects of all manifests that are no templates. */
interface Cluster {
  readonly workloads: readonly Placed<KubeWorkload>[];
  readonly services: readonly Placed<KubeService>[];
  readonly data: readonly Placed<KubeData>[];
  readonly manifests: readonly KubernetesFacts[];
}

const clusterIn = memoOfAll((files: Project['all']['kubernetes']): Cluster => {
  const manifests = files.map(({ facts }) => facts).filter(({ template }) => !template);
  const all = <T>(pick: (facts: KubernetesFacts) => readonly T[]): readonly Placed<T>[] =>
    manifests.flatMap((facts) => pick(facts).map((value) => ({ value, uri: facts.uri })));
  return {
    workloads: all(({ workloads }) => workloads),
    services: all(({ services }) => services),
    data: all(({ data }) => data),
    manifests,
  };
});

/** Every container of every workload, those that run before the others included; each the same object for as long as it says the same. */
export const kubernetesDeclarations = perProject((project, before: readonly Declaration[] | undefined): readonly Declaration[] => {
  const { shelf, root } = project;
  const builds = buildsOf(project);
  const cluster = clusterIn(project.all.kubernetes);
  const beside = besideOf(shelf);
  return keptDeclarations(
    before,
    cluster.workloads.flatMap(({ value, uri }) =>
      value.pod.containers.map((container) => {
        const image = container.image && imageNamed(builds, container.image);
        const slot = latest(container);
        // Builds change with each keystroke in a Dockerfile, few containers with them.
        if (slot.cluster !== cluster || slot.shelf !== shelf || !slot.made || !isSameImage(slot.made.image, image)) {
          slot.cluster = cluster;
          slot.shelf = shelf;
          slot.made = declarationOf({ cluster, root }, value, container, uri, image, beside);
        }
        return slot.made;
      }),
    ),
  );
});
const latest = memo((_: KubeContainer): { cluster?: Cluster; shelf?: Project['shelf']; made?: Declaration } => ({}));
/** By itself: a function made where manifests are read would hold on to all that is known there, and so each version to the one before. */
const besideOf =
  (shelf: Project['shelf']): Declaration['beside'] =>
  () =>
    kubernetesDeclarations(shelf.now);

interface Around {
  readonly cluster: Cluster;
  readonly root: Uri;
}

const declarationOf = (
  { cluster, root }: Around,
  workload: KubeWorkload,
  container: KubeContainer,
  uri: Uri,
  image: DeployedImage | undefined,
  beside: () => readonly Declaration[],
): Declaration => {
  const services = cluster.services.filter(({ value }) => selects(value, workload));
  const { environment, complete } = environmentOf(cluster, container, uri);
  const name = workload.name?.text ?? workload.kind;
  return {
    name: workload.pod.containers.length > 1 ? `${name}/${container.name}` : name,
    by: 'kubernetes',
    at: { uri, span: container.nameSpan ?? workload.name?.span ?? workload.span },
    files: [uri],
    image,
    imageName: container.image?.known ? container.image.text : undefined,
    entrypoint: container.command && given(container.command, uri),
    // A command without arguments takes the image's CMD away too.
    command: container.args ? given(container.args, uri) : undefined,
    environment,
    environmentComplete: complete,
    ports: container.init ? [] : portsOf(container, services, uri),
    probes: container.probes.map((probe) => probeOf(probe, container, uri)),
    volumes: volumesOf(workload, container, uri),
    replicas: replicasOf(cluster, workload, uri),
    user: factOf(container.security.runAsUser ?? workload.pod.security.runAsUser, uri),
    folder: factOf(container.workingDir, uri),
    hosts: services.flatMap(({ value }) => (value.name ? [value.name.text, `${value.name.text}.${value.namespace ?? 'default'}`] : [])),
    hints: [relative(root, uri), name, workload.namespace ?? '', container.init ? 'init' : ''].filter(Boolean),
    outside: undefined,
    beside,
  };
};

const selects = ({ selector, namespace }: KubeService, { pod, namespace: own }: KubeWorkload): boolean =>
  selector.size > 0 && namespace === own && fits(selector, pod.labels);

const environmentOf = (cluster: Cluster, container: KubeContainer, uri: Uri) => {
  const environment: EnvironmentVariable[] = [];
  let complete = true;
  const dataNamed = (kind: string, name: string) => cluster.data.find(({ value }) => value.kind === kind && value.name?.text === name);
  for (const { kind, name } of container.environmentFrom) {
    const found = dataNamed(kind, name);
    if (!found) complete = false;
    for (const [key, { span, value }] of found?.value.entries ?? []) {
      const at = { uri: found?.uri ?? uri, span };
      const by = kind === 'ConfigMap' ? 'configmap' : 'secret';
      environment.push({ name: key, value: value ? factOf(value, at.uri) : dynamic(at), by, at });
    }
  }
  for (const { name, nameSpan, value, from } of container.environment) {
    const at = { uri, span: nameSpan };
    const map = from?.kind === 'ConfigMap' ? dataNamed('ConfigMap', from.name) : undefined;
    const text = map?.value.entries.get(from?.key ?? '')?.value;
    // `$(NAME)` is filled in by the kubelet.
    const own = value && factOf({ ...value, known: value.known && !/\$\([A-Za-z_]/.test(value.text) }, uri);
    const fact = own ?? (text ? factOf(text, map?.uri ?? uri) : dynamic(at));
    environment.push({
      name,
      value: fact,
      by: from?.kind === 'Secret' ? 'secret' : from?.kind === 'ConfigMap' ? 'configmap' : 'declared',
      at,
    });
  }
  return { environment, complete };
};

/** The number of a port that is named, or written. */
const numberIn = (container: KubeContainer, value: KubeValue | undefined): number | undefined => {
  if (!value?.known) return undefined;
  return /^\d+$/.test(value.text) ? Number(value.text) : container.ports.find(({ name }) => name === value.text)?.port;
};

const portsOf = (container: KubeContainer, services: readonly Placed<KubeService>[], uri: Uri): readonly DeployedPort[] => [
  ...container.ports.flatMap(({ port, value }): readonly DeployedPort[] =>
    port === undefined || !value ? [] : [{ port, role: 'container', outside: undefined, at: { uri, span: value.span } }],
  ),
  ...services.flatMap(({ value, uri: other }) =>
    value.ports.flatMap(({ port, target, span }): readonly DeployedPort[] => {
      const number = numberIn(container, target);
      return number === undefined ? [] : [{ port: number, role: 'service', outside: port, at: { uri: other, span: target?.span ?? span } }];
    }),
  ),
];

const probeOf = (probe: KubeProbe, container: KubeContainer, uri: Uri): DeployedProbe => {
  const at = { uri, span: probe.span };
  if (probe.how === 'exec' && probe.command) return commandProbe(probe.by, probe.command.commands, at);
  const number = numberIn(container, probe.port);
  const port: Fact<number> = !probe.port
    ? absent
    : number === undefined
      ? dynamic({ uri, span: probe.port.span })
      : known(number, { uri, span: probe.port.span });
  const host = [...probe.headers].find(([name]) => name.toLowerCase() === 'host')?.[1];
  const how = probe.how === 'http' || probe.how === 'tcp' ? probe.how : 'none';
  return { by: probe.by, how, path: factOf(probe.path, uri), port, host: factOf(host, uri), program: undefined, at };
};

const volumesOf = (workload: KubeWorkload, container: KubeContainer, uri: Uri): readonly DeployedVolume[] =>
  container.mounts.map(({ volume, path, readOnly, span }) => {
    const found = workload.pod.volumes.find(({ name }) => name === volume);
    const kinds: Readonly<Record<string, DeployedVolume['kind']>> = {
      emptyDir: 'volume',
      persistentVolumeClaim: 'volume',
      configMap: 'configmap',
      secret: 'secret',
      hostPath: 'bind',
    };
    // An empty folder belongs to its pod, a claim to all who name it.
    const name = found?.kind === 'emptyDir' ? `${workload.name?.text ?? ''}/${volume}` : (found?.of ?? volume);
    return {
      kind: (found && kinds[found.kind]) ?? 'other',
      source: known(name, { uri, span: found?.span ?? span }),
      folder: undefined,
      target: factOf(path, uri),
      readOnly,
      at: { uri, span },
    };
  });

/** What a HorizontalPodAutoscaler says comes before the number in the workload. */
const replicasOf = (cluster: Cluster, workload: KubeWorkload, uri: Uri): Fact<number> => {
  for (const facts of cluster.manifests) {
    const found = facts.autoscalers.find(({ target }) => target?.name === workload.name?.text && target?.kind === workload.kind);
    if (found)
      return found.max === undefined
        ? dynamic({ uri: facts.uri, span: found.span })
        : known(found.max, { uri: facts.uri, span: found.span });
  }
  return numberOf(workload.replicas, uri);
};
