// Where the old server listens, and where the new one will.
import { readAddress } from '../../commands/servers.ts';
import type { OldOption } from './old-option.ts';
import { optionsCalled } from './old-option.ts';
import type { Start } from './starts.ts';

/** One address of the old server. */
export interface OldAddress {
  readonly option: OldOption | undefined;
  readonly protocol: 'http' | 'uwsgi';
  readonly host: string | undefined;
  readonly port: number | undefined;
  /** A UNIX socket. */
  readonly path: string | undefined;
  /** Host and port in the words of a shell, where its variables decide them. */
  readonly shell: ShellAddress | undefined;
}

interface ShellAddress {
  /** Nothing where only the port is written. */
  readonly host: string | undefined;
  readonly port: string;
}

/** Where the new server listens: a port, or a UNIX socket where there is no container around it. */
export interface NewAddress {
  readonly host: string;
  readonly port: number;
  readonly path: string | undefined;
  /** Words of a shell for host and port, which then stand in the command. */
  readonly shell: ShellAddress | undefined;
  /** How a proxy that reached the old one reaches it: `web`, or this machine. */
  readonly reachedAs: string;
}

const http = ['http-socket', 'http11-socket', 'http', 'https', 'https-socket'] as const;
const own = ['socket', 'uwsgi-socket'] as const;

/** `$HOST:${PORT:-8000}`, quoted or not. Brackets of IPv6 are for addresses with a port behind them alone. */
const shellAddress = (text: string): ShellAddress | undefined => {
  const [, sign = '', inner = ''] = /^(["']?)(.*)\1$/s.exec(text) ?? [];
  const [, host = '', port] = /^(?:(.*):)?(\$\{[^}]*\}|\$\w+|\d+)$/.exec(inner) ?? [];
  if (port === undefined || sign === "'") return undefined;
  const quoted = (one: string) => sign + one.replaceAll(/\[([0-9a-f:]*)\]/g, '$1') + sign;
  return { host: host === '' ? undefined : quoted(host), port: quoted(port) };
};

/** The port when nothing tells one. */
const usual = 8000;

/** The addresses that the options name, HTTP ones first. */
const oldAddresses = (options: readonly OldOption[]): readonly OldAddress[] =>
  [...http, ...own].flatMap((name) =>
    optionsCalled(options, name).map((option): OldAddress => {
      const protocol = (own as readonly string[]).includes(name) ? 'uwsgi' : 'http';
      const shell = option.shell === undefined ? undefined : shellAddress(option.shell);
      const text = option.value?.split(',')[0]?.trim();
      const read = text === undefined || text === '' ? { host: undefined, port: undefined, path: undefined } : readAddress(text);
      return { option, protocol, shell, ...read };
    }),
  );

/** Daphne and its like say it on the command line. */
export const oldAddressesOf = (start: Start): readonly OldAddress[] =>
  start.command.server === 'uwsgi'
    ? oldAddresses(start.options)
    : start.command.listens.map(({ host, port, path, protocol }) => ({ option: undefined, protocol, host, port, path, shell: undefined }));

/** Decides where the new server listens. A UNIX socket becomes a port wherever a proxy can find that. */
export const newAddress = (start: Start): NewAddress => {
  const { deployments, image } = start;
  const proxies = deployments.flatMap((one) => one.proxies);
  const all = oldAddressesOf(start);
  const tcp =
    all.find(({ protocol, port, shell }) => protocol === 'http' && (port ?? shell) !== undefined) ??
    all.find(({ port, shell }) => (port ?? shell) !== undefined);
  const unix = all.find(({ path }) => path !== undefined);
  const inside = proxies.some((proxy) => proxy.inside);
  const contained = image !== undefined || deployments.some(({ by }) => by === 'compose' || by === 'kubernetes');
  const services = deployments.filter(({ by }) => by === 'compose');
  const service = (services.find((one) => one.proxies.length > 0) ?? services[0])?.hosts[0];
  const alone = !inside && proxies.length > 0 && service === undefined;
  const keeps = !tcp && unix?.path !== undefined && (!contained || alone);
  const host = inside ? '127.0.0.1' : contained ? '0.0.0.0' : tcp?.host || '0.0.0.0';
  return {
    host,
    port: tcp?.port ?? usual,
    path: keeps ? unix?.path : undefined,
    shell: tcp?.shell,
    reachedAs: inside || !contained ? '127.0.0.1' : (service ?? '127.0.0.1'),
  };
};
