import { isClosed, truth } from '../../project/settings/ask.ts';
import { isDeployed } from '../reading/deployed.ts';
import { assignmentOf, mayMiss, productions, silenced } from '../reading/settings.ts';
import { defineRule, type Finding } from '../rule.ts';

/** Without DEBUG an empty ALLOWED_HOSTS refuses every request. */
export default defineRule({
  id: 'settings/allowed-hosts-empty',
  title: 'ALLOWED_HOSTS names the hosts',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['DJ304'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { django, view } of productions(project, only)) {
      const debug = view.get('DEBUG');
      if ((debug ? !debug.certain || truth(debug.value) !== false : !mayMiss(project, view)) || silenced(view, 'security.W020')) continue;
      const setting = view.get('ALLOWED_HOSTS');
      if (
        setting
          ? !setting.certain || setting.value.is !== 'list' || setting.value.items.length > 0 || !isClosed(setting.value)
          : !mayMiss(project, view) || !debug
      )
        continue;
      const place = setting ?? debug;
      if (!place) continue;
      const finding: Finding = {
        at: assignmentOf(place).target,
        message: `ALLOWED_HOSTS is ${setting ? 'empty' : 'not set'} and DEBUG is off, so Django answers every request with 400; name the hosts, best from the environment`,
        ...(isDeployed(project, django, view) ? {} : { severity: 'warning' as const }),
      };
      yield finding;
    }
  },
});
