import { truth } from '../../project/settings/ask.ts';
import { isDeployed } from '../reading/deployed.ts';
import { assignmentOf, productions, silenced } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** With DEBUG on, every error page shows source, settings and queries. */
export default defineRule({
  id: 'settings/debug-enabled',
  title: 'DEBUG is off in production',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ301'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { django, view } of productions(project, only)) {
      const setting = view.get('DEBUG');
      if (!setting?.certain || setting.value.is !== 'boolean' || truth(setting.value) !== true || silenced(view, 'security.W018')) continue;
      const change = assignmentOf(setting);
      const { value } = setting;
      const finding: Finding = {
        at: change.target,
        message:
          'DEBUG is on in the settings that production loads: error pages show source code, settings and SQL to everybody, and memory grows with each query; set it to False, or read it from the environment',
        ...(isDeployed(project, django, view) ? {} : { severity: 'info' as const }),
        fixes: () =>
          value.at.uri === change.statement.uri ? [fix('Set it to False', false, value.at.uri, replace(value.at.span, 'False'))] : [],
      };
      yield finding;
    }
  },
});
