import { unixSockets } from '../../project/uwsgi/unix-socket.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { valuePlace, written } from '../reading/written.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** Whoever may write to the socket may send any request, past the proxy and its checks. */
export default defineRule({
  id: 'uwsgi/socket-permissions',
  title: 'Only the proxy may connect to the UNIX socket',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 44'],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    const all = written(subject, 'chmod-socket');
    const [mode] = all;
    // Two of them make a mode of their own, which another rule explains.
    if (!mode || read.all('chmod-socket').length > 1 || typeof mode.value !== 'string') return;
    if (!/^(?:1|[0-7]{2}[2367])$/.test(mode.value) || unixSockets(read).length === 0) return;
    const at = valuePlace(mode);
    const what = mode.value === '1' ? '`1` means 666 and' : `Mode ${mode.value}`;
    yield {
      at,
      message: `${what} lets every user who reaches the socket speak to uWSGI past the proxy; write 660 and give the proxy the socket's group`,
      fixes: () => (mode.option.value.literal ? [fix('Write `660`', false, subject.uri, replace(at.span, '660'))] : []),
    };
  },
});
