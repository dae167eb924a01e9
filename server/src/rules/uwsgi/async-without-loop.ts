import { givenBeside } from '../../project/uwsgi/given.ts';
import { removeOption } from '../reading/removal.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { earlier, valuePlace, written } from '../reading/written.ts';
import { defineRule, fix } from '../rule.ts';

/** What can suspend a request and go on with another. */
const engines = ['gevent', 'asyncio', 'tornado', 'ugreen', 'greenlet', 'coroae', 'fiber', 'stackless', 'loop', 'ucontext', 'rbthreads'];

/** `async` makes room for requests, but only an engine can switch between them. */
export default defineRule({
  id: 'uwsgi/async-without-loop',
  title: 'async comes with an engine that switches requests',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 76'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    const read = uwsgiReading(subject);
    const all = written(subject, 'async');
    const last = all.at(-1);
    const count = read.number('async');
    if (!last || last !== read.last('async') || typeof count !== 'number' || count <= 1) return;
    if (read.open || read.part || engines.some((name) => read.has(name) || givenBeside(read.project, name))) return;
    yield {
      at: valuePlace(last),
      message: `\`async = ${count}\` without a loop engine takes requests in but answers them one after the other; remove it and use \`threads\`, or name an engine such as \`gevent\``,
      related: earlier(all),
      fixes: () => [fix('Remove `async`', false, uri, ...all.map(({ option }) => removeOption(text, option)))],
    };
  },
});
