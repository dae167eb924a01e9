// What a fault does to the running site: shown by the real Django, with WhiteNoise, through WSGI and ASGI.
import { type Answers, isRaised, type Response } from './asking.ts';

/** A fault, what is asked about it, and what the answers must show. A good project, asked the same, must not show it. */
export interface Harm {
  /** The name of the fault. */
  readonly fault: string;
  /** The Djangos it is shown on; those the fault is for when absent. */
  readonly lines?: readonly string[];
  readonly ask: readonly string[];
  /** True when the harm is there. */
  readonly shows: (answers: Answers) => boolean;
  /** Django's own checks have nothing to say about it: so it is, for most of these. False where they have. */
  readonly silent: boolean;
  /** The rule that tells of it; the rule must speak in this case. */
  readonly rule?: string;
}

const https = { 'X-Forwarded-Proto': 'https' };
const get = (door: 'wsgi' | 'asgi', path: string): string => `${door} ${JSON.stringify({ path, headers: https })}`;
const response = (answers: Answers, question: string): Response | undefined =>
  answers[question] === undefined || isRaised(answers[question]) ? undefined : (answers[question] as Response);

type Shown = Pick<Harm, 'ask' | 'shows'>;
/** Both doors answer a request so. */
const answered = (path: string, test: (one: Response) => boolean): Shown => ({
  ask: [get('wsgi', path), get('asgi', path)],
  shows: (answers) =>
    (['wsgi', 'asgi'] as const).every((door) => {
      const one = response(answers, get(door, path));
      return one !== undefined && test(one);
    }),
});
/** Asking ends in an exception. */
const raised = (question: string): Shown => ({ ask: [question], shows: (answers) => isRaised(answers[question]) });
/** A browser asks for a static file that has no compressed twin. */
const packed = `wsgi ${JSON.stringify({ path: '/static/site.css', headers: { ...https, 'Accept-Encoding': 'gzip' } })}`;
const collected = ({ ask, shows }: Shown): Shown => ({ ask: ['collectstatic', ...ask], shows });

const sheet = '/static/site.css';
/** Templates link the stylesheet under its own name, which browsers may keep for a minute only. */
const unhashed: Shown = {
  ask: ['collectstatic', 'static', get('wsgi', sheet), get('asgi', sheet)],
  shows: (answers) =>
    answers['static'] === sheet &&
    [get('wsgi', sheet), get('asgi', sheet)].every((one) => response(answers, one)?.headers['cache-control'] === 'max-age=60, public'),
};
const secret = (one: Response): boolean => one.status === 200 && one.body.includes('SECRET_KEY');
const storageLines = ['4.2', '5.2', '6.1'];

/** The gravest first. */
export const harms: readonly Harm[] = [
  { fault: 'storage by its old name', rule: 'settings/storage-setting-ignored', silent: true, ...unhashed },
  { fault: 'plain storage', rule: 'settings/whitenoise-plain-storage', silent: true, ...unhashed },
  {
    fault: 'static root is the project',
    rule: 'settings/static-root-serves-source',
    silent: true,
    ...collected(answered('/static/shop/settings/production.py', secret)),
  },
  {
    fault: 'whitenoise root is the project',
    rule: 'settings/static-root-serves-source',
    silent: true,
    ...answered('/shop/settings/production.py', secret),
  },
  {
    fault: 'whitenoise absent',
    rule: 'settings/static-files-unserved',
    silent: true,
    ...collected(answered(sheet, (one) => one.status === 404)),
  },
  {
    fault: 'whitenoise before security',
    rule: 'settings/whitenoise-before-security',
    silent: true,
    ...collected(answered(sheet, (one) => one.status === 200 && !one.headers['strict-transport-security'])),
  },
  {
    fault: 'middleware by its old name',
    rule: 'settings/middleware-classes',
    silent: false,
    ...answered('/', (one) => one.status === 200 && !one.headers['x-frame-options']),
  },
  { fault: 'static root missing', rule: 'settings/static-root-missing', silent: true, ...raised('collectstatic') },
  { fault: 'static root empty', rule: 'settings/static-root-missing', silent: true, ...raised('collectstatic') },
  { fault: 'static url missing', rule: 'settings/static-url-missing', silent: true, ...raised('collectstatic') },
  { fault: 'static url a slash, uploads by default', rule: 'settings/static-url-is-root', silent: true, ...raised('collectstatic') },
  { fault: 'staticfiles not installed', rule: 'settings/staticfiles-not-installed', silent: true, ...raised('collectstatic') },
  { fault: 'sources a string', rule: 'settings/staticfiles-dirs-form', silent: false, ...raised('collectstatic') },
  { fault: 'media url equal to static', rule: 'settings/media-below-static', silent: true, ...raised('collectstatic') },
  { fault: 'media root equal to static', rule: 'settings/media-below-static', silent: true, ...raised('collectstatic') },
  ...[
    { fault: 'style names a missing file' },
    { fault: 'style imports a missing file' },
    { fault: 'style names a missing file by its address' },
    { fault: 'style names a missing file in a comment', lines: ['3.2', '4.2', '5.2'] },
    { fault: 'style names a missing source map', lines: storageLines },
    { fault: 'script names a missing source map', lines: storageLines },
  ].map((one): Harm => ({ ...one, rule: 'settings/static-reference-missing', silent: true, ...raised('collectstatic') })),
  // What the storage leaves alone, the rule must leave alone as well: these are sound.
  ...['nothing wrong, a file in a comment', 'nothing wrong, words in a script', 'nothing wrong, addresses in a style'].map(
    (fault): Harm => ({
      fault,
      silent: true,
      ask: ['collectstatic'],
      shows: (answers) => /^[2-9] static files copied/.test(String(answers['collectstatic'])),
    }),
  ),
  { fault: 'storages without default', rule: 'settings/storages-without-default', silent: true, ...raised('upload') },
  {
    fault: 'storages without staticfiles',
    rule: 'settings/storages-without-staticfiles',
    lines: ['4.2'],
    silent: true,
    ...raised('collectstatic'),
  },
  {
    fault: 'storages without staticfiles',
    rule: 'settings/storages-without-staticfiles',
    lines: ['5.2', '6.1'],
    silent: false,
    ...raised('collectstatic'),
  },
  { fault: 'storage unknown', rule: 'settings/unknown-class', silent: true, ...raised('collectstatic') },
  { fault: 'storage removed', rule: 'settings/removed-whitenoise-api', silent: true, ...raised('collectstatic') },
  { fault: 'middleware unknown', rule: 'settings/unknown-class', silent: true, ...raised(get('wsgi', '/')) },
  { fault: 'middleware of whitenoise misspelt', rule: 'settings/unknown-class', silent: true, ...raised(get('asgi', '/')) },
  { fault: 'comma lost between literals', rule: 'settings/lost-comma', silent: false, ...raised(get('wsgi', '/')) },
  { fault: 'both storage spellings', rule: 'settings/storage-spellings-clash', lines: ['4.2'], silent: false, ...raised('setup') },
  { fault: 'app twice', rule: 'settings/app-twice', silent: false, ...raised('setup') },
  {
    fault: 'gzip above whitenoise',
    rule: 'settings/gzip-above-whitenoise',
    silent: true,
    ask: ['collectstatic', packed],
    shows: (answers) => {
      const one = response(answers, packed);
      return one?.headers['content-encoding'] === 'gzip' && one.headers['content-length'] === undefined;
    },
  },
  {
    fault: 'caching overwritten',
    rule: 'settings/cache-control-overwritten',
    silent: true,
    ...collected(answered(sheet, (one) => one.headers['cache-control'] === 'no-store')),
  },
  {
    fault: 'no header for other hosts',
    rule: 'settings/cdn-without-cors',
    silent: true,
    ...collected(answered(sheet, (one) => one.status === 200 && !one.headers['access-control-allow-origin'])),
  },
  {
    fault: 'originals deleted',
    rule: 'settings/hashed-only-plain-url',
    silent: true,
    ...collected(answered(sheet, (one) => one.status === 404)),
  },
  {
    fault: 'debug',
    rule: 'settings/debug-enabled',
    silent: false,
    ...collected(answered(sheet, (one) => (one.headers['cache-control'] ?? '').startsWith('max-age=0'))),
  },
  { fault: 'hosts empty', rule: 'settings/allowed-hosts-empty', silent: false, ...answered('/', (one) => one.status === 400) },
  { fault: 'hosts by a misspelt name', rule: 'settings/misspelt-setting', silent: false, ...answered('/', (one) => one.status === 400) },
  { fault: 'hosts of an empty string', rule: 'settings/split-of-empty', silent: true, ...answered('/', (one) => one.status === 400) },
  { fault: 'host with a scheme', rule: 'settings/allowed-hosts-form', silent: true, ...answered('/', (one) => one.status === 400) },
  {
    fault: 'hosts a string',
    rule: 'settings/allowed-hosts-string',
    lines: ['3.2'],
    silent: true,
    ...answered('/', (one) => one.status === 400),
  },
  { fault: 'hosts a string', rule: 'settings/allowed-hosts-string', lines: storageLines, silent: false, ...raised('setup') },
  { fault: 'redirect without trust', rule: 'settings/ssl-redirect-loop', silent: true, ...answered('/', (one) => one.status === 301) },
  { fault: 'proxy header misspelt', rule: 'settings/proxy-header-form', silent: true, ...answered('/', (one) => one.status === 301) },
];
