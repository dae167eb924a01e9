import { unknown } from '../../languages/maybe.ts';
import { itemBefore } from '../../languages/python/writing.ts';
import { entryOf } from '../../project/settings/ask.ts';
import { atLeast } from '../../project/settings/release.ts';
import { assignmentOf, productions, writtenAt } from '../reading/settings.ts';
import { defineRule, type Finding, fix } from '../rule.ts';

/** STORAGES replaces the defaults as a whole: an entry that is not written does not exist. */
export default defineRule({
  id: 'settings/storages-without-default',
  title: 'STORAGES has an entry for uploads',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ120'],
  reads: 'project',
  *check(project) {
    for (const { django, view } of productions(project)) {
      const setting = view.get('STORAGES');
      const value = setting?.value;
      if (!setting?.certain || value?.is !== 'dict') continue;
      const entry = entryOf(value, 'default');
      // An older Django does not know the setting.
      if (entry !== undefined || atLeast(django.release('django'), '4.2') === false) continue;
      if (
        value.entries.some(({ key }) => key.is !== 'string') ||
        (atLeast(django.release('django'), '4.2') === unknown && value.entries.length === 0)
      )
        continue;
      const { target } = assignmentOf(setting);
      const written = writtenAt(project, value.at.uri);
      const first = value.entries[0];
      const finding: Finding = {
        at: target,
        message:
          'STORAGES replaces the defaults of Django and has no entry `default`, so the first upload fails with InvalidStorageError; add one',
        fixes: () => {
          if (
            !written ||
            !first ||
            first.at.uri !== value.at.uri ||
            first.at.span.from < value.at.span.from ||
            first.at.span.to > value.at.span.to
          )
            return [];
          const q = written.quote;
          const code = `${q}default${q}: {${q}BACKEND${q}: ${q}django.core.files.storage.FileSystemStorage${q}}`;
          return [fix('Add the entry `default`', true, value.at.uri, itemBefore(written, first.at.span, code))];
        },
      };
      yield finding;
    }
  },
});
