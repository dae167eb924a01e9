// What a manifest says, as plain data: workloads with their containers, services, ingresses, and the names of the rest.
import type { Node } from 'yaml';
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';
import { itemsOf, type Template, type YamlDocument } from '../yaml.ts';
import { type KubePod, podOf } from './pod.ts';
import { type KubeValue, numberIn, type Part, partAt } from './value.ts';

/** Any object: its kind and name, and where it stands. */
export interface KubeObject {
  readonly kind: string;
  readonly apiVersion: string;
  readonly name: KubeValue | undefined;
  readonly namespace: string | undefined;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, KubeValue>;
  readonly span: Span;
}

export interface KubeWorkload extends KubeObject {
  /** Nothing when it is not written: then it is 1, and a HorizontalPodAutoscaler may say otherwise. */
  readonly replicas: KubeValue | undefined;
  readonly pod: KubePod;
  /** `matchLabels` of its selector; empty where none is written. */
  readonly selector: ReadonlyMap<string, KubeValue>;
}

export interface KubeService extends KubeObject {
  readonly selector: ReadonlyMap<string, string>;
  readonly selectorSpan: Span | undefined;
  /** The places of its values, by their keys. */
  readonly selectorPlaces: ReadonlyMap<string, Span>;
  /** `ClusterIP` when it is not written. */
  readonly type: string;
  /** Whether it has no address of its own (`clusterIP: None`). */
  readonly headless: boolean;
  readonly ports: readonly {
    readonly name: string | undefined;
    readonly port: number | undefined;
    /** A number or the name of a container's port; the same as `port` when it is not written. */
    readonly target: KubeValue | undefined;
    readonly span: Span;
  }[];
}

export interface KubeIngress extends KubeObject {
  readonly hosts: readonly KubeValue[];
  readonly paths: readonly { readonly path: string; readonly service: KubeValue | undefined; readonly port: KubeValue | undefined }[];
  readonly tls: boolean;
}

/** ConfigMaps with their data; Secrets with names alone, their values are not read. */
export interface KubeData extends KubeObject {
  readonly entries: ReadonlyMap<string, { readonly span: Span; readonly value: KubeValue | undefined }>;
}

export interface KubeAutoscaler extends KubeObject {
  readonly target: { readonly kind: string; readonly name: string } | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
}

export interface KubernetesFacts {
  readonly uri: Uri;
  /** Helm's templates and others are not read before they are filled in. */
  readonly template: Template | undefined;
  /** Every object, those below included. */
  readonly objects: readonly KubeObject[];
  readonly workloads: readonly KubeWorkload[];
  readonly services: readonly KubeService[];
  readonly ingresses: readonly KubeIngress[];
  readonly data: readonly KubeData[];
  readonly autoscalers: readonly KubeAutoscaler[];
  /** New names and tags that a kustomization gives to images. */
  readonly images: readonly {
    readonly name: string;
    readonly newName: string | undefined;
    readonly newTag: string | undefined;
    readonly span: Span;
  }[];
  readonly open: boolean;
}

type Draft<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer I)[] ? I[] : T[K] };

/** Whether labels have all that a selector asks for; a selector that asks for nothing fits. */
export const fits = (selector: ReadonlyMap<string, string>, labels: ReadonlyMap<string, string>): boolean =>
  [...selector].every(([key, value]) => labels.get(key) === value);

/** Where the pod of each kind of workload is written. */
const podPaths: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  // OpenShift's own, and Argo's: written like a Deployment.
  DeploymentConfig: ['spec', 'template'],
  Rollout: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
  Pod: [],
};

/** Tree to facts. Never throws; objects of kinds that are not ours are kept by name. */
export const facts = ({ file, tree }: Parsed<'kubernetes'>): KubernetesFacts => {
  const out: Draft<KubernetesFacts> = {
    uri: file.uri,
    template: tree.template,
    objects: [],
    workloads: [],
    services: [],
    ingresses: [],
    data: [],
    autoscalers: [],
    images: [],
    open: tree.template !== undefined || tree.documents.some(({ errors }) => errors.length > 0),
  };
  for (const document of tree.documents) read(document, document.root, out, 0);
  return out;
};

const read = (document: YamlDocument, node: Node | undefined, out: Draft<KubernetesFacts>, depth: number): void => {
  const part = partAt(document, node);
  const kind = part.value('kind')?.text;
  if (!kind || depth > 3) return;
  // Lists, and the templates of OpenShift, hold objects.
  const inner = kind === 'Template' ? 'objects' : kind === 'List' ? 'items' : undefined;
  if (inner) {
    for (const item of itemsOf(document, part.entry(inner)?.value) ?? []) read(document, item, out, depth + 1);
    return;
  }
  const metadata = part.part('metadata');
  const object: KubeObject = {
    kind,
    apiVersion: part.value('apiVersion')?.text ?? '',
    name: metadata.value('name'),
    namespace: metadata.value('namespace')?.text,
    labels: textsIn(metadata.part('labels')),
    annotations: valuesIn(metadata.part('annotations')),
    span: part.span,
  };
  out.objects.push(object);
  const spec = part.part('spec');
  const podPath = Object.hasOwn(podPaths, kind) ? podPaths[kind] : undefined;
  if (podPath) {
    const template = podPath.reduce((at, key) => at.part(key), part);
    const selector = valuesIn(spec.part('selector').part('matchLabels'));
    out.workloads.push({ replicas: spec.value('replicas'), pod: podOf(template), selector, ...object });
  } else if (kind === 'Service') out.services.push(serviceOf(object, spec));
  else if (kind === 'Ingress') out.ingresses.push(ingressOf(object, spec));
  else if (kind === 'ConfigMap' || kind === 'Secret') out.data.push(dataOf(object, part));
  else if (kind === 'HorizontalPodAutoscaler') out.autoscalers.push(autoscalerOf(object, spec));
  else if (kind === 'Kustomization') out.images.push(...imagesOf(part));
};

const textsIn = (part: Part): ReadonlyMap<string, string> =>
  new Map([...part.entries.keys()].flatMap((key) => (part.value(key) ? [[key, part.value(key)?.text ?? ''] as const] : [])));

const valuesIn = (part: Part): ReadonlyMap<string, KubeValue> =>
  new Map(
    [...part.entries.keys()].flatMap((key): (readonly [string, KubeValue])[] => {
      const value = part.value(key);
      return value ? [[key, value]] : [];
    }),
  );

const serviceOf = (object: KubeObject, spec: Part): KubeService => ({
  selector: textsIn(spec.part('selector')),
  selectorSpan: spec.entry('selector')?.span,
  selectorPlaces: new Map([...valuesIn(spec.part('selector'))].map(([key, { span }]) => [key, span])),
  type: spec.value('type')?.text ?? 'ClusterIP',
  headless: spec.value('clusterIP')?.text === 'None',
  ports: spec.list('ports').map((port) => ({
    name: port.value('name')?.text,
    port: numberIn(port.value('port')),
    target: port.value('targetPort') ?? port.value('port'),
    span: port.span,
  })),
  ...object,
});

const ingressOf = (object: KubeObject, spec: Part): KubeIngress => {
  const rules = spec.list('rules');
  const backends = rules.flatMap((rule) =>
    rule
      .part('http')
      .list('paths')
      .map((path) => ({ path: path.value('path')?.text ?? '/', backend: path.part('backend') })),
  );
  const fallback = spec.part('defaultBackend').entries.size > 0 ? spec.part('defaultBackend') : spec.part('backend');
  if (fallback.entries.size > 0) backends.push({ path: '/', backend: fallback });
  return {
    hosts: rules.flatMap((rule) => rule.value('host') ?? []),
    paths: backends.map(({ path, backend }) => {
      const service = backend.part('service');
      const port = service.part('port');
      return {
        path,
        service: service.value('name') ?? backend.value('serviceName'),
        port: port.value('number') ?? port.value('name') ?? backend.value('servicePort'),
      };
    }),
    tls: spec.list('tls').length > 0,
    ...object,
  };
};

const dataOf = (object: KubeObject, part: Part): KubeData => {
  const entries = new Map<string, { span: Span; value: KubeValue | undefined }>();
  for (const key of ['data', 'stringData', 'binaryData']) {
    for (const [name, entry] of part.part(key).entries) {
      const value = object.kind === 'ConfigMap' && key === 'data' ? part.part(key).value(name) : undefined;
      entries.set(name, { span: entry.keySpan, value });
    }
  }
  return { entries, ...object };
};

const autoscalerOf = (object: KubeObject, spec: Part): KubeAutoscaler => {
  const target = spec.part('scaleTargetRef');
  const name = target.value('name');
  return {
    target: name && { kind: target.value('kind')?.text ?? 'Deployment', name: name.text },
    min: numberIn(spec.value('minReplicas')),
    max: numberIn(spec.value('maxReplicas')),
    ...object,
  };
};

const imagesOf = (part: Part): KubernetesFacts['images'] =>
  part.list('images').flatMap((image) => {
    const name = image.value('name')?.text;
    return name ? [{ name, newName: image.value('newName')?.text, newTag: image.value('newTag')?.text, span: image.span }] : [];
  });
