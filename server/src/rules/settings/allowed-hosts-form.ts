import { innerOf, productions, stringsOf, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** Django compares entries with the bare host. */
export default defineRule({
  id: 'settings/allowed-hosts-form',
  title: 'Hosts are written without scheme, port and path',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ308'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { view } of productions(project, only)) {
      for (const { text, item } of stringsOf(view, 'ALLOWED_HOSTS')) {
        const bare = text
          .replace(/^\w+:\/\//, '')
          .replace(/\/.*$/, '')
          .replace(/:\d+$/, '');
        if (text === '' || bare === text || text.includes('[') || (text.match(/:/g)?.length ?? 0) > 2) continue;
        const { at } = item.value;
        const written = writtenAt(project, at.uri);
        const inner = written && innerOf(written.text, at.span);
        const finding: Finding = {
          at,
          message: `\`${text}\` matches no request: Django compares the bare host; write \`${bare}\``,
          fixes: () => (inner && bare !== '' ? [fix(`Write \`${bare}\``, true, at.uri, replace(inner, bare))] : []),
        };
        yield finding;
      }
    }
  },
});
