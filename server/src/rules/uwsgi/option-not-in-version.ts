import { compareVersions } from '../../project/uwsgi/version.ts';
import { removeOption } from '../reading/removal.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

/** Releases before this one are from 2018 and older: that an option needs them tells nobody anything. */
const noteworthy = '2.0.19';

/** What does nearly the same job in releases that lack the option. */
const instead: Readonly<Record<string, string>> = {
  'max-requests-delta': 'max-worker-lifetime-delta',
};

/** An option that the release in use does not have is an unknown name to it. */
export default defineRule({
  id: 'uwsgi/option-not-in-version',
  title: 'Every option exists in the uWSGI release that runs',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 3'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    const read = uwsgiReading(subject);
    const { version } = read.target;
    const strict = read.strict.state === 'known' && read.strict.value;
    const effect = strict ? 'and `strict` stops the start' : 'so uWSGI ignores this line without a word';
    for (const { option, entry } of read.options.filter((one) => one.entry && one.entry.since !== '2.0')) {
      // `else` has a rule of its own.
      if (!entry || option.uri !== uri || option.name !== entry.name || option.name === 'else') continue;
      const { since } = entry;
      const at = { uri, span: option.nameSpan };
      const remove = () => [fix(`Remove \`${option.name}\``, false, uri, removeOption(text, option))];
      if (since === undefined) {
        yield {
          at,
          message: `\`${option.name}\` is in no uWSGI release, only on its development branch, ${effect}; remove it`,
          severity: strict ? 'error' : 'warning',
          fixes: remove,
        };
      } else if (version.state === 'dynamic') {
      } else if (version.state === 'absent') {
        if (compareVersions(since, noteworthy) < 0) continue;
        yield {
          at,
          message: `\`${option.name}\` needs uWSGI ${since} or newer: older ones ${strict ? 'do not start with it' : 'ignore it without a word'}; state the release with \`uwsgi-version\` in drydock.yaml, or pin it where it is installed`,
          severity: 'info',
        };
      } else if (compareVersions(version.value, since) < 0) {
        const other = instead[option.name];
        yield {
          at,
          message: `\`${option.name}\` came with uWSGI ${since} and this project runs ${version.value}, ${effect}; ${other ? `upgrade, or use \`${other}\`` : 'upgrade or remove it'}`,
          severity: strict ? 'error' : 'warning',
          related: version.at.uri ? [{ at: version.at, message: `uWSGI ${version.value} comes from here` }] : [],
          fixes: remove,
        };
      }
    }
  },
});
