import { textOf } from '../../project/settings/ask.ts';
import { isDeployed, mayBeSet } from '../reading/deployed.ts';
import { assignmentOf, isOverruled, mayMiss, placeOfValue, productions, silenced, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** Since Django 3.2 the key is looked at when it is first used: start and collectstatic go well without one. */
export default defineRule({
  id: 'settings/secret-key-missing',
  title: 'There is a SECRET_KEY, or the start fails',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ311'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { django, view } of productions(project, only)) {
      if (silenced(view, 'security.W009')) continue;
      const setting = view.get('SECRET_KEY');
      if (setting) {
        const { value } = setting;
        const empty = (one: typeof value | undefined): boolean => one?.is === 'none' || textOf(one) === '';
        if (!setting.certain || isOverruled(view)) continue;
        const read = value.is === 'environment' && value.cast.to === 'string' ? value : undefined;
        if (!empty(read ? read.unset : value)) continue;
        if (read && (!isDeployed(project, django, view) || read.name === undefined || mayBeSet(project, read.name))) continue;
        const place = placeOfValue(assignmentOf(setting));
        const finding: Finding = {
          at: place,
          message: read
            ? `Where nobody sets \`${read.name}\`, the application starts without a key and fails at the first session or form; read it so that the start fails`
            : 'SECRET_KEY is empty: the application starts, and fails at the first session or form (security.W009); read it from the environment',
          ...(read ? { severity: 'info' as const } : {}),
          fixes: () => {
            const written = read && writtenAt(project, read.at.uri);
            if (!read || !written || place !== read.at) return [];
            const code = written.text.slice(read.at.span.from, read.at.span.to);
            const [, os, name] = /^(os\.)?(?:environ\.get|getenv)\(\s*(["']\w+["'])\s*(?:,\s*(?:None|""|'')\s*)?\)$/.exec(code) ?? [];
            return name && os ? [fix('Fail without it', false, read.at.uri, replace(read.at.span, `os.environ[${name}]`))] : [];
          },
        };
        yield finding;
        continue;
      }
      const beside = view.get('DEBUG') ?? view.get('INSTALLED_APPS');
      if (!mayMiss(project, view) || !beside || !view.get('INSTALLED_APPS')) continue;
      const finding: Finding = {
        at: assignmentOf(beside).target,
        message:
          'These settings have no SECRET_KEY: the application starts, and fails at the first session or form (security.W009); read one from the environment',
      };
      yield finding;
    }
  },
});
