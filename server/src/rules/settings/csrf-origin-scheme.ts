import { atLeast } from '../../project/settings/release.ts';
import { innerOf, productions, silenced, stringsOf, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** Since Django 4.0 an origin is compared with the Origin header, which has a scheme. */
export default defineRule({
  id: 'settings/csrf-origin-scheme',
  title: 'Trusted origins name their scheme',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ315'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { django, view } of productions(project, only)) {
      const modern = atLeast(django.release('django'), '4.0');
      if (modern === false || silenced(view, '4_0.E001')) continue;
      for (const { text, item } of stringsOf(view, 'CSRF_TRUSTED_ORIGINS')) {
        const path = /^\w+:\/\/[^/]+\//.test(text);
        if (text === '' || (text.includes('://') && !path)) continue;
        const { at } = item.value;
        const written = writtenAt(project, at.uri);
        const inner = written && innerOf(written.text, at.span);
        const better = path ? text.replace(/^(\w+:\/\/[^/]+)\/.*$/, '$1') : `https://${text.startsWith('.') ? '*' : ''}${text}`;
        const finding: Finding = {
          at,
          message: path
            ? `An origin has no path, so \`${text}\` matches nothing and forms are refused with 403; write \`${better}\``
            : `Django 4.0 and newer refuse \`${text}\` (4_0.E001) and the login answers 403: an origin begins with its scheme; write \`${better}\``,
          ...(modern === true ? {} : { severity: 'warning' as const }),
          fixes: () => (inner ? [fix(`Write \`${better}\``, path, at.uri, replace(inner, better))] : []),
        };
        yield finding;
      }
    }
  },
});
