import type { IniOption } from '../../languages/uwsgi/facts.ts';
import { wideInterest } from '../../project/uwsgi/interest.ts';
import { lineEndOf } from '../../text/lines.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix, replace } from '../rule.ts';

const wanted = wideInterest((says, entry, key) => entry === undefined && (key === says.name || says.name === 'set'));

/** Under strict a variable of the file must be declared as one: a bare key is an unknown option (core/config.c, uwsgi_opt_get). */
export default defineRule({
  id: 'uwsgi/placeholder-strict',
  title: 'Variables of the file are set as placeholders under strict',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 62'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    const { strict, of, used, all } = uwsgiReading(subject);
    if (strict.state !== 'known' || !strict.value) return;
    const declared = new Set<string>();
    for (const { value } of [...all('declare-option'), ...all('declare-option2')]) {
      if (typeof value === 'string') declared.add(value.split('=')[0] ?? '');
    }
    const seen = new Set<IniOption>();
    for (const { option, name, certain } of of(wanted)) {
      if (option.uri !== uri || option.logic || declared.has(name) || seen.has(option)) continue;
      const set = option.name === 'set';
      if (!set && (name !== option.name || !used.has(name))) continue;
      seen.add(option);
      const value = text.slice(option.value.span.from, option.value.span.to);
      yield {
        at: { uri, span: option.nameSpan },
        message: set
          ? `\`set\` makes an option of \`${name}\`, which \`strict\` does not know, and the start fails; write \`set-placeholder\``
          : `\`strict\` takes the variable \`${name}\` for an unknown option and stops the start; write \`set-placeholder = ${name}=…\``,
        severity: certain ? 'error' : 'warning',
        fixes: () => {
          // A placeholder's own value is not filled in before it is used, and `$()` and `@()` not even then.
          if (!option.value.literal || value.includes(lineEndOf(text))) return [];
          return [
            set
              ? fix('Write `set-placeholder`', true, uri, replace(option.nameSpan, 'set-placeholder'))
              : fix('Make it a placeholder', true, uri, replace(option.line, `set-placeholder = ${name}=${value}`)),
          ];
        },
      };
    }
  },
});
