import type { FileOf, Project } from '../../project/project.ts';
import { moduleIn } from '../../project/settings/modules.ts';
import type { DjangoProject } from '../../project/settings/view.ts';
import type { Location } from '../../text/span.ts';
import { cacheControlIn, functionsOf } from '../reading/functions.ts';
import { movedBehind, placedMiddleware, staticMiddleware } from '../reading/middleware.ts';
import { productions } from '../reading/settings.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** Where a middleware of this project sets the header in each answer. */
const setIn = (project: Project, { root }: DjangoProject, path: string): Location | undefined => {
  const cut = path.lastIndexOf('.');
  const uri = cut < 0 ? undefined : moduleIn(project, root, path.slice(0, cut));
  const file = uri && project.file(uri);
  if (!uri || file?.parsed.kind !== 'python') return undefined;
  for (const one of functionsOf(file as FileOf<'python'>, path.slice(cut + 1))) {
    const span = cacheControlIn(one);
    if (span) return { uri, span };
  }
  return undefined;
};

/** What stands above WhiteNoise sees its answers last. */
export default defineRule({
  id: 'settings/cache-control-overwritten',
  title: 'Nothing overwrites how long static files are kept',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['issue 5'],
  reads: 'project',
  *check(project) {
    for (const { django, view } of productions(project)) {
      const own = staticMiddleware(view);
      if (!own) continue;
      for (const { path, item, index } of placedMiddleware(view)) {
        const set = index < own.index ? setIn(project, django, path) : undefined;
        if (!set) continue;
        const finding: Finding = {
          at: item.at,
          message: `\`${path.split('.').at(-1)}\` stands above WhiteNoise and sets Cache-Control in each answer, static files included: browsers no longer keep those with a hash in their name for good; move it below`,
          related: [
            { at: set, message: 'The header is set here' },
            { at: own.item.at, message: 'Static files are answered here' },
          ],
          fixes: () => {
            const edits = movedBehind(project, item, own.item);
            return edits.length > 0 ? [fix('Move it below WhiteNoise', false, item.at.uri, ...edits)] : [];
          },
        };
        yield finding;
      }
    }
  },
});
