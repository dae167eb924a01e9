import type { KubernetesFacts, KubeService, KubeWorkload } from '../../languages/kubernetes/facts.ts';
import { isKustomizationFile } from '../../languages/kubernetes/kustomization.ts';
import type { Project } from '../../project/project.ts';
import { nearest } from '../../text/distance.ts';
import type { Uri } from '../../text/uri.ts';
import { isForShow } from '../reading/for-show.ts';
import { insideQuotes } from '../reading/quotes.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

const givesLabels = /^(?:commonLabels|labels)\s*:/m;

/** A selector that does not fit the labels of the pods has no pods. */
export default defineRule({
  id: 'kubernetes/selector-mismatch',
  title: 'Selectors fit the labels of the pods',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'project',
  *check(project) {
    if (!project.complete) return;
    const all = project.all.kubernetes.flatMap(({ facts }) => (facts.template ? [] : [facts]));
    // A kustomization may give labels to both sides.
    if (project.all.kubernetes.some(({ parsed: { file } }) => isKustomizationFile(file.uri) && givesLabels.test(file.text))) return;
    const workloads = all.flatMap((facts) => facts.workloads);
    for (const facts of all) {
      if (facts.open || isForShow(project, facts.uri)) continue;
      for (const workload of facts.workloads) yield* ownPods(project, facts, workload);
      for (const service of facts.services) yield* served(project, facts.uri, service, workloads);
    }
  },
});

/** The labels of a workload's own pods: the cluster compares them when it takes the manifest. */
function* ownPods(project: Project, { uri }: KubernetesFacts, { kind, selector, pod }: KubeWorkload): Generator<Finding> {
  // A patch has a part of the pod only.
  if (pod.containers.length === 0 || !pod.containers.every(({ image }) => image) || kind === 'Job' || kind === 'CronJob') return;
  for (const [key, { text, known, span }] of selector) {
    const label = pod.labels.get(key);
    if (!known || label === text || /[${<]/.test(label ?? '')) continue;
    const at = insideQuotes(project, { uri, span });
    yield {
      at,
      message: `The pods of this ${kind} have ${label === undefined ? `no label \`${key}\`` : `\`${key}: ${label}\``}, so the cluster refuses it: "\`selector\` does not match template \`labels\`"; write the same in both`,
      fixes: () => (label === undefined ? [] : [fix(`Write \`${label}\``, false, uri, replace(at.span, label))]),
    };
  }
}

/** A Service whose pods nobody starts, while others are called nearly so. */
function* served(project: Project, uri: Uri, service: KubeService, workloads: readonly KubeWorkload[]): Generator<Finding> {
  const { selector, selectorPlaces, namespace } = service;
  const reached = workloads.filter((one) => namespace === undefined || one.namespace === undefined || namespace === one.namespace);
  const fits = ({ pod }: KubeWorkload, without?: string): boolean =>
    [...selector].every(([key, value]) => key === without || pod.labels.get(key) === value);
  if (selector.size === 0 || reached.some((one) => fits(one))) return;
  for (const [key, value] of selector) {
    const values = reached.flatMap((one) => (fits(one, key) ? (one.pod.labels.get(key) ?? []) : []));
    const better = nearest(value, values, value.length >= 8 ? 2 : 1);
    const span = selectorPlaces.get(key);
    if (better === undefined || !span || better.replaceAll(/\d/g, '') === value.replaceAll(/\d/g, '')) continue;
    const at = insideQuotes(project, { uri, span });
    yield {
      at,
      message: `No pod of these manifests has \`${key}: ${value}\`, so nobody stands behind this Service and every connection is refused; did you mean \`${better}\`?`,
      severity: 'warning',
      fixes: () => [fix(`Write \`${better}\``, false, uri, replace(at.span, better))],
    };
    return;
  }
}
