import { interestIn } from '../../project/uwsgi/interest.ts';
import { ownOptions } from '../reading/own.ts';
import { removeOption } from '../reading/removal.ts';
import { defineRule, fix } from '../rule.ts';

/** Options whose value no line of uWSGI's code reads, in any release of 2.0. */
const dead = new Set(['multicast', 'cgi-path-info', 'webdav-lock-cache']);

const wanted = interestIn(({ canonical }) => dead.has(canonical));

/** uWSGI knows these names and stores their values, and that is all. */
export default defineRule({
  id: 'uwsgi/option-without-effect',
  title: 'Every option has an effect',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    for (const { option, entry } of ownOptions(subject, wanted)) {
      const [implied] = entry.implies;
      yield {
        at: { uri, span: option.nameSpan },
        message: `uWSGI accepts \`${option.name}\`, but nothing in it reads the value${implied ? `: all it does is to switch \`${implied}\` on` : ''}; remove it`,
        tag: 'unnecessary',
        fixes: () => [fix(`Remove \`${option.name}\``, implied === undefined, uri, removeOption(text, option))],
      };
    }
  },
});
