import { whereMissing } from '../reading/absence.ts';
import { insertOption } from '../reading/insertion.ts';
import { settledNumber } from '../reading/number.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

/** The time limit of a request runs while its body comes in. */
export default defineRule({
  id: 'uwsgi/harakiri-without-post-buffering',
  title: 'Bodies are read before the application runs',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 21'],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    const limit = settledNumber(read, 'harakiri');
    if (!limit || limit.value === 0 || limit.at.uri !== subject.uri) return;
    if (!whereMissing(read, 'post-buffering') || read.implies('post-buffering') !== false) return;
    yield {
      at: limit.at,
      message: `A slow upload uses up the ${limit.value} seconds of \`harakiri\`, which then kills its worker; add \`post-buffering = 4096\`, unless the proxy in front buffers requests`,
      fixes: () => [fix('Add `post-buffering = 4096`', false, subject.uri, insertOption(subject, 'post-buffering', '4096'))],
    };
  },
});
