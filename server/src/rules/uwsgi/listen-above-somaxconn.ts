import { replace } from '../../text/edit.ts';
import { settledNumber } from '../reading/number.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { earlier } from '../reading/written.ts';
import { defineRule, fix } from '../rule.ts';

/** `net.core.somaxconn` where nobody changed it, since Linux 5.4. */
const usual = 4096;

/** uWSGI compares its queue with the kernel's limit and gives up when it is longer. */
export default defineRule({
  id: 'uwsgi/listen-above-somaxconn',
  title: 'The listen queue is within what the kernel allows',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 36'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    const read = uwsgiReading(subject);
    const queue = settledNumber(read, 'listen');
    if (!queue?.option.option.value.literal || queue.value <= usual || queue.at.uri !== uri) return;
    yield {
      at: queue.at,
      message: `uWSGI refuses to start when \`listen\` is above \`net.core.somaxconn\`, which is ${usual} unless it was raised; write at most ${usual}, or set the sysctl to ${queue.value} for this container`,
      related: earlier(read.all('listen')),
      fixes: () => [fix(`Write \`${usual}\``, false, uri, replace(queue.at.span, String(usual)))],
    };
  },
});
