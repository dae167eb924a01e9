import { placeOf } from '../../project/settings/ask.ts';
import { staticMiddleware } from '../reading/middleware.ts';
import { assignmentOf, productions } from '../reading/settings.ts';
import { holdsSource } from '../reading/source-folder.ts';
import { defineRule, type Finding } from '../rule.ts';

/** WhiteNoise serves every file below STATIC_ROOT and WHITENOISE_ROOT: the settings too, when they lie there. */
export default defineRule({
  id: 'settings/static-root-serves-source',
  title: 'STATIC_ROOT is a folder of its own',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['DJ102', 'DJ216'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { django, view } of productions(project, only)) {
      for (const name of ['STATIC_ROOT', 'WHITENOISE_ROOT']) {
        const setting = view.get(name);
        const place = placeOf(setting?.value);
        // Only paths of this workspace: those of the container are compared by the rules about the project.
        if (!setting?.certain || !place?.anchor) continue;
        const hit = holdsSource(django, view, place);
        if (!hit) continue;
        const served = staticMiddleware(view) !== undefined || name === 'WHITENOISE_ROOT';
        const finding: Finding = {
          at: assignmentOf(setting).target,
          message: served
            ? `\`${name}\` is a folder that holds ${hit}, and WhiteNoise serves every file in it to everybody, keys and passwords included; give collected files a folder of their own`
            : `\`${name}\` is a folder that holds ${hit}: \`collectstatic --clear\` empties it, and who serves it gives away the source; give collected files a folder of their own`,
        };
        yield finding;
      }
    }
  },
});
