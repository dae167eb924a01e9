// HTTPS, cookies, the proxy, and logging to the console: what production needs and is not set.
import { readingOf } from '../../languages/python/environment.ts';
import type { SettingsView } from '../../project/settings/view.ts';
import type { Ground } from './ground.ts';

/** The settings that will hang on HTTPS_ONLY: those that are surely not set. */
export const switched = (view: SettingsView): readonly string[] =>
  ['SECURE_SSL_REDIRECT', 'SESSION_COOKIE_SECURE', 'CSRF_COOKIE_SECURE'].filter(
    (name) => view.get(name) === undefined && view.open.length === 0,
  );

/** Adds what is missing; what is set stays as it is. */
export const secure = (ground: Ground): void => {
  const { view, own } = ground;
  const missing = (name: string) => view.get(name) === undefined && view.open.length === 0;
  const reading = readingOf(own);
  const q = (text: string) => `${own.quote}${text}${own.quote}`;
  const names = switched(view);
  if (names.length > 0) {
    ground.append(
      '',
      '# HTTPS everywhere, except while developing and where HTTPS_ONLY=0 says so.',
      `HTTPS_ONLY = not DEBUG and ${reading.truth('HTTPS_ONLY', true)}`,
      ...names.map((name) => `${name} = HTTPS_ONLY`),
    );
  }
  if (missing('SECURE_HSTS_SECONDS'))
    ground.append('# An hour to begin with: raise it to a year once every page is known to work with HTTPS.', 'SECURE_HSTS_SECONDS = 3600');
  if (missing('SECURE_PROXY_SSL_HEADER'))
    ground.append(
      '# Right behind a proxy that sets this header itself and drops it when a client sends it.',
      `SECURE_PROXY_SSL_HEADER = (${q('HTTP_X_FORWARDED_PROTO')}, ${q('https')})`,
    );
};

/** What may be set out of sight is not set a second time: the user knows. */
export const noteUnseen = ({ view, note }: Ground): void => {
  if (view.open.length === 0) return;
  const names = ['SECURE_SSL_REDIRECT', 'SESSION_COOKIE_SECURE', 'CSRF_COOKIE_SECURE', 'SECURE_HSTS_SECONDS', 'SECURE_PROXY_SSL_HEADER'];
  const unseen = names.filter((name) => view.get(name) === undefined);
  const last = unseen.at(-1);
  if (last === undefined) return;
  const all = unseen.length > 1 ? `${unseen.slice(0, -1).join(', ')} and ${last}` : last;
  note(`Set ${all} for production, unless names that the settings get from elsewhere do: whether they do could not be told.`);
};

/** Sends what is logged to the console, which is where a platform looks for it. */
export const logToConsole = (ground: Ground): void => {
  const { view, own } = ground;
  if (view.get('LOGGING') || view.get('LOGGING_CONFIG') || view.open.length > 0) return;
  const { indent } = own;
  const q = (text: string) => `${own.quote}${text}${own.quote}`;
  ground.append(
    '',
    '# Without DEBUG, Django mails errors and prints nothing; a container is expected to print.',
    'LOGGING = {',
    `${indent}${q('version')}: 1,`,
    `${indent}${q('disable_existing_loggers')}: False,`,
    `${indent}${q('handlers')}: {${q('console')}: {${q('class')}: ${q('logging.StreamHandler')}}},`,
    `${indent}${q('root')}: {${q('handlers')}: [${q('console')}], ${q('level')}: ${q('INFO')}},`,
    '}',
  );
};
