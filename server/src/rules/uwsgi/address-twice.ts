import type { IniOption } from '../../languages/uwsgi/facts.ts';
import { interestIn } from '../../project/uwsgi/interest.ts';
import { ownOptions } from '../reading/own.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { defineRule } from '../rule.ts';

const sockets = new Set('socket uwsgi-socket http-socket http11-socket scgi-socket fastcgi-socket raw-socket'.split(' '));
/** These bind their address a second time. */
const binders = new Set(['http', 'https', 'stats', 'fastrouter']);

interface Listener {
  readonly option: IniOption;
  readonly host: string;
  readonly port: string;
  readonly binds: boolean;
}

const wanted = interestIn(({ canonical }) => binders.has(canonical) || sockets.has(canonical));

/** A port has one listener. */
export default defineRule({
  id: 'uwsgi/address-twice',
  title: 'Every address is listened on once',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: [],
  reads: 'uwsgi',
  *check(subject) {
    const { uri } = subject;
    if (uwsgiReading(subject).has('reuse-port')) return;
    const byPort = new Map<string, Listener[]>();
    for (const { option, name, value, certain } of ownOptions(subject, wanted)) {
      const binds = binders.has(name);
      if (!certain || typeof value !== 'string') continue;
      const match = /^(0\.0\.0\.0|\*|[\w.-]*|\[[\da-f:]*\]):(\d+)(?=,|$)/i.exec(value);
      const [, host = '', port = ''] = match ?? [];
      // Port 0 is another one each time.
      if (!match || port === '0') continue;
      const listener = { option, host: /^(?:0\.0\.0\.0|\*)?$/.test(host) ? '' : host, port, binds };
      const rivals = byPort.get(port) ?? [];
      const rival = rivals.find((one) => clash(one, listener));
      // The same line again adds nothing to compare with.
      if (!rivals.some((one) => one.option.name === option.name && one.host === listener.host)) rivals.push(listener);
      byPort.set(port, rivals);
      if (!rival) continue;
      const refused = rival.binds || binds;
      yield {
        at: { uri, span: option.value.span },
        message: refused
          ? `\`${rival.option.name}\` listens on port ${port} already, so uWSGI refuses to start; remove one of the two lines, or give it another port`
          : `\`${rival.option.name}\` has this address already, so uWSGI drops this line and speaks only the protocol of the first; remove one of the two`,
        severity: refused ? 'error' : 'warning',
        related: [{ at: { uri, span: rival.option.line }, message: 'The address is taken here' }],
      };
    }
  },
});

/** Two sockets of the same text are made one; two that bind clash when they share an address. */
const clash = (a: Listener, b: Listener): boolean => {
  if (!a.binds && !b.binds) return a.option.value.text === b.option.value.text && a.option.name !== b.option.name;
  return a.host === b.host || ((a.host === '' || b.host === '') && !`${a.host}${b.host}`.startsWith('['));
};
