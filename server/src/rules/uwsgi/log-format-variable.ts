import type { Part } from '../../languages/uwsgi/value.ts';
import { interestIn } from '../../project/uwsgi/interest.ts';
import { foreignLogVariables, logVariables } from '../../project/uwsgi/log-variables.ts';
import { ownOptions } from '../reading/own.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix, replace } from '../rule.ts';

type Reference = Extract<Part, { readonly inner: unknown }>;

const wanted = interestIn(({ canonical }) => canonical === 'log-format');

/** uWSGI prints a dash for a name it does not know in a log format. */
export default defineRule({
  id: 'uwsgi/log-format-variable',
  title: 'Log formats name what uWSGI can log',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    const read = uwsgiReading(subject);
    const keys = read.expansion.lists;
    // Routes may set variables of any name, and so may code.
    const setElsewhere = () =>
      read.options.some(({ name, option }) => name.includes('route') && option.value.text.includes('logvar:')) ||
      subject.project.all.python.some(({ parsed }) => parsed.file.text.includes('set_logvar'));
    for (const { option } of ownOptions(subject, wanted)) {
      if (option.value.literal) continue;
      for (const part of option.value.parts) {
        if (part.is !== 'placeholder') continue;
        const variable = part.text;
        const set = keys.first(variable);
        if (set) {
          if (!logVariables.has(variable)) continue;
          yield {
            at: { uri, span: part.span },
            message: `\`${variable}\` is also a key of this file, so every line of the log says \`${typeof set.value === 'string' ? set.value : 'its value'}\` there; rename that key`,
            related: [{ at: { uri: set.option.uri, span: set.option.line }, message: 'The key is set here' }],
          };
        } else if (!logVariables.has(variable) && !/^(?:var|metric)\..|^_$/.test(variable) && !read.open && !read.part) {
          const right = likely(variable);
          const span = withLetter(text, part, variable);
          if (!right && setElsewhere()) continue;
          yield {
            at: { uri, span },
            message: right
              ? `uWSGI's log has no \`${variable}\` and prints a dash for it; write \`%(${right})\``
              : `uWSGI's log has no \`${variable}\` and prints a dash for it, unless the application sets it with \`uwsgi.set_logvar\`; see the list of variables`,
            severity: right ? 'warning' : 'hint',
            fixes: () => (right ? [fix(`Write \`%(${right})\``, false, uri, replace(span, `%(${right})`))] : []),
          };
        }
      }
    }
  },
});

/** `HTTP_HOST` is a variable of the request; other names come from other servers. */
const likely = (name: string): string | undefined => {
  const tidy = name.trim();
  if (/^(?:HTTP|REMOTE|REQUEST|SERVER)_[A-Z_]+$/.test(tidy)) return `var.${tidy}`;
  if (foreignLogVariables[tidy]) return foreignLogVariables[tidy];
  const lower = tidy.toLowerCase();
  return logVariables.has(tidy) ? tidy : logVariables.has(lower) ? lower : undefined;
};

/** Python's way to write it, `%(h)s`, has a letter behind it that uWSGI would print. */
const withLetter = (text: string, { span }: Reference, name: string) => {
  const python = foreignLogVariables[name] !== undefined && /^[sd](?!\w)/.test(text.slice(span.to, span.to + 2));
  return { from: span.from, to: python ? span.to + 1 : span.to };
};
