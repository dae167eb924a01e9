import { textOf } from '../../project/settings/ask.ts';
import type { Value } from '../../project/settings/value.ts';
import { isDeployed, mayBeSet } from '../reading/deployed.ts';
import { assignmentOf, placeOfValue, productions, silenced, stringsOf } from '../reading/settings.ts';
import { defineRule, type Finding } from '../rule.ts';

/** As Django counts: `security.W009` of the key, `security.W025` of the old ones. */
const weakness = (key: string): string | undefined => {
  if (key.startsWith('django-insecure-')) return 'begins with `django-insecure-`, as startproject writes it for development';
  if (key.length < 50) return `has ${key.length} characters instead of at least 50`;
  const different = new Set(key).size;
  return different < 5 ? `is made of ${different} different characters` : undefined;
};

/** A key that can be guessed, or is known to everybody who has the code. A key in the code is another finding, whatever it is like. */
export default defineRule({
  id: 'settings/secret-key-weak',
  title: 'No weak key signs anything',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['DJ310'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { django, view } of productions(project, only)) {
      if (!silenced(view, 'security.W025'))
        for (const { text, item } of stringsOf(view, 'SECRET_KEY_FALLBACKS')) {
          const why = weakness(text);
          if (!why || !item.certain) continue;
          const finding: Finding = {
            at: item.at,
            message: `This old key still signs, and it ${why} (security.W025); take it out as soon as sessions made with it have ended`,
          };
          yield finding;
        }
      const setting = view.get('SECRET_KEY');
      if (!setting?.certain || silenced(view, 'security.W009')) continue;
      const { value } = setting;
      const spare = value.is === 'environment' ? value.unset : undefined;
      const key = textOf(spare as Value | undefined);
      const why = key ? weakness(key) : undefined;
      if (value.is !== 'environment' || !key || !why || !isDeployed(project, django, view)) continue;
      // Where a deployment sets the variable, the default only serves the build.
      if (value.name === undefined || mayBeSet(project, value.name)) continue;
      const finding: Finding = {
        at: placeOfValue(assignmentOf(setting)),
        message: `Where nobody sets \`${value.name}\`, the key is the one written here: it ${why} (security.W009), and whoever has the code can sign sessions; take the default away and give the build a value of its own`,
      };
      yield finding;
    }
  },
});
