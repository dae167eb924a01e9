import { imageStarting, imageUser } from '../../project/uwsgi/image.ts';
import { whereMissing } from '../reading/absence.ts';
import { isGivenUser } from '../reading/given-user.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { valuePlace, written } from '../reading/written.ts';
import { defineRule } from '../rule.ts';

/** Whatever breaks into the application has the rights of its process. */
export default defineRule({
  id: 'uwsgi/run-as-root',
  title: 'The application does not run as root',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['uwsgi 41'],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    const last = written(subject, 'uid').at(-1);
    if (last?.value === 'root') {
      yield {
        at: valuePlace(last),
        message:
          '`uid = root` keeps every right, so whoever breaks into the application owns the container; name a user without rights, or set USER in the image',
      };
      return;
    }
    const at = whereMissing(read, 'uid', 'immediate-uid');
    // A start script may drop the rights itself, and so may the command line.
    const image = imageStarting(read.project, subject.uri);
    if (!at || !image || image.words.some((word) => /^(?:--(?:immediate-)?uid\b|-u)/.test(word))) return;
    if (image.stage.environment.has('UWSGI_UID') || imageUser(image).root !== true || isGivenUser(read.project)) return;
    yield {
      at,
      message:
        'The image has no USER and this file no `uid`, so the application runs as root; create a user and add USER to the Dockerfile, or set `uid` and `gid`',
      related: [{ at: { uri: image.uri, span: image.stage.from.span }, message: 'The stage that starts uWSGI' }],
    };
  },
});
