import { replace } from '../../text/edit.ts';
import { settledNumber } from '../reading/number.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

/** uWSGI moves the first number of workers into the range of the others (core/init.c). */
export default defineRule({
  id: 'uwsgi/cheaper-initial-range',
  title: 'The first number of workers is between the least and the most',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 33'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    const read = uwsgiReading(subject);
    const first = settledNumber(read, 'cheaper-initial');
    const least = settledNumber(read, 'cheaper');
    const most = settledNumber(read, 'processes');
    // Zero is "not set" for both, and without `cheaper` the first number is not looked at.
    if (!first || !least || first.value === 0 || least.value === 0 || first.at.uri !== uri) return;
    // A `cheaper` that is not below `processes` stops the start.
    if (most && least.value >= most.value) return;
    const bound = first.value < least.value ? least : most && first.value > most.value ? most : undefined;
    if (!bound) return;
    const { value, option } = bound;
    yield {
      at: first.at,
      message: `\`cheaper-initial\` (${first.value}) is ${bound === least ? 'below' : 'above'} \`${option.option.name}\` (${value}), so uWSGI starts ${value} workers; write \`${value}\``,
      related: [{ at: bound.at, message: `\`${option.option.name}\` is set here` }],
      fixes: () => (first.option.option.value.literal ? [fix(`Write \`${value}\``, true, uri, replace(first.at.span, String(value)))] : []),
    };
  },
});
