import { removeOption } from '../reading/removal.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { earlier, written } from '../reading/written.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** Options of the first cache that have no key in a plain translation. */
const others = ['cache-udp-server', 'cache-udp-node', 'cache-sync', 'cache-store-sync', 'cache-use-last-modified', 'cache-store'] as const;

/** The first cache has a fixed name and shape; `cache2` makes as many as one wants. */
export default defineRule({
  id: 'uwsgi/deprecated-cache',
  title: 'Caches are made with cache2',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 90'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    const read = uwsgiReading(subject);
    const all = written(subject, 'cache');
    const last = all.at(-1);
    if (!last) return;
    const size = written(subject, 'cache-blocksize').at(-1);
    const items = typeof last.value === 'string' ? /^\d+$/.exec(last.value)?.[0] : undefined;
    const block = typeof size?.value === 'string' ? /^\d+$/.exec(size.value)?.[0] : undefined;
    const plain =
      last.option.value.literal && items !== undefined && items !== '0' && (size === undefined || (block && size.option.value.literal));
    const value = `name=default,items=${items ?? 1000}${block ? `,blocksize=${block}` : ''}`;
    yield {
      at: { uri, span: last.option.nameSpan },
      message: `\`cache\` is the first form of the cache, one per server and with a fixed name; write \`cache2 = ${value}\`, which makes the same`,
      tag: 'deprecated',
      related: earlier(all),
      fixes: () => {
        if (!plain || read.open || read.part || all.length > 1 || read.all('cache-blocksize').length > 1) return [];
        if (others.some((name) => read.has(name))) return [];
        const { nameSpan, value: old } = last.option;
        const drop = size ? [removeOption(text, size.option)] : [];
        return [fix(`Write \`cache2 = ${value}\``, true, uri, replace(nameSpan, 'cache2'), replace(old.span, value), ...drop)];
      },
    };
  },
});
