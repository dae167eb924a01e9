import { takenOut } from '../reading/literal.ts';
import { placedMiddleware } from '../reading/middleware.ts';
import { productions } from '../reading/settings.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** A class of the project made from one of these may serve other files. */
const known: ReadonlySet<string> = new Set(['whitenoise.middleware.WhiteNoiseMiddleware', 'servestatic.middleware.ServeStaticMiddleware']);

/** Each WhiteNoise in the list goes through all files at the start, and only the upper one ever answers. */
export default defineRule({
  id: 'settings/whitenoise-twice',
  title: 'One middleware serves static files',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ204'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { view } of productions(project, only)) {
      const [first, ...others] = placedMiddleware(view).filter(({ path }) => known.has(path));
      for (const { item, path } of first ? others : []) {
        const finding: Finding = {
          at: item.at,
          message: `\`${path.split('.').at(-1)}\` is in MIDDLEWARE twice, or beside another one that serves static files: each process lists all files twice when it starts, and only the upper one answers; take one out`,
          tag: 'unnecessary',
          related: first ? [{ at: first.item.at, message: 'This one answers' }] : [],
          fixes: () => {
            const edit = takenOut(project, item);
            return edit ? [fix('Take it out', true, item.at.uri, edit)] : [];
          },
        };
        yield finding;
      }
    }
  },
});
