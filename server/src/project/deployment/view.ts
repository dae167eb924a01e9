// The settings that a deployment loads, evaluated in its own environment.
import { unknown } from '../../languages/maybe.ts';
import { memo, memoOfAll } from '../../languages/memo.ts';
import { isInside, type Uri } from '../../text/uri.ts';
import type { Project } from '../project.ts';
import { djangoProjects } from '../settings/django.ts';
import type { World } from '../settings/evaluate/runtime.ts';
import { moduleIn } from '../settings/modules.ts';
import { releaseOf } from '../settings/release.ts';
import type { DjangoProject, SettingsView } from '../settings/view.ts';
import { evaluatorIn, likenessOf, viewIn } from '../settings/view-of.ts';
import type { DeployedEnvironment, Deployment } from './deployment.ts';
import { NotingEnvironment } from './environment.ts';

/** The Django project a deployment runs, and the file of its settings module. */
interface Found {
  readonly django: DjangoProject;
  readonly uri: Uri;
}

/** Of several Django projects the one whose folder the container starts in, else the first that has the module. */
const findIn = (project: Project, { settings }: Pick<Deployment, 'settings'>, near: Uri | undefined): Found | undefined => {
  if (settings.state !== 'known') return undefined;
  const projects = djangoProjects(project);
  const first = near ? projects.filter(({ root }) => root === near || isInside(root, near) || isInside(near, root)) : [];
  for (const django of [...first, ...projects]) {
    const uri = moduleIn(project, django.root, settings.value);
    if (uri) return { django, uri };
  }
  return undefined;
};

type Asked = Pick<Deployment, 'settings' | 'environment' | 'purpose' | 'by'>;

/**
 * The worlds that deployments make, by what is set in them. They outlive the deployments, which are made anew with each keystroke in
 * their files: what modules evaluate to hangs on the world. They go when a file comes or goes, or a requirement changes.
 */
const worldsOf = memoOfAll((_paths: Project['paths'], _requirements: Project['all']['requirements']) => new Map<string, Made>());

interface Made {
  readonly world: World;
  /** The variables that settings have asked it for, on behalf of all deployments that make it. */
  readonly asked: Set<string>;
}

/** Who types a value makes a world with each letter: of more than these the one that was asked for longest ago goes. */
const most = 100;

/** All that is set, as one text. */
const contentOf = memo(({ all }: DeployedEnvironment): string =>
  JSON.stringify(all.map(({ name, value }) => [name, value.state === 'known' ? value.value : null]).sort()),
);

/**
 * The machine as the deployment makes it. What is not set there counts as not set only where all that is set is seen, and
 * nobody can add to it: whoever starts an image by hand may.
 */
const worldOf = (project: Project, folder: Uri, { environment, purpose, by }: Asked): World => {
  const role = purpose === 'development' || purpose === 'test' ? 'development' : 'production';
  const closed = environment.complete && (by === 'compose' || by === 'kubernetes');
  // What is not seen of a manifest is a Secret or a ConfigMap of the cluster; neither is where somebody switches debugging on.
  const isUnset = (name: string): boolean => closed || (by === 'kubernetes' && /^(?:DJANGO_)?DEBUG$/.test(name));
  const { requirements } = project.all;
  const worlds = worldsOf(project.paths, requirements);
  const key = `${role} ${closed} ${by === 'kubernetes'} ${folder} ${contentOf(environment)}`;
  const before = worlds.get(key);
  worlds.delete(key);
  if (before) {
    worlds.set(key, before);
    if (environment instanceof NotingEnvironment) environment.asked.follow(before.asked);
    return before.world;
  }
  const [oldest] = worlds.size >= most ? worlds : [];
  if (oldest) worlds.delete(oldest[0]);
  const asked = new Set<string>();
  if (environment instanceof NotingEnvironment) environment.asked.follow(asked);
  const world: World = {
    role,
    // Modules keep one result under each name, so that the names of worlds that are gone are used again.
    name: oldest?.[1].world.name ?? `deployment ${worlds.size}`,
    environment(name) {
      asked.add(name);
      const value = environment.get(name)?.value;
      if (!value) return isUnset(name) ? undefined : unknown;
      return value.state === 'known' ? value.value : unknown;
    },
    release: (name) => releaseOf({ all: { requirements } }, folder, name),
    like: likenessOf(project, folder),
  };
  worlds.set(key, { world, asked });
  return world;
};

/** The view of the settings; nothing when the module is not known or not in the workspace. */
export const viewOfDeployment = (
  project: Project,
  deployment: Asked,
  near: Uri | undefined,
): { readonly django: DjangoProject; readonly view: SettingsView | undefined } | undefined => {
  const found = findIn(project, deployment, near);
  if (!found) return undefined;
  const { django, uri } = found;
  const world = worldOf(project, django.root, deployment);
  const named = deployment.environment.get('DJANGO_CONFIGURATION')?.value;
  const asClass = named?.state === 'known' ? named.value : undefined;
  return { django, view: viewIn(evaluatorIn(project, world), uri, world.role, asClass) };
};
