import { imageOf, imageUser } from '../../project/uwsgi/image.ts';
import type { Effective } from '../../project/uwsgi/reading.ts';
import { removeOption } from '../reading/removal.ts';
import { valuePlace, written } from '../reading/written.ts';
import { defineRule, fix } from '../rule.ts';

/** Only root may change its user. */
export default defineRule({
  id: 'uwsgi/uid-in-nonroot-image',
  title: 'The user is chosen in one place',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 43'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri, text, project } = subject;
    const image = imageOf(project, uri);
    if (!image) return;
    const { root, user } = imageUser(image);
    if (root !== false || !user) return;
    const [imageUid = '', imageGid = ''] = user.text.split(':');
    for (const [name, own] of [
      ['uid', imageUid],
      ['gid', imageGid],
    ] as const) {
      const all = written(subject, name);
      const last = all.at(-1);
      if (!last || typeof last.value !== 'string' || last.value === '') continue;
      const refused = isNumber(last) && isNumber({ value: own }) && Number(last.value) !== Number(own);
      yield {
        at: valuePlace(last),
        message: refused
          ? `The image already runs as \`${user.text}\`, and only root may change to \`${last.value}\`: uWSGI does not start; remove \`${name}\``
          : `The image already runs as \`${user.text}\`, which may not change its ${name === 'uid' ? 'user' : 'group'}, so \`${name}\` does nothing; remove it`,
        severity: refused ? 'error' : 'info',
        related: [{ at: { uri: image.uri, span: user.span }, message: 'The user is set here' }],
        ...(refused ? {} : { tag: 'unnecessary' as const }),
        fixes: () => [fix(`Remove \`${name}\``, false, uri, ...all.map(({ option }) => removeOption(text, option)))],
      };
    }
  },
});

const isNumber = ({ value }: Pick<Effective, 'value'>): boolean => typeof value === 'string' && /^\d+$/.test(value);
