import { wideInterest } from '../../project/uwsgi/interest.ts';
import { whereMissing } from '../reading/absence.ts';
import { isForDevelopment } from '../reading/development.ts';
import { insertOption } from '../reading/insertion.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

const http = /^(?:http-socket|http11-socket)$/;
/** Only a program on the same machine gets there: a proxy. */
const local = /^(?:[^:]+$|127\.|localhost:|\[::1\])/;

const setting = wideInterest(({ wording }) => wording.text.includes('setremoteaddr:'));
const doors = wideInterest((_, entry) => entry !== undefined && http.test(entry.canonical));

/** Behind a proxy that speaks HTTP, the client of uWSGI is the proxy. */
export default defineRule({
  id: 'uwsgi/log-real-ip',
  title: 'The log names the client, not the proxy',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 81'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, project } = subject;
    const read = uwsgiReading(subject);
    const at = whereMissing(read, 'log-x-forwarded-for', 'disable-logging', 'log-format', 'http-enable-proxy-protocol');
    if (!at || isForDevelopment(project.root, uri)) return;
    if (read.of(setting).length > 0) return;
    const door = read.of(doors).find(({ value, certain }) => certain && typeof value === 'string');
    const address = typeof door?.value === 'string' ? door.value : undefined;
    if (!door || address === undefined || read.has('http') || read.has('https')) return;
    const behind = local.test(address);
    const unix = !address.includes(':');
    const logged = unix ? '0.0.0.0' : 'the address of the proxy';
    yield {
      at,
      message: behind
        ? `Only a proxy can reach \`${address}\`, so the log says ${logged} for every client; add \`log-x-forwarded-for = true\``
        : 'Behind a proxy or an ingress the log says its address for every client; add `log-x-forwarded-for = true` if one stands in front',
      severity: behind ? 'info' : 'hint',
      related: door.option.uri === uri ? [{ at: { uri, span: door.option.line }, message: 'Requests arrive here' }] : [],
      fixes: () => [fix('Add `log-x-forwarded-for = true`', false, uri, insertOption(subject, 'log-x-forwarded-for', 'true'))],
    };
  },
});
