import type { UwsgiOption } from '../../knowledge/entry.ts';
import { isOn } from '../../languages/uwsgi/facts.ts';
import { interest } from '../../project/uwsgi/interest.ts';
import { lineEndOf } from '../../text/lines.ts';
import { ownOptions } from '../reading/own.ts';
import { defineRule, fix, insert, replace } from '../rule.ts';

const wanted = interest(({ wording }, entry) => isPlain(entry) && /[;#]/.test(wording.text));

/** A `;` or `#` behind a value belongs to the value: uWSGI knows comments only at the start of a line. */
export default defineRule({
  id: 'uwsgi/inline-comment',
  title: 'Comments have a line of their own',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 8'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    for (const { option, entry } of ownOptions(subject, wanted)) {
      const written = text.slice(option.value.span.from, option.value.span.to);
      const match = /\s[;#]/.test(written) ? /^(.*?)(\s+)([;#].*)$/s.exec(written) : undefined;
      if (!match || match[1] === undefined || match[3] === undefined) continue;
      const value = match[1];
      const harm = harmOf(entry, value, written);
      const from = option.value.span.from + value.length + (match[2]?.length ?? 0);
      const line = text.lastIndexOf('\n', option.line.from - 1) + 1;
      const indent = text.slice(line, option.line.from);
      const comment = match[3];
      yield {
        at: { uri, span: { from, to: option.value.span.to } },
        message: `uWSGI knows no comments behind a value: ${harm.effect}; give the comment a line of its own`,
        severity: harm.severity,
        fixes: () => [
          fix(
            'Move the comment to a line of its own',
            harm.safe,
            uri,
            insert(line, `${indent}${comment}${lineEndOf(text)}`),
            replace({ from: option.value.span.from + value.length, to: option.value.span.to }, ''),
          ),
        ],
      };
    }
  },
});

const digitsFirst = /^(?:integer|unsigned|unsigned-16|megabytes|signed-integer)$/;
const broken = /^(?:mode|umask|path|path-list|directory|socket|ssl-socket|user|group|plugins|file-section)$/;
/** Names of plain text options whose value is one word. */
const oneWord =
  /^(?:module|wsgi|callable|procname|procname-prefix|procname-prefix-spaced|auto-procname|virtualenv|home|venv|pyhome|cheaper-algo|plugins|plugin)$/;

/** Values in which a `;` or `#` behind a blank can only be meant as a comment. */
const isPlain = (entry: UwsgiOption): boolean =>
  entry.value === 'switch' || digitsFirst.test(entry.value) || broken.test(entry.value) || oneWord.test(entry.name);

const harmOf = (
  entry: UwsgiOption,
  value: string,
  written: string,
): { readonly effect: string; readonly severity: 'error' | 'warning'; readonly safe: boolean } => {
  if (entry.value === 'switch') {
    // To move the note switches off what is on today, so a person decides.
    if (!isOn(value))
      return { effect: `\`${entry.name}\` is on, because \`${written}\` is not the word \`${value}\``, severity: 'error', safe: false };
    return { effect: 'this one is part of the value, harmless only because any text switches on', severity: 'warning', safe: true };
  }
  if (digitsFirst.test(entry.value) && /^\d/.test(value))
    return {
      effect: 'this one is part of the value, harmless only because reading stops after the digits',
      severity: 'warning',
      safe: true,
    };
  return { effect: `it takes all of \`${written}\` for \`${entry.name}\``, severity: 'error', safe: true };
};
