import { whereMissing } from '../reading/absence.ts';
import { isForDevelopment } from '../reading/development.ts';
import { insertOption } from '../reading/insertion.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

/** Whoever gave the request log a form or a place of its own wants it. */
const wanted = [
  'disable-logging',
  'log-format',
  'log-4xx',
  'log-5xx',
  'log-slow',
  'log-big',
  'log-zero',
  'log-ioerror',
  'log-sendfile',
  'log-req-route',
  'req-logger',
  'log-req-encoder',
  'log-x-forwarded-for',
  'log-micros',
] as const;

/** By default uWSGI writes one long line for each request, health checks included. */
export default defineRule({
  id: 'uwsgi/log-volume',
  title: 'The request log keeps what is worth reading',
  severity: 'hint',
  default: 'off',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 80'],
  reads: 'uwsgi',
  *check(subject) {
    const at = whereMissing(uwsgiReading(subject), ...wanted);
    if (!at || isForDevelopment(subject.project.root, subject.uri)) return;
    yield {
      at,
      message:
        'uWSGI logs a line of some 200 bytes for each request, health checks too; if the proxy logs requests, add `disable-logging`, `log-4xx` and `log-5xx`',
      fixes: () => {
        const first = insertOption(subject, 'disable-logging', 'true');
        const rest = ['log-4xx', 'log-5xx'].map((name) => insertOption(subject, name, 'true').text);
        return [fix('Log only requests that fail', false, subject.uri, { ...first, text: first.text + rest.join('') })];
      },
    };
  },
});
