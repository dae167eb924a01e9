import type { IniOption } from '../../languages/uwsgi/facts.ts';
import { compareVersions } from '../../project/uwsgi/version.ts';
import { lineEndOf } from '../../text/lines.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** `else` exists on the development branch only; a release takes it for a variable of the block it stands in. */
export default defineRule({
  id: 'uwsgi/else-in-release',
  title: 'Alternatives are two blocks',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 60'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text, knowledge } = subject;
    const { target, strict } = uwsgiReading(subject);
    if (target.version.state === 'known' && compareVersions(target.version.value, '2.1') >= 0) return;
    const refused = strict.state === 'known' && strict.value;
    const effect = refused ? 'and `strict` stops the start' : 'so both branches run when the condition holds, and none otherwise';
    for (const option of subject.facts.elses) {
      const opener = option.opener;
      const opposite = opener && oppositeOf(opener);
      const known = opposite !== undefined && knowledge.find('uwsgi-option', opposite) !== undefined;
      yield {
        at: { uri, span: option.nameSpan },
        message: `No uWSGI release has \`else\`, ${effect}; close the block and open one with the opposite condition`,
        related: opener ? [{ at: { uri, span: opener.line }, message: 'The block it belongs to' }] : [],
        fixes: () => {
          if (!opener || !known) return [];
          const start = text.lastIndexOf('\n', option.line.from - 1) + 1;
          const indent = text.slice(start, option.line.from);
          const condition = text.slice(opener.nameSpan.to, opener.line.to);
          const blocks = `endif =${lineEndOf(text)}${indent}${opposite}${condition}`;
          // What starts today starts with other options afterwards.
          return [fix(`Open a block with \`${opposite}\``, refused, uri, replace(option.line, blocks))];
        },
      };
    }
  },
});

/** `if-env` for `if-not-env` and the other way round; loops have none. */
const oppositeOf = ({ name }: IniOption): string | undefined => {
  const about = /^if-?(not-)?(.+)$/.exec(name);
  if (!about?.[2]) return undefined;
  const what = about[2] === 'directory' ? 'dir' : about[2];
  return about[1] ? `if-${what}` : `if-not-${what}`;
};
