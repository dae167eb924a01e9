import { servesApp } from '../reading/absence.ts';
import { insertOption } from '../reading/insertion.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { earlier, written } from '../reading/written.ts';
import { defineRule, fix } from '../rule.ts';

/** The worker ends itself for a new one to take its place. */
const ends = ['max-requests', 'reload-on-rss', 'reload-on-as'] as const;
/** Only the master reads these, and none of them switches it on. */
const unread = ['max-worker-lifetime', 'hook-master-start', 'hook-touch', 'exit-on-reload', 'reload-mercy', 'worker-reload-mercy'] as const;

/** Options that trust the master to start the next worker, or to look at them at all. */
export default defineRule({
  id: 'uwsgi/needs-master',
  title: 'What the master does has a master',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    if (read.implies('master') !== false || read.open || read.part || !read.project.complete || !servesApp(read)) return;
    let offered = read.has('master');
    for (const name of [...ends, ...unread]) {
      const all = written(subject, name);
      const last = all.at(-1);
      if (!last || (typeof last.value === 'string' && /^0*$/.test(last.value))) continue;
      const stops = ends.some((one) => one === name);
      const first = !offered;
      offered = true;
      yield {
        at: { uri: subject.uri, span: last.option.nameSpan },
        message: stops
          ? `Without \`master\` nothing starts a new worker after \`${name}\` has ended one, so the server stops for good; add \`master = true\``
          : `Only the master process looks at \`${name}\`, and this server has none, so the line does nothing; add \`master = true\``,
        severity: stops ? 'error' : 'warning',
        related: earlier(all),
        // One line mends all of them.
        fixes: () => (first ? [fix('Add `master = true`', false, subject.uri, insertOption(subject, 'master', 'true'))] : []),
      };
    }
  },
});
