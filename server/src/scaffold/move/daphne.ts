// Daphne's command line in uvicorn's words.
import { type Carried, type Circumstances, graceOf, privateNetworks } from './carry.ts';
import { lastCalled, type OldOption } from './old-option.ts';
import type { Start } from './starts.ts';

/** Options with a twin. */
const twins: Readonly<Record<string, string>> = {
  fd: '--fd',
  'ping-interval': '--ws-ping-interval',
  'ping-timeout': '--ws-ping-timeout',
  'websocket-max-message-size': '--ws-max-size',
};

/** Two workers where one process was; more are a matter of the machine. */
const workers = '2';

/** The command of uvicorn. Total: what has no twin is left to the table. */
export const carryDaphne = ({ options }: Pick<Start, 'options'>, around: Circumstances): Carried => {
  const { application, address, proxied } = around;
  const became = new Map<OldOption, string>();
  const listens = address.path === undefined ? ['--host', address.host, '--port', String(address.port)] : ['--uds', address.path];
  const flags = lastCalled(options, 'fd') ? [] : [...listens];
  for (const name of ['port', 'bind', 'unix-socket'])
    for (const option of options) if (option.key === name) became.set(option, `\`${listens.join(' ')}\`.`);
  for (const [name, flag] of Object.entries(twins)) {
    const option = lastCalled(options, name);
    if (option?.value === undefined) continue;
    flags.push(flag, option.value);
    became.set(option, `\`${flag} ${option.value}\`.`);
  }
  const headers = lastCalled(options, 'proxy-headers');
  if (headers || proxied) {
    flags.push('--forwarded-allow-ips', privateNetworks);
    if (headers) became.set(headers, '`--forwarded-allow-ips` with the networks of containers.');
  }
  return {
    words: [
      'uvicorn',
      `${application.module}:${application.callable}`,
      ...flags,
      '--workers',
      workers,
      '--lifespan',
      'off',
      '--timeout-graceful-shutdown',
      String(graceOf(around)),
    ],
    environment: new Map(),
    shell: new Set(),
    user: undefined,
    became,
    left: new Map(),
  };
};
