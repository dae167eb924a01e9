import { unwantedSwitch } from '../reading/unwanted-switch.ts';
import { defineRule } from '../rule.ts';

/** Missing static files are noticed. */
export default defineRule({
  id: 'settings/whitenoise-manifest-strict',
  title: 'Missing static files are noticed',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ212'],
  reads: 'project',
  check: (project) =>
    unwantedSwitch(
      project,
      'WHITENOISE_MANIFEST_STRICT',
      false,
      'A static file that is not in the manifest no longer stops the page: its name goes out without a hash and may answer 404; delete the line so that a wrong name is noticed',
    ),
});
