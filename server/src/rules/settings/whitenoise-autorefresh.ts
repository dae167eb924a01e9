import { lineAfter } from '../../languages/python/writing.ts';
import { truth } from '../../project/settings/ask.ts';
import { assignmentOf, productions, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** WhiteNoise lists its files once. */
export default defineRule({
  id: 'settings/whitenoise-autorefresh',
  title: 'WhiteNoise lists its files once',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ209'],
  reads: 'project',
  *check(project) {
    for (const { view } of productions(project)) {
      const setting = view.get('WHITENOISE_AUTOREFRESH');
      if (!setting?.certain || truth(setting.value) !== true) continue;
      const change = assignmentOf(setting);
      const { uri, span } = change.statement;
      const written = writtenAt(project, uri);
      const finding: Finding = {
        at: change.target,
        message:
          'WhiteNoise looks on the disk for each request, says that nothing may be cached, and is not made for strangers that way; delete the line, which leaves it to DEBUG',
        fixes: () =>
          written && change.how === 'assign' && (span.from === 0 || written.text[span.from - 1] === '\n')
            ? [fix('Delete the line', true, uri, replace({ from: span.from, to: lineAfter(written.text, span.to) }, ''))]
            : [],
      };
      yield finding;
    }
  },
});
