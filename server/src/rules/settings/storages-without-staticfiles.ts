import { missingStorage } from '../reading/missing-storage.ts';
import { defineRule } from '../rule.ts';

/** STORAGES replaces the defaults as a whole: an entry that is not written does not exist. */
export default defineRule({
  id: 'settings/storages-without-staticfiles',
  title: 'STORAGES has an entry for static files',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ121'],
  reads: 'project',
  check: (project) =>
    missingStorage(project, {
      alias: 'staticfiles',
      backend: 'django.contrib.staticfiles.storage.StaticFilesStorage',
      message:
        'STORAGES replaces the defaults of Django and has no entry `staticfiles`, so `collectstatic` and `{% static %}` fail; add one',
      check: 'staticfiles.E005',
    }),
});
