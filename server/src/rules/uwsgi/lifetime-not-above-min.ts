import { givenBeside } from '../../project/uwsgi/given.ts';
import { settledNumber } from '../reading/number.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule } from '../rule.ts';

const fallback = 10;

/** A worker cannot be too old before it is old enough to be restarted (core/init.c). */
export default defineRule({
  id: 'uwsgi/lifetime-not-above-min',
  title: 'Workers may live longer than they must',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['uwsgi 31'],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    const most = settledNumber(read, 'max-worker-lifetime');
    const least = settledNumber(read, 'min-worker-lifetime');
    if (!most || most.value === 0 || (!least && (read.has('min-worker-lifetime') || givenBeside(read.project, 'min-worker-lifetime'))))
      return;
    const floor = least?.value ?? fallback;
    if (most.value > floor) return;
    const at = [most, least].find((one) => one?.at.uri === subject.uri)?.at;
    if (!at) return;
    yield {
      at,
      message: `\`max-worker-lifetime\` (${most.value}) is not above \`min-worker-lifetime\` (${floor}${least ? '' : ' by default'}), so uWSGI refuses to start; raise it above ${floor}`,
      related: least && least.at !== at ? [{ at: least.at, message: 'The lower limit is set here' }] : [],
    };
  },
});
