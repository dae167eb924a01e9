import { collectsFromFolders } from '../../project/settings/static-sources.ts';
import { assignmentOf, placeOfValue, productions, silenced, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix, insert } from '../rule.ts';

/** One folder without brackets is gone through letter by letter. */
export default defineRule({
  id: 'settings/staticfiles-dirs-form',
  title: 'STATICFILES_DIRS is a list',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ106'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { view } of productions(project, only)) {
      const setting = view.get('STATICFILES_DIRS');
      const value = setting?.value;
      if (!setting?.certain || !value || silenced(view, 'staticfiles.E001') || collectsFromFolders(view) !== true) continue;
      const set = value.is === 'list' && value.type === 'set';
      if (!['string', 'path', 'dict'].includes(value.is) && !set) continue;
      const { at } = value;
      const place = placeOfValue(assignmentOf(setting));
      const finding: Finding = {
        at: place,
        message: `STATICFILES_DIRS is ${set ? 'a set' : value.is === 'dict' ? 'a dict' : 'one text'} and no list, so Django refuses to collect (staticfiles.E001); ${set || value.is === 'dict' ? 'write a list of folders' : 'put it into brackets, or write the comma that makes a tuple of it'}`,
        fixes: () =>
          place === at && value.is !== 'dict' && !set && writtenAt(project, at.uri)
            ? [fix('Put it into brackets', true, at.uri, insert(at.span.from, '['), insert(at.span.to, ']'))]
            : [],
      };
      yield finding;
    }
  },
});
