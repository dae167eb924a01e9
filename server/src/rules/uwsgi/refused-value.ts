import { unknown } from '../../languages/maybe.ts';
import { interest, isFixed } from '../../project/uwsgi/interest.ts';
import { isDressed, ownOptions } from '../reading/own.ts';
import { references } from '../reading/references.ts';
import { isJudged, refusal } from '../reading/refusals.ts';
import { defineRule, fix, replace } from '../rule.ts';

const wanted = interest(
  (says, entry) => isJudged(entry) && (!isFixed(says) || refusal(says.wording.text, entry) !== undefined),
  ({ entry, value }) => entry !== undefined && value !== unknown && refusal(value, entry) !== undefined && !isDressed(value),
);

/** Values with which uWSGI does not start, or that it drops: what its C readers do not accept. */
export default defineRule({
  id: 'uwsgi/refused-value',
  title: 'Values have the form their option reads',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    for (const { option, entry, value } of ownOptions(subject, wanted)) {
      // Variables in an option that runs at once have a rule of their own.
      if (value === unknown || (entry.immediate && references(option).length > 0)) continue;
      const found = refusal(value, entry);
      if (!found) continue;
      const { span, literal } = option.value;
      yield {
        at: { uri, span: value === '' ? option.nameSpan : span },
        message: `${found.what}, ${found.goesOn ?? 'so uWSGI refuses to start'}; ${found.instead ?? `write ${found.write}`}`,
        severity: found.goesOn ? 'warning' : 'error',
        fixes: () => {
          if (found.rename) return [fix(`Write \`${found.rename}\``, true, uri, replace(option.nameSpan, found.rename))];
          return found.value !== undefined && literal ? [fix(`Write \`${found.value}\``, true, uri, replace(span, found.value))] : [];
        },
      };
    }
  },
});
