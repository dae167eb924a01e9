import { isUnmade } from '../../project/uwsgi/image-path.ts';
import { shellWords } from '../reading/shell-path.ts';
import { settled, valuePlace, written } from '../reading/written.ts';
import { defineRule } from '../rule.ts';

/** A `chdir` that fails ends the start. */
export default defineRule({
  id: 'uwsgi/chdir-missing',
  title: 'chdir names a folder that exists',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['uwsgi 54', 'R49'],
  reads: 'uwsgi',
  *check(subject) {
    for (const name of ['chdir', 'chdir2']) {
      const last = written(subject, name).at(-1);
      const value = last && settled(last);
      if (!last || value === undefined) continue;
      const at = valuePlace(last);
      if (value === '') {
        yield { at, message: `\`${name}\` without a folder stops the start; write the folder of manage.py, or remove the line` };
        continue;
      }
      const shell = shellWords(value);
      if (shell) {
        yield {
          at,
          message: `uWSGI knows no ${shell} in a path, finds no folder \`${value}\` and does not start; write the absolute path, or \`$(NAME)\` for a variable`,
        };
      } else if (/\.(?:py|ini|sock)$/.test(value)) {
        yield { at, message: `\`${value}\` is a file, and \`${name}\` to a file stops the start; name the folder it lies in` };
      } else if (isUnmade(subject.project, subject.uri, value)) {
        yield {
          at,
          message: `No line of the Dockerfile makes \`${value}\`, and \`${name}\` to a folder that is not there stops the start; write the WORKDIR of the image, or make the folder`,
          severity: 'warning',
        };
      }
    }
  },
});
