import { assignmentOf, placeOfValue, productions, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** A string is taken apart into its letters, or refused. */
export default defineRule({
  id: 'settings/allowed-hosts-string',
  title: 'ALLOWED_HOSTS is a list',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ306'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { view } of productions(project, only)) {
      for (const name of ['ALLOWED_HOSTS', 'CSRF_TRUSTED_ORIGINS', 'INTERNAL_IPS']) {
        const setting = view.get(name);
        const value = setting?.value;
        const text =
          value?.is === 'string' || (value?.is === 'environment' && value.cast.to === 'string' && value.through !== 'django-environ');
        if (!setting || !value || !text) continue;
        const place = placeOfValue(assignmentOf(setting));
        // INTERNAL_IPS only serves the debugger.
        if (name === 'INTERNAL_IPS') continue;
        const written = writtenAt(project, value.at.uri);
        const q = written?.quote ?? "'";
        const finding: Finding = {
          at: place,
          message:
            value.is === 'environment'
              ? `\`${name}\` becomes one text instead of a list, and Django does not start (ImproperlyConfigured), or compares with its letters before 4.0; split it`
              : `\`${name}\` is a text instead of a list, and Django does not start (ImproperlyConfigured), or compares with its letters before 4.0; put it into brackets`,
          fixes: () =>
            place !== value.at
              ? []
              : value.is === 'environment'
                ? [
                    fix(
                      'Split it at commas',
                      true,
                      value.at.uri,
                      replace({ from: value.at.span.to, to: value.at.span.to }, `.split(${q},${q})`),
                    ),
                  ].filter(() => value.unset?.is === 'string' || value.unset === undefined)
                : [
                    fix(
                      'Put it into brackets',
                      true,
                      value.at.uri,
                      replace({ from: value.at.span.from, to: value.at.span.from }, '['),
                      replace({ from: value.at.span.to, to: value.at.span.to }, ']'),
                    ),
                  ],
        };
        yield finding;
      }
    }
  },
});
