import { textOf } from '../../project/settings/ask.ts';
import { assignmentOf, innerOf, placeOfValue, productions, silenced, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix, insert } from '../rule.ts';

/** Names of files are put behind the address as it stands. */
export default defineRule({
  id: 'settings/static-url-slash',
  title: 'STATIC_URL and MEDIA_URL end with a slash',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ109'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { view } of productions(project, only)) {
      if (silenced(view, 'urls.E006')) continue;
      for (const name of ['STATIC_URL', 'MEDIA_URL']) {
        const setting = view.get(name);
        const text = textOf(setting?.value);
        if (!setting?.certain || !text || text.endsWith('/')) continue;
        const { at } = setting.value;
        const written = writtenAt(project, at.uri);
        const inner = written && innerOf(written.text, at.span);
        const finding: Finding = {
          at: placeOfValue(assignmentOf(setting)),
          message: `\`${name}\` does not end with a slash, so Django refuses to migrate and to check (urls.E006); write \`${text}/\``,
          fixes: () => (inner ? [fix('Add the slash', true, at.uri, insert(inner.to, '/'))] : []),
        };
        yield finding;
      }
    }
  },
});
