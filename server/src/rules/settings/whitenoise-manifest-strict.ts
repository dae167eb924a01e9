import { lineAfter } from '../../languages/python/writing.ts';
import { truth } from '../../project/settings/ask.ts';
import { assignmentOf, productions, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** Missing static files are noticed. */
export default defineRule({
  id: 'settings/whitenoise-manifest-strict',
  title: 'Missing static files are noticed',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ212'],
  reads: 'project',
  *check(project) {
    for (const { view } of productions(project)) {
      const setting = view.get('WHITENOISE_MANIFEST_STRICT');
      if (!setting?.certain || truth(setting.value) !== false) continue;
      const change = assignmentOf(setting);
      const { uri, span } = change.statement;
      const written = writtenAt(project, uri);
      const finding: Finding = {
        at: change.target,
        message:
          'A static file that is not in the manifest no longer stops the page: its name goes out without a hash and may answer 404; delete the line so that a wrong name is noticed',
        fixes: () =>
          written && change.how === 'assign' && (span.from === 0 || written.text[span.from - 1] === '\n')
            ? [fix('Delete the line', true, uri, replace({ from: span.from, to: lineAfter(written.text, span.to) }, ''))]
            : [],
      };
      yield finding;
    }
  },
});
