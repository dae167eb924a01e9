// Whether a path can be there when uWSGI starts.
import type { Uri } from '../../text/uri.ts';
import type { Project } from '../project.ts';
import { imageStarting } from './image.ts';

/** Folders that every system has; below these, the second part of a path is what somebody made. */
const standard =
  /^\/(?:bin|boot|dev|etc|home|lib|media|mnt|opt|proc|root|run|sbin|srv|sys|tmp|usr|usr\/local|usr\/src|usr\/share|var|var\/lib|var\/run|var\/www)$/;

/** The part of an absolute path that a project itself makes: `/app` of `/app/src`, `/srv/shop` of `/srv/shop/src`. */
const ownPart = (path: string): string | undefined => {
  let at = '';
  for (const name of path.split('/').filter(Boolean)) {
    at += `/${name}`;
    if (!standard.test(at)) return at;
  }
  return undefined;
};

/** Something in these may mount folders into the container. */
const mounts =
  /compose|^(?:stack|local|production|docker-.*)\.ya?ml$|^(?:k8s|kubernetes|kube|helm|charts?|deploy|deployment|manifests|\.devcontainer|Vagrantfile|terraform|ansible)$/i;

/**
 * True when nothing makes an absolute path for the uWSGI that a Dockerfile starts with this file: no Dockerfile of the project
 * mentions it or the folder it hangs from, all of them are built on well-known images, and no file beside them could mount it.
 */
export const isUnmade = (project: Project, file: Uri, path: string): boolean => {
  const own = path.startsWith('/') ? ownPart(path) : undefined;
  const { dockerfile } = project.all;
  if (!own || !project.complete || !imageStarting(project, file)) return false;
  if (project.list(project.root).some(({ name }) => mounts.test(name))) return false;
  return dockerfile.every(
    ({ facts, parsed }) =>
      !facts.template &&
      facts.stages.every(({ base }) => base && base.family !== 'other') &&
      facts.stages.every(
        ({ copies, workdir }) => workdir?.known !== false && copies.every(({ destination }) => destination?.known !== false),
      ) &&
      !new RegExp(`${own.replace(/[^\w/-]/g, '\\$&')}(?![\\w-])`).test(parsed.file.text),
  );
};
