import { lineAfter } from '../../languages/python/writing.ts';
import { atLeast } from '../../project/settings/release.ts';
import { assignmentOf, productions, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** Django 4.2 and 5.0 refuse STORAGES beside the names it replaces; later ones read STORAGES alone. */
export default defineRule({
  id: 'settings/storage-spellings-clash',
  title: 'Storages are named in one way',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ119'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { django, view } of productions(project, only)) {
      const storages = view.get('STORAGES');
      if (!storages?.certain) continue;
      const release = django.release('django');
      if (atLeast(release, '4.2') === false) continue;
      const dead = atLeast(release, '5.1');
      for (const name of ['STATICFILES_STORAGE', 'DEFAULT_FILE_STORAGE']) {
        const setting = view.get(name);
        if (!setting?.certain) continue;
        const change = assignmentOf(setting);
        if (change.how !== 'assign') continue;
        const written = writtenAt(project, change.statement.uri);
        // Where STORAGES is made from it, it is a name of the project's own; later Djangos do not mind.
        const used = written !== undefined && (written.text.match(new RegExp(`\\b${name}\\b`, 'g'))?.length ?? 0) > 1;
        if (dead !== false && used) continue;
        const { from, to } = change.statement.span;
        const finding: Finding = {
          at: change.target,
          message:
            dead === true
              ? `Django reads STORAGES and not \`${name}\`, which only misleads; delete it`
              : `Django 4.2 and 5.0 do not start with both STORAGES and \`${name}\` (ImproperlyConfigured), and later ones ignore it; delete it`,
          ...(dead === false ? {} : { severity: 'warning' as const }),
          tag: 'unnecessary',
          related: [{ at: assignmentOf(storages).target, message: 'STORAGES is set here' }],
          fixes: () =>
            written && !used && (from === 0 || written.text[from - 1] === '\n')
              ? [fix(`Delete \`${name}\``, dead === true, change.statement.uri, replace({ from, to: lineAfter(written.text, to) }, ''))]
              : [],
        };
        yield finding;
      }
    }
  },
});
