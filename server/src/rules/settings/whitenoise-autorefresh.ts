import { unwantedSwitch } from '../reading/unwanted-switch.ts';
import { defineRule } from '../rule.ts';

/** WhiteNoise lists its files once. */
export default defineRule({
  id: 'settings/whitenoise-autorefresh',
  title: 'WhiteNoise lists its files once',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ209'],
  reads: 'project',
  check: (project) =>
    unwantedSwitch(
      project,
      'WHITENOISE_AUTOREFRESH',
      true,
      'WhiteNoise looks on the disk for each request, says that nothing may be cached, and is not made for strangers that way; delete the line, which leaves it to DEBUG',
    ),
});
