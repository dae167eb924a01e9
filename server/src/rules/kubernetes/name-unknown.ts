import type { KubernetesFacts, KubeWorkload } from '../../languages/kubernetes/facts.ts';
import { isKustomizationFile } from '../../languages/kubernetes/kustomization.ts';
import { type KubeName, namesIn, podAt } from '../../languages/kubernetes/names.ts';
import type { Project } from '../../project/project.ts';
import { nearest } from '../../text/distance.ts';
import { isForShow } from '../reading/for-show.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** What a manifest names and nothing declares is not there when the pod starts. */
export default defineRule({
  id: 'kubernetes/name-unknown',
  title: 'Volumes, ConfigMaps and other objects that are named are there',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'project',
  *check(project) {
    if (!project.complete) return;
    const all = project.all.kubernetes;
    const known = knownIn(all);
    for (const { parsed, facts } of all) {
      if (facts.template || facts.open || isForShow(project, facts.uri)) continue;
      for (const name of namesIn(parsed)) {
        if (name.declares) continue;
        const found = name.kind === 'volume' ? mount(known, facts, name) : reference(known, name);
        if (!found) continue;
        const { message, better, severity } = found;
        yield {
          at: { uri: facts.uri, span: name.span },
          message,
          ...(severity ? { severity } : {}),
          fixes: () => (better === undefined ? [] : [fix(`Write \`${better}\``, false, facts.uri, replace(name.span, better))]),
        } satisfies Finding;
      }
    }
  },
});

interface Found {
  readonly message: string;
  readonly better: string | undefined;
  readonly severity?: 'warning';
}

/** What all manifests together declare. */
interface Known {
  /** Names by what they are: the kind, and for keys and volumes what they are in. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  /** The pods that are written for a workload, by its kind and name: the whole one and its patches. */
  readonly pods: ReadonlyMap<string, readonly string[]>;
  /** The texts of charts and kustomizations, which may make or patch anything they mention. */
  readonly makers: readonly string[];
}

const groupOf = ({ kind, key, of }: Pick<KubeName, 'kind' | 'key' | 'of'>): string => (key || kind === 'volume' ? `${kind} ${of}` : kind);
const workloadOf = ({ kind, name }: KubeWorkload): string => `${kind} ${name?.text ?? ''}`;

const knownIn = (all: Project['all']['kubernetes']): Known => {
  const names = new Map<string, string[]>();
  const pods = new Map<string, string[]>();
  const add = (to: Map<string, string[]>, key: string, value: string) => {
    const list = to.get(key);
    if (list) list.push(value);
    else to.set(key, [value]);
  };
  const makers: string[] = [];
  for (const { parsed, facts } of all) {
    for (const one of namesIn(parsed)) if (one.declares) add(names, groupOf(one), one.name);
    for (const one of facts.workloads) add(pods, workloadOf(one), podAt(facts.uri, one.span.from));
    if (facts.template || facts.objects.some(({ kind }) => kind === 'Kustomization') || isKustomizationFile(facts.uri))
      makers.push(parsed.file.text);
  }
  return { names, pods, makers };
};

const near = (name: string, names: readonly string[]): string | undefined => {
  const plain = (text: string): string => text.replaceAll(/\d/g, '');
  // `web-1` and `web-2` are two names.
  return nearest(
    name,
    names.filter((one) => plain(one) !== plain(name)),
    name.length >= 8 ? 2 : 1,
  );
};

/** A mount of a volume that the pod does not have. */
const mount = ({ names, pods, makers }: Known, facts: KubernetesFacts, { name, of }: KubeName): Found | undefined => {
  const workload = facts.workloads.find(({ span }) => podAt(facts.uri, span.from) === of);
  // A patch has a part of the pod only.
  if (!workload?.pod.containers.every(({ image }) => image)) return undefined;
  const volumes = (pod: string): readonly string[] => names.get(groupOf({ kind: 'volume', key: false, of: pod })) ?? [];
  if ((pods.get(workloadOf(workload)) ?? [of]).some((pod) => volumes(pod).includes(name))) return undefined;
  if (makers.some((text) => text.includes(name))) return undefined;
  const better = near(name, volumes(of));
  return {
    message: `The pod has no volume \`${name}\`, so the cluster refuses the manifest ("Not found: ${name}"); ${better ? `did you mean \`${better}\`?` : 'declare it under `volumes`'}`,
    better,
  };
};

/** What happens without the object. */
const harms: Readonly<Record<string, string>> = {
  ConfigMap: 'the pod does not start',
  Secret: 'the pod does not start',
  Service: 'nobody answers there',
  ServiceAccount: 'no pod is made',
  PersistentVolumeClaim: 'the pod waits for it and does not start',
  Deployment: 'nothing is scaled',
  StatefulSet: 'nothing is scaled',
};

/** An object, or a key of one, that nothing declares under this name while something is declared under nearly the same. */
const reference = ({ names, makers }: Known, one: KubeName): Found | undefined => {
  const { kind, key, name, of } = one;
  const harm = Object.hasOwn(harms, kind) ? harms[kind] : undefined;
  const declared = names.get(groupOf(one)) ?? [];
  if (harm === undefined || declared.includes(name)) return undefined;
  const better = near(name, declared);
  if (!better || makers.some((text) => text.includes(name))) return undefined;
  const what = key ? `The ${kind} \`${of}\` has no key \`${name}\`` : `No manifest has a ${kind} \`${name}\``;
  return { message: `${what}, so ${harm}; did you mean \`${better}\`?`, better, severity: 'warning' };
};
