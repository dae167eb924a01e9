import { insertBelow } from '../reading/insertion.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { written } from '../reading/written.ts';
import { defineRule, fix } from '../rule.ts';

/** Without patching, Python's sockets know nothing of greenlets and hold up the whole worker. */
export default defineRule({
  id: 'uwsgi/gevent-no-monkey',
  title: 'gevent comes with its monkey patch',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 75'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    const read = uwsgiReading(subject);
    const gevent = written(subject, 'gevent').at(-1);
    if (!gevent || read.open || read.part || read.number('gevent') === 0) return;
    if (['gevent-monkey-patch', 'gevent-early-monkey-patch'].some((name) => read.has(name))) return;
    const { option } = gevent;
    yield {
      at: { uri, span: option.nameSpan },
      message:
        'Without its monkey patch gevent stops at every query: one waiting request holds up all greenlets of the worker; add `gevent-monkey-patch = true` unless wsgi.py patches first',
      fixes: () => [fix('Add `gevent-monkey-patch = true`', false, uri, insertBelow(subject, option, 'gevent-monkey-patch', 'true'))],
    };
  },
});
