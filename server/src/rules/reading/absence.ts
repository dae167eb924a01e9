// Where to say that an option is missing, and when it can be said at all.
import { givenBeside } from '../../project/uwsgi/given.ts';
import type { Reading } from '../../project/uwsgi/reading.ts';
import type { Location } from '../../text/span.ts';

/** The options that name an application. */
const loaders = ['module', 'wsgi-file', 'mount', 'paste', 'ini-paste', 'ini-paste-logged', 'eval', 'pump', 'web3'] as const;
const sockets = ['socket', 'uwsgi-socket', 'http-socket', 'http11-socket', 'http', 'https', 'https-socket', 'ssl-socket'] as const;

/** True when the file itself names an application. */
export const namesApp = (read: Reading): boolean => loaders.some((name) => read.has(name));

/** True when the file configures the server of an application: no fragment, no router alone, no emperor. */
export const servesApp = (read: Reading): boolean =>
  !read.has('emperor') && (namesApp(read) || (read.has('processes') && sockets.some((name) => read.has(name))));

/**
 * The header under which the first of these options is missing. Nothing when one of them is written anywhere, in an
 * undecided block too, or given beside the file, or when the file is not all that the server of an application reads.
 */
export const whereMissing = (read: Reading, ...names: readonly string[]): Location | undefined => {
  if (!read.project.complete || read.open || read.part || !servesApp(read)) return undefined;
  return names.some((name) => read.has(name) || givenBeside(read.project, name)) ? undefined : read.header;
};
