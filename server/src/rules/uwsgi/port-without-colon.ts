import { interestIn } from '../../project/uwsgi/interest.ts';
import { lacksColon } from '../../project/uwsgi/unix-socket.ts';
import { ownOptions } from '../reading/own.ts';
import { defineRule, fix, replace } from '../rule.ts';

const listens = /^(?:socket|uwsgi-socket|http-socket|http11-socket|http|https|https-socket|stats|scgi-socket|fastcgi-socket)$/;

const wanted = interestIn(({ canonical }) => listens.test(canonical));

/** Only a colon makes an address of a value; anything else is the path of a UNIX socket. */
export default defineRule({
  id: 'uwsgi/port-without-colon',
  title: 'Ports have a colon before them',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    for (const { option, name, value } of ownOptions(subject, wanted)) {
      if (typeof value !== 'string') continue;
      const [address = ''] = value.split(',');
      const lacking = lacksColon(address);
      if (!lacking) continue;
      const port = lacking === 'port';
      const { span, literal } = option.value;
      const right = port ? `:${address}` : `${address}:8000`;
      yield {
        at: { uri, span },
        message: `Without a colon, \`${address}\` is the name of a UNIX socket file and ${port ? 'no port' : 'no address'}, so nothing listens on the network; write \`${right}\``,
        fixes: () =>
          // Which addresses a uwsgi socket or the stats may be reached from is a decision.
          port && literal
            ? [fix(`Write \`${right}\``, /^http/.test(name), uri, replace({ from: span.from, to: span.from + address.length }, right))]
            : [],
      };
    }
  },
});
