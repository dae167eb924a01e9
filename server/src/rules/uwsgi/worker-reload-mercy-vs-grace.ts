import { compareVersions } from '../../project/uwsgi/version.ts';
import { inContainer } from '../reading/container.ts';
import { insertBelow } from '../reading/insertion.ts';
import { settledNumber } from '../reading/number.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { valuePlace, written } from '../reading/written.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** The seconds `docker stop` waits before it kills; Kubernetes waits 30. */
const grace = 10;
/** From this release on the graceful stop waits for its workers without a limit (core/uwsgi.c, gracefully_kill_them_all). */
const withoutMercy = '2.0.28';
/** What uWSGI gives its workers when nothing is set (core/init.c). */
const fallback = 60;

/**
 * Mercy is spent only by a stop that waits for requests: with `die-on-term`, and on SIGINT, workers end at once. So this
 * looks for the hook that makes SIGTERM a graceful stop.
 */
export default defineRule({
  id: 'uwsgi/worker-reload-mercy-vs-grace',
  title: 'A graceful stop ends before the platform kills',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 79'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    const read = uwsgiReading(subject);
    const hook = written(subject, 'hook-master-start').find(
      ({ value }) => typeof value === 'string' && /^unix_signal:(?:15|TERM|SIGTERM) gracefully_kill_them_all$/.test(value),
    );
    if (!hook || read.open || read.part) return;
    const set = settledNumber(read, 'worker-reload-mercy');
    if (!set && read.has('worker-reload-mercy')) return;
    const mercy = set?.value ?? fallback;
    if (mercy <= grace) return;
    const { version } = read.target;
    const waits = version.state === 'known' && compareVersions(version.value, withoutMercy) >= 0;
    const severity = version.state === 'known' ? inContainer(subject, 'info') : 'hint';
    const here = set?.option.option.uri === uri;
    if (waits) {
      if (set && here)
        yield {
          at: set.at,
          message: `From ${withoutMercy} on, uWSGI's graceful stop waits for requests as long as they take, whatever \`worker-reload-mercy\` says; the platform's grace period has to be longer than they are`,
          severity,
        };
      return;
    }
    yield {
      at: set && here ? set.at : valuePlace(hook),
      message: `On SIGTERM workers may take ${mercy} s to finish${set ? '' : ' unless `worker-reload-mercy` is set'}, but \`docker stop\` kills after ${grace} s and Kubernetes after 30; set it below the grace period, or raise that`,
      severity,
      fixes: () => {
        if (set && !here) return [];
        const value = String(grace - 2);
        const line = `worker-reload-mercy = ${value}`;
        if (set) return [fix(`Write \`${line}\``, false, uri, replace(set.at.span, value))];
        return [fix(`Add \`${line}\``, false, uri, insertBelow(subject, hook.option, 'worker-reload-mercy', value))];
      },
    };
  },
});
