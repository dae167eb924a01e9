// Whether the file system of a container can be written, and where all the same.
import { absolute, within } from '../../languages/dockerfile/files.ts';
import type { Deployment } from '../../project/deployment/deployment.ts';
import type { Project } from '../../project/project.ts';
import type { Location } from '../../text/span.ts';
import { containerOf, serviceOf } from './declared.ts';

/** The place that makes the file system of the container read-only. */
export const readOnlyAt = (project: Project, deployment: Deployment): Location | undefined => {
  const service = serviceOf(project, deployment);
  const part = service?.parts.findLast(({ value }) => value.keys.has('read_only'));
  const key = part?.value.readOnly ? part.value.keys.get('read_only') : undefined;
  if (part && key) return { uri: part.uri, span: key };
  const found = containerOf(project, deployment);
  const { readOnlyRoot, span } = found?.container.security ?? {};
  return found && readOnlyRoot && span ? { uri: found.facts.uri, span } : undefined;
};

/** Whether a mount that can be written lies over a path. Docker makes VOLUMEs of the image such mounts too. */
export const isWritable = ({ volumes, image }: Deployment, path: string): boolean => {
  const mounted = volumes.some(({ target, readOnly }) => {
    const place = target.state === 'known' ? absolute('/', target.value) : undefined;
    return !readOnly && place !== undefined && within(place, path);
  });
  return mounted || (image?.stage.steps.some(({ instruction }) => instruction.name === 'VOLUME') ?? true);
};
