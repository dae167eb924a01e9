// UNIX sockets among the sockets of a uwsgi.ini.
import { wideInterest } from './interest.ts';
import type { Effective, Reading } from './reading.ts';

/**
 * The path of a UNIX socket; nothing for a TCP address, an inherited descriptor or an abstract name, which no folder holds.
 * uWSGI takes every address without a colon for a path (core/socket.c).
 */
export const socketPath = (address: string): string | undefined =>
  address === '' || address.includes(':') || /^(?:@|\\0)/.test(address) ? undefined : address;

/** A port or a host without its colon: uWSGI makes a socket file of that name, which nobody wants. */
export const lacksColon = (address: string): 'port' | 'host' | undefined =>
  /^\d{2,5}$/.test(address) ? 'port' : /^(?:\d{1,3}(?:\.\d{1,3}){3}|localhost)$/.test(address) ? 'host' : undefined;

const bound = wideInterest((_, entry) => entry?.value === 'socket' && entry.parser.startsWith('uwsgi_opt_add_'));

/** The sockets that uWSGI binds itself and whose value is known to be a path, and meant as one. */
export const unixSockets = (read: Reading): readonly Effective[] =>
  read
    .of(bound)
    .filter(
      ({ entry, option, value }) =>
        option.name === entry?.name && typeof value === 'string' && socketPath(value) !== undefined && !lacksColon(value),
    );
