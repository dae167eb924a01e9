import { whereMissing } from '../reading/absence.ts';
import { isForDevelopment } from '../reading/development.ts';
import { insertOption } from '../reading/insertion.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

/** In these a worker has many requests at once, or long ones on purpose: one clock for all of them fits none. */
const concurrent = ['gevent', 'async', 'asyncio', 'tornado', 'ugreen', 'greenlet', 'loop', 'http-websockets'] as const;

/** Nothing else in uWSGI ends a request that hangs. */
export default defineRule({
  id: 'uwsgi/harakiri-missing',
  title: 'Requests that hang are ended',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 20'],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    const at = whereMissing(read, 'harakiri', ...concurrent);
    // Without a master, harakiri would end the server: that rule comes first.
    if (!at || read.implies('master') !== true) return;
    if (isForDevelopment(subject.project.root, subject.uri) || read.on('py-autoreload') !== false) return;
    yield {
      at,
      message:
        'Nothing ends a request that hangs, so each one takes its worker away until the next restart; add `harakiri = 60`, or less than the time the proxy waits',
      fixes: () => [fix('Add `harakiri = 60`', false, subject.uri, insertOption(subject, 'harakiri', '60'))],
    };
  },
});
