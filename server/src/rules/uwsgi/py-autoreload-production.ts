import { isForDevelopment } from '../reading/development.ts';
import { removeOption } from '../reading/removal.ts';
import { earlier, written } from '../reading/written.ts';
import { defineRule, fix } from '../rule.ts';

/** The autoreloader belongs on a developer's machine. */
export default defineRule({
  id: 'uwsgi/py-autoreload-production',
  title: 'Code is not watched for changes in production',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 71'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    if (isForDevelopment(subject.project.root, uri)) return;
    const all = written(subject, 'py-autoreload');
    const last = all.at(-1);
    // In a block somebody decides about it already; 0 switches it off.
    if (!last || typeof last.value !== 'string' || last.option.opener || !/^\s*\+?0*[1-9]/.test(last.value)) return;
    const { option } = last;
    yield {
      at: { uri, span: option.nameSpan },
      message: `\`${option.name}\` looks at every loaded module each ${last.value} s and restarts uWSGI under load when one changes; remove it, or put it into \`if-env = DEBUG\` … \`endif =\``,
      related: earlier(all),
      fixes: () => [fix(`Remove \`${option.name}\``, false, uri, ...all.map((one) => removeOption(text, one.option)))],
    };
  },
});
