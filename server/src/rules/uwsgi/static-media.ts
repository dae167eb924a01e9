import { readMount } from '../../project/uwsgi/application.ts';
import { interest } from '../../project/uwsgi/interest.ts';
import type { Effective } from '../../project/uwsgi/reading.ts';
import { ownOptions } from '../reading/own.ts';
import { settled, valuePlace } from '../reading/written.ts';
import { defineRule } from '../rule.ts';

/** Mountpoints that are called so, or may be once variables are filled in. */
const wanted = interest(
  ({ wording }, entry) =>
    (entry.canonical === 'static-map' || entry.canonical === 'static-map2') && /^\/?(?:media|upload)|^[^=]*[%$@]/i.test(wording.text),
  (one) => uploadsAt(one) !== undefined,
);
/** The mountpoint, where it is one for uploads. */
const uploadsAt = (one: Effective): string | undefined => {
  const point = one.certain ? readMount(settled(one) ?? '')?.point : undefined;
  return point !== undefined && /^\/?(?:media|uploads?)(?:\/|$)/i.test(point) ? point : undefined;
};

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
    for (const one of ownOptions(subject, wanted)) {
      const point = uploadsAt(one);
      if (point === undefined) continue;
      yield {
        at: valuePlace(one),
        message: `\`${one.option.name}\` serves uploads below \`${point}\` as they are, so an HTML or SVG file runs its scripts on your site; serve them by a proxy that adds \`nosniff\` and a download header`,
      };
    }
  },
});
