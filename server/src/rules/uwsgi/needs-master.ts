import { insertOption } from '../reading/insertion.ts';
import { masterless } from '../reading/master.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

/** Options that trust the master to start the next worker, or to look at them at all. One finding: one line mends all of them. */
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
    const [first, ...others] = masterless(subject);
    if (!first) return;
    const { name } = first.option;
    yield {
      at: { uri: subject.uri, span: first.option.option.nameSpan },
      message: first.stops
        ? `Without \`master\` nothing starts a new worker after \`${name}\` has ended one, so the server stops for good; add \`master = true\``
        : `Only the master process looks at \`${name}\`, and this server has none, so the line does nothing; add \`master = true\``,
      severity: first.stops ? 'error' : 'warning',
      related: others.map(({ option: { option } }) => ({
        at: { uri: option.uri, span: option.line },
        message: 'This line counts on the master too',
      })),
      fixes: () =>
        uwsgiReading(subject).has('master')
          ? []
          : [fix('Add `master = true`', false, subject.uri, insertOption(subject, 'master', 'true'))],
    };
  },
});
