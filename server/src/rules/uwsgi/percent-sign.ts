import type { UwsgiOption } from '../../knowledge/entry.ts';
import type { Parsed } from '../../languages/language.ts';
import { memo } from '../../languages/memo.ts';
import type { Assignment, Saying } from '../../languages/uwsgi/line.ts';
import { pieces } from '../../languages/uwsgi/percent.ts';
import type { Span } from '../../text/span.ts';
import { defineRule, fix, insert } from '../rule.ts';

/** A `%` with a sign behind it that is no magic variable vanishes, and the sign with it (core/utils.c, magic_sub). */
export default defineRule({
  id: 'uwsgi/percent-sign',
  title: 'Percent signs that are meant are doubled',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 64'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text, parsed, knowledge } = subject;
    for (const line of suspects(parsed)) {
      const entry = knowledge.find('uwsgi-option', text.slice(line.key.from, line.key.to));
      const signs = meant(text, line, entry);
      const [first] = signs;
      if (!first) continue;
      const written = text.slice(first.from, first.to);
      const dates = entry?.value === 'log-date';
      yield {
        at: { uri, span: first },
        message: dates
          ? `uWSGI reads \`${written}\` as its own sign before it comes to dates, so this part of the date is lost; double each percent sign: \`%${written}\``
          : encoded.test(text.slice(first.from, first.from + 3))
            ? `uWSGI takes \`${written}\` for a variable of the file and puts a folder's name there; write \`%%\` for a percent sign`
            : `uWSGI drops ${written === '%' ? 'this `%` and the blank behind it' : `\`${written}\``}, because a \`%\` begins a variable; write \`%%\` for a percent sign`,
        fixes: () => [fix('Double the percent sign', true, uri, ...signs.map(({ from }) => insert(from, '%')))],
      };
    }
  },
});

/** True for a line with a percent sign that is not the beginning of `%(key)`. Found out once for each line. */
const isSuspect = memo(({ written }: Saying): boolean => /%(?:[^(]|$)/.test(written));

/** The lines under `[uwsgi]` that are suspect. */
const suspects = ({ tree }: Parsed<'uwsgi'>): readonly Assignment[] => {
  const out: Assignment[] = [];
  let inside = false;
  for (const line of tree.lines) {
    if (line.is === 'header') inside = line.name === 'uwsgi';
    else if (inside && line.is === 'assignment' && isSuspect(line.says)) out.push(line);
  }
  return out;
};

/** Percent-encoding as in an address: a digit and a hexadecimal digit. */
const encoded = /^%[0-9][0-9A-Fa-f]/;

/** The places where a `%` is written that was meant as one; in a date every single one is. */
const meant = (text: string, line: Assignment, entry: UwsgiOption | undefined): readonly Span[] => {
  const out: Span[] = [];
  const address = line.equals !== undefined && text.slice(line.value.from, line.value.to).includes('://');
  for (const piece of pieces(text, { from: line.key.from, to: line.span.to })) {
    const { span } = piece;
    const behind = text[span.from + 1];
    if (piece.is === 'magic') {
      if (entry?.value === 'log-date' || (address && encoded.test(text.slice(span.from, span.from + 3)))) out.push(span);
    } else if (piece.escape && piece.text !== '%' && piece.text !== '%(' && behind !== '\n') {
      out.push(behind === undefined || /\s/.test(behind) ? { from: span.from, to: span.from + 1 } : span);
    }
  }
  return out;
};
