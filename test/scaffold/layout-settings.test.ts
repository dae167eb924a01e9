// The settings of projects as people write them, scaffolded.
import assert from 'node:assert/strict';
import { dockerfile, has, scaffolded, shop } from './layouts.ts';

describe('the settings of a scaffolded project', () => {
  it('get values that their readers take', () => {
    const read = `import environ
env = environ.Env()
DEBUG = env.bool('DEBUG')
DATABASES = {'default': env.db_url()}
EMAIL = env.email_url('EMAIL_URL')
WORKERS = env.int('WORKERS')
SITE = env.str('SITE')
`;
    const { files } = scaffolded(shop(read));
    for (const line of ['DATABASE_URL=sqlite://:memory:', 'EMAIL_URL=consolemail://', 'WORKERS=1', 'SITE=build-only'])
      has(files['Dockerfile'], `    ${line} \\\n`);
    // What production always wants the image says itself.
    has(files['Dockerfile'], '    DEBUG=0 \\\n    DJANGO_SETTINGS_MODULE');
    for (const line of ['DATABASE_URL: "sqlite:////data/db.sqlite3"', 'WORKERS: "1"', 'SITE: local-only', '- data:/data'])
      has(files['compose.yaml'], line);
    const { files: cluster } = scaffolded(shop(read), { kubernetes: true });
    has(
      cluster['deploy/kubernetes/app.yaml'],
      '# The settings do not load without these either: DATABASE_URL, EMAIL_URL, SITE, WORKERS.\n',
    );
  });

  it('ask for nothing that is read under a condition', () => {
    const read = "if os.environ.get('CDN'):\n    TOKEN = os.environ['CDN_TOKEN']\nOTHER = os.environ['OTHER']\n";
    assert.deepEqual(
      scaffolded(shop(read)).answers.needed.map(({ name }) => name),
      ['OTHER', 'SECRET_KEY'],
    );
  });

  it('have DEBUG switched off by the image where it is on by default', () => {
    has(dockerfile(shop("DEBUG = os.getenv('STAGE') not in ['live', 'staging']\n")), '    STAGE=live \\\n');
    has(dockerfile(shop("DEBUG = os.environ.get('DEBUG', '1') == '1'\n")), '    DEBUG=0 \\\n');
    assert.doesNotMatch(dockerfile(shop("DEBUG = os.environ.get('DEBUG', '0') == '1'\n")), /DEBUG=/);
  });

  it('keep what is collected in the image, wherever STATIC_ROOT lies', () => {
    const home = dockerfile(shop("STATIC_ROOT = os.environ.get('STATIC_DIR', os.path.expanduser('~/static'))\n"));
    has(home, 'ENV STATIC_DIR=/app/staticfiles\n');
    has(home, '    STATIC_DIR=/app/staticfiles \\\n');
    has(dockerfile(shop("STATIC_ROOT = '/srv/www/static'\n")), 'COPY --from=build /srv/www/static /srv/www/static\n');
    const inside = scaffolded(shop("STATIC_ROOT = os.environ.get('STATIC_DIR', BASE_DIR / 'public')\n"));
    assert.doesNotMatch(inside.files['Dockerfile'] ?? '', /STATIC_DIR|COPY --from=build \/[^ao]/);
    assert.equal(inside.answers.collected.folder, 'public');
    assert.match(scaffolded(shop('import where\nSTATIC_ROOT = where.folder()\n')).notes.join('\n'), /STATIC_ROOT could not be read/);
    const empty = scaffolded(shop("STATIC_ROOT = ''\n")).files['shop/settings.py'];
    has(empty, "STATIC_ROOT = BASE_DIR / 'staticfiles'\n");
    assert.equal(empty?.match(/STATIC_ROOT/g)?.length, 1);
  });

  it('keep what is right in them already', () => {
    const lines = `def key(): return open('/run/key').read()
SECRET_KEY = key()
if DEBUG == True:
    EMAIL_BACKEND = 'django.core.mail.backends.filebased.EmailBackend'
MIDDLEWARE = ['django.middleware.security.SecurityMiddleware', 'shop.middleware.ShopWhiteNoiseMiddleware']
with suppress(ImportError):
    from .override import *
`;
    const settings = scaffolded(shop(lines)).files['shop/settings.py'] ?? '';
    has(settings, 'SECRET_KEY = key()\n');
    has(settings, "    EMAIL_BACKEND = 'django.core.mail.backends.filebased.EmailBackend'\n");
    assert.doesNotMatch(settings, /whitenoise\.middleware/);
    const given = "def load(key):\n    if key:\n        return key\n    raise ValueError\nSECRET_KEY = ''\nSECRET_KEY = load(SECRET_KEY)\n";
    has(scaffolded(shop(given)).files['shop/settings.py'], 'SECRET_KEY = load(SECRET_KEY)\n');
  });

  it('get the health view into a list that is added to another', () => {
    const urls = scaffolded(shop('', { 'shop/urls.py': 'extra = []\nurlpatterns = extra + [\n    path("", home),\n]\n' })).files[
      'shop/urls.py'
    ];
    has(urls, 'urlpatterns = extra + [\n    path("healthz/", healthz),\n    path("", home),\n]');
  });

  it('are told of what they write where the user of the image may not', () => {
    const log = "LOGGING = {'version': 1, 'handlers': {'disk': {'class': 'logging.FileHandler', 'filename': BASE_DIR / 'shop.log'}}}\n";
    assert.match(scaffolded(shop(log)).notes.join('\n'), /LOGGING opens a file when Django starts \(`disk`\)/);
    const console = "LOGGING = {'version': 1, 'handlers': {'disk': {'class': 'logging.FileHandler', 'filename': '/tmp/shop.log'}}}\n";
    assert.doesNotMatch(scaffolded(shop(console)).notes.join('\n'), /LOGGING/);
    const apps = "INSTALLED_APPS += ['compressor']\n";
    assert.match(scaffolded(shop(apps)).notes.join('\n'), /COMPRESS_OFFLINE to True, .*compress` right after `collectstatic`/);
    assert.doesNotMatch(scaffolded(shop(`${apps}COMPRESS_OFFLINE = True\n`)).notes.join('\n'), /COMPRESS_OFFLINE/);
  });
});
