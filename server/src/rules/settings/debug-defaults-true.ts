import { truth } from '../../project/settings/ask.ts';
import { isDeployed, mayBeSet } from '../reading/deployed.ts';
import { assignmentOf, placeOfValue, productions } from '../reading/settings.ts';
import { defineRule, type Finding } from '../rule.ts';

/** A forgotten variable switches DEBUG on. */
export default defineRule({
  id: 'settings/debug-defaults-true',
  title: 'DEBUG is off unless somebody asks for it',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['DJ303'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { django, view } of productions(project, only)) {
      const setting = view.get('DEBUG');
      const value = setting?.value;
      if (!setting || value?.is !== 'environment' || value.cast.to === 'string' || value.cast.to === 'truth') continue;
      if (!value.unset || truth(value.unset) !== true) continue;
      const name = value.name ?? 'the variable';
      const known = !isDeployed(project, django, view) || (value.name !== undefined && mayBeSet(project, value.name));
      const finding: Finding = {
        at: placeOfValue(assignmentOf(setting)),
        message: `DEBUG is on where nobody sets \`${name}\`, so a deployment that forgets it shows its errors to everybody; make False the default`,
        ...(known ? { severity: 'info' as const } : {}),
      };
      yield finding;
    }
  },
});
