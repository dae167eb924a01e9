// Whether a COPY may put something at a path.
import type { Copy, Stage } from '../../../languages/dockerfile/facts.ts';
import { within } from '../../../languages/dockerfile/files.ts';
import { contextOf, sourceIn } from '../../../project/dockerfile/context.ts';
import { slashPath } from '../../../text/uri.ts';
import type { Subject } from '../../rule.ts';
import { copyTarget } from './python.ts';
import { chainOf } from './shipped.ts';

/** What a single file is called. */
const fileName = /\.[a-z]\w{1,6}$|(?:^|\/)(?:Pipfile|Makefile|Procfile|Dockerfile)$/i;

/** False when the copy surely puts nothing there: it goes elsewhere, or takes single files of other names only. */
export const mayBring = (
  { project, facts }: Pick<Subject<'dockerfile'>, 'project' | 'facts'>,
  stage: Stage,
  copy: Copy,
  path: string,
): boolean => {
  const to = copyTarget(stage, copy);
  if (to === undefined || within(path, to)) return true;
  if (!within(to, path)) return false;
  if (copy.from || copy.instruction.heredocs.length > 0) return true;
  const context = contextOf(project, facts);
  const folder = slashPath(context.folder).replace(/\/$/, '');
  return copy.sources.some(({ text, known }) => {
    const source = known ? sourceIn(project, context, text) : undefined;
    if (!source) return true;
    const names = source.names ?? [];
    if (source.wildcard && names.length === 0) return !fileName.test(source.path);
    if (names.length === 0) return !fileName.test(source.path);
    return names.some((name) => name === '' || project.paths.isFolder(`${folder}/${name}`));
  });
};

/** True when a COPY names that file of the context and gets nothing, since the ignore file leaves it out: another rule tells of it. */
export const isCopiedInVain = (
  { project, facts }: Pick<Subject<'dockerfile'>, 'project' | 'facts'>,
  stage: Stage,
  path: string,
): boolean => {
  const context = contextOf(project, facts);
  return chainOf(stage).some(({ copies }) =>
    copies.some(
      ({ from, sources }) =>
        !from && sources.some(({ text, known }) => known && sourceIn(project, context, text)?.path === path && path !== ''),
    ),
  );
};
