import { lineAfter } from '../../languages/python/writing.ts';
import { textOf, truth } from '../../project/settings/ask.ts';
import { staticMiddleware } from '../reading/middleware.ts';
import { assignmentOf, mayMiss, productions, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** Browsers take fonts and modules from another host only with a header that allows it. */
export default defineRule({
  id: 'settings/cdn-without-cors',
  title: 'Static files from a CDN come with the header that allows it',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ225'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { view } of productions(project, only)) {
      const setting = view.get('WHITENOISE_ALLOW_ALL_ORIGINS');
      const url = view.get('STATIC_URL');
      if (!setting?.certain || truth(setting.value) !== false || !url?.certain || !/^(?:https?:)?\/\//.test(textOf(url.value) ?? ''))
        continue;
      // A function may add the header.
      if (!staticMiddleware(view) || !mayMiss(project, view) || view.get('WHITENOISE_ADD_HEADERS_FUNCTION')) continue;
      const change = assignmentOf(setting);
      const { uri, span } = change.statement;
      const written = writtenAt(project, uri);
      const finding: Finding = {
        at: change.target,
        message:
          'STATIC_URL leads to another host, from which browsers take no fonts and no JavaScript modules without `Access-Control-Allow-Origin`, and this switches that header off; delete the line, or let the CDN add the header',
        related: [{ at: assignmentOf(url).target, message: 'The host is named here' }],
        fixes: () =>
          written && change.how === 'assign' && (span.from === 0 || written.text[span.from - 1] === '\n')
            ? [fix('Delete the line', false, uri, replace({ from: span.from, to: lineAfter(written.text, span.to) }, ''))]
            : [],
      };
      yield finding;
    }
  },
});
