import { removeOption } from '../reading/removal.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { earlier, written } from '../reading/written.ts';
import { defineRule, fix } from '../rule.ts';

/** What reads the numbers apart from the request log. The reload-on options measure on their own. */
const readers = ['stats', 'stats-push', 'carbon', 'cheaper-rss-limit-soft', 'enable-metrics', 'metric', 'snmp', 'log-format'] as const;

/** With it, uWSGI asks the kernel for its memory after each request. */
export default defineRule({
  id: 'uwsgi/memory-report-cost',
  title: 'Memory is measured only for somebody who reads it',
  severity: 'hint',
  default: 'off',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 84'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    const read = uwsgiReading(subject);
    const all = written(subject, 'memory-report');
    const last = all.at(-1);
    if (!last || read.on('memory-report') !== true || read.open || read.part || readers.some((name) => read.has(name))) return;
    const unread = read.on('disable-logging') === true;
    yield {
      at: { uri, span: last.option.nameSpan },
      message: unread
        ? '`memory-report` reads /proc after each request for a log that `disable-logging` switches off; remove it'
        : '`memory-report` reads /proc after each request to lengthen its log line, and `reload-on-rss` does not need it; remove it unless somebody reads the numbers',
      related: earlier(all),
      fixes: () => [fix('Remove `memory-report`', false, uri, ...all.map(({ option }) => removeOption(text, option)))],
    };
  },
});
