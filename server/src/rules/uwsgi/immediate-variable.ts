import type { UwsgiOption } from '../../knowledge/entry.ts';
import { interest } from '../../project/uwsgi/interest.ts';
import { ownOptions } from '../reading/own.ts';
import { filledIn, isReference, references } from '../reading/references.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** `listen` has a rule of its own, and `set` stores an ordinary option. */
const wanted = interest(({ wording }, entry) => {
  if (!entry.immediate || wording.literal || entry.canonical === 'listen' || entry.parser === 'uwsgi_opt_noop' || entry.name === 'set')
    return false;
  return wording.parts.some((part) => isReference(part) && !(isSetter(entry) && part.is === 'placeholder'));
});
const isSetter = ({ parser }: UwsgiOption): boolean => parser === 'uwsgi_opt_set_placeholder';

/** Options that run while the file is read see `$(…)`, `@(…)` and `%(…)` as they are written. */
export default defineRule({
  id: 'uwsgi/immediate-variable',
  title: 'Options that run at once have values without variables',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 63'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    const read = uwsgiReading(subject);
    for (const { option, entry } of ownOptions(subject, wanted)) {
      // A `%(key)` inside a placeholder is filled in wherever the placeholder is used.
      const sets = isSetter(entry);
      const [reference] = references(option).filter((part) => !sets || part.is !== 'placeholder');
      if (!reference) continue;
      const written = text.slice(reference.span.from, reference.span.to);
      yield {
        at: { uri, span: reference.span },
        message: `uWSGI carries out \`${option.name}\` before it fills in variables, so \`${written}\` ${effectOf(entry)}`,
        fixes: () => {
          const value = sets ? undefined : filledIn(option, read);
          return value ? [fix(`Write \`${value}\``, true, uri, replace(option.value.span, value))] : [];
        },
      };
    }
  },
});

const effectOf = ({ name, parser }: UwsgiOption): string => {
  if (name === 'strict') return 'is just a text that switches it on; write `true` or `false`';
  if (parser === 'uwsgi_opt_set_placeholder') return 'reaches every use as it is written here; use the variable directly where you need it';
  if (parser === 'uwsgi_opt_logic') return 'is compared as it is written; write the value itself';
  if (/^uwsgi_opt_load(?:_\w+)?$/.test(parser) && parser !== 'uwsgi_opt_load_plugin')
    return 'is taken for the file name and the start fails; write the path, or name the file on the command line';
  return 'is taken as it is written; write the value itself, or give the option on the command line';
};
