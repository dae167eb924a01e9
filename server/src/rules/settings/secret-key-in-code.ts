import { importOf } from '../../languages/python/writing.ts';
import { textOf } from '../../project/settings/ask.ts';
import { isDeployed } from '../reading/deployed.ts';
import { assignmentOf, productions, silenced, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** Who has the code can sign sessions and password links. */
export default defineRule({
  id: 'settings/secret-key-in-code',
  title: 'SECRET_KEY comes from outside the code',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ309', 'DJ310'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { django, view } of productions(project, only)) {
      const setting = view.get('SECRET_KEY');
      if (!setting?.certain || !textOf(setting.value) || silenced(view, 'security.W025')) continue;
      const { at } = setting.value;
      const change = assignmentOf(setting);
      const written = writtenAt(project, at.uri);
      const finding: Finding = {
        at: change.target,
        message:
          'SECRET_KEY is written in the code, so whoever sees the repository or the image can sign sessions and links that reset passwords; read it from the environment and make a new one',
        ...(isDeployed(project, django, view) ? {} : { severity: 'info' as const }),
        fixes: () => {
          if (!written || change.statement.uri !== at.uri) return [];
          const code = `os.environ[${written.quote}SECRET_KEY${written.quote}]`;
          return [fix('Read it from the environment', false, at.uri, ...importOf(written, 'os'), replace(at.span, code))];
        },
      };
      yield finding;
    }
  },
});
