import { assignmentOf, placeOfValue, productions, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix, replace } from '../rule.ts';

/** A variable of the process is a text, and every text but the empty one is true. */
export default defineRule({
  id: 'settings/debug-not-cast',
  title: 'DEBUG is made from the text of its variable',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ302'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { view } of productions(project, only)) {
      const setting = view.get('DEBUG');
      const value = setting?.value;
      if (!setting || value?.is !== 'environment') continue;
      const { cast } = value;
      if (!(cast.to === 'string' || (cast.to === 'truth' && !cast.negated))) continue;
      const change = assignmentOf(setting);
      const written = placeOfValue(change) === value.at ? writtenAt(project, value.at.uri) : undefined;
      const name = value.name ?? 'DEBUG';
      const finding: Finding = {
        at: placeOfValue(change),
        message: `DEBUG is on whenever \`${name}\` is set, to \`False\` and \`0\` too, because every text but the empty one is true; compare the text`,
        fixes: () => {
          if (
            !written ||
            value.name === undefined ||
            !/^os\.(?:environ|getenv)/.test(written.text.slice(value.at.span.from, value.at.span.to).replace(/^bool\(/, ''))
          )
            return [];
          const q = written.quote;
          const code = `os.environ.get(${q}${value.name}${q}, ${q}${q}).lower() in (${q}1${q}, ${q}true${q}, ${q}yes${q}, ${q}on${q})`;
          return [fix('Compare the text', true, value.at.uri, replace(value.at.span, code))];
        },
      };
      yield finding;
    }
  },
});
