import { lineAfter } from '../../languages/python/writing.ts';
import { truth } from '../../project/settings/ask.ts';
import { assignmentOf, productions, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** WhiteNoise serves collected files. */
export default defineRule({
  id: 'settings/whitenoise-finders',
  title: 'WhiteNoise serves collected files',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ210'],
  reads: 'project',
  *check(project) {
    for (const { view } of productions(project)) {
      const setting = view.get('WHITENOISE_USE_FINDERS');
      if (!setting?.certain || truth(setting.value) !== true) continue;
      const change = assignmentOf(setting);
      const { uri, span } = change.statement;
      const written = writtenAt(project, uri);
      const finding: Finding = {
        at: change.target,
        message:
          'WhiteNoise serves the files where they lie, without hashes in their names and without compression, and the build is not needed; delete the line and run `collectstatic` when the image is built',
        fixes: () =>
          written && change.how === 'assign' && (span.from === 0 || written.text[span.from - 1] === '\n')
            ? [fix('Delete the line', true, uri, replace({ from: span.from, to: lineAfter(written.text, span.to) }, ''))]
            : [],
      };
      yield finding;
    }
  },
});
