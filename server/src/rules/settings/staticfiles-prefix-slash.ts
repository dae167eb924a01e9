import { collectsFromFolders, sourcesOf } from '../../project/settings/static-sources.ts';
import { innerOf, productions, silenced, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** Django puts the slash behind a prefix itself. */
export default defineRule({
  id: 'settings/staticfiles-prefix-slash',
  title: 'Prefixes of static folders have no slash at their end',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ107'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { view } of productions(project, only)) {
      if (silenced(view, 'staticfiles.E003') || collectsFromFolders(view) !== true) continue;
      for (const { prefix, item } of sourcesOf(view)) {
        if (!item.certain || !prefix?.text.endsWith('/')) continue;
        const better = prefix.text.replace(/\/+$/, '');
        const written = writtenAt(project, prefix.at.uri);
        const inner = written && innerOf(written.text, prefix.at.span);
        const finding: Finding = {
          at: prefix.at,
          message: `The prefix \`${prefix.text}\` ends with a slash, so Django refuses to collect (staticfiles.E003); write \`${better}\``,
          fixes: () => (inner ? [fix(`Write \`${better}\``, true, prefix.at.uri, replace(inner, better))] : []),
        };
        yield finding;
      }
    }
  },
});
