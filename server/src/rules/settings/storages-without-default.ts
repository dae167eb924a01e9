import { missingStorage } from '../reading/missing-storage.ts';
import { defineRule } from '../rule.ts';

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
  check: (project) =>
    missingStorage(project, {
      alias: 'default',
      backend: 'django.core.files.storage.FileSystemStorage',
      message:
        'STORAGES replaces the defaults of Django and has no entry `default`, so the first upload fails with InvalidStorageError; add one',
      // Whoever says where uploads lie has some; many a project never saves a file.
      weight: (view) => (view.get('MEDIA_ROOT') || view.get('MEDIA_URL') ? 'warning' : 'info'),
    }),
});
