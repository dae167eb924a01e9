import { whereMissing } from '../reading/absence.ts';
import { installed } from '../reading/distribution.ts';
import { insertOption } from '../reading/insertion.ts';
import { settledNumber } from '../reading/number.ts';
import { mayLoadLate } from '../reading/threads.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

/**
 * Clients that connect when they are made, are usually made at import, and whose documentation warns of forks.
 * Django's own connections are opened by the first query, so the database drivers of Django are no evidence.
 */
const clients = ['pymongo', 'mongoengine', 'cassandra-driver', 'scylla-driver', 'django-cassandra-engine'] as const;

/** A connection made before the fork is one and the same in all workers. */
export default defineRule({
  id: 'uwsgi/fork-shared-connections',
  title: 'Workers do not share connections',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 18'],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    const at = whereMissing(read, 'lazy-apps', 'py-call-uwsgi-fork-hooks', 'py-call-osafterfork');
    const workers = settledNumber(read, 'processes')?.value ?? 0;
    if (!at || workers < 2 || read.implies('master') !== true || mayLoadLate(read)) return;
    const found = installed(subject.project, clients);
    if (!found) return;
    yield {
      at,
      message: `A \`${found.name}\` client made at import is shared by all ${workers} workers, which breaks its connections; add \`lazy-apps = true\`, or make the client in a \`postfork\` hook`,
      related: [{ at: found.at, message: `\`${found.name}\` is installed here` }],
      fixes: () => [fix('Add `lazy-apps = true`', false, subject.uri, insertOption(subject, 'lazy-apps', 'true'))],
    };
  },
});
