import { servesApp } from '../reading/absence.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { earlier, valuePlace, written } from '../reading/written.ts';
import { defineRule } from '../rule.ts';

/** What an instance without workers may be for. */
const otherWork =
  /^(?:mules?|farm|cron2?|unique-cron2?|spooler(?:-external)?|.*attach-(?:control-)?daemon2?|emperor|fastrouter|rawrouter|legion.*|fork-server|zerg-server)$/;

/** A number of workers that is nought is no "automatic". */
export default defineRule({
  id: 'uwsgi/zero-workers',
  title: 'The server has workers',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: [],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    const all = written(subject, 'processes');
    const last = all.at(-1);
    if (!last || read.open || read.part || last.option !== read.last('processes')?.option) return;
    if (typeof last.value !== 'string' || !/^\s*\+?0+$/.test(last.value) || !servesApp(read)) return;
    if (read.options.some(({ name }) => otherWork.test(name))) return;
    const master = read.implies('master');
    const effect = master === true ? 'uWSGI starts and no request is ever answered' : 'uWSGI ends right after it has started';
    yield {
      at: valuePlace(last),
      message: `\`${last.option.name} = 0\` means no workers, not a number chosen for you, so ${effect}; write how many there shall be`,
      related: earlier(all),
    };
  },
});
