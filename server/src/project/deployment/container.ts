// The files of a running container, as far as the workspace has them: bind mounts over the image, else the folder of a process.
import type { Script } from '../../commands/launch.ts';
import type { Argument } from '../../commands/resolve.ts';
import { absolute, within } from '../../languages/dockerfile/files.ts';
import { baseName, isInside, parent, relative, resolve, slashPath, type Uri } from '../../text/uri.ts';
import { imageFiles, originOf } from '../dockerfile/origin.ts';
import { mayNameScript, placesOf } from '../dockerfile/started.ts';
import { factsAt, type Project } from '../project.ts';
import type { DeployedImage, DeployedVolume } from './deployment.ts';

export interface Container {
  readonly project: Project;
  readonly image: DeployedImage | undefined;
  readonly volumes: readonly DeployedVolume[];
  /** The folder its command starts in, as a path of the container. */
  readonly folder: string | undefined;
  /** For a process without a container: its folder of the workspace, which then stands for `folder`. */
  readonly outside: Uri | undefined;
}

/** A container that lives as long as its project: whatever is asked of it is asked of the version that is asked about now. */
export class LiveContainer implements Container {
  readonly #shelf: Project['shelf'];
  readonly image: DeployedImage | undefined;
  readonly volumes: readonly DeployedVolume[];
  readonly folder: string | undefined;
  readonly outside: Uri | undefined;
  constructor(shelf: Project['shelf'], { image, volumes, folder, outside }: Omit<Container, 'project'>) {
    this.#shelf = shelf;
    this.image = image;
    this.volumes = volumes;
    this.folder = folder;
    this.outside = outside;
  }
  get project(): Project {
    return this.#shelf.now;
  }
}

/** The same container, as a command sees it that starts in another folder. */
export const inFolder = ({ project, image, volumes, outside }: Container, folder: string | undefined): Container => ({
  project,
  image,
  volumes,
  folder,
  outside,
});

/** Where a path of the container comes from in the workspace; nothing when it is not there, or not known. */
export const sourceOf = ({ project, image, volumes, folder, outside }: Container, path: string): Uri | undefined => {
  const full = absolute(folder, path);
  if (outside) return path.startsWith('/') ? undefined : resolve(outside, `./${path}`);
  if (!full) return undefined;
  let best: DeployedVolume | undefined;
  for (const volume of volumes) {
    const target = volume.target.state === 'known' ? absolute('/', volume.target.value) : undefined;
    if (target && within(target, full) && (!best || target.length >= lengthOf(best))) best = volume;
  }
  if (best)
    return best.folder && best.target.state === 'known' ? beneath(best.folder, absolute('/', best.target.value) ?? '/', full) : undefined;
  if (!image) return undefined;
  const files = imageFiles(project, image.facts);
  const origin = originOf(files, image.stage, full);
  return origin.is === 'context' ? resolve(files.context.folder, `./${origin.path}`) : undefined;
};

/** The same for files and folders. A folder may be the whole context, which has no name in it; a file that every project has does. */
export const outsideOf = (container: Container, path: string): Uri | undefined => {
  const own = sourceOf(container, path);
  if (own !== undefined) return own;
  const inner = sourceOf(container, `${path.replace(/\/$/, '')}/manage.py`);
  return inner && baseName(inner) === 'manage.py' ? parent(inner) : undefined;
};

const lengthOf = ({ target }: DeployedVolume): number => (target.state === 'known' ? target.value.length : 0);

const beneath = (source: Uri, target: string, path: string): Uri => {
  const rest = path.slice(target.length).replace(/^\//, '');
  return rest === '' ? source : resolve(source, `./${rest}`);
};

/** Reads the script that a word names, when the workspace has it. */
export const scriptNamed = (container: Container, { text }: Argument): Script | undefined => {
  const { image, project, folder } = container;
  if (!mayNameScript(project, image?.facts, text)) return undefined;
  const places = image ? placesOf(image.stage, text, folder) : [text];
  for (const path of places) {
    const uri = sourceOf(container, path);
    const facts = factsAt(project, uri, 'shell');
    if (facts) return facts.template ? undefined : { uri: facts.uri, commands: facts.commands };
  }
  return image && (text.includes('/') || text.endsWith('.sh')) ? onlyNamed(container, text) : undefined;
};

/** The one script of this name, where nobody can tell what lies at its place in the image. */
const onlyNamed = ({ project, image, folder }: Container, path: string): Script | undefined => {
  const full = absolute(folder, path);
  if (!image || !full || originOf(imageFiles(project, image.facts), image.stage, full).is !== 'unknown') return undefined;
  const found = project.all.shell.filter(({ facts }) => baseName(facts.uri) === path.replace(/^.*\//, ''));
  const facts = found.length === 1 ? found[0]?.facts : undefined;
  return facts && !facts.template ? { uri: facts.uri, commands: facts.commands } : undefined;
};

/** Where a file of the workspace lies in the container: a place from which `sourceOf` leads back to it. */
const placeOf = (container: Container, uri: Uri): string | undefined => {
  const { volumes, folder, outside, project } = container;
  if (outside) return isInside(outside, uri) ? relative(outside, uri) : undefined;
  for (const { folder: mounted, target } of volumes) {
    if (!mounted || target.state !== 'known' || (mounted !== uri && !isInside(mounted, uri))) continue;
    const path = absolute(target.value, mounted === uri ? '.' : relative(mounted, uri));
    if (path && sourceOf(container, path) === uri) return path;
  }
  const parts = relative(project.root, uri).split('/');
  const tops = new Set([folder ?? '/', above(folder), '/', '/app', '/code', '/src', '/srv', '/usr/src/app']);
  for (let from = 0; from < parts.length; from++) {
    const rest = parts.slice(from).join('/');
    for (const top of tops) {
      const path = absolute(top, rest);
      if (path && sourceOf(container, path) === uri) return path;
    }
  }
  return undefined;
};

const above = (folder: string | undefined): string => folder?.replace(/\/[^/]*$/, '') || '/';

/** The path in the container of any place of the workspace, by a file near it whose place is known. */
export const insideOf = (container: Container, uri: Uri, near: Uri | undefined): string | undefined => {
  const own = placeOf(container, uri);
  if (own !== undefined || !near) return own;
  const place = placeOf(container, near);
  if (place === undefined) return undefined;
  const from = slashPath(near).split('/').slice(0, -1);
  const to = slashPath(uri).split('/');
  let shared = 0;
  while (shared < from.length && from[shared] === to[shared]) shared++;
  const steps = [...from.slice(shared).map(() => '..'), ...to.slice(shared)];
  return absolute(place.replace(/[^/]*$/, '') || '/', steps.join('/'));
};
