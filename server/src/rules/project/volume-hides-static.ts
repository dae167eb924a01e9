import { within } from '../../languages/dockerfile/files.ts';
import type { Declaration } from '../../project/deployment/declaration.ts';
import { declarationsOf } from '../../project/deployment/declarations.ts';
import type { DeployedVolume, Deployment } from '../../project/deployment/deployment.ts';
import { deploymentsOf } from '../../project/deployment/deployments.ts';
import { needsCollected } from '../reading/static.ts';
import { defineRule, type Severity } from '../rule.ts';

/** What is mounted over STATIC_ROOT takes the place of what the image collected. */
export default defineRule({
  id: 'project/volume-hides-static',
  title: 'Nothing is mounted over the static files of the image',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['X09', 'R50'],
  reads: 'project',
  *check(project, knowledge) {
    if (!project.complete) return;
    const told = new Set<string>();
    const all = declarationsOf(project);
    for (const deployment of deploymentsOf(project)) {
      const { by } = deployment;
      if (by !== 'compose' && by !== 'kubernetes') continue;
      const { static: files } = deployment;
      const root = files.root.state === 'known' ? files.root.value : undefined;
      const collected = files.collected.find(({ when, certain }) => when === 'build' && certain);
      // Whoever collects when it starts fills the volume itself.
      if (!root || !collected || files.collected.some(({ when }) => when === 'start' || when === 'service')) continue;
      if (!isServed(deployment) || !needsOrProxy(knowledge, deployment)) continue;
      const volume = covering(deployment.volumes, root);
      const harm = volume && harmOf(deployment, volume, all);
      const key = volume && `${volume.at.uri} ${volume.at.span.from}`;
      if (!volume || !harm || !key || told.has(key)) continue;
      told.add(key);
      yield {
        at: volume.at,
        severity: harm.severity,
        message: harm.words(root),
        related: [{ at: collected.at, message: 'Collected into the image here' }],
      };
    }
  },
});

const isServed = ({ purpose, role }: Deployment): boolean => purpose !== 'development' && purpose !== 'test' && role === 'web';

const needsOrProxy = (knowledge: Parameters<typeof needsCollected>[0], deployment: Deployment): boolean =>
  needsCollected(knowledge, deployment) !== undefined ||
  deployment.static.servedBy.some(({ kind }) => kind === 'nginx' || kind === 'uwsgi');

/** The mount that decides what lies at a path: the longest one; nothing where one of them is not known. */
const covering = (volumes: readonly DeployedVolume[], root: string): DeployedVolume | undefined => {
  let best: DeployedVolume | undefined;
  let length = -1;
  for (const volume of volumes) {
    if (volume.target.state !== 'known') return undefined;
    const target = volume.target.value.replace(/(?<=.)\/+$/, '');
    if (!within(target, root) || target.length < length) continue;
    best = volume;
    length = target.length;
  }
  return best;
};

interface Harm {
  readonly severity: Severity;
  readonly words: (root: string) => string;
}

const harmOf = ({ by, name }: Deployment, { kind, source }: DeployedVolume, all: readonly Declaration[]): Harm | undefined => {
  if (by === 'kubernetes') {
    // Another container may fill it: one with a command, or with the same image.
    const shared = all.some(
      (other) =>
        other.by === 'kubernetes' &&
        other.name !== name &&
        (other.command !== undefined || other.entrypoint !== undefined || other.image !== undefined) &&
        other.volumes.some(({ source: own }) => own.state === 'known' && source.state === 'known' && own.value === source.value),
    );
    return kind !== 'volume' || shared
      ? undefined
      : {
          severity: 'error',
          words: (root) =>
            `A volume of Kubernetes starts empty and hides what the image collected in \`${root}\`, so there is nothing to serve; take the mount away, or collect into it when the pod starts`,
        };
  }
  if (kind === 'tmpfs')
    return { severity: 'error', words: (root) => `A tmpfs starts empty and hides what the image collected in \`${root}\`; take it away` };
  if (kind === 'bind' && source.state === 'known')
    return {
      severity: 'warning',
      words: (root) =>
        `This mount hides what the image collected in \`${root}\`, and what lies on the host is served in its place; take it away in production`,
    };
  // One without a name is made anew with each container.
  return kind === 'volume' && source.state === 'known'
    ? {
        severity: 'warning',
        words: (root) =>
          `Docker fills this volume from the image once, so \`${root}\` keeps the static files of the first release for ever; collect into it when the container starts, or serve the files of the image`,
      }
    : undefined;
};
