import { givenBeside } from '../../project/uwsgi/given.ts';
import { unixSockets } from '../../project/uwsgi/unix-socket.ts';
import { insertOption } from '../reading/insertion.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

/** uWSGI removes its UNIX sockets when it ends only if it is told to. */
export default defineRule({
  id: 'uwsgi/vacuum-missing',
  title: 'UNIX sockets are removed when uWSGI ends',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 45'],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    const socket = unixSockets(read).find(({ certain }) => certain);
    if (!socket || !read.header || read.open || read.part || read.has('vacuum') || givenBeside(read.project, 'vacuum')) return;
    yield {
      at: read.header,
      message: `The socket \`${String(socket.value)}\` stays behind when uWSGI ends, and a proxy that connects to it gets "connection refused"; add \`vacuum = true\``,
      related: [{ at: { uri: socket.option.uri, span: socket.option.line }, message: 'The socket is made here' }],
      fixes: () => [fix('Add `vacuum = true`', false, subject.uri, insertOption(subject, 'vacuum', 'true'))],
    };
  },
});
