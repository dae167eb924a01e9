import type { FileOf, Project } from '../../project/project.ts';
import { moduleIn } from '../../project/settings/modules.ts';
import type { DjangoProject, SettingsView } from '../../project/settings/view.ts';
import type { Location } from '../../text/span.ts';
import { cacheControlIn, functionsOf } from '../reading/functions.ts';
import { movedBehind, placedMiddleware, staticMiddleware } from '../reading/middleware.ts';
import { assignmentOf, productions } from '../reading/settings.ts';
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

/** A function of the settings that WhiteNoise calls for each file, and that sets the header of all of them. */
const setByFunction = (project: Project, view: SettingsView): Finding | undefined => {
  const setting = view.get('WHITENOISE_ADD_HEADERS_FUNCTION');
  const change = setting && assignmentOf(setting);
  const file = change && project.file(change.statement.uri);
  if (!setting?.certain || !change || file?.parsed.kind !== 'python') return undefined;
  const { uri, span } = change.statement;
  const name = /=\s*(\w+)\s*$/.exec(file.parsed.file.text.slice(span.from, span.to))?.[1];
  for (const one of name === undefined ? [] : functionsOf(file as FileOf<'python'>, name)) {
    const set = cacheControlIn(one);
    if (!set) continue;
    return {
      at: change.target,
      message: `\`${name}\` sets Cache-Control for every static file, whether it has a hash in its name or not: the ones are asked for again, or the others kept after they have changed; leave the header to WhiteNoise and WHITENOISE_MAX_AGE`,
      related: [{ at: { uri, span: set }, message: 'The header is set here' }],
    };
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
  each: 'django',
  *check(project, _, only) {
    for (const { django, view } of productions(project, only)) {
      const own = staticMiddleware(view);
      if (!own) continue;
      const headers = setByFunction(project, view);
      if (headers) yield headers;
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
