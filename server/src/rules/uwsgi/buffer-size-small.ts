import { whereMissing } from '../reading/absence.ts';
import { insertOption } from '../reading/insertion.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

/** All headers of a request share 4096 bytes by default. */
export default defineRule({
  id: 'uwsgi/buffer-size-small',
  title: 'Requests with long cookies fit into the buffer',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 28'],
  reads: 'uwsgi',
  *check(subject) {
    const at = whereMissing(uwsgiReading(subject), 'buffer-size');
    if (!at) return;
    yield {
      at,
      message:
        'The headers of a request share 4096 bytes by default, and uWSGI drops requests with longer cookies or tokens without an answer; add `buffer-size = 16384`',
      fixes: () => [fix('Add `buffer-size = 16384`', false, subject.uri, insertOption(subject, 'buffer-size', '16384'))],
    };
  },
});
