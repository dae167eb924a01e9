import { removeOption } from '../reading/removal.ts';
import { earlier, written } from '../reading/written.ts';
import { defineRule, fix } from '../rule.ts';

/** In a container the process is known: the platform sends it its signals. */
export default defineRule({
  id: 'uwsgi/pidfile-in-container',
  title: 'A container needs no pidfile',
  severity: 'hint',
  default: 'off',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 40'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    for (const name of ['pidfile', 'pidfile2', 'safe-pidfile', 'safe-pidfile2']) {
      const all = written(subject, name);
      const last = all.at(-1);
      if (!last) continue;
      yield {
        at: { uri, span: last.option.nameSpan },
        message: `A container is signalled by its platform, so \`${name}\` is of no use there, and a path that cannot be written stops the start; remove it`,
        tag: 'unnecessary',
        related: earlier(all),
        fixes: () => [fix(`Remove \`${name}\``, false, uri, ...all.map(({ option }) => removeOption(text, option)))],
      };
    }
  },
});
