import { settledNumber } from '../reading/number.ts';
import { removeOption } from '../reading/removal.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { earlier, written } from '../reading/written.ts';
import { defineRule, fix } from '../rule.ts';

/** One lock for all workers around accept(). */
export default defineRule({
  id: 'uwsgi/thunder-lock-risk',
  title: 'Workers do not share a lock they can do without',
  severity: 'hint',
  default: 'off',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 85'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    const read = uwsgiReading(subject);
    const all = written(subject, 'thunder-lock');
    const last = all.at(-1);
    if (!last || read.on('thunder-lock') !== true || read.open || read.part) return;
    const workers = read.has('processes') ? settledNumber(read, 'processes')?.value : 1;
    const alone = workers === 1;
    yield {
      at: { uri, span: last.option.nameSpan },
      message: alone
        ? '`thunder-lock` keeps workers from waking up together, and one worker has nobody to wake; remove it'
        : 'With `thunder-lock`, a worker that is killed while it holds the lock can leave all others waiting; remove it unless load tests show a gain',
      related: earlier(all),
      fixes: () => [fix('Remove `thunder-lock`', alone, uri, ...all.map(({ option }) => removeOption(text, option)))],
    };
  },
});
