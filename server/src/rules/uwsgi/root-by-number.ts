import { valuePlace, written } from '../reading/written.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** A 0 is taken for a name, because it is also what "not set" looks like to uWSGI. */
export default defineRule({
  id: 'uwsgi/root-by-number',
  title: 'root is written as a name',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 41'],
  reads: 'uwsgi',
  *check(subject) {
    for (const name of ['uid', 'gid', 'add-gid']) {
      const all = written(subject, name);
      for (const one of name === 'add-gid' ? all : all.slice(-1)) {
        if (typeof one.value !== 'string' || !/^0+$/.test(one.value)) continue;
        const at = valuePlace(one);
        yield {
          at,
          message: `uWSGI takes a 0 in \`${name}\` for a ${name === 'uid' ? 'user' : 'group'} called 0, finds none and does not start as root; write \`root\``,
          fixes: () => (one.option.value.literal ? [fix('Write `root`', true, subject.uri, replace(at.span, 'root'))] : []),
        };
      }
    }
  },
});
