import { givenBeside } from '../../project/uwsgi/given.ts';
import { insertOption } from '../reading/insertion.ts';
import { type SettledNumber, settledNumber } from '../reading/number.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

/** Three conditions under which core/init.c takes the memory limits of the cheaper mode. */
export default defineRule({
  id: 'uwsgi/cheaper-rss-needs-report',
  title: 'Memory limits of cheaper mode have what they need',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 35'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    const read = uwsgiReading(subject);
    if (!read.project.complete) return;
    const soft = settledNumber(read, 'cheaper-rss-limit-soft');
    const hard = settledNumber(read, 'cheaper-rss-limit-hard');
    const own = (one: SettledNumber | undefined): one is SettledNumber => one !== undefined && one.value > 0 && one.at.uri === uri;
    if (
      own(soft) &&
      read.on('memory-report') === false &&
      read.implies('memory') === false &&
      !givenBeside(read.project, 'memory-report')
    ) {
      yield {
        at: { uri, span: soft.option.option.nameSpan },
        message: '`cheaper-rss-limit-soft` needs `memory-report`, and without it uWSGI refuses to start; add `memory-report = true`',
        // A `memory-report = false` that is there already would win or be a second line.
        fixes: () =>
          read.has('memory-report') ? [] : [fix('Add `memory-report = true`', true, uri, insertOption(subject, 'memory-report', 'true'))],
      };
    }
    if (!own(hard)) return;
    if (soft ? soft.value === 0 : !read.has('cheaper-rss-limit-soft') && !givenBeside(read.project, 'cheaper-rss-limit-soft')) {
      yield {
        at: { uri, span: hard.option.option.nameSpan },
        message:
          '`cheaper-rss-limit-hard` needs `cheaper-rss-limit-soft`, and without it uWSGI refuses to start; add the soft limit, lower than this one',
      };
    } else if (soft && hard.value <= soft.value) {
      yield {
        at: hard.at,
        message: `\`cheaper-rss-limit-hard\` (${hard.value}) is not above the soft limit (${soft.value}), so uWSGI refuses to start; raise it`,
        related: [{ at: soft.at, message: 'The soft limit is set here' }],
      };
    }
  },
});
