import { unknown } from '../../languages/maybe.ts';
import { textOf } from '../../project/settings/ask.ts';
import { staticMiddleware } from '../reading/middleware.ts';
import { assignmentOf, mayMiss, productions } from '../reading/settings.ts';
import { storageClass } from '../reading/storage.ts';
import { defineRule, type Finding } from '../rule.ts';

/** An hour: what a page may be old after a release without anybody noticing. */
const harmless = 3600;

/** Files whose names do not change are kept by browsers after they have. */
export default defineRule({
  id: 'settings/whitenoise-long-max-age',
  title: 'Long caching is for hashed names',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['DJ211'],
  reads: 'project',
  each: 'django',
  *check(project, knowledge, only) {
    for (const { view } of productions(project, only)) {
      const setting = view.get('WHITENOISE_MAX_AGE');
      if (!setting?.certain || setting.value.is !== 'number' || setting.value.value <= harmless) continue;
      if (!staticMiddleware(view) || !mayMiss(project, view) || view.get('WHITENOISE_IMMUTABLE_FILE_TEST')) continue;
      const storage = storageClass(view, 'staticfiles');
      if (storage === unknown) continue;
      const text = storage === undefined ? 'django.contrib.staticfiles.storage.StaticFilesStorage' : textOf(storage);
      const entry = text === undefined ? undefined : knowledge.find('storage', text);
      // With hashed names the setting touches only the few files without one.
      if (!entry || entry.hashes) continue;
      const days = Math.round(setting.value.value / 8640) / 10;
      const finding: Finding = {
        at: assignmentOf(setting).target,
        message: `Browsers keep static files for ${days >= 1 ? `${days} days` : `${Math.round(setting.value.value / 360) / 10} hours`} under names that do not change, so after a release visitors see old styles and scripts; use a storage with hashed names, or lower it`,
      };
      yield finding;
    }
  },
});
