import { isDeployed } from '../reading/deployed.ts';
import { productions, stringsOf } from '../reading/settings.ts';
import { defineRule, type Finding } from '../rule.ts';

/** A star lets a request choose the host that Django puts into links. */
export default defineRule({
  id: 'settings/allowed-hosts-star',
  title: 'ALLOWED_HOSTS does not allow everything',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['DJ305'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { django, view } of productions(project, only)) {
      if (!isDeployed(project, django, view)) continue;
      const star = stringsOf(view, 'ALLOWED_HOSTS').find(({ text, item }) => text === '*' && item.certain);
      if (!star) continue;
      const finding: Finding = {
        at: star.item.at,
        message:
          'With `*` any Host header is believed, and Django puts it into links, also into the mail that resets a password; name the hosts, and give probes a Host header of their own',
      };
      yield finding;
    }
  },
});
