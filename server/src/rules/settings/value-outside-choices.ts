import { standing } from '../../knowledge/settings/releases.ts';
import { holds, isClosed, knownItems, textOf } from '../../project/settings/ask.ts';
import type { StringValue, Value } from '../../project/settings/value.ts';
import { listOf } from '../../project/settings/view.ts';
import { nearest } from '../../text/distance.ts';
import { securityMiddleware } from '../reading/middleware.ts';
import { innerOf, productions, silenced, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** The settings with a closed list of words, who reads them, what a wrong word does, and the check that says so. */
const settings = {
  SECURE_REFERRER_POLICY: { by: securityMiddleware, harm: 'browsers ignore the header', check: 'security.E023' },
  SECURE_CROSS_ORIGIN_OPENER_POLICY: { by: securityMiddleware, harm: 'browsers ignore the header', check: 'security.E024' },
  X_FRAME_OPTIONS: {
    by: 'django.middleware.clickjacking.XFrameOptionsMiddleware',
    harm: 'browsers ignore the header and let every site put the pages into a frame',
    check: 'security.W019',
  },
  SESSION_COOKIE_SAMESITE: {
    by: 'django.contrib.sessions.middleware.SessionMiddleware',
    harm: 'each answer that starts a session ends with an error',
    check: undefined,
  },
  CSRF_COOKIE_SAMESITE: {
    by: 'django.middleware.csrf.CsrfViewMiddleware',
    harm: 'each answer with a form ends with an error',
    check: undefined,
  },
} as const;

/** The texts of a policy: one, or several in order of preference. */
const textsOf = (value: Value): readonly StringValue[] => {
  if (value.is === 'string') return [value];
  return value.is === 'list' && isClosed(value) ? knownItems(value).flatMap(({ value: one }) => (one.is === 'string' ? [one] : [])) : [];
};

/** A word that is on no list is none. */
export default defineRule({
  id: 'settings/value-outside-choices',
  title: 'Words of security headers are ones that browsers know',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ322'],
  reads: 'project',
  each: 'django',
  *check(project, knowledge, only) {
    for (const { django, view } of productions(project, only)) {
      const list = listOf(view, 'MIDDLEWARE');
      const { exact, least } = django.release('django');
      const version = exact ?? least;
      for (const [name, { by, harm, check }] of Object.entries(settings)) {
        const setting = view.get(name);
        const entry = knowledge.find('setting', name);
        if (!setting?.certain || !entry || !list || holds(list, by) !== true || (check && silenced(view, check))) continue;
        if (version !== undefined && standing(entry, version) === 'not-yet') continue;
        const words = entry.values.map(({ text }) => text);
        // The policies are compared letter by letter, the others in whatever case.
        const strict = name.startsWith('SECURE_');
        // An empty text sends none of the others.
        const fits = (word: string) =>
          (!strict && word === '') || words.some((one) => (strict ? one === word : one.toLowerCase() === word.toLowerCase()));
        for (const value of textsOf(setting.value)) {
          const given = name === 'SECURE_REFERRER_POLICY' ? value.text.split(',').map((word) => word.trim()) : [value.text];
          const wrong = given.find((word) => !fits(word));
          if (wrong === undefined) continue;
          const better = nearest(wrong, words, 3);
          const written = writtenAt(project, value.at.uri);
          const inner = written && innerOf(written.text, value.at.span);
          const finding: Finding = {
            at: value.at,
            message: `\`${wrong}\` is no word of \`${name}\`, so ${harm}; ${better ? `write \`${better}\`` : `the words are ${words.map((word) => `\`${word}\``).join(', ')}`}`,
            ...(name === 'X_FRAME_OPTIONS' ? { severity: 'warning' as const } : {}),
            fixes: () =>
              inner && better && textOf(value)?.includes(wrong)
                ? [fix(`Write \`${better}\``, false, value.at.uri, replace(inner, value.text.replace(wrong, better)))]
                : [],
          };
          yield finding;
        }
      }
    }
  },
});
