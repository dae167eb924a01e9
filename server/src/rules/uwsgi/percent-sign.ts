import type { Knowledge } from '../../knowledge/entry.ts';
import { memo } from '../../languages/memo.ts';
import type { IniOption, Part } from '../../languages/uwsgi/facts.ts';
import type { AssignmentShape } from '../../languages/uwsgi/line.ts';
import { pieces } from '../../languages/uwsgi/percent.ts';
import { moved, type Span } from '../../text/span.ts';
import { inParts } from '../reading/parts.ts';
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
    const { uri, text, knowledge } = subject;
    for (const { entry, first, signs } of inParts(subject.facts, suspicious).flatMap((option) => suspect(option, knowledge))) {
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

/** The options of a part that need a closer look. */
const suspicious = memo(({ percents }: Part): readonly IniOption[] =>
  percents.filter(({ says }) => says.name.includes('date') || signsOf(says).lost.length > 0),
);

/** An option in whose line a percent sign was meant as one, and where. */
const suspect = ({ says, nameSpan }: IniOption, knowledge: Knowledge) => {
  const { lost, all } = signsOf(says);
  const entry = knowledge.find('uwsgi-option', says.name);
  // In a date every single one is meant.
  const meant = entry?.value === 'log-date' ? all : lost;
  const signs = meant.length === 0 ? meant : meant.map((span) => moved(span, nameSpan.from - says.key.from));
  const [first] = signs;
  return first ? [{ entry, first, signs }] : [];
};

/** Percent-encoding as in an address: a digit and a hexadecimal digit. */
const encoded = /^%[0-9][0-9A-Fa-f]/;

/**
 * The places in a line where a `%` takes a sign with it that is no variable, or is one by mistake; and those with all variables.
 * Looked for once in each line.
 */
const signsOf = memo(({ written, key }: AssignmentShape) => {
  const lost: Span[] = [];
  const all: Span[] = [];
  const address = written.includes('://');
  for (const piece of pieces(written, { from: key.from, to: written.length })) {
    const { from, to } = piece.span;
    const behind = written[from + 1];
    if (piece.is === 'magic') {
      all.push(piece.span);
      if (address && encoded.test(written.slice(from, from + 3))) lost.push(piece.span);
    } else if (piece.escape && piece.text !== '%' && piece.text !== '%(' && behind !== '\n') {
      const span = { from, to: behind === undefined || /\s/.test(behind) ? from + 1 : to };
      all.push(span);
      lost.push(span);
    }
  }
  return { lost, all };
});
