import type { UwsgiOption } from '../../knowledge/entry.ts';
import { type IniOption, isOn } from '../../languages/uwsgi/facts.ts';
import { wideInterest } from '../../project/uwsgi/interest.ts';
import type { Span } from '../../text/span.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix, replace } from '../rule.ts';

const wanted = wideInterest(({ wording }) => endsInQuote.test(wording.text));

/** uWSGI knows no quotes: they stay in the value. */
export default defineRule({
  id: 'uwsgi/quoted-value',
  title: 'Values stand without quotes',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 9'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    const { of, used } = uwsgiReading(subject);
    const seen = new Set<IniOption>();
    for (const { option, entry, name } of of(wanted)) {
      if (option.uri !== uri || seen.has(option) || (name !== option.name && option.name !== entry?.name && entry)) continue;
      seen.add(option);
      const known = subject.knowledge.find('uwsgi-option', option.name);
      if ((!known && !used.has(option.name)) || (known && mayQuote(known))) continue;
      const quoted = quotedIn(text, option, known);
      if (!quoted) continue;
      const bare = text.slice(quoted.from + 1, quoted.to - 1);
      const harm = harmOf(known, bare, text.slice(option.value.span.from, quoted.from));
      yield {
        at: { uri, span: quoted },
        message: `uWSGI keeps quotes as part of the value, so \`${option.name}\` ${harm.effect}; write \`${shortened(bare)}\` without them`,
        severity: harm.severity,
        fixes: () => [fix('Remove the quotes', harm.safe, uri, replace(quoted, bare))],
      };
    }
  },
});

const endsInQuote = /["']$/;
const shortened = (text: string): string => (text.length > 50 ? `${text.slice(0, 50)}…` : text);

/** Values that have a language of their own, in which quotes may be meant. */
const mayQuote = ({ value, parser, name }: UwsgiOption): boolean =>
  value === 'regexp' || parser === 'uwsgi_opt_add_route' || /^(?:log-?format|log-(?:req-)?encoder|hook-.*)$/.test(name);

const numbers = /^(?:integer|signed-integer|unsigned|unsigned-16|megabytes)$/;
const path = 'means a path with quotes in its name';
const refused = 'has a form that stops the start';
/** What becomes of a quoted value of a kind. */
const effects: Readonly<Record<string, string>> = {
  mode: refused,
  umask: refused,
  cron: refused,
  path,
  'path-list': path,
  directory: path,
  'file-section': path,
  mount: path,
  socket: 'names no address but a UNIX socket file',
  'ssl-socket': 'names no address and no file',
  user: 'names a user that does not exist',
  group: 'names a group that does not exist',
  plugins: 'names a plugin that does not exist',
  variable: 'sets a name or a value with quotes in it',
};
const words = /^(?:module|wsgi|callable|cheaper-algo)$/;

/** The quoted stretch: the whole value, or what stands behind the inner `=` of `NAME="value"`. */
const quotedIn = (text: string, { value: { span } }: IniOption, entry: UwsgiOption | undefined): Span | undefined => {
  const whole = isQuoted(text, span);
  if (whole || !entry || !/^(?:variable|assignment|mount)$/.test(entry.value)) return whole;
  const equals = text.slice(span.from, span.to).indexOf('=');
  return equals < 0 ? undefined : isQuoted(text, { from: span.from + equals + 1, to: span.to });
};

const isQuoted = (text: string, span: Span): Span | undefined => {
  const first = text[span.from];
  if (span.to - span.from < 2 || (first !== '"' && first !== "'") || text[span.to - 1] !== first) return undefined;
  // `"a" "b"` is more than one quoted word.
  return text.slice(span.from + 1, span.to - 1).includes(first) ? undefined : span;
};

const harmOf = (
  entry: UwsgiOption | undefined,
  bare: string,
  before: string,
): { readonly effect: string; readonly severity: 'error' | 'warning'; readonly safe: boolean } => {
  if (entry && numbers.test(entry.value)) return { effect: 'is read as 0', severity: 'error', safe: true };
  if (entry?.value === 'switch' || entry?.value === 'inverted-switch') {
    return isOn(bare)
      ? { effect: 'is on only because any text switches it on', severity: 'warning', safe: true }
      : // Off is not what runs today, so a person decides.
        { effect: 'is on, whatever the word inside says', severity: 'error', safe: false };
  }
  // A variable may be meant to have them, but Django's settings are no such name.
  if (entry?.value === 'variable' && before !== '' && before !== 'DJANGO_SETTINGS_MODULE=')
    return { effect: `gives \`${before.slice(0, -1)}\` two characters too many`, severity: 'warning', safe: false };
  const effect = entry && effects[entry.value];
  if (effect) return { effect, severity: 'error', safe: true };
  if (entry && words.test(entry.name)) return { effect: 'names nothing that can be found', severity: 'error', safe: true };
  return { effect: 'has two characters too many', severity: 'warning', safe: false };
};
