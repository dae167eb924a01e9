import { replace } from '../../text/edit.ts';
import { settledNumber } from '../reading/number.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

/** The least number of workers must leave room below the most (core/init.c). */
export default defineRule({
  id: 'uwsgi/cheaper-not-lower',
  title: 'The least number of workers is below the most',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 32'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    const read = uwsgiReading(subject);
    const least = settledNumber(read, 'cheaper');
    const most = settledNumber(read, 'processes');
    if (!least || !most || least.value === 0 || least.value < most.value) return;
    const at = [least, most].find((one) => one.at.uri === uri)?.at;
    if (!at) return;
    const lower = most.value - 1;
    const writable = lower > 0 && at === least.at && least.option.option.value.literal;
    yield {
      at,
      message: `\`cheaper\` (${least.value}) is not below \`${most.option.option.name}\` (${most.value}), so uWSGI refuses to start; ${lower > 0 ? `write at most ${lower}` : 'raise the one or remove the other'}`,
      related: at === most.at ? [] : [{ at: most.at, message: 'The number of workers is set here' }],
      fixes: () => (writable ? [fix(`Write \`cheaper = ${lower}\``, false, uri, replace(at.span, String(lower)))] : []),
    };
  },
});
