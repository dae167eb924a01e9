import type { Effective } from '../../project/uwsgi/reading.ts';
import { removeOption } from '../reading/removal.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

/** uWSGI pushes the digits of each mode behind those it has already (core/uwsgi.c, uwsgi_opt_chmod_socket). */
export default defineRule({
  id: 'uwsgi/chmod-socket-duplicate',
  title: 'The mode of the socket is given once',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 13'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    const read = uwsgiReading(subject);
    for (const name of ['chmod-socket', 'logfile-chmod']) {
      const given = read.all(name).filter(isMode);
      const last = given.at(-1);
      const others = given.slice(0, -1).filter(({ option }) => option !== last?.option);
      if (!last || others.length === 0 || !given.every(({ certain }) => certain)) continue;
      // Only the last four octal digits count for a file: one digit of the mode before is left over.
      const mode = given
        .map(({ value }) => String(value))
        .join('')
        .slice(-4);
      const here = last.option.uri === uri ? last : others.findLast(({ option }) => option.uri === uri);
      if (!here) continue;
      const same = mode.startsWith('0');
      yield {
        at: { uri, span: here.option.line },
        message: same
          ? `\`${name}\` is given ${given.length} times and uWSGI joins the digits; here nothing is left of the others, but keep one`
          : `\`${name}\` is given ${given.length} times and uWSGI joins the digits: the mode becomes \`${mode}\`, with a set-id or sticky bit; keep one`,
        severity: same ? 'warning' : 'error',
        related: given
          .filter(({ option }) => option !== here.option)
          .map(({ option }) => ({ at: { uri: option.uri, span: option.line }, message: 'also given here' })),
        fixes: () => {
          const extra = others.map(({ option }) => option).filter((option) => option.uri === uri);
          if (extra.length === 0) return [];
          return [fix('Keep the last one', true, uri, ...extra.map((option) => removeOption(text, option)))];
        },
      };
    }
  },
});

const isMode = ({ value }: Effective): boolean => typeof value === 'string' && /^[0-7]{3}$/.test(value);
