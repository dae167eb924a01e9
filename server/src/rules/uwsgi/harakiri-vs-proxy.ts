import { givenBeside } from '../../project/uwsgi/given.ts';
import { replace } from '../../text/edit.ts';
import { insertBelow } from '../reading/insertion.ts';
import { settledNumber } from '../reading/number.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { valuePlace } from '../reading/written.ts';
import { defineRule, fix } from '../rule.ts';

/** What the router waits for an answer when `http-timeout` is not set (plugins/corerouter/corerouter.c). */
const fallback = 60;

/** uWSGI's own HTTP router is a proxy with a clock of its own. */
export default defineRule({
  id: 'uwsgi/harakiri-vs-proxy',
  title: 'Requests are ended before the router gives up',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 22'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    const read = uwsgiReading(subject);
    const router = ['http', 'https'].map((name) => read.last(name)).find((one) => one?.certain && one.option.name === one.entry?.name);
    const limit = settledNumber(read, 'harakiri');
    const wait = settledNumber(read, 'http-timeout');
    // One server may have other clients than the router.
    if (!router || !limit || limit.at.uri !== uri || ['socket', 'uwsgi-socket', 'http-socket'].some((name) => read.has(name))) return;
    // A wait that is filled in or decided elsewhere is not known; nought is no wait that is meant.
    if ((!wait && (read.has('http-timeout') || givenBeside(read.project, 'http-timeout'))) || wait?.value === 0) return;
    const seconds = wait?.value ?? fallback;
    if (limit.value <= seconds) return;
    const line = `http-timeout = ${limit.value}`;
    yield {
      at: limit.at,
      message: `The router of \`${router.option.name}\` hangs up after ${seconds} s, and the worker goes on for nobody until \`harakiri\` ends it after ${limit.value} s; ${wait ? 'write' : 'add'} \`${line}\`, or lower \`harakiri\``,
      related: [{ at: wait ? wait.at : valuePlace(router), message: wait ? 'The router waits so long' : 'The router is started here' }],
      fixes: () => {
        if (!wait)
          return [fix(`Add \`${line}\``, false, uri, insertBelow(subject, limit.option.option, 'http-timeout', String(limit.value)))];
        const { option } = wait.option;
        return option.uri === uri && option.value.literal
          ? [fix(`Write \`${line}\``, false, uri, replace(wait.at.span, String(limit.value)))]
          : [];
      },
    };
  },
});
