import { unknown } from '../../languages/maybe.ts';
import { interestIn } from '../../project/uwsgi/interest.ts';
import { type Own, ownOptions } from '../reading/own.ts';
import { removeOption } from '../reading/removal.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

const wanted = interestIn((entry) => asks.has(entry.name) || (!entry.accumulates && scalars.has(entry.parser)));

/** Of an option with one value the last line counts, under whichever of its names it is written; the others are lost. */
export default defineRule({
  id: 'uwsgi/duplicate-option',
  title: 'An option with one value is set once',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    const { used } = uwsgiReading(subject);
    const byName = new Map<string, Own[]>();
    const asked = new Set<string>();
    for (const one of ownOptions(subject, wanted)) {
      const { option, name, value } = one;
      if (asks.has(option.name)) {
        if (value !== unknown) asked.add(value.split('=')[0] ?? '');
        continue;
      }
      if (option.opener || !one.certain) continue;
      const list = byName.get(name);
      if (list) list.push(one);
      else byName.set(name, [one]);
    }
    for (const all of byName.values()) {
      const last = all.at(-1);
      const lost = all.slice(0, -1);
      // `%(key)` and `if-opt` see the first line, so that one has a use.
      if (!last || lost.length === 0 || lost.some(({ option }) => used.has(option.name) || asked.has(option.name))) continue;
      const [before] = lost;
      if (!before) continue;
      const { option } = last;
      const same = lost.every(({ value, option: other }) => value !== unknown && value === last.value && other.value.literal);
      const other = before.option.name === option.name ? '' : ` as \`${before.option.name}\``;
      yield {
        at: { uri, span: option.line },
        message: same
          ? `\`${option.name}\` is set above${other} already, to the same value; remove one of the lines`
          : `\`${option.name}\` is set above${other} already, and uWSGI forgets \`${written(text, before)}\` without a word; keep one of the lines`,
        severity: same ? 'info' : 'warning',
        related: lost.map(({ option: { line } }) => ({ at: { uri, span: line }, message: 'This line is lost' })),
        // Which of two values was meant is for a person to say.
        fixes: () => [fix('Keep the last line', same, uri, ...lost.map((one) => removeOption(text, one.option)))],
      };
    }
  },
});

const asks: ReadonlySet<string> = new Set(['if-opt', 'if-not-opt']);

const written = (text: string, { option: { line } }: Own): string => {
  const all = text.slice(line.from, line.to);
  return all.length > 60 ? `${all.slice(0, 60)}…` : all;
};

/** The readers that write over what they have stored. Modes of files are not among them: those join their digits. */
const scalars: ReadonlySet<string> = new Set([
  'uwsgi_opt_true',
  'uwsgi_opt_false',
  'uwsgi_opt_set_int',
  'uwsgi_opt_set_rawint',
  'uwsgi_opt_set_64bit',
  'uwsgi_opt_set_16bit',
  'uwsgi_opt_set_megabytes',
  'uwsgi_opt_set_str',
  'uwsgi_opt_set_str_spaced',
  'uwsgi_opt_set_uid',
  'uwsgi_opt_set_gid',
  'uwsgi_opt_set_umask',
  'uwsgi_opt_max_vars',
]);
