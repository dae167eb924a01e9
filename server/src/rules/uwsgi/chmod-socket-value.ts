import { unknown } from '../../languages/maybe.ts';
import { interestIn } from '../../project/uwsgi/interest.ts';
import { isDressed, ownOptions } from '../reading/own.ts';
import { defineRule, fix, replace } from '../rule.ts';

const wanted = interestIn(({ parser }) => parser === 'uwsgi_opt_chmod_socket');

/** The mode of the socket is three octal digits, or 1 (core/uwsgi.c, uwsgi_opt_chmod_socket). */
export default defineRule({
  id: 'uwsgi/chmod-socket-value',
  title: 'The mode of the socket has three octal digits',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 12'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    for (const { option, value } of ownOptions(subject, wanted)) {
      if (value === unknown || isDressed(value)) continue;
      if (value === '1' || /^[0-7]{3}$/.test(value)) continue;
      const { span } = option.value;
      const digits = /^0o?([0-7]{3})$/.exec(value)?.[1];
      const what = value === '' ? `\`${option.name}\` has no value` : `\`${value}\` is not three octal digits`;
      yield {
        at: { uri, span: value === '' ? option.nameSpan : span },
        message: `${what}, so uWSGI refuses to start; write ${digits ? `\`${digits}\`` : 'a mode such as `660`'}`,
        fixes: () => {
          if (!option.value.literal) return [];
          if (digits) return [fix(`Write \`${digits}\``, true, uri, replace(span, digits))];
          if (value === '') return [fix('Write `660`', false, uri, replace({ from: option.nameSpan.to, to: option.line.to }, ' = 660'))];
          return [fix('Write `660`', false, uri, replace(span, '660'))];
        },
      };
    }
  },
});
