import { isUnmade } from '../../project/uwsgi/image-path.ts';
import { socketPath, unixSockets } from '../../project/uwsgi/unix-socket.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { valuePlace } from '../reading/written.ts';
import { defineRule } from '../rule.ts';

/** uWSGI makes the socket, but not the folder it lies in. */
export default defineRule({
  id: 'uwsgi/socket-dir',
  title: "The socket's folder exists",
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['uwsgi 46'],
  reads: 'uwsgi',
  *check(subject) {
    for (const socket of unixSockets(uwsgiReading(subject))) {
      const { certain, option, value } = socket;
      const path = certain && option.uri === subject.uri && typeof value === 'string' ? socketPath(value) : undefined;
      const folder = path?.slice(0, path.lastIndexOf('/'));
      if (!folder || !isUnmade(subject.project, subject.uri, folder)) continue;
      yield {
        at: valuePlace(socket),
        message: `No line of the Dockerfile makes \`${folder}\`, and without it the socket cannot be bound and uWSGI does not start; add \`RUN mkdir -p ${folder}\`, owned by the user of the server`,
      };
    }
  },
});
