// The pod of a workload: its containers with commands, environment, ports, probes and mounts.
import { type GivenCommand, wordsCommand } from '../../commands/start.ts';
import type { Span } from '../../text/span.ts';
import { isTrue, type KubeValue, numberIn, type Part } from './value.ts';

/** Where a value of the environment comes from. */
export interface KubeVariable {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: KubeValue | undefined;
  /** A ConfigMap or Secret by name, or a field of the pod. */
  readonly from: { readonly kind: 'ConfigMap' | 'Secret' | 'field'; readonly name: string; readonly key: string | undefined } | undefined;
  readonly span: Span;
}

export interface KubeProbe {
  readonly by: 'liveness' | 'readiness' | 'startup';
  readonly how: 'http' | 'tcp' | 'exec' | 'grpc' | 'none';
  readonly path: KubeValue | undefined;
  /** A number or the name of a port. */
  readonly port: KubeValue | undefined;
  /** `HTTP` when it is not written. */
  readonly scheme: string;
  readonly headers: ReadonlyMap<string, KubeValue>;
  readonly command: GivenCommand | undefined;
  readonly span: Span;
}

export interface KubeMount {
  readonly volume: string;
  readonly path: KubeValue | undefined;
  readonly subPath: string | undefined;
  readonly readOnly: boolean;
  readonly span: Span;
}

export interface KubeContainer {
  readonly name: string;
  readonly nameSpan: Span | undefined;
  readonly init: boolean;
  readonly image: KubeValue | undefined;
  /** In the place of ENTRYPOINT, and of CMD. */
  readonly command: GivenCommand | undefined;
  readonly args: GivenCommand | undefined;
  readonly workingDir: KubeValue | undefined;
  readonly environment: readonly KubeVariable[];
  readonly environmentFrom: readonly { readonly kind: 'ConfigMap' | 'Secret'; readonly name: string; readonly span: Span }[];
  readonly ports: readonly {
    readonly name: string | undefined;
    readonly port: number | undefined;
    readonly value: KubeValue | undefined;
    readonly span: Span;
  }[];
  readonly probes: readonly KubeProbe[];
  readonly mounts: readonly KubeMount[];
  readonly security: KubeSecurity;
  /** The memory it may take, such as `512Mi`. */
  readonly memory: KubeValue | undefined;
  /** A hook before the container is stopped. */
  readonly preStop: Span | undefined;
  readonly span: Span;
}

export interface KubeSecurity {
  readonly runAsNonRoot: boolean | undefined;
  readonly runAsUser: KubeValue | undefined;
  readonly readOnlyRoot: boolean | undefined;
  readonly span: Span | undefined;
}

export interface KubeVolume {
  readonly name: string;
  /** `emptyDir`, `configMap`, `secret`, `persistentVolumeClaim`, `hostPath`, … */
  readonly kind: string;
  /** The name of the ConfigMap, Secret or claim. */
  readonly of: string | undefined;
  readonly span: Span;
}

export interface KubePod {
  readonly labels: ReadonlyMap<string, string>;
  readonly containers: readonly KubeContainer[];
  readonly volumes: readonly KubeVolume[];
  readonly security: KubeSecurity;
  readonly gracePeriod: KubeValue | undefined;
  /** Whether every Service of the namespace becomes variables of its containers; nothing when it is not written, and then it does. */
  readonly serviceLinks: boolean | undefined;
}

/** `template` is the object with the pod's own `metadata` and `spec`. */
export const podOf = (template: Part): KubePod => {
  const spec = template.part('spec');
  const labels = template.part('metadata').part('labels');
  return {
    labels: new Map([...labels.entries.keys()].map((key) => [key, labels.value(key)?.text ?? ''])),
    containers: [
      ...spec.list('initContainers').map((part) => containerOf(part, true)),
      ...spec.list('containers').map((part) => containerOf(part, false)),
    ],
    volumes: [...spec.list('volumes').flatMap(volumeOf)],
    security: securityOf(spec),
    gracePeriod: spec.value('terminationGracePeriodSeconds'),
    serviceLinks: isTrue(spec.value('enableServiceLinks')),
  };
};

const securityOf = (part: Part): KubeSecurity => {
  const context = part.part('securityContext');
  return {
    runAsNonRoot: isTrue(context.value('runAsNonRoot')),
    runAsUser: context.value('runAsUser'),
    readOnlyRoot: isTrue(context.value('readOnlyRootFilesystem')),
    span: part.entry('securityContext')?.keySpan,
  };
};

const commandOf = (part: Part, key: string): GivenCommand | undefined => {
  const entry = part.entry(key);
  return entry && wordsCommand('list', part.values(key), entry.span);
};

const containerOf = (part: Part, init: boolean): KubeContainer => ({
  name: part.value('name')?.text ?? '',
  nameSpan: part.value('name')?.span,
  init,
  image: part.value('image'),
  command: commandOf(part, 'command'),
  args: commandOf(part, 'args'),
  workingDir: part.value('workingDir'),
  environment: part.list('env').flatMap(variableOf),
  environmentFrom: part.list('envFrom').flatMap((one) => {
    const kind = one.entry('configMapRef') ? 'ConfigMap' : 'Secret';
    const name = one.part(kind === 'ConfigMap' ? 'configMapRef' : 'secretRef').value('name')?.text;
    return name ? [{ kind, name, span: one.span } as const] : [];
  }),
  ports: part.list('ports').map((port) => ({
    name: port.value('name')?.text,
    port: numberIn(port.value('containerPort')),
    value: port.value('containerPort'),
    span: port.span,
  })),
  probes: (['liveness', 'readiness', 'startup'] as const).flatMap((by) => {
    const entry = part.entry(`${by}Probe`);
    return entry ? [probeOf(by, part.part(`${by}Probe`), entry.span)] : [];
  }),
  mounts: part.list('volumeMounts').map((mount) => ({
    volume: mount.value('name')?.text ?? '',
    path: mount.value('mountPath'),
    subPath: mount.value('subPath')?.text,
    readOnly: isTrue(mount.value('readOnly')) === true,
    span: mount.span,
  })),
  security: securityOf(part),
  memory: part.part('resources').part('limits').value('memory'),
  preStop: part.part('lifecycle').entry('preStop')?.span,
  span: part.span,
});

const variableOf = (part: Part): readonly KubeVariable[] => {
  const name = part.value('name');
  if (!name) return [];
  const from = part.part('valueFrom');
  const map = from.part('configMapKeyRef');
  const secret = from.part('secretKeyRef');
  const ref = map.entries.size > 0 ? map : secret;
  const kind = map.entries.size > 0 ? 'ConfigMap' : secret.entries.size > 0 ? 'Secret' : 'field';
  return [
    {
      name: name.text,
      nameSpan: name.span,
      value: part.value('value'),
      from: from.entries.size > 0 ? { kind, name: ref.value('name')?.text ?? '', key: ref.value('key')?.text } : undefined,
      span: part.span,
    },
  ];
};

const probeOf = (by: KubeProbe['by'], part: Part, span: Span): KubeProbe => {
  const http = part.part('httpGet');
  const tcp = part.part('tcpSocket');
  const grpc = part.part('grpc');
  const how = part.entry('httpGet')
    ? 'http'
    : part.entry('tcpSocket')
      ? 'tcp'
      : part.entry('exec')
        ? 'exec'
        : part.entry('grpc')
          ? 'grpc'
          : 'none';
  return {
    by,
    how,
    path: http.value('path'),
    port: http.value('port') ?? tcp.value('port') ?? grpc.value('port'),
    scheme: http.value('scheme')?.text ?? 'HTTP',
    headers: new Map(
      http.list('httpHeaders').flatMap((header): (readonly [string, KubeValue])[] => {
        const value = header.value('value');
        return value ? [[header.value('name')?.text ?? '', value]] : [];
      }),
    ),
    command: commandOf(part.part('exec'), 'command'),
    span,
  };
};

const volumeOf = (part: Part): readonly KubeVolume[] => {
  const name = part.value('name')?.text;
  if (!name) return [];
  const kind = [...part.entries.keys()].find((key) => key !== 'name') ?? 'emptyDir';
  const source = part.part(kind);
  const of = source.value('name') ?? source.value('secretName') ?? source.value('claimName') ?? source.value('path');
  return [{ name, kind, of: of?.text, span: part.span }];
};
