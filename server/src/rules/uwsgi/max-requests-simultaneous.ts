import { compareVersions } from '../../project/uwsgi/version.ts';
import { insertOption } from '../reading/insertion.ts';
import { masterless } from '../reading/master.ts';
import { settledNumber } from '../reading/number.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

const limits = [
  { name: 'max-requests', delta: 'max-requests-delta', since: '2.0.29', unit: ' requests' },
  { name: 'max-worker-lifetime', delta: 'max-worker-lifetime-delta', since: '2.0.19', unit: ' seconds' },
] as const;

/** Workers that started together and work alike reach the same limit together. */
export default defineRule({
  id: 'uwsgi/max-requests-simultaneous',
  title: 'Workers take turns at restarting',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 30'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    const read = uwsgiReading(subject);
    const workers = settledNumber(read, 'processes')?.value ?? 0;
    // Lifetimes that are spread, and workers that come and go, spread the counts of requests as well.
    if (workers < 2 || read.has('max-worker-lifetime-delta') || read.has('cheaper')) return;
    // Without a master no worker is started again, which another rule says.
    if (masterless(subject).length > 0) return;
    const { version } = read.target;
    for (const { name, delta, since, unit } of limits) {
      const limit = settledNumber(read, name);
      if (!limit || limit.value === 0 || limit.at.uri !== uri || read.has(delta)) continue;
      // So short a lifetime stops the start.
      if (name === 'max-worker-lifetime' && limit.value <= (settledNumber(read, 'min-worker-lifetime')?.value ?? 10)) continue;
      const lacking = version.state === 'known' && compareVersions(version.value, since) < 0;
      const spread = String(Math.max(1, Math.round(limit.value / 10)));
      const advice = lacking
        ? `uWSGI ${since} brings \`${delta}\` against that${name === 'max-requests' ? ', older ones have `max-worker-lifetime-delta`' : ': upgrade'}`
        : `add \`${delta} = ${spread}\`${version.state === 'known' ? '' : `, which uWSGI has from ${since} on`}`;
      yield {
        at: limit.at,
        message: `All ${workers} workers reach ${limit.value}${unit} at about the same time and restart together; ${advice}`,
        fixes: () => (lacking ? [] : [fix(`Add \`${delta} = ${spread}\``, false, uri, insertOption(subject, delta, spread))]),
      };
    }
  },
});
