import type { Reading } from '../../project/uwsgi/reading.ts';
import { compareVersions } from '../../project/uwsgi/version.ts';
import { whereMissing } from '../reading/absence.ts';
import { isContained } from '../reading/container.ts';
import { insertOption } from '../reading/insertion.ts';
import { isStoppedOtherwise } from '../reading/stop-signal.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

/** uWSGI 2.0 reloads on SIGTERM, the signal by which containers and service managers stop a process. */
export default defineRule({
  id: 'uwsgi/die-on-term-missing',
  title: 'SIGTERM stops the server',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 6', 'R48'],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    const at = whereMissing(read, 'die-on-term', 'daemonize', 'daemonize2');
    if (!at || read.implies('master') !== true || stopsAnyway(read)) return;
    const container = isContained(subject);
    yield {
      at,
      message: container
        ? 'uWSGI reloads on SIGTERM instead of stopping, so `docker stop` and Kubernetes wait out their grace time and kill it; add `die-on-term = true`'
        : 'uWSGI reloads on SIGTERM instead of stopping, so a service manager has to kill it in the end; add `die-on-term = true`, or have it stopped with SIGINT',
      severity: container ? 'error' : 'warning',
      fixes: () => [fix('Add `die-on-term = true`', false, subject.uri, insertOption(subject, 'die-on-term', 'true'))],
    };
  },
});

/** True when a hook gives SIGTERM another meaning, the release stops by itself, or it is stopped by other means. */
const stopsAnyway = ({ options, target: { version }, project }: Reading): boolean =>
  (version.state === 'known' && compareVersions(version.value, '2.1') >= 0) ||
  options.some(({ name, option }) => name.startsWith('hook-') && option.value.text.startsWith('unix_signal:15')) ||
  isStoppedOtherwise(project);
