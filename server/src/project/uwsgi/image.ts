// The image in which a project's uWSGI runs, as far as its Dockerfiles say.

import { programOf } from '../../commands/wrappers.ts';
import type { Value } from '../../languages/dockerfile/expand.ts';
import type { Stage } from '../../languages/dockerfile/facts.ts';
import { perContent } from '../../languages/dockerfile/per-content.ts';
import { baseName, type Uri } from '../../text/uri.ts';
import type { Project } from '../project.ts';

/** A last stage and the Dockerfile it stands in. */
export interface Image {
  readonly uri: Uri;
  readonly stage: Stage;
}

/**
 * The image that runs uWSGI: the one whose command is uWSGI, else the only one there is. Nothing when that is not clear,
 * and where a Dockerfile for development stands beside another, the other counts.
 */
const uwsgiImage = ({ all }: Project): Image | undefined => {
  const images = all.dockerfile.flatMap(({ facts: { uri, final, template } }): readonly Image[] =>
    final && !template ? [{ uri, stage: final }] : [],
  );
  const starting = images.filter(({ stage }) => uwsgiArguments(stage) !== undefined);
  if (starting.length > 0) return starting.length === 1 ? starting[0] : undefined;
  return images.length === 1 && all.dockerfile.length === 1 ? images[0] : undefined;
};

/** The image whose command starts uWSGI with this file, and the words behind `uwsgi`. Nothing where a script that is not seen or a service does it. */
export const imageStarting = (project: Project, file: Uri): (Image & { readonly words: readonly string[] }) | undefined => {
  const image = uwsgiImage(project);
  const words = image && uwsgiArguments(image.stage);
  const name = baseName(file);
  return image && words?.some((word) => word === name || word.endsWith(`/${name}`)) ? { words, ...image } : undefined;
};

/** The image in which this file is read: one that starts uWSGI with it, or the image of a project that has no other uwsgi.ini. */
export const imageOf = (project: Project, file: Uri): Image | undefined =>
  imageStarting(project, file) ?? (project.all.uwsgi.length === 1 ? uwsgiImage(project) : undefined);

/** The words behind `uwsgi` in what an image starts; nothing when it starts a script that is not seen, no uWSGI, or several. */
const uwsgiArguments = perContent(({ launch }): readonly string[] | undefined => {
  if (!launch || launch.script) return undefined;
  const [only, ...others] = launch.programs.filter(({ words }) => /^(?:py)?uwsgi(?:[-_].*)?$/.test(programOf(words[0])));
  return only?.certain && others.length === 0 ? only.words.slice(1).map(({ text }) => text) : undefined;
});

/** Base images that are known to start as root. */
const rootFamilies: ReadonlySet<string> = new Set(['python', 'debian', 'ubuntu', 'alpine', 'uv']);

/** Whether the image starts its command as root; undefined when it does not say. `user` is the USER line's word. */
export const imageUser = ({ stage }: Image): { readonly root: boolean | undefined; readonly user: Value | undefined } => {
  const { user, base } = stage;
  if (!user) return { root: base && rootFamilies.has(base.family) ? true : undefined, user };
  if (!user.known || user.text === '') return { root: undefined, user };
  return { root: /^(?:root|0+)(?::|$)/.test(user.text), user };
};
