// The application a uwsgi.ini names, in all the ways it can.
import type { Effective, Reading } from './reading.ts';

/** What loads one Python application each, in the order uWSGI tries them (plugins/python/python_plugin.c). */
export const loaders: readonly string[] = ['module', 'wsgi-file', 'pecan', 'paste', 'eval', 'web3', 'pump', 'wsgi-lite'];

/** `module = name:callable` taken apart; the callable is undefined without a colon. */
export const readTarget = (value: string): { readonly module: string; readonly callable: string | undefined } => {
  const colon = value.indexOf(':');
  return colon < 0 ? { module: value, callable: undefined } : { module: value.slice(0, colon), callable: value.slice(colon + 1) };
};

/** `mount = /point=application` taken apart; nothing when it has no `=`. */
export const readMount = (value: string): { readonly point: string; readonly application: string } | undefined => {
  const equals = value.indexOf('=');
  return equals < 0 ? undefined : { point: value.slice(0, equals), application: value.slice(equals + 1) };
};

/** The options of a file that surely name an application, `mount` included. */
export const applications = (read: Reading): readonly Effective[] =>
  [...loaders, 'mount'].flatMap((name) => read.all(name).filter(({ certain, option, entry }) => certain && option.name === entry?.name));
