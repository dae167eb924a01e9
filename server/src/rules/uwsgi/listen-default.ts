import { whereMissing } from '../reading/absence.ts';
import { insertOption } from '../reading/insertion.ts';
import { settledNumber } from '../reading/number.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

/** From this many workers on, a server is meant for more than a few visitors. */
const many = 5;

/** The default queue holds 100 connections. */
export default defineRule({
  id: 'uwsgi/listen-default',
  title: 'The listen queue is long enough for bursts',
  severity: 'hint',
  default: 'off',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 37'],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    const at = whereMissing(read, 'listen');
    const workers = settledNumber(read, 'processes')?.value ?? 0;
    if (!at || workers < many) return;
    yield {
      at,
      message: `The listen queue holds 100 connections by default, few for ${workers} workers in a burst; add \`listen = 1024\`, as far as \`net.core.somaxconn\` allows`,
      fixes: () => [fix('Add `listen = 1024`', false, subject.uri, insertOption(subject, 'listen', '1024'))],
    };
  },
});
