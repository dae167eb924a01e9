import { removeOption } from '../reading/removal.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { valuePlace, written } from '../reading/written.ts';
import { defineRule, fix } from '../rule.ts';

/** Both set the number of requests a worker handles at once, and threads win. */
export default defineRule({
  id: 'uwsgi/gevent-and-threads',
  title: 'A worker runs greenlets or threads, not both',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 74'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    const read = uwsgiReading(subject);
    const threads = written(subject, 'threads');
    const last = threads.at(-1);
    const gevent = read.last('gevent');
    const count = read.number('threads');
    const greenlets = read.number('gevent');
    if (!last || last !== read.last('threads') || !gevent || typeof count !== 'number' || typeof greenlets !== 'number') return;
    if (count <= 1 || greenlets < 1) return;
    yield {
      at: valuePlace(last),
      message: `\`threads\` overrules \`gevent\`: each worker takes ${count} requests at once instead of ${greenlets}; remove \`threads\``,
      related: [{ at: { uri: gevent.option.uri, span: gevent.option.line }, message: 'The greenlets that are lost' }],
      fixes: () => [fix('Remove `threads`', false, uri, ...threads.map(({ option }) => removeOption(text, option)))],
    };
  },
});
