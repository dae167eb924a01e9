import { givenBeside } from '../../project/uwsgi/given.ts';
import { insertOption } from '../reading/insertion.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { valuePlace, written } from '../reading/written.ts';
import { defineRule, fix } from '../rule.ts';

/** Options that keep something in a cache, with the one that may name it. */
const users = [
  { name: 'static-cache-paths', namedBy: 'static-cache-paths-name' },
  { name: 'check-cache', namedBy: 'check-cache' },
] as const;

/** uWSGI makes no cache by itself, and refuses to start when one that is asked for is missing. */
export default defineRule({
  id: 'uwsgi/cache-needed',
  title: 'Caches that are used are made',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    if (read.open || read.part || givenBeside(read.project, 'cache2') || givenBeside(read.project, 'cache')) return;
    const caches = read.all('cache2').map(({ value }) => (typeof value === 'string' ? /(?:^|,)name=([^,]*)/.exec(value)?.[1] : undefined));
    // A cache whose name is not known may be any.
    if (caches.includes(undefined)) return;
    if (read.has('cache')) caches.push('default');
    for (const { name, namedBy } of users) {
      const last = written(subject, name).at(-1);
      if (!last || typeof last.value !== 'string' || last.value === '0' || last.value === '') continue;
      const by = read.last(namedBy);
      if (by && (!by.certain || typeof by.value !== 'string')) continue;
      const wanted = typeof by?.value === 'string' ? by.value : undefined;
      if (wanted === undefined ? caches.length > 0 : caches.includes(wanted)) continue;
      const line = `name=${wanted ?? 'default'},items=1000`;
      yield {
        at: valuePlace(last),
        message: `\`${name}\` needs ${wanted ? `a cache called \`${wanted}\`` : 'a cache'} and this file makes none, so uWSGI refuses to start; add \`cache2 = ${line}\``,
        fixes: () => [fix(`Add \`cache2 = ${line}\``, false, subject.uri, insertOption(subject, 'cache2', line))],
      };
    }
  },
});
