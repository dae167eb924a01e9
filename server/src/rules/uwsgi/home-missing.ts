import { isUnmade } from '../../project/uwsgi/image-path.ts';
import { shellWords } from '../reading/shell-path.ts';
import { settled, valuePlace, written } from '../reading/written.ts';
import { defineRule } from '../rule.ts';

/** Python cannot start from a virtual environment that is not there. */
export default defineRule({
  id: 'uwsgi/home-missing',
  title: 'home names a virtual environment that exists',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['uwsgi 55', 'R49'],
  reads: 'uwsgi',
  *check(subject) {
    const last = written(subject, 'home').at(-1);
    const value = last && settled(last);
    if (!last || !value) return;
    const { option } = last;
    const at = valuePlace(last);
    const shell = shellWords(value);
    if (shell) {
      yield {
        at,
        message: `uWSGI knows no ${shell} in a path, finds no environment \`${value}\` and Python does not start; write the absolute path`,
      };
    } else if (/\/bin(?:\/(?:python[\d.]*|activate))?\/?$/.test(value)) {
      yield {
        at,
        message: `\`${option.name}\` wants the folder of the environment, and from \`${value}\` Python does not start; write \`${value.replace(/\/bin(?:\/.*)?$/, '')}\``,
      };
    } else if (isUnmade(subject.project, subject.uri, value)) {
      yield {
        at,
        message: `No line of the Dockerfile makes \`${value}\`, and without it Python does not start; correct the path, or remove \`${option.name}\` where the image's own Python has the packages`,
        severity: 'warning',
      };
    }
  },
});
