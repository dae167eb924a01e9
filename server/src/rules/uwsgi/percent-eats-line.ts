import { memo } from '../../languages/memo.ts';
import type { IniLine, Stretch } from '../../languages/uwsgi/line.ts';
import { defineRule, type Finding, fix, insert } from '../rule.ts';

/** A `%` directly before a line break takes the line break away, in comments too (core/utils.c, magic_sub). */
export default defineRule({
  id: 'uwsgi/percent-eats-line',
  title: 'No line ends in a single percent sign',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 5'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    let inside = false;
    const { tree } = subject.parsed;
    if (!tree.stretches.some(swallows)) return;
    for (const line of tree.lines) {
      if (line.is === 'header') inside = line.name === 'uwsgi';
      for (const at of line.swallows) {
        const feed = text.indexOf('\n', at + 2);
        const next = text.slice(at + 2, feed < 0 ? text.length : feed).trim();
        const found = inside || next.startsWith('[') ? judge(line, next) : undefined;
        if (!found) continue;
        yield {
          ...found,
          at: { uri, span: { from: at, to: at + 1 } },
          fixes: () => [fix('Double the percent sign', true, uri, insert(at, '%'))],
        };
      }
    }
  },
});

const swallows = memo(({ lines }: Stretch): boolean => lines.some((line) => line.shape.swallows.length > 0));

/** What is lost with the line break; undefined where nothing is. */
const judge = (line: IniLine, next: string): Pick<Finding, 'message' | 'severity'> | undefined => {
  const note = line.is === 'comment';
  if (next === '') {
    return note
      ? undefined
      : { message: 'A `%` takes the sign behind it away, here the line break, and is gone itself; write `%%`', severity: 'warning' };
  }
  if (/^[;#]/.test(next)) {
    return note ? undefined : { message: 'This `%` takes the line break away, so the comment below becomes part of the value; write `%%`' };
  }
  const lost = next.length > 60 ? `${next.slice(0, 60)}…` : next;
  return {
    message: `This \`%\` takes the line break away, so \`${lost}\` becomes part of this ${note ? 'comment' : 'value'} and is lost; write \`%%\``,
  };
};
