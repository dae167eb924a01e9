import { programOf } from '../../commands/wrappers.ts';
import type { Stage } from '../../languages/dockerfile/facts.ts';
import { anyOf, collecting, inRun } from '../../languages/dockerfile/minds.ts';
import type { Deployment } from '../../project/deployment/deployment.ts';
import { deploymentsOf } from '../../project/deployment/deployments.ts';
import { placeInStage } from '../../project/deployment/static-root.ts';
import { contextOf, sourceIn } from '../../project/dockerfile/context.ts';
import { imageFiles, originOf } from '../../project/dockerfile/origin.ts';
import { perProject } from '../../project/kept.ts';
import type { Project } from '../../project/project.ts';
import { knownItems, uriOf } from '../../project/settings/ask.ts';
import { moduleIn } from '../../project/settings/modules.ts';
import type { Value } from '../../project/settings/value.ts';
import { listOf } from '../../project/settings/view.ts';
import { lineEndOf } from '../../text/lines.ts';
import type { Location } from '../../text/span.ts';
import { isInside, relative, type Uri } from '../../text/uri.ts';
import { deploymentsFor, once } from '../reading/deployments.ts';
import { mayBring } from '../reading/dockerfile/may-bring.ts';
import { chainOf } from '../reading/dockerfile/shipped.ts';
import { defineRule, type Fix, fix, insert, type Severity } from '../rule.ts';

/** The ignore file takes from the image what it cannot do without. */
export default defineRule({
  id: 'project/dockerignore-removes-needed',
  title: 'The ignore file leaves what the image needs',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X13'],
  reads: 'project',
  each: 'deployment',
  minds: anyOf(collecting, inRun(/\b(?:npm|npx|yarn|pnpm|bun|node|make|gulp|webpack|vite|git|curl|wget|tar|unzip|sh)\b/)),
  *check(project, _, only) {
    if (!project.complete) return;
    const first = once();
    for (const deployment of deploymentsFor(project, only)) {
      const { image } = deployment;
      const context = image && contextOf(project, image.facts);
      if (!image || image.facts.template || mounted(project).has(image.facts.uri) || !context?.ignore || !context.certain) continue;
      if (!isShipped(deployment) || deployment.volumes.some(({ kind }) => kind === 'bind')) continue;
      for (const need of [...modulesOf(project, deployment), ...foldersOf(project, deployment)]) {
        if (!isInside(context.folder, need.uri)) continue;
        const path = relative(context.folder, need.uri);
        const found = sourceIn(project, context, path);
        const at = found?.by && { uri: context.ignore.uri, span: found.by.span };
        if (found?.ignored !== true || found.exists !== true || !at || !isGone(project, deployment, need.inside) || !first(at)) continue;
        yield {
          at,
          severity: need.severity,
          message: `This pattern leaves \`${path}\` out of the image of \`${deployment.name}\`, ${need.harm}; take it back with \`!${path}\` below`,
          related: [{ at: need.at, message: 'It is named here' }],
          fixes: () => taken(project, at.uri, path),
        };
      }
    }
  },
});

/**
 * What is mounted comes from the host, and an image that is always started so needs none of it. The Dockerfiles of such images; one
 * that a service for development mounts over and others start as it is does not count.
 */
const mounted = perProject((project, before: ReadonlySet<Uri> | undefined): ReadonlySet<Uri> => {
  const starts = deploymentsOf(project).filter(({ by }) => by !== 'dockerfile');
  const binds = ({ volumes }: Deployment): boolean => volumes.some(({ kind }) => kind === 'bind');
  const bare = new Set(starts.flatMap((one) => (one.image && !binds(one) && isShipped(one) ? [one.image.facts.uri] : [])));
  const now = new Set(starts.flatMap((one) => (one.image && binds(one) && !bare.has(one.image.facts.uri) ? [one.image.facts.uri] : [])));
  return before?.size === now.size && [...now].every((uri) => before.has(uri)) ? before : now;
});

const isShipped = ({ purpose }: Deployment): boolean => purpose !== 'development' && purpose !== 'test';

interface Need {
  readonly uri: Uri;
  /** Its path in the image; nothing where that is not known. */
  readonly inside: string | undefined;
  readonly at: Location;
  readonly severity: Severity;
  readonly harm: string;
}

/** The module that the server starts, and the settings. */
const modulesOf = (project: Project, { server, settings, django, image, folder }: Deployment): readonly Need[] => {
  if (!django || !image) return [];
  const out: Need[] = [];
  const start = server?.folder ?? (folder.state === 'known' ? folder.value : undefined);
  const add = (name: string, at: Location, harm: string): void => {
    const uri = moduleIn(project, django.root, name);
    // The folder of the project is where the container starts: only then the path is sure.
    if (uri && start !== undefined) out.push({ uri, inside: `${start}/${relative(django.root, uri)}`, at, severity: 'error', harm });
  };
  if (server?.target.state === 'known' && server.kind !== 'runserver' && !/\.py/.test(server.target.value))
    add(
      server.target.value.replace(/:.*$/s, ''),
      server.target.at,
      `so ${server.kind} finds no application and the container ends at its start`,
    );
  if (settings.state === 'known') add(settings.value, settings.at, 'so Django finds no settings and the container ends at its start');
  return out;
};

/** The folders of STATICFILES_DIRS, where the image collects them. */
const foldersOf = (project: Project, { view, image, static: files }: Deployment): readonly Need[] => {
  const stage = files.collected.find(({ when, certain }) => when === 'build' && certain)?.stage;
  const list = view && listOf(view, 'STATICFILES_DIRS');
  if (!stage || !image || !view || !list) return [];
  return knownItems(list).flatMap(({ value, certain }): readonly Need[] => {
    const one: Value = value.is === 'list' && value.items[1]?.is === 'item' ? value.items[1].value : value;
    const uri = certain ? uriOf(one) : undefined;
    if (!uri) return [];
    const inside = placeInStage(project, image.facts, stage, view, one);
    return [
      { uri, inside, at: one.at, severity: 'warning', harm: 'so `collectstatic` does not find its files and pages ask for them in vain' },
    ];
  });
};

/** Whether nothing else brings it: a stage, a mount, a command. */
const isGone = (project: Project, { image, static: files }: Deployment, inside: string | undefined): boolean => {
  if (!image || inside === undefined) return false;
  const images = imageFiles(project, image.facts);
  const stages = [image.stage, ...files.collected.flatMap(({ stage }) => stage ?? [])];
  const brought = stages.some((stage) =>
    chainOf(stage).some((one) =>
      one.copies.some(
        (copy) => copy.from && (!copy.stage || builds(copy.stage)) && mayBring({ project, facts: image.facts }, one, copy, inside),
      ),
    ),
  );
  return (
    !brought &&
    stages.every((stage) => originOf(images, stage, inside).is === 'absent' && originOf(images, stage, `${inside}/x`).is === 'absent')
  );
};

/** Whether a stage runs tools that write files by rules of their own. */
const builds = (stage: Stage): boolean =>
  chainOf(stage).some(({ runs }) =>
    runs.some(({ words }) =>
      /^(?:npm|npx|yarn|pnpm|bun|node|make|gulp|webpack|vite|git|curl|wget|tar|unzip|.*\.sh)$/.test(programOf(words[0])),
    ),
  );

const taken = (project: Project, uri: Uri, path: string): readonly Fix[] => {
  const text = project.file(uri)?.parsed.file.text;
  if (text === undefined) return [];
  const end = lineEndOf(text);
  return [fix(`Take \`${path}\` back`, false, uri, insert(text.length, `${text === '' || text.endsWith('\n') ? '' : end}!${path}${end}`))];
};
