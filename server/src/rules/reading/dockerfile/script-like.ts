// The script of a context that an image lacks at a path.
import { type BuildContext, type ContextSource, sourceIn } from '../../../project/dockerfile/context.ts';
import type { Project } from '../../../project/project.ts';

/** The script of the context that most likely is meant by a path of the image: at the same place, or in a folder where scripts lie. */
export const scriptLike = (project: Project, context: BuildContext, path: string): ContextSource | undefined => {
  const file = path.replace(/^.*\//, '');
  return [path.slice(1), file, `docker/${file}`, `scripts/${file}`]
    .map((one) => sourceIn(project, context, one))
    .find((one) => one?.exists === true);
};
