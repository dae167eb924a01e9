import { inContainer, isContained } from '../reading/container.ts';
import { removeOption } from '../reading/removal.ts';
import { earlier, written } from '../reading/written.ts';
import { defineRule, fix } from '../rule.ts';

/** A container lives as long as its first process; `daemonize` ends that process on purpose. */
export default defineRule({
  id: 'uwsgi/daemonize-in-container',
  title: 'uWSGI stays in the foreground',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 38'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text } = subject;
    const contained = isContained(subject);
    for (const name of ['daemonize', 'daemonize2']) {
      const all = written(subject, name);
      const last = all.at(-1);
      if (!last) continue;
      yield {
        at: { uri, span: last.option.nameSpan },
        message: contained
          ? `\`${name}\` sends uWSGI to the background, so the container's first process ends and the container stops with it; remove the line and let the log go to stderr`
          : `\`${name}\` sends uWSGI to the background: in a container the first process would end at once and the container with it; remove the line there`,
        severity: inContainer(subject, 'error'),
        related: earlier(all),
        fixes: () => [fix(`Remove \`${name}\``, false, uri, ...all.map(({ option }) => removeOption(text, option)))],
      };
    }
  },
});
