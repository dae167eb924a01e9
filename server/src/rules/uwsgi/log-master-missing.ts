import { whereMissing } from '../reading/absence.ts';
import { insertOption } from '../reading/insertion.ts';
import { settledNumber } from '../reading/number.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

/** From this many writers on, two long lines at the same moment are no rarity. */
const many = 4;

/** All workers write into one pipe, and a pipe keeps only short writes together. */
export default defineRule({
  id: 'uwsgi/log-master-missing',
  title: 'One process writes the log of many workers',
  severity: 'hint',
  default: 'off',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 82'],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    const at = whereMissing(read, 'log-master', 'logto', 'logto2', 'daemonize', 'daemonize2', 'logger');
    if (!at || read.implies('log-master') !== false || read.implies('req-log-master') !== false) return;
    const workers = settledNumber(read, 'processes')?.value ?? 1;
    if (workers < many) return;
    yield {
      at,
      message: `${workers} workers write to one pipe, and lines above 4096 bytes, such as tracebacks, may be mixed there; add \`log-master = true\``,
      fixes: () => [fix('Add `log-master = true`', false, subject.uri, insertOption(subject, 'log-master', 'true'))],
    };
  },
});
