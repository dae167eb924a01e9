import { namesApp, whereMissing } from '../reading/absence.ts';
import { insertOption } from '../reading/insertion.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule, fix } from '../rule.ts';

/** Without it uWSGI goes on when the application cannot be imported. */
export default defineRule({
  id: 'uwsgi/need-app-missing',
  title: 'The server stops when its application cannot be loaded',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 7'],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    const at = whereMissing(read, 'need-app');
    if (!at || !namesApp(read)) return;
    yield {
      at,
      message:
        'When the application cannot be imported, uWSGI starts all the same and answers every request with 500; add `need-app = true`, so that the start fails',
      fixes: () => [fix('Add `need-app = true`', false, subject.uri, insertOption(subject, 'need-app', 'true'))],
    };
  },
});
