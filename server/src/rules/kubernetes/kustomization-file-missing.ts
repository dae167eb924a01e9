import { kustomizationPaths } from '../../languages/kubernetes/kustomization.ts';
import type { Project } from '../../project/project.ts';
import { baseName, parent, resolve, type Uri } from '../../text/uri.ts';
import { isGone, nearName } from '../reading/file-names.ts';
import { isForShow } from '../reading/for-show.ts';
import { writeMeant } from '../reading/meant.ts';
import { insideQuotes } from '../reading/quotes.ts';
import { defineRule, type Finding } from '../rule.ts';

/** A kustomization with a file that is not there yields nothing at all. */
export default defineRule({
  id: 'kubernetes/kustomization-file-missing',
  title: 'The files of a kustomization are there',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'kubernetes',
  *check({ uri, parsed, project }) {
    if (!project.complete || isForShow(project, uri)) return;
    for (const { path, span, as } of kustomizationPaths(parsed)) {
      // What is taken for its content is often a secret, and made where it is applied.
      if (as === 'data' || !/^[\w./@+-]+$/.test(path)) continue;
      const target = resolve(parent(uri), path);
      if (!isGone(project, target)) continue;
      const near = nearName(
        project.list(parent(target)).map(({ name }) => name),
        baseName(target),
      );
      const meant = near === undefined ? undefined : path.replace(/[^/]+(?=\/*$)/, near);
      const at = insideQuotes(project, { uri, span });
      yield {
        at,
        message: `There is no \`${path}\` ${where(project, uri, target)}, so \`kubectl apply -k\` ends before anything is applied; ${meant ? `did you mean \`${meant}\`?` : 'add it, or take it from the list'}`,
        fixes: () => writeMeant(path, meant, at),
      } satisfies Finding;
    }
  },
});

/** Where it was looked for, as far as that is there. */
const where = (project: Project, uri: Uri, target: Uri): string =>
  parent(target) === parent(uri) || project.exists(parent(target)) === false
    ? 'beside this kustomization'
    : `in \`${baseName(parent(target))}\``;
