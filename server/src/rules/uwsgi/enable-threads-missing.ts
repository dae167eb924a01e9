import { unknown } from '../../languages/maybe.ts';
import { whereMissing } from '../reading/absence.ts';
import { installed } from '../reading/distribution.ts';
import { insertOption } from '../reading/insertion.ts';
import { runsThreads, threadsAlways } from '../reading/threads.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

/** Distributions that do their work in a background thread and say so in their documentation. */
const threaded = [
  'sentry-sdk',
  'ddtrace',
  'newrelic',
  'launchdarkly-server-sdk',
  'apscheduler',
  'django-apscheduler',
  'opentelemetry-sdk',
  'elastic-apm',
  'pymongo',
] as const;

/** Up to 2.0.26 uWSGI does not initialise Python's threads unless it is told to. */
export default defineRule({
  id: 'uwsgi/enable-threads-missing',
  title: 'Threads of the application run',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 16'],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    const at = whereMissing(read, 'enable-threads');
    const runs = runsThreads(read);
    if (!at || (runs !== false && runs !== unknown) || read.implies('threads') !== false) return;
    const { version } = read.target;
    const found = installed(subject.project, threaded);
    const fixes = () => [fix('Add `enable-threads = true`', false, subject.uri, insertOption(subject, 'enable-threads', 'true'))];
    const related = found ? [{ at: found.at, message: `\`${found.name}\` is installed here` }] : [];
    if (version.state === 'known') {
      yield {
        at,
        message: found
          ? `The threads of \`${found.name}\` stand still between requests, because uWSGI ${version.value} starts Python without threads; add \`enable-threads = true\``
          : `uWSGI ${version.value} starts Python without threads, so any that the application or a library starts stand still between requests; add \`enable-threads = true\``,
        severity: found ? 'error' : 'warning',
        related,
        fixes,
      };
    } else if (version.state === 'absent' && found) {
      yield {
        at,
        message: `The threads of \`${found.name}\` stand still between requests on uWSGI before ${threadsAlways}; add \`enable-threads = true\`, or state the release with \`uwsgi-version\` in drydock.yaml`,
        severity: 'info',
        related,
        fixes,
      };
    }
  },
});
