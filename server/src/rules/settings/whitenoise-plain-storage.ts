import { unknown } from '../../languages/maybe.ts';
import { textOf } from '../../project/settings/ask.ts';
import { staticMiddleware } from '../reading/middleware.ts';
import { mayMiss, productions } from '../reading/settings.ts';
import { storageClass } from '../reading/storage.ts';
import { defineRule, type Finding } from '../rule.ts';

const plain = 'django.contrib.staticfiles.storage.StaticFilesStorage';

/** With Django's plain storage, WhiteNoise has neither hashed names nor compressed files. */
export default defineRule({
  id: 'settings/whitenoise-plain-storage',
  title: 'WhiteNoise gets hashed and compressed files',
  severity: 'info',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['DJ208'],
  reads: 'project',
  each: 'django',
  *check(project, _, only) {
    for (const { view } of productions(project, only)) {
      const own = staticMiddleware(view);
      if (!own || !mayMiss(project, view) || view.get('WHITENOISE_IMMUTABLE_FILE_TEST')) continue;
      // A missing entry is another finding.
      if (view.get('STORAGES') && storageClass(view, 'staticfiles') === undefined) continue;
      // What bundlers write has hashes already; the old names of storages are another finding.
      if (view.get('STATICFILES_STORAGE') || view.names().some((name) => /VITE|WEBPACK|COMPRESS_ENABLED/.test(name))) continue;
      const storage = storageClass(view, 'staticfiles');
      if (storage === unknown || (storage !== undefined && textOf(storage) !== plain)) continue;
      const finding: Finding = {
        at: storage?.at ?? own.item.at,
        message:
          'Static files keep their plain names and are not compressed, so browsers ask for them again every minute and get them in full; name `whitenoise.storage.CompressedManifestStaticFilesStorage` as backend of `staticfiles` in STORAGES',
      };
      yield finding;
    }
  },
});
