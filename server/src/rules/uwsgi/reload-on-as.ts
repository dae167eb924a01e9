import { earlier, valuePlace, written } from '../reading/written.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** What limits resident memory instead. `limit-as` has no such twin: the container's limit does that. */
const instead: Readonly<Record<string, string>> = { 'reload-on-as': 'reload-on-rss', 'evil-reload-on-as': 'evil-reload-on-rss' };

/** Address space is what a process has mapped, not the memory it uses. */
export default defineRule({
  id: 'uwsgi/reload-on-as',
  title: 'Memory limits count resident memory',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 77'],
  reads: 'uwsgi',
  *check(subject) {
    for (const name of ['reload-on-as', 'evil-reload-on-as', 'limit-as']) {
      const all = written(subject, name);
      const last = all.at(-1);
      // Nought switches each of them off.
      if (!last || (typeof last.value === 'string' && !/^\s*\+?0*[1-9]/.test(last.value))) continue;
      const other = instead[name];
      yield {
        at: valuePlace(last),
        message: other
          ? `\`${name}\` counts address space, which threads and mapped files fill without using memory, so healthy workers are recycled; use \`${other}\``
          : `\`${name}\` limits address space, which threads and mapped files fill without using memory, so allocations fail early; limit the container's memory instead`,
        related: earlier(all),
        // Resident memory is the smaller number: the limit is to be chosen again.
        fixes: () =>
          other ? [fix(`Write \`${other}\``, false, subject.uri, ...all.map(({ option }) => replace(option.nameSpan, other)))] : [],
      };
    }
  },
});
