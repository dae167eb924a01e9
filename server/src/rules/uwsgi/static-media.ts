import { readMount } from '../../project/uwsgi/application.ts';
import { settled, valuePlace, written } from '../reading/written.ts';
import { defineRule } from '../rule.ts';

/** Files that users upload are not to be trusted, and `static-map` trusts them. */
export default defineRule({
  id: 'uwsgi/static-media',
  title: 'Uploaded files are served with care',
  severity: 'warning',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['uwsgi 70'],
  reads: 'uwsgi',
  *check(subject) {
    for (const one of [...written(subject, 'static-map'), ...written(subject, 'static-map2')]) {
      const mount = readMount(settled(one) ?? '');
      if (!mount || !/^\/?(?:media|uploads?)(?:\/|$)/i.test(mount.point)) continue;
      yield {
        at: valuePlace(one),
        message: `\`${one.option.name}\` serves uploads below \`${mount.point}\` as they are, so an HTML or SVG file runs its scripts on your site; serve them by a proxy that adds \`nosniff\` and a download header`,
      };
    }
  },
});
