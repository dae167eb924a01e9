import { environmentsOf } from '../../languages/dockerfile/environments.ts';
import type { Stage } from '../../languages/dockerfile/facts.ts';
import { absolute, within } from '../../languages/dockerfile/files.ts';
import { memo } from '../../languages/memo.ts';
import type { DeployedVolume, Deployment } from '../../project/deployment/deployment.ts';
import { allStages } from '../../project/deployment/images.ts';
import { deploymentsFor, once } from '../reading/deployments.ts';
import { defineRule, type Finding } from '../rule.ts';

/** A folder of the host over the folder with the virtual environment: the server is gone. */
export default defineRule({
  id: 'compose/mount-hides-environment',
  title: 'No bind mount lies over the virtual environment',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R50'],
  reads: 'project',
  each: 'deployment',
  *check(project, _, only) {
    if (!project.complete) return;
    const first = once();
    for (const deployment of deploymentsFor(project, only)) {
      const { image, by, volumes } = deployment;
      const hidden =
        by === 'compose' && image && volumes.length > 0 ? hiddenBy(deployment, allStages(project, image.facts), image.stage) : undefined;
      if (!hidden || !image || volumes.some(({ target }) => target.state === 'dynamic') || makesItAnew(deployment)) continue;
      if (!first(hidden.mount.at)) continue;
      yield {
        at: hidden.mount.at,
        message: `This mount lies over \`${hidden.path}\`, the virtual environment that the image made, so its programs and packages are gone and the server is not found; keep the environment outside, such as in \`/opt/venv\`, or put a volume over it: \`- ${hidden.path}\``,
        related: [{ at: { uri: image.facts.uri, span: hidden.span }, message: 'The environment is made here' }],
      } satisfies Finding;
    }
  },
});

/** Whether nobody knows what is started, or a tool makes the environment anew in front of the server. */
const makesItAnew = ({ launch }: Deployment): boolean =>
  !launch ||
  launch.script !== undefined ||
  launch.through.some((name) => /^(?:uv|poetry|pdm|pipenv)$/.test(name)) ||
  launch.programs.some(({ words }) => words.some(({ text }) => /^(?:install|sync|venv)$/.test(text)));

/** The environments of all stages, each with where it is made. */
const made = memo((stages: readonly Stage[]) =>
  stages.flatMap((stage) => environmentsOf(stage).flatMap(({ path, span }) => (path === undefined ? [] : [{ path, span }]))),
);

/** The environment that PATH leads to, and the mount of a folder of the workspace that lies over it. */
const hiddenBy = ({ volumes }: Deployment, stages: readonly Stage[], { environment }: Stage) => {
  const folders = (environment.get('PATH')?.text ?? '').split(':').map((part) => part.replace(/\/bin\/?$/, ''));
  for (const { path, span } of made(stages)) {
    if (!folders.includes(path)) continue;
    const over = volumes.filter((volume) => isOver(volume, path));
    const nearest = over.reduce<DeployedVolume | undefined>((best, one) => (best && length(best) >= length(one) ? best : one), undefined);
    // A mount of the environment itself is meant.
    if (nearest?.kind === 'bind' && nearest.folder && placeOf(nearest) !== path) return { path, span, mount: nearest };
  }
  return undefined;
};

const placeOf = ({ target }: DeployedVolume): string | undefined => (target.state === 'known' ? absolute('/', target.value) : undefined);
const length = (volume: DeployedVolume): number => placeOf(volume)?.length ?? 0;
const isOver = (volume: DeployedVolume, path: string): boolean => {
  const place = placeOf(volume);
  return place !== undefined && within(place, path);
};
