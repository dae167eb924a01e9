import { interestIn } from '../../project/uwsgi/interest.ts';
import { compareVersions } from '../../project/uwsgi/version.ts';
import { ownOptions } from '../reading/own.ts';
import { filledIn, references } from '../reading/references.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix, replace } from '../rule.ts';

const wanted = interestIn(({ canonical }) => canonical === 'listen');

/** `listen` became an immediate option in 2.0.18, so it is read before anything is filled in (core/uwsgi.c). */
export default defineRule({
  id: 'uwsgi/listen-not-literal',
  title: 'The length of the listen queue is a number',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 4'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    const read = uwsgiReading(subject);
    const { version } = read.target;
    if (version.state === 'known' && compareVersions(version.value, '2.0.18') < 0) return;
    for (const { option } of ownOptions(subject, wanted)) {
      const [reference] = references(option);
      if (!reference || option.value.parts[0]?.is === 'magic') continue;
      const written = text.slice(reference.span.from, reference.span.to);
      const taken = Number.parseInt(option.value.text, 10) || 0;
      yield {
        at: { uri, span: option.value.span },
        message: `uWSGI reads \`listen\` before it fills in \`${written}\`, so the queue holds ${taken} connections; write the number here, or give \`--listen\` on the command line`,
        fixes: () => {
          const number = filledIn(option, read);
          return number && /^\d+$/.test(number) ? [fix(`Write \`${number}\``, true, uri, replace(option.value.span, number))] : [];
        },
      };
    }
  },
});
