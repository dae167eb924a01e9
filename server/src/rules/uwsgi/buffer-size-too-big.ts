import { compareVersions } from '../../project/uwsgi/version.ts';
import { replace } from '../../text/edit.ts';
import { settledNumber } from '../reading/number.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { earlier } from '../reading/written.ts';
import { defineRule, fix } from '../rule.ts';

const most = 65535;

/** uWSGI 2.0 keeps the buffer's size in 16 bits. */
export default defineRule({
  id: 'uwsgi/buffer-size-too-big',
  title: 'The buffer is as large as the file says',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 29'],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    const read = uwsgiReading(subject);
    const { version } = read.target;
    if (version.state === 'known' && compareVersions(version.value, '2.1') >= 0) return;
    const size = settledNumber(read, 'buffer-size');
    if (!size || size.value <= most || size.at.uri !== uri) return;
    yield {
      at: size.at,
      message: `uWSGI 2.0 has buffers of at most ${most} bytes and takes that for ${size.value}; write \`${most}\`, and shorten cookies if it is not enough`,
      // One byte less than the round number breaks nothing.
      severity: size.value === most + 1 ? 'info' : 'warning',
      related: earlier(read.all('buffer-size')),
      fixes: () => (size.option.option.value.literal ? [fix(`Write \`${most}\``, true, uri, replace(size.at.span, String(most)))] : []),
    };
  },
});
