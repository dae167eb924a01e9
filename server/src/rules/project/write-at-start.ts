import { readManage } from '../../commands/manage.ts';
import { absolute, ownerOf, within } from '../../languages/dockerfile/files.ts';
import { anyOf, deployed, inRun } from '../../languages/dockerfile/minds.ts';
import type { Deployment } from '../../project/deployment/deployment.ts';
import type { Project } from '../../project/project.ts';
import { uriOf } from '../../project/settings/ask.ts';
import { once, shippedDeployments } from '../reading/deployments.ts';
import { changesRights, ownerAbove } from '../reading/dockerfile/owner.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { isWritable, readOnlyAt } from '../reading/read-only.ts';
import { defineRule, type Finding } from '../rule.ts';

/** What is collected when the container starts is written by its user, who may not write everywhere. */
export default defineRule({
  id: 'project/write-at-start',
  title: 'The user of a container may write what it collects',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['X26'],
  reads: 'project',
  each: 'deployment',
  minds: anyOf(deployed, inRun(/\b(?:mkdir|chown|chmod|setfacl|usermod|groupmod|fix-permissions|sudo|su|gosu)\b/)),
  *check(project, _, only) {
    const first = once();
    for (const deployment of shippedDeployments(project, only)) {
      const { launch, user, image, at, by } = deployment;
      if (
        by === 'kubernetes' ||
        !image ||
        user.state !== 'known' ||
        launch?.through.some((name) => /^(?:gosu|su-exec|setpriv|sudo)$/.test(name))
      )
        continue;
      const name = user.value.replace(/:.*$/, '');
      if (name === '' || name === 'root' || /^\d+$/.test(name)) continue;
      const call = launch?.programs.find(({ words, certain }) => certain && readManage(words)?.verb.text === 'collectstatic');
      if (!call || chainOf(image.stage).some(changesRights)) continue;
      const root = deployment.static.root;
      const place = { uri: call.words[0]?.uri ?? call.uri ?? at.uri, span: call.span };
      const found = root.state === 'known' && root.value.startsWith('/') ? ownerIn(project, deployment, root.value) : undefined;
      if (!found || found.owner === name || /^\d+$/.test(found.owner) || root.state !== 'known') continue;
      // Nobody may write there, whoever owns it: another rule says so.
      if ((readOnlyAt(project, deployment) && !isWritable(deployment, root.value)) || !first(place)) continue;
      yield {
        at: place,
        message: `collectstatic writes to \`${root.value}\` as \`${name}\`, but ${found.why}, so the container ends with "Permission denied"; make the folder in the Dockerfile, before USER: \`RUN install -d -o ${name} ${root.value}\``,
        related: [{ at: found.volume ?? user.at, message: found.volume ? 'The volume' : `It runs as \`${name}\`` }],
      } satisfies Finding;
    }
  },
});

interface Owner {
  readonly owner: string;
  readonly why: string;
  readonly volume: Deployment['at'] | undefined;
}

/** Who owns the folder once the container runs. A new volume takes over the owner of the folder it lies over, and is root's where there is none. */
const ownerIn = (project: Project, { image, volumes, view }: Deployment, root: string): Owner | undefined => {
  if (!image) return undefined;
  const { stage } = image;
  const over = volumes.filter(({ target }) => target.state !== 'known' || within(absolute('/', target.value) ?? '/', root));
  const [volume, ...others] = over;
  if (volume) {
    if (others.length > 0 || volume.kind !== 'volume' || volume.target.state !== 'known') return undefined;
    const path = absolute('/', volume.target.value);
    const owner = path && ownerOf(stage, path);
    if (owner === 'absent')
      return { owner: 'root', why: 'the image has no such folder, and a new volume belongs to root', volume: volume.at };
    return owner ? { owner, why: `the folder, and with it a new volume, belongs to ${owner}`, volume: volume.at } : undefined;
  }
  const outside = uriOf(view?.get('STATIC_ROOT')?.value);
  // A folder that the repository has comes along with the source, and then it may belong to the user.
  if (outside && project.exists(outside) !== false) return undefined;
  const owner = ownerAbove(stage, root, true);
  return owner ? { owner, why: `the folder belongs to ${owner}`, volume: undefined } : undefined;
};
