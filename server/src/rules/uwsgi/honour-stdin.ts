import { isOn } from '../../languages/uwsgi/facts.ts';
import { isForDevelopment } from '../reading/development.ts';
import { removeOption } from '../reading/removal.ts';
import { earlier, written } from '../reading/written.ts';
import { defineRule, fix } from '../rule.ts';

/** Only a debugger on a terminal needs standard input. */
export default defineRule({
  id: 'uwsgi/honour-stdin',
  title: 'Standard input is left alone in production',
  severity: 'hint',
  default: 'off',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 73'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    if (isForDevelopment(subject.project.root, uri)) return;
    const all = written(subject, 'honour-stdin');
    const last = all.at(-1);
    if (!last || last.option.opener || typeof last.value !== 'string' || !isOn(last.value)) return;
    yield {
      at: { uri, span: last.option.nameSpan },
      message:
        '`honour-stdin` keeps standard input open for a debugger such as pdb, and a forgotten breakpoint then waits for ever; remove it from production',
      tag: 'unnecessary',
      related: earlier(all),
      fixes: () => [fix('Remove `honour-stdin`', false, uri, ...all.map(({ option }) => removeOption(text, option)))],
    };
  },
});
