// Facts about releases were read from the wheels that scripts/settings/releases.json names.
import assert from 'node:assert/strict';
import type { Entry } from '../../server/src/knowledge/entry.ts';
import { dottedPath, standing } from '../../server/src/knowledge/settings/releases.ts';
import { knowledge } from '../support/project.ts';

const described = ['setting', 'setting-key', 'middleware', 'app', 'storage', 'finder', 'backend', 'removed-api'] as const;
const settings = knowledge.list('setting');
const words = (text: string): ReadonlySet<string> => new Set(text.toLowerCase().match(/[a-z0-9]+/g) ?? []);
/** Words that say nothing when all others come from the name. */
const idle = words('the a an of to for in on and or with is are be was this that by it its');
const all = (): readonly Entry[] => described.flatMap((kind) => knowledge.list(kind));

describe('what we say of Django settings', () => {
  it('is a brief of at most 120 characters that says more than the name', () => {
    for (const { name, brief } of all()) {
      assert.ok(brief.length > 0 && brief.length <= 120, `${name}: ${brief.length} characters`);
      assert.ok(brief.endsWith('.'), name);
      const more = [...words(brief)].filter((word) => !idle.has(word) && !words(name).has(word));
      assert.ok(more.length >= 2, `${name}: ${brief}`);
    }
  });
  it('is long, with a stance for containers, for all that a deployment meets', () => {
    const met =
      /^(?:STATIC|STORAGES|MEDIA|WHITENOISE_(?!CHARSET|GZIP)|SECURE_(?!SSL_HOST|BROWSER)|CSRF_(?:TRUSTED|COOKIE_SECURE)|SESSION_(?:COOKIE_SECURE|ENGINE)|ALLOWED_HOSTS|DEBUG$|SECRET_KEY|DATABASES|CACHES|LOGGING|MAILERS|EMAIL_(?:HOST$|BACKEND|TIMEOUT)|MIDDLEWARE|INSTALLED_APPS|TEMPLATES|FORCE_SCRIPT|USE_X_|TIME_ZONE)/;
    for (const { name, body, container } of settings) {
      if (met.test(name)) assert.ok(body, `${name} has no body`);
      assert.equal(body === '', container === '', `${name}: a body and a word on containers go together`);
      if (body) assert.ok(body.length >= 150, name);
    }
    assert.ok(settings.filter((one) => one.body).length >= 85);
  });
  it('links every entry to a page', () => {
    for (const entry of all()) {
      if (entry.kind !== 'removed-api') assert.match(entry.link, /^https:\/\//, entry.name);
    }
  });
  it('names a type for each setting and key', () => {
    for (const { name, type } of [...settings, ...knowledge.list('setting-key')]) assert.ok(type, name);
  });
  it('has every setting of Django, WhiteNoise and ServeStatic, and whose it is', () => {
    const owned = (of: string) => settings.filter((one) => one.of === of).length;
    assert.deepEqual([owned('Django') >= 170, owned('whitenoise'), owned('servestatic')], [true, 15, 24]);
    assert.equal(knowledge.find('setting', 'WHITENOISE_COMPRESS'), undefined);
  });
  it('knows since when a setting is read, and until when', () => {
    const of = (name: string) => {
      const { since, deprecated, removed } = knowledge.find('setting', name) ?? assert.fail(name);
      return [since, deprecated, removed];
    };
    assert.deepEqual(of('STATICFILES_STORAGE'), [undefined, '4.2', '5.1']);
    assert.deepEqual(of('STORAGES'), ['4.2', undefined, undefined]);
    assert.deepEqual(of('MIDDLEWARE_CLASSES'), [undefined, '1.10', '2.0']);
    assert.deepEqual(of('SECURE_CSP'), ['6.0', undefined, undefined]);
    assert.deepEqual(of('EMAIL_HOST'), [undefined, '6.1', undefined]);
    assert.deepEqual(of('WHITENOISE_MANIFEST_STRICT'), ['5.1.0', undefined, undefined]);
    assert.equal(standing(knowledge.find('setting', 'STATICFILES_STORAGE') ?? assert.fail(), '5.0.4'), 'deprecated');
    assert.equal(standing(knowledge.find('setting', 'STATICFILES_STORAGE') ?? assert.fail(), '5.1'), 'removed');
    assert.equal(standing(knowledge.find('setting', 'STATICFILES_STORAGE') ?? assert.fail(), '3.2'), 'current');
    assert.equal(standing(knowledge.find('setting', 'STORAGES') ?? assert.fail(), '4.1.13'), 'not-yet');
  });
  it('knows defaults, and where they changed', () => {
    assert.equal(knowledge.find('setting', 'STATIC_ROOT')?.fallback, 'None');
    assert.equal(knowledge.find('setting', 'WHITENOISE_MAX_AGE')?.fallback, '0 if DEBUG else 60');
    assert.deepEqual(knowledge.find('setting', 'USE_TZ')?.fallbacks, { '1.9': 'False', '5.0': 'True' });
    assert.deepEqual(knowledge.find('setting', 'STATIC_URL')?.fallbacks, {});
  });
  it('tells what took the place of what is gone', () => {
    for (const { name, deprecated, removed, replacement, brief } of settings)
      if (deprecated ?? removed)
        assert.ok(replacement || /gone|temporary|without effect|ignored|nothing reads|always|fixed|off in/.test(brief), name);
    assert.equal(knowledge.find('setting', 'DEFAULT_FILE_STORAGE')?.replacement, 'STORAGES["default"]["BACKEND"]');
  });
});

describe('classes and modules that settings name', () => {
  it('exist, as far as the tables reach', () => {
    for (const entry of [...described.slice(2, 7).flatMap((kind) => knowledge.list(kind as 'middleware'))]) {
      const dotted = dottedPath(knowledge, entry.name);
      if (dotted) assert.notEqual(dotted.state, 'missing', entry.name);
      if (dotted) assert.deepEqual([dotted.since, dotted.removed], [entry.since, entry.removed], entry.name);
    }
  });
  it('are known by release', () => {
    const of = (path: string) => {
      const found = dottedPath(knowledge, path);
      return found && [found.of, found.state, found.since, found.removed];
    };
    assert.deepEqual(of('django.middleware.security.SecurityMiddleware'), ['Django', 'name', undefined, undefined]);
    assert.deepEqual(of('django.middleware.csp.ContentSecurityPolicyMiddleware'), ['Django', 'name', '6.0', undefined]);
    assert.deepEqual(of('django.middleware.security.SecurityMiddlewares'), ['Django', 'missing', undefined, undefined]);
    assert.deepEqual(of('django.middlware.security.SecurityMiddleware'), ['Django', 'missing', undefined, undefined]);
    assert.deepEqual(of('django.contrib.staticfiles.storage.CachedStaticFilesStorage'), ['Django', 'name', undefined, '3.1']);
    assert.deepEqual(of('django.db.backends.postgresql_psycopg2'), ['Django', 'module', undefined, '3.0']);
    assert.deepEqual(of('django.core.wsgi.get_wsgi_application'), ['Django', 'unlisted', undefined, undefined]);
    assert.deepEqual(of('whitenoise.django.GzipManifestStaticFilesStorage'), ['whitenoise', 'name', undefined, '4.0']);
    assert.deepEqual(of('whitenoise.storage.CompressedManifestStaticFilesStorage'), ['whitenoise', 'name', '3.0', undefined]);
    assert.deepEqual(of('servestatic.middleware.ServeStaticMiddleware'), ['servestatic', 'name', undefined, undefined]);
    assert.deepEqual(of('storages.backends.s3.S3Storage'), ['django-storages', 'name', '1.14', undefined]);
    // Other distributions, and parts of Django that are left out.
    assert.equal(of('corsheaders.middleware.CorsMiddleware'), undefined);
    assert.equal(of('django.db.models.BigAutoField'), undefined);
    assert.equal(of('django.forms.renderers.TemplatesSetting'), undefined);
  });
  it('stand where other entries of the tables are', () => {
    for (const { name, after, before, place } of knowledge.list('middleware')) {
      assert.ok(place, name);
      for (const other of [...after, ...before]) assert.ok(knowledge.find('middleware', other), `${name}: ${other}`);
    }
    for (const { name, before } of knowledge.list('app'))
      for (const other of before) assert.ok(knowledge.find('app', other), `${name}: ${other}`);
  });
  it('agree among each other about their order', () => {
    // Nothing may have to stand both above and below something, over any number of steps.
    const below = new Map<string, string[]>();
    for (const { name, after, before } of knowledge.list('middleware')) {
      for (const other of after) below.set(other, [...(below.get(other) ?? []), name]);
      for (const other of before) below.set(name, [...(below.get(name) ?? []), other]);
    }
    const reach = (from: string, seen = new Set<string>()): ReadonlySet<string> => {
      for (const next of below.get(from) ?? []) if (!seen.has(next)) reach(next, seen.add(next));
      return seen;
    };
    for (const name of below.keys()) assert.ok(!reach(name).has(name), name);
  });
  it('say what rules ask of them', () => {
    const storage = knowledge.find('storage', 'whitenoise.storage.CompressedManifestStaticFilesStorage');
    assert.deepEqual([storage?.hashes, storage?.compresses, storage?.remote, storage?.for], [true, true, false, 'staticfiles']);
    assert.equal(knowledge.find('storage', 'storages.backends.s3.S3Storage')?.remote, true);
    assert.equal(knowledge.find('middleware', 'corsheaders.middleware.CorsMiddleware')?.headerOnly, true);
    assert.equal(knowledge.find('middleware', 'django.contrib.sessions.middleware.SessionMiddleware')?.headerOnly, false);
    assert.equal(knowledge.find('app', 'debug_toolbar')?.development, true);
    assert.equal(knowledge.find('app', 'storages')?.of, 'django-storages');
    assert.equal(knowledge.find('setting-prefix', 'CORS_')?.of, 'django-cors-headers');
  });
});
