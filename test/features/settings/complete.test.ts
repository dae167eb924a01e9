import assert from 'node:assert/strict';
import { isMeant } from '../../../server/src/lsp/completion.ts';
import { type Files, itemsAt, taken } from '../../support/ask.ts';
import { inFile, inProduction } from './settings.ts';

const labels = (marked: string, others?: Files): readonly string[] => itemsAt(inProduction(marked, others)).map(({ label }) => label);
const begin = 'from .base import *\n';

describe('completion of settings', () => {
  it('offers what a deployment meets first, and what is set here last', () => {
    const all = labels('STATIC_URL = "/static/"\n<cursor>');
    assert.equal(all[0], 'static files');
    assert.deepEqual(all.filter((label) => /^[A-Z]/.test(label)).slice(0, 3), ['STATIC_ROOT', 'STATICFILES_DIRS', 'STORAGES']);
    assert.equal(all.at(-1), 'STATIC_URL');
  });
  it('follows the Django that is installed', () => {
    const at = (django: string) => labels('<cursor>', { 'requirements.txt': `Django==${django}\n` });
    assert.ok(at('3.2.25').includes('STATICFILES_STORAGE') && !at('3.2.25').includes('STORAGES'));
    assert.ok(!at('5.2.1').includes('STATICFILES_STORAGE') && at('5.2.1').includes('STORAGES'));
    assert.ok(!at('5.2.1').includes('SECURE_CSP') && at('6.0').includes('SECURE_CSP'));
    assert.equal(
      itemsAt(inProduction('<cursor>', { 'requirements.txt': 'Django==4.2\n' })).find(({ label }) => label === 'STATICFILES_STORAGE')
        ?.deprecated,
      true,
    );
  });
  it('leaves out settings of what is not installed', () => {
    assert.ok(labels('<cursor>').includes('WHITENOISE_MAX_AGE'));
    assert.ok(!labels('<cursor>', { 'requirements.txt': 'Django==5.2\n' }).includes('WHITENOISE_MAX_AGE'));
    assert.ok(!labels('<cursor>').includes('SERVESTATIC_ROOT'));
  });
  it('writes the sign behind a new name only', () => {
    assert.equal(taken(inProduction('STAT<cursor>\n'), 'STATIC_ROOT'), `${begin}STATIC_ROOT = \n`);
    assert.equal(taken(inProduction('STAT<cursor> = 1\n'), 'STATIC_ROOT'), `${begin}STATIC_ROOT = 1\n`);
  });
  it('writes the whole block for static files, by the Django and the server of the project', () => {
    assert.equal(
      taken(inProduction('<cursor>\n'), 'static files'),
      `${begin}STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
`,
    );
    assert.match(
      taken(inProduction('<cursor>\n', { 'requirements.txt': 'Django==3.2.25\n' }), 'static files'),
      /STATICFILES_STORAGE = "django\.contrib\.staticfiles\.storage\.ManifestStaticFilesStorage"\n$/,
    );
    assert.ok(!labels('STATIC_ROOT = "x"\n<cursor>').includes('static files'));
  });
  it('offers nothing in Python files that hold no settings', () => {
    assert.deepEqual(itemsAt(inFile('pages/views.py', 'STAT<cursor>\n')), []);
    assert.deepEqual(itemsAt(inFile('shop/urls.py', '<cursor>\n')), []);
  });
  it('offers nothing behind words in lower case or in comments', () => {
    assert.deepEqual(labels('# STAT<cursor>\n'), []);
    assert.deepEqual(labels('import os<cursor>\n'), []);
  });
});

describe('completion of values', () => {
  it('offers switches, choices and usual values', () => {
    assert.deepEqual(labels('DEBUG = <cursor>\n'), ['False', 'True']);
    assert.deepEqual(labels('X_FRAME_OPTIONS = "<cursor>"\n'), ['DENY', 'SAMEORIGIN']);
    assert.equal(taken(inProduction('X_FRAME_OPTIONS = <cursor>\n'), 'DENY'), `${begin}X_FRAME_OPTIONS = "DENY"\n`);
    assert.equal(taken(inProduction("A = 'a'\nX_FRAME_OPTIONS = <cursor>\n"), 'DENY'), `${begin}A = 'a'\nX_FRAME_OPTIONS = 'DENY'\n`);
    assert.equal(labels('STATIC_ROOT = <cursor>\n')[0], 'BASE_DIR / "staticfiles"');
    assert.deepEqual(labels('LOGGING = {"root": {"level": "<cursor>"}}\n'), ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL']);
  });
  it('offers middleware: of the workspace, of what is installed, of Django', () => {
    const all = labels('MIDDLEWARE += ["<cursor>"]\n');
    assert.deepEqual(all.slice(0, 3), [
      'pages.middleware.Base',
      'pages.middleware.HealthMiddleware',
      'whitenoise.middleware.WhiteNoiseMiddleware',
    ]);
    assert.ok(all.includes('django.middleware.gzip.GZipMiddleware'));
    assert.ok(
      !all.includes('corsheaders.middleware.CorsMiddleware') && !all.includes('django.middleware.csp.ContentSecurityPolicyMiddleware'),
    );
  });
  it('offers apps and packages of the workspace', () => {
    const all = labels('INSTALLED_APPS += ["<cursor>"]\n', {
      'requirements.txt': 'Django==5.2\ndjango-debug-toolbar\n',
      'pages/apps.py': 'from django.apps import AppConfig\n\n\nclass PagesConfig(AppConfig):\n    name = "pages"\n',
    });
    assert.deepEqual(all.slice(0, 2), ['pages', 'pages.apps.PagesConfig']);
    assert.equal(all.at(-1), 'debug_toolbar');
  });
  it('offers storages by alias', () => {
    const static_ = labels('STORAGES = {"staticfiles": {"BACKEND": "<cursor>"}}\n');
    assert.ok(
      static_.includes('whitenoise.storage.CompressedManifestStaticFilesStorage') &&
        !static_.includes('django.core.files.storage.FileSystemStorage'),
    );
    assert.ok(labels('STORAGES = {"default": {"BACKEND": "<cursor>"}}\n').includes('pages.storage.UploadStorage'));
    assert.ok(!static_.includes('storages.backends.s3.S3StaticStorage'));
  });
  it('offers finders, backends, URLconfs and applications', () => {
    assert.equal(labels('STATICFILES_FINDERS = ["<cursor>"]\n').length, 3);
    assert.ok(labels('DATABASES = {"default": {"ENGINE": "<cursor>"}}\n').includes('django.db.backends.postgresql'));
    assert.ok(!labels('DATABASES = {"default": {"ENGINE": "<cursor>"}}\n').includes('django.db.backends.postgresql_psycopg2'));
    assert.ok(labels('CACHES["default"]["BACKEND"] = "<cursor>"\n').includes('django.core.cache.backends.redis.RedisCache'));
    assert.deepEqual(labels('ROOT_URLCONF = "<cursor>"\n'), ['shop.urls']);
    assert.deepEqual(labels('WSGI_APPLICATION = "<cursor>"\n'), ['shop.wsgi.application']);
  });
  it('offers variables that the files of the project set', () => {
    assert.deepEqual(labels('X = env("<cursor>")\n'), ['DATABASE_URL', 'DEBUG', 'SECRET_KEY']);
    assert.equal(itemsAt(inProduction('X = os.environ["<cursor>"]\n'))[1]?.detail, 'compose.yaml');
  });
});

describe('completion of keys', () => {
  it('offers what is not written yet', () => {
    assert.deepEqual(labels('STORAGES = {"<cursor>"}\n'), ['default', 'staticfiles']);
    assert.deepEqual(labels('STORAGES = {"default": {"BACKEND": "x", "<cursor>"}}\n'), ['OPTIONS']);
    assert.ok(labels('DATABASES = {"default": {"<cursor>"}}\n').includes('CONN_MAX_AGE'));
    assert.deepEqual(labels('LOGGING = {"root": {"<cursor>"}}\n'), ['handlers', 'level']);
  });
  it('brings quotes and colon where they are missing', () => {
    assert.equal(taken(inProduction('STORAGES = {<cursor>}\n'), 'default'), `${begin}STORAGES = {"default": }\n`);
    assert.equal(taken(inProduction('STORAGES = {"<cursor>": 1}\n'), 'default'), `${begin}STORAGES = {"default": 1}\n`);
    assert.equal(taken(inProduction('STORAGES["<cursor>"] = 1\n'), 'default'), `${begin}STORAGES["default"] = 1\n`);
  });
  it('knows which Django has a key', () => {
    assert.ok(labels('DATABASES = {"default": {"OPTIONS": {"<cursor>"}}}\n').includes('pool'));
    assert.ok(!labels('DATABASES = {"default": {"OPTIONS": {"<cursor>"}}}\n', { 'requirements.txt': 'Django==4.2\n' }).includes('pool'));
  });
});

describe('signs that ask for completion in Python', () => {
  const asks = (marked: string, sign: string): boolean => {
    const place = inProduction(marked);
    return isMeant(place.parsed, place.offset, sign);
  };
  it('are quotes and dots, and a blank where a value begins', () => {
    assert.ok(asks('X = "<cursor>', '"') && asks("X = '<cursor>", "'") && asks('X = "a.<cursor>"', '.'));
    assert.ok(asks('DEBUG = <cursor>', ' ') && asks('A = {"b": <cursor>}', ' '));
    assert.ok(!asks('X == <cursor>', ' ') && !asks('import <cursor>', ' ') && !asks('X = (<cursor>', '(') && !asks('X = [<cursor>', '['));
  });
});
