import type { Fact } from '../../languages/fact.ts';
import { interestIn } from '../../project/uwsgi/interest.ts';
import { compareVersions } from '../../project/uwsgi/version.ts';
import { ownOptions } from '../reading/own.ts';
import { removeOption } from '../reading/removal.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

/** Releases before this one are from 2018 and older: that an option needs them tells nobody anything. */
const noteworthy = '2.0.19';

/** What does nearly the same job in releases that lack the option. */
const instead: Readonly<Record<string, string>> = {
  'max-requests-delta': 'max-worker-lifetime-delta',
};

// `else` has a rule of its own.
const wanted = interestIn(({ since, name }) => since !== '2.0' && name !== 'else');

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
    const late = remembered((since: string | undefined) => isLate(since, version));
    for (const { option, entry } of ownOptions(subject, wanted).filter((one) => late(one.entry.since))) {
      const { since } = entry;
      const at = { uri, span: option.nameSpan };
      const fixes = () => [fix(`Remove \`${option.name}\``, false, uri, removeOption(text, option))];
      if (since === undefined) {
        yield {
          at,
          message: `\`${option.name}\` is in no uWSGI release, only on its development branch, ${effect}; remove it`,
          severity: strict ? 'error' : 'warning',
          fixes,
        };
      } else if (version.state === 'known') {
        const other = instead[option.name];
        yield {
          at,
          message: `\`${option.name}\` came with uWSGI ${since} and this project runs ${version.value}, ${effect}; ${other ? `upgrade, or use \`${other}\`` : 'upgrade or remove it'}`,
          severity: strict ? 'error' : 'warning',
          related: version.at.uri ? [{ at: version.at, message: `uWSGI ${version.value} comes from here` }] : [],
          fixes,
        };
      } else {
        yield {
          at,
          message: `\`${option.name}\` needs uWSGI ${since} or newer: older ones ${strict ? 'do not start with it' : 'ignore it without a word'}; state the release with \`uwsgi-version\` in drydock.yaml, or pin it where it is installed`,
          severity: 'info',
        };
      }
    }
  },
});

/** Whether an option that came with a release may be missing from the one that runs. Of releases that differ nothing is said. */
const isLate = (since: string | undefined, version: Fact<string>): boolean => {
  if (since === undefined) return true;
  if (version.state === 'known') return compareVersions(version.value, since) < 0;
  return version.state === 'absent' && compareVersions(since, noteworthy) >= 0;
};

/** There are few releases, and many lines. */
const remembered = <K, R>(judge: (key: K) => R): ((key: K) => R) => {
  const known = new Map<K, R>();
  return (key) => {
    if (!known.has(key)) known.set(key, judge(key));
    return known.get(key) as R;
  };
};
