import { knownItems, textOf } from '../../project/settings/ask.ts';
import type { Value } from '../../project/settings/value.ts';
import { mayBeSet } from '../reading/deployed.ts';
import { assignmentOf, placeOfValue, productions, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

const harms = {
  ALLOWED_HOSTS: 'passes the check for empty lists (security.W020) and refuses every request with 400',
  CSRF_TRUSTED_ORIGINS: 'is refused by `migrate` and `check` since Django 4.0 (4_0.E001)',
  CORS_ALLOWED_ORIGINS: 'is refused by `migrate` and `check` (corsheaders.E013)',
} as const;

const isOneEmpty = (value: Value | undefined): boolean =>
  value?.is === 'list' && value.items.length === 1 && knownItems(value).some((item) => item.certain && textOf(item.value) === '');

/** `"".split(",")` is a list with one empty text in it. */
export default defineRule({
  id: 'settings/split-of-empty',
  title: 'An empty variable gives an empty list',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ307'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { view } of productions(project, only)) {
      for (const [name, harm] of Object.entries(harms)) {
        const setting = view.get(name);
        if (!setting?.certain) continue;
        const { value } = setting;
        const read = value.is === 'environment' ? value : undefined;
        if (!isOneEmpty(read ? read.unset : value)) continue;
        // Somebody gives it a text.
        if (read && (read.name === undefined || mayBeSet(project, read.name))) continue;
        const place = placeOfValue(assignmentOf(setting));
        const finding: Finding = {
          at: place,
          message: `${read ? `Where \`${read.name}\` is not set, this` : 'This'} is \`[""]\`, one empty text, which ${harm}; leave empty texts out`,
          fixes: () => {
            const written = writtenAt(project, value.at.uri);
            const code = written?.text.slice(value.at.span.from, value.at.span.to) ?? '';
            if (!written || place !== value.at || !/\.split\([^()]*\)$/.test(code) || /^[[(]/.test(code)) return [];
            return [fix('Leave empty texts out', true, value.at.uri, replace(value.at.span, `[one for one in ${code} if one]`))];
          },
        };
        yield finding;
      }
    }
  },
});
