import { whereMissing } from '../reading/absence.ts';
import { insertOption } from '../reading/insertion.ts';
import { masterless } from '../reading/master.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

/** The master is what watches over the workers. */
export default defineRule({
  id: 'uwsgi/master-missing',
  title: 'A master process watches over the workers',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 19'],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    const at = whereMissing(read, 'master');
    // Where options count on it, another rule says what goes wrong with them.
    if (!at || read.implies('master') !== false || masterless(subject).length > 0) return;
    const kills = read.has('harakiri') ? '`harakiri` ends the whole server instead of one worker' : 'nothing replaces a worker that dies';
    yield {
      at,
      message: `Without the master process ${kills}, and reloads, statistics and cron do not work; add \`master = true\``,
      fixes: () => [fix('Add `master = true`', false, subject.uri, insertOption(subject, 'master', 'true'))],
    };
  },
});
