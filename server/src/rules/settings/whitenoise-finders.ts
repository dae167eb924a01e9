import { unwantedSwitch } from '../reading/unwanted-switch.ts';
import { defineRule } from '../rule.ts';

/** WhiteNoise serves collected files. */
export default defineRule({
  id: 'settings/whitenoise-finders',
  title: 'WhiteNoise serves collected files',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ210'],
  reads: 'project',
  check: (project) =>
    unwantedSwitch(
      project,
      'WHITENOISE_USE_FINDERS',
      true,
      'WhiteNoise serves the files where they lie, without hashes in their names and without compression, and the build is not needed; delete the line and run `collectstatic` when the image is built',
    ),
});
