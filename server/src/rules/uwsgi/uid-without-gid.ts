import { imageOf, imageUser } from '../../project/uwsgi/image.ts';
import { lineEndOf } from '../../text/lines.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { valuePlace, written } from '../reading/written.ts';
import { defineRule, fix, insert } from '../rule.ts';

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
    const { uri, text, project } = subject;
    const read = uwsgiReading(subject);
    const last = written(subject, 'uid').at(-1);
    if (!last || typeof last.value !== 'string' || read.open || read.part) return;
    const { option, value } = last;
    if (value === '' || /^(?:root|0+)$/.test(value)) return;
    if (['gid', 'immediate-gid', 'immediate-uid'].some((name) => read.has(name))) return;
    // As another user uWSGI ignores `uid` altogether.
    const image = imageOf(project, uri);
    if (image && imageUser(image).root === false) return;
    yield {
      at: valuePlace(last),
      message: `\`uid\` changes the user alone: the process keeps the group root and all that this group may read and write; add \`gid\``,
      fixes: () => {
        const group = value === 'nobody' ? 'nogroup' : value;
        const start = text.lastIndexOf('\n', option.line.from - 1) + 1;
        const line = `${text.slice(start, option.line.from)}gid${text.slice(option.nameSpan.to, option.value.span.from)}${group}`;
        return [fix(`Add \`gid = ${group}\``, false, uri, insert(option.line.to, `${lineEndOf(text)}${line}`))];
      },
    };
  },
});
