// A set of settings with nothing to find fault with, and the faults: each changes as little of it as it can.
import { dict, type Py, path, raw, tuple } from './python.ts';

export type Settings = Readonly<Record<string, Py>>;

/** A change of the good settings. `null` for a name in `without` takes it away. */
export interface Fault {
  readonly name: string;
  /** The setting that is written in the forms. */
  readonly target: string;
  readonly change: Settings;
  readonly without?: readonly string[];
  /** Files of the project it needs or that make it worse, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** The Djangos it is a fault for; all when absent. */
  readonly lines?: readonly string[];
  /** Packages that must be installed beside Django: only with them it is asked. */
  readonly needs?: 'daphne';
}

const compressed = 'whitenoise.storage.CompressedManifestStaticFilesStorage';
const plainFiles = 'django.contrib.staticfiles.storage.StaticFilesStorage';
const fileSystem = 'django.core.files.storage.FileSystemStorage';
export const security = 'django.middleware.security.SecurityMiddleware';
export const whitenoise = 'whitenoise.middleware.WhiteNoiseMiddleware';
const gzip = 'django.middleware.gzip.GZipMiddleware';
const below = [
  'django.contrib.sessions.middleware.SessionMiddleware',
  'django.middleware.common.CommonMiddleware',
  'django.middleware.csrf.CsrfViewMiddleware',
  'django.contrib.auth.middleware.AuthenticationMiddleware',
  'django.contrib.messages.middleware.MessageMiddleware',
  'django.middleware.clickjacking.XFrameOptionsMiddleware',
];
const contrib = ['django.contrib.contenttypes', 'django.contrib.auth', 'django.contrib.sessions', 'django.contrib.messages'];
const staticfiles = 'django.contrib.staticfiles';
const apps = [...contrib, staticfiles, 'pages'];
const storages = (fields: Readonly<Record<string, string>>): Py =>
  dict(Object.fromEntries(Object.entries(fields).map(([alias, backend]) => [alias, dict({ BACKEND: backend })])));
const key = 'b3-Qz7!uW9x_Lk2#Rt5&Yp8*Nm1^Vc4%Hg6(Jd0)Fs+Ea=Xo';

/** What the good settings read from the environment. */
export const environment: Readonly<Record<string, string>> = { SHOP_KEY: `${key}0123456789` };

/** Settings that `check --deploy` of that Django has nothing to say about. */
export const good = (line: string): Settings => ({
  SECRET_KEY: raw('os.environ["SHOP_KEY"]'),
  DEBUG: false,
  ALLOWED_HOSTS: ['shop.example.com'],
  CSRF_TRUSTED_ORIGINS: ['https://shop.example.com'],
  INSTALLED_APPS: apps,
  MIDDLEWARE: [security, whitenoise, ...below],
  ROOT_URLCONF: 'shop.urls',
  WSGI_APPLICATION: 'shop.wsgi.application',
  DATABASES: dict({ default: dict({ ENGINE: 'django.db.backends.sqlite3', NAME: path('db.sqlite3'), CONN_MAX_AGE: 0 }) }),
  TIME_ZONE: 'UTC',
  USE_TZ: true,
  DEFAULT_AUTO_FIELD: 'django.db.models.BigAutoField',
  STATIC_URL: '/static/',
  STATIC_ROOT: path('staticfiles'),
  STATICFILES_DIRS: [path('assets')],
  ...(line === '3.2' ? { STATICFILES_STORAGE: compressed } : { STORAGES: storages({ default: fileSystem, staticfiles: compressed }) }),
  MEDIA_URL: '/media/',
  MEDIA_ROOT: path('media'),
  SECURE_PROXY_SSL_HEADER: tuple('HTTP_X_FORWARDED_PROTO', 'https'),
  SECURE_SSL_REDIRECT: true,
  SECURE_HSTS_SECONDS: 31536000,
  SECURE_HSTS_INCLUDE_SUBDOMAINS: true,
  SECURE_HSTS_PRELOAD: true,
  SESSION_COOKIE_SECURE: true,
  CSRF_COOKIE_SECURE: true,
  X_FRAME_OPTIONS: 'DENY',
  LOGGING: dict({
    version: 1,
    disable_existing_loggers: false,
    handlers: dict({ console: dict({ class: 'logging.StreamHandler' }) }),
    root: dict({ handlers: ['console'], level: 'ERROR' }),
  }),
});

const one = (name: string, target: string, value: Py, rest: Partial<Fault> = {}): Fault => ({
  name,
  target,
  change: { [target]: value },
  ...rest,
});
const old = ['3.2'];
const storageLines = ['4.2', '5.2', '6.1'];

/** Stylesheets and scripts beside the good one, each with what Django does about them. */
const style = (name: string, files: Readonly<Record<string, string>>, rest: Partial<Fault> = {}): Fault =>
  one(name, 'STATICFILES_DIRS', [path('assets'), path('more')], {
    files: Object.fromEntries(Object.entries(files).map(([file, text]) => [`more/${file}`, text])),
    ...rest,
  });
const styles: readonly Fault[] = [
  style('style names a missing file', { 'broken.css': 'a { background: url(absent.png) }' }),
  style('style imports a missing file', { 'css/broken.css': '@import "absent.css";' }),
  style('style names a missing file by its address', {
    'broken.css': "a { background: url( '/static/css/absent.png' ) }",
    'css/x.css': '',
  }),
  style('style names a missing file in a comment', { 'broken.css': '/* a { background: url(absent.png) } */' }),
  style('style names a missing source map', { 'broken.css': 'a { color: red }\n/*# sourceMappingURL=absent.css.map */\n' }),
  style('script names a missing source map', { 'broken.js': 'let a = 1;\n//# sourceMappingURL=absent.js.map' }),
  style('nothing wrong, a file in a comment', { 'sound.css': '/* a { background: url(absent.png) } */' }, { lines: ['6.1'] }),
  style('nothing wrong, words in a script', { 'sound.js': 'let a = 1; //# sourceMappingURL=absent.js.map\nlet b = "url(absent.png)";' }),
  style('nothing wrong, addresses in a style', {
    'sound.css':
      'a { src: url(data:image/png;base64,AA) } b { src: url(//x.example.com/y.png) } c { src: url(https://x.example.com/y) } d { src: url(/other/y.png) } e { src: url("data:image/svg+xml;utf8,<svg fill=\'url(#a)\'/>") } f { src: url(css/) }',
    'css/there.css': '@import url("../sound.css?v=1#top");',
  }),
];

/** Names as in the table of faults: what is wrong, in a few words. */
export const faults: readonly Fault[] = [
  one('nothing wrong, middleware', 'MIDDLEWARE', [security, whitenoise, ...below]),
  one('nothing wrong, apps', 'INSTALLED_APPS', apps),
  one('nothing wrong, static root', 'STATIC_ROOT', path('build/static')),
  one('nothing wrong, host', 'STATIC_URL', 'https://cdn.example.com/static/'),
  one('nothing wrong, switch', 'DEBUG', false),
  one('nothing wrong, storages', 'STORAGES', storages({ default: fileSystem, staticfiles: compressed }), { lines: storageLines }),
  one('nothing wrong, hosts', 'ALLOWED_HOSTS', ['shop.example.com', 'www.example.com']),
  // Static files
  one('storage by its old name', 'STATICFILES_STORAGE', compressed, { without: ['STORAGES'], lines: ['5.2', '6.1'] }),
  one('old default storage', 'DEFAULT_FILE_STORAGE', 'storages.backends.s3.S3Storage', { lines: ['5.2', '6.1'] }),
  one('both storage spellings', 'STATICFILES_STORAGE', compressed, { lines: storageLines }),
  { name: 'static root missing', target: 'STATIC_URL', change: { STATIC_URL: '/static/' }, without: ['STATIC_ROOT'] },
  one('static root empty', 'STATIC_ROOT', ''),
  one('static root None', 'STATIC_ROOT', null),
  one('static root is the project', 'STATIC_ROOT', path('')),
  one('static root is the settings package', 'STATIC_ROOT', path('shop')),
  one('static root relative', 'STATIC_ROOT', 'staticfiles'),
  one('static root among the sources', 'STATICFILES_DIRS', [path('staticfiles')], { files: { 'staticfiles/x.css': '' } }),
  one('static root below a source', 'STATIC_ROOT', path('assets/collected')),
  {
    name: 'source below the static root',
    target: 'STATIC_ROOT',
    change: { STATIC_ROOT: path('build'), STATICFILES_DIRS: [path('build/assets')] },
    files: { 'build/assets/x.css': '' },
  },
  one('sources a string', 'STATICFILES_DIRS', path('assets')),
  one('source absent', 'STATICFILES_DIRS', [path('assets'), path('icons')]),
  one('prefix with a slash', 'STATICFILES_DIRS', [tuple('vendor/', path('assets'))]),
  one('static url without a slash', 'STATIC_URL', '/static'),
  one('media url without a slash', 'MEDIA_URL', '/media'),
  one('static url missing', 'MEDIA_URL', '/media/', { without: ['STATIC_URL'] }),
  one('static url a slash', 'STATIC_URL', '/'),
  one('static url a slash, uploads by default', 'STATIC_URL', '/', { without: ['MEDIA_URL'] }),
  one('media url equal to static', 'MEDIA_URL', '/static/'),
  one('media root equal to static', 'MEDIA_ROOT', path('staticfiles')),
  one('media below static', 'MEDIA_ROOT', path('staticfiles/media')),
  one('staticfiles not installed', 'INSTALLED_APPS', [...contrib, 'pages']),
  one('storages without default', 'STORAGES', storages({ staticfiles: compressed }), { lines: storageLines }),
  one('storages without staticfiles', 'STORAGES', storages({ default: fileSystem }), { lines: storageLines }),
  one('storage unknown', 'STORAGES', storages({ default: fileSystem, staticfiles: 'whitenoise.storage.CompressedManifestStorage' }), {
    lines: storageLines,
  }),
  one('storage removed', 'STATICFILES_STORAGE', 'whitenoise.django.GzipManifestStaticFilesStorage', { lines: old }),
  one('plain storage', 'STORAGES', storages({ default: fileSystem, staticfiles: plainFiles }), { lines: storageLines }),
  one('finder unknown', 'STATICFILES_FINDERS', ['django.contrib.staticfiles.finders.FilesystemFinder']),
  ...styles,
  one('rooted part in a join', 'STATIC_ROOT', raw('os.path.join(BASE_DIR, "/staticfiles")')),
  // Middleware and apps
  one('whitenoise absent', 'MIDDLEWARE', [security, ...below]),
  one('whitenoise before security', 'MIDDLEWARE', [whitenoise, security, ...below]),
  one('whitenoise last', 'MIDDLEWARE', [security, ...below, whitenoise]),
  one('whitenoise twice', 'MIDDLEWARE', [security, whitenoise, ...below, whitenoise]),
  one('gzip above whitenoise', 'MIDDLEWARE', [security, gzip, whitenoise, ...below]),
  one('caching overwritten', 'MIDDLEWARE', [security, 'pages.middleware.fresh', whitenoise, ...below], {
    files: {
      'pages/middleware.py':
        'def fresh(get_response):\n    def middleware(request):\n        response = get_response(request)\n        response["Cache-Control"] = "no-store"\n        return response\n    return middleware\n',
    },
  }),
  one('middleware unknown', 'MIDDLEWARE', [security, whitenoise, ...below, 'django.middleware.locale.LocalMiddleware']),
  one('middleware of whitenoise misspelt', 'MIDDLEWARE', [security, 'whitenoise.middleware.WhitenoiseMiddleware', ...below]),
  one('comma lost', 'MIDDLEWARE', [`${security}${whitenoise}`, ...below]),
  one('comma lost between literals', 'MIDDLEWARE', raw(`["${security}" "${whitenoise}", ${below.map((name) => `"${name}"`).join(', ')}]`)),
  one('security absent', 'MIDDLEWARE', [whitenoise, ...below]),
  one('csrf absent', 'MIDDLEWARE', [security, whitenoise, ...below.filter((name) => !name.includes('csrf'))]),
  one('frame options absent', 'MIDDLEWARE', [security, whitenoise, ...below.filter((name) => !name.includes('clickjacking'))]),
  {
    name: 'middleware by its old name',
    target: 'MIDDLEWARE_CLASSES',
    change: { MIDDLEWARE_CLASSES: [security, ...below] },
    without: ['MIDDLEWARE'],
  },
  one('nostatic behind staticfiles', 'INSTALLED_APPS', [...apps, 'whitenoise.runserver_nostatic']),
  one('app twice', 'INSTALLED_APPS', [...apps, staticfiles]),
  one('daphne behind staticfiles', 'INSTALLED_APPS', [...apps, 'daphne'], { lines: ['6.1'], needs: 'daphne' }),
  one('urlconf absent', 'ROOT_URLCONF', 'shop.url'),
  // WhiteNoise
  one('autorefresh', 'WHITENOISE_AUTOREFRESH', true),
  one('finders', 'WHITENOISE_USE_FINDERS', true),
  one('long age', 'WHITENOISE_MAX_AGE', 31536000),
  one('not strict', 'WHITENOISE_MANIFEST_STRICT', false),
  one('unknown option of whitenoise', 'WHITENOISE_MAXAGE', 600),
  one('no header for other hosts', 'WHITENOISE_ALLOW_ALL_ORIGINS', false, {
    change: { WHITENOISE_ALLOW_ALL_ORIGINS: false, STATIC_URL: 'https://cdn.example.com/static/' },
  }),
  one('originals deleted', 'SHOP_LOGO', '/static/site.css', {
    change: { SHOP_LOGO: '/static/site.css', WHITENOISE_KEEP_ONLY_HASHED_FILES: true },
  }),
  one('whitenoise root is the project', 'WHITENOISE_ROOT', path('')),
  // Hosts, keys, https
  one('debug', 'DEBUG', true),
  one('hosts empty', 'ALLOWED_HOSTS', []),
  one('hosts by a misspelt name', 'ALLOWED_HOST', ['shop.example.com'], { without: ['ALLOWED_HOSTS'] }),
  one('hosts a star', 'ALLOWED_HOSTS', ['*']),
  one('hosts a string', 'ALLOWED_HOSTS', 'shop.example.com'),
  one('hosts of an empty string', 'ALLOWED_HOSTS', raw('"".split(",")')),
  one('host with a scheme', 'ALLOWED_HOSTS', ['https://shop.example.com']),
  one('key short', 'SECRET_KEY', 'short'),
  one('key insecure', 'SECRET_KEY', `django-insecure-${key}`),
  one('key of one letter', 'SECRET_KEY', 'a'.repeat(60)),
  { name: 'key missing', target: 'DEBUG', change: { DEBUG: false }, without: ['SECRET_KEY'] },
  one('fallback key weak', 'SECRET_KEY_FALLBACKS', ['short'], { lines: storageLines }),
  one('origin without scheme', 'CSRF_TRUSTED_ORIGINS', ['shop.example.com']),
  one('no redirect', 'SECURE_SSL_REDIRECT', false),
  one('redirect without trust', 'SECURE_SSL_REDIRECT', true, { without: ['SECURE_PROXY_SSL_HEADER'] }),
  one('proxy header misspelt', 'SECURE_PROXY_SSL_HEADER', tuple('X-Forwarded-Proto', 'https')),
  one('no hsts', 'SECURE_HSTS_SECONDS', 0),
  one('hsts without subdomains', 'SECURE_HSTS_INCLUDE_SUBDOMAINS', false),
  one('hsts without preload', 'SECURE_HSTS_PRELOAD', false),
  one('sniffing', 'SECURE_CONTENT_TYPE_NOSNIFF', false),
  one('referrer policy unknown', 'SECURE_REFERRER_POLICY', 'same-orgin'),
  one('referrer policy None', 'SECURE_REFERRER_POLICY', null),
  one('opener policy unknown', 'SECURE_CROSS_ORIGIN_OPENER_POLICY', 'same', { lines: storageLines }),
  one('session cookie over http', 'SESSION_COOKIE_SECURE', false),
  one('session cookie for scripts', 'SESSION_COOKIE_HTTPONLY', false),
  one('csrf cookie over http', 'CSRF_COOKIE_SECURE', false),
  one('frames of the same origin', 'X_FRAME_OPTIONS', 'SAMEORIGIN'),
  one('frames of everybody', 'X_FRAME_OPTIONS', 'ALLOWALL'),
  one('cookie of no site', 'CSRF_COOKIE_SAMESITE', 'Loose'),
  one('reset links by an old name', 'PASSWORD_RESET_TIMEOUT_DAYS', 1, { lines: storageLines }),
  one('mail to the console, by its old name', 'EMAIL_BACKEND', 'django.core.mail.backends.console.EmailBackend', {
    lines: ['3.2', '4.2', '5.2'],
  }),
  // Services
  one(
    'cache in the static root',
    'CACHES',
    dict({ default: dict({ BACKEND: 'django.core.cache.backends.filebased.FileBasedCache', LOCATION: path('staticfiles/cache') }) }),
  ),
  one(
    'cache relative',
    'CACHES',
    dict({ default: dict({ BACKEND: 'django.core.cache.backends.filebased.FileBasedCache', LOCATION: 'cache' }) }),
  ),
  one('caches without default', 'CACHES', dict({ pages: dict({ BACKEND: 'django.core.cache.backends.locmem.LocMemCache' }) })),
  one('mail to the console', 'MAILERS', dict({ default: dict({ BACKEND: 'django.core.mail.backends.console.EmailBackend' }) }), {
    lines: ['6.1'],
  }),
  one('mailers without default', 'MAILERS', dict({ news: dict({ BACKEND: 'django.core.mail.backends.smtp.EmailBackend' }) }), {
    lines: ['6.1'],
  }),
  one('policy a string', 'SECURE_CSP', "default-src 'self'", { lines: ['6.1'] }),
  one('silenced', 'SILENCED_SYSTEM_CHECKS', ['security.W004', 'security.W005', 'security.W021'], { without: ['SECURE_HSTS_SECONDS'] }),
  // Last, so that the forms of the others keep their turns.
  one('source that a build makes', 'STATICFILES_DIRS', [path('assets'), path('dist')]),
];
