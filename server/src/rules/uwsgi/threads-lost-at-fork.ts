import { compareVersions } from '../../project/uwsgi/version.ts';
import { whereMissing } from '../reading/absence.ts';
import { installed } from '../reading/distribution.ts';
import { insertOption } from '../reading/insertion.ts';
import { mayLoadLate, runsThreads } from '../reading/threads.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

/** Distributions whose threads start at import, and whose documentation asks for one of the two options under uWSGI. */
const agents = ['sentry-sdk', 'ddtrace', 'launchdarkly-server-sdk', 'opentelemetry-sdk'] as const;
const hooksSince = '2.0.21';

/** Threads do not survive a fork: what the master starts at import is missing in every worker. */
export default defineRule({
  id: 'uwsgi/threads-lost-at-fork',
  title: 'Threads started at import live in the workers',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 17'],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    const at = whereMissing(read, 'lazy-apps', 'py-call-uwsgi-fork-hooks', 'py-call-osafterfork');
    if (!at || read.implies('master') !== true || mayLoadLate(read) || runsThreads(read) !== true) return;
    const found = installed(subject.project, agents);
    if (!found) return;
    const { version } = read.target;
    const hooks = version.state === 'known' && compareVersions(version.value, hooksSince) >= 0;
    const options = hooks ? ['py-call-uwsgi-fork-hooks', 'lazy-apps'] : ['lazy-apps'];
    const add = options.map((name) => `\`${name} = true\``).join(' or ');
    yield {
      at,
      // Newer ones of Sentry start their threads when they are first needed, and warn of this set-up all the same.
      message:
        found.name === 'sentry-sdk'
          ? `\`sentry-sdk\` warns that workers may crash: uWSGI forks them without Python's own hooks, so they keep threads and locks of the master that are dead there; add ${add}`
          : `Threads that \`${found.name}\` starts while the application is imported stay in the master and are missing in the workers; add ${add}`,
      related: [{ at: found.at, message: `\`${found.name}\` is installed here` }],
      fixes: () => options.map((name) => fix(`Add \`${name} = true\``, false, subject.uri, insertOption(subject, name, 'true'))),
    };
  },
});
