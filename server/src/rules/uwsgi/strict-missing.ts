import type { IniOption } from '../../languages/uwsgi/facts.ts';
import type { Reading } from '../../project/uwsgi/reading.ts';
import type { Edit } from '../../text/edit.ts';
import { whereMissing } from '../reading/absence.ts';
import { insertFirstOption } from '../reading/insertion.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, type Fix, fix, replace, type Subject } from '../rule.ts';

/** Only `strict` makes uWSGI refuse names it does not know. */
export default defineRule({
  id: 'uwsgi/strict-missing',
  title: 'The file is read strictly',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 2'],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    const at = whereMissing(read, 'strict');
    if (!at) return;
    yield {
      at,
      message:
        'Without `strict`, uWSGI takes a misspelt option for a variable and starts without a word; add `strict = true` as the first line, so that it refuses',
      fixes: () => fixesFor(subject, read),
    };
  },
});

/** Strict refuses free variables, so they become placeholders; where that would change what they mean, there is no fix. */
const fixesFor = (subject: Subject<'uwsgi'>, read: Reading): readonly Fix[] => {
  const edits = new Map<IniOption | undefined, Edit>([[undefined, insertFirstOption(subject, 'strict', 'true')]]);
  for (const { option, entry, name } of read.options) {
    if (entry || option.logic || name !== option.name || !read.used.has(name)) continue;
    const { line, value, nameSpan } = option;
    // A placeholder's own value is taken as it is written.
    if (option.uri !== subject.uri || option.bare || value.parts.some(({ is }) => is !== 'text' && is !== 'magic')) return [];
    const sign = subject.text.slice(nameSpan.to, value.span.from);
    const written = subject.text.slice(value.span.from, value.span.to);
    edits.set(option, replace(line, `set-placeholder${sign}${name}=${written}`));
  }
  return [fix('Add `strict = true`', false, subject.uri, ...edits.values())];
};
