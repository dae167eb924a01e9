import { givenBeside } from '../../project/uwsgi/given.ts';
import { imageOf, imageUser } from '../../project/uwsgi/image.ts';
import { insertBelow } from '../reading/insertion.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { settled, valuePlace, written } from '../reading/written.ts';
import { defineRule, fix } from '../rule.ts';

/** `uid` alone changes the user and nothing else. */
export default defineRule({
  id: 'uwsgi/uid-without-gid',
  title: 'Whoever drops the user drops the group',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 42'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, project } = subject;
    const read = uwsgiReading(subject);
    const last = written(subject, 'uid').at(-1);
    const value = last && settled(last);
    if (!last || !value || read.open || read.part || /^(?:root|0+)$/.test(value)) return;
    const { option } = last;
    if (['gid', 'immediate-gid', 'immediate-uid'].some((name) => read.has(name) || givenBeside(read.project, name))) return;
    // As another user uWSGI ignores `uid` altogether.
    const image = imageOf(project, uri);
    if (image && imageUser(image).root === false) return;
    yield {
      at: valuePlace(last),
      message: `\`uid\` changes the user alone: the process keeps the group root and all that this group may read and write; add \`gid\``,
      fixes: () => {
        const group = value === 'nobody' ? 'nogroup' : value;
        return [fix(`Add \`gid = ${group}\``, false, uri, insertBelow(subject, option, 'gid', group))];
      },
    };
  },
});
