import type { IniOption } from '../../languages/uwsgi/facts.ts';
import type { Effective } from '../../project/uwsgi/reading.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** A list that is in force, and where it was set. */
interface Context {
  readonly names: ReadonlySet<string>;
  readonly by: IniOption;
}

/** `blacklist` and `whitelist` hold for the lines behind them, up to `end-blacklist` and `end-whitelist`. */
export default defineRule({
  id: 'uwsgi/forbidden-option',
  title: 'No option is forbidden by a list above it',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    let black: Context | undefined;
    let white: Context | undefined;
    const seen = new Set<IniOption>();
    const read = uwsgiReading(subject);
    if (!read.has('blacklist') && !read.has('whitelist')) return;
    for (const one of read.options) {
      const { option } = one;
      if (seen.has(option)) continue;
      seen.add(option);
      const key = option.name.toLowerCase();
      const by = black?.names.has(key) ? black.by : white && !white.names.has(key) ? white.by : undefined;
      if (by && option.uri === uri) {
        const closes = key === 'end-whitelist' && by === white?.by;
        yield {
          at: { uri, span: option.nameSpan },
          message: closes
            ? '`end-whitelist` is itself not on the whitelist, so uWSGI refuses to start; add its name to the list'
            : `\`${option.name}\` is ${by === black?.by ? 'on the blacklist' : 'not on the whitelist'} that is in force here, so uWSGI refuses to start; change the list or remove the line`,
          related: [{ at: { uri: by.uri, span: by.line }, message: 'The list is set here' }],
          fixes: () =>
            closes && by.uri === uri && by.value.literal
              ? [fix('Add `end-whitelist` to the list', true, uri, replace(by.value.span, `${by.value.text} end-whitelist`))]
              : [],
        };
      }
      if (key === 'blacklist') black = contextOf(one);
      else if (key === 'whitelist') white = contextOf(one);
      else if (key === 'end-blacklist') black = undefined;
      else if (key === 'end-whitelist') white = undefined;
      if (
        (key === 'blacklist' || key === 'whitelist') &&
        option.uri === uri &&
        option.value.literal &&
        /^[\w-]+(?:\s*,\s*[\w-]+)+$/.test(option.value.text)
      ) {
        const blanks = option.value.text.split(/\s*,\s*/).join(' ');
        yield {
          at: { uri, span: option.value.span },
          message: `\`${key}\` takes names with blanks between them, and this is one name that no option has; write \`${blanks}\``,
          severity: 'warning',
          fixes: () => [fix(`Write \`${blanks}\``, false, uri, replace(option.value.span, blanks))],
        };
      }
    }
  },
});

/** The names of a list; nothing when a block decides about it. Both lists run before references are filled in. */
const contextOf = ({ option, value, certain }: Effective): Context | undefined =>
  certain && typeof value === 'string' && !/[,$@%]/.test(value)
    ? { names: new Set(value.toLowerCase().split(/\s+/).filter(Boolean)), by: option }
    : undefined;
