import { wideInterest } from '../../project/uwsgi/interest.ts';
import { replace } from '../../text/edit.ts';
import { inContainer } from '../reading/container.ts';
import { hasNeighbour } from '../reading/neighbour.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

const loopback = /^(127(?:\.\d{1,3}){3}|localhost|\[::1\])(:\d+)(?=,|$)/;
const http = /^(?:http|http-socket|http11-socket|https|https-socket)$/;
const others = /^(?:socket|uwsgi-socket|ssl-socket|scgi-socket|fastcgi-socket|shared-socket|emperor|zerg|subscribe-to)$/;

const wanted = wideInterest((_, entry) => entry !== undefined && (http.test(entry.canonical) || others.test(entry.canonical)));

/** In a container, 127.0.0.1 is the container and nobody else. */
export default defineRule({
  id: 'uwsgi/loopback-in-container',
  title: 'The server can be reached from outside its container',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 27'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, project } = subject;
    const read = uwsgiReading(subject);
    if (read.open || read.part) return;
    const doors = read.of(wanted);
    // One door that is open, or may be, is enough.
    if (!doors.every(({ name, value, certain }) => certain && http.test(name) && typeof value === 'string' && loopback.test(value))) return;
    const severity = hasNeighbour(project, uri) ? 'hint' : inContainer(subject, 'error');
    for (const { option } of doors) {
      const match = loopback.exec(option.value.text);
      const [whole = '', host = '', port = ''] = match ?? [];
      if (option.uri !== uri || !option.value.literal || !match) continue;
      const { from } = option.value.span;
      const place = { from, to: from + host.length };
      yield {
        at: { uri, span: { from, to: from + whole.length } },
        message:
          severity === 'error'
            ? `Inside a container ${host} is the container itself, so nothing outside reaches port ${port.slice(1)}, published or not; listen on \`0.0.0.0${port}\``
            : `Should this run in a container without its proxy, nothing outside reaches ${host}${port}; listen on \`0.0.0.0${port}\` there`,
        severity,
        fixes: () => [fix(`Listen on 0.0.0.0${port}`, false, uri, replace(place, '0.0.0.0'))],
      };
    }
  },
});
