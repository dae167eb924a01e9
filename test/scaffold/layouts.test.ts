// Projects as people lay them out, scaffolded with every answer that they give themselves.
import assert from 'node:assert/strict';
import { djangoProjects } from '../../server/src/project/settings/django.ts';
import type { Answers } from '../../server/src/scaffold/answers.ts';
import { detect, withLibraries } from '../../server/src/scaffold/detect.ts';
import { planScaffold } from '../../server/src/scaffold/scaffold.ts';
import { knowledge, projectOf } from '../support/project.ts';
import { environmentHead as head } from '../support/settings.ts';

type Files = Readonly<Record<string, string>>;

const manage = (settings: string): string =>
  `import os\nfrom django.core.management import execute_from_command_line\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', '${settings}')\n`;
const wsgi = (settings: string): string =>
  `import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', '${settings}')\napplication = get_wsgi_application()\n`;
const shop = (settings = '', more: Files = {}): Files => ({
  'manage.py': manage('shop.settings'),
  'shop/__init__.py': '',
  'shop/settings.py': head + settings,
  'shop/urls.py': 'urlpatterns = []\n',
  'shop/asgi.py': 'application = None\n',
  'requirements.txt': 'django==6.1.3\n',
  ...more,
});
const without = (files: Files, ...names: readonly string[]): Files =>
  Object.fromEntries(Object.entries(files).filter(([name]) => !names.includes(name)));

interface Made {
  readonly files: Files;
  readonly notes: readonly string[];
  readonly answers: Answers;
}
const scaffolded = (files: Files, more: Partial<Answers> = {}): Made => {
  const project = projectOf(files);
  const [django] = djangoProjects(project);
  assert.ok(django);
  const detection = detect(project, django, knowledge);
  const detected = Object.fromEntries(Object.entries(detection).map(([name, { value }]) => [name, value])) as unknown as Answers;
  const answers = { ...detected, ...more };
  const plan = planScaffold(project, django, withLibraries(project, answers, knowledge), 'all', (path) => files[path], new Set());
  assert.ok('files' in plan);
  return { files: Object.fromEntries(plan.files.map(({ path, after }) => [path, after])), notes: plan.notes, answers };
};
const dockerfile = (files: Files): string => scaffolded(files).files['Dockerfile'] ?? '';
const command = (text: string): string => /^CMD \["[\w-]+", "([^"]+)"/m.exec(text)?.[1] ?? '';
const has = (text: string | undefined, line: string): void => assert.ok(text?.includes(line), `no ${line} in:\n${text}`);

describe('the scaffold of a project', () => {
  it('whose manage.py calls another one, is that of the outer', () => {
    const files = shop('', { 'manage.py': 'from shop.manage import main\n\nmain()\n', 'shop/manage.py': manage('shop.settings') });
    const text = dockerfile(files);
    assert.doesNotMatch(text, /WORKDIR \/app\//);
    assert.equal(command(text), 'shop.asgi:application');
    has(text, 'DJANGO_SETTINGS_MODULE=shop.settings');
  });

  it('without asgi.py, gets one; before Django 3.0 it goes to WSGI', () => {
    const files = without(shop('', { 'shop/wsgi.py': wsgi('shop.settings') }), 'shop/asgi.py');
    has(scaffolded(files).files['shop/asgi.py'], 'application = get_asgi_application()');
    const old = scaffolded({ ...files, 'requirements.txt': 'django==2.2.28\n' });
    assert.equal(old.answers.server, 'gunicorn');
    assert.equal(old.files['shop/asgi.py'], undefined);
    assert.equal(command(old.files['Dockerfile'] ?? ''), 'shop.wsgi:application');
  });

  it('whose settings lie beside manage.py, has no package', () => {
    const files = {
      'site/manage.py': manage('settings'),
      'site/settings.py': head.replace('shop.urls', 'urls'),
      'site/urls.py': 'urlpatterns = []\n',
      'site/wsgi.py': wsgi('settings'),
      'requirements.txt': 'django==6.1.3\n',
    };
    const made = scaffolded(files);
    assert.equal(command(made.files['Dockerfile'] ?? ''), 'asgi:application');
    assert.ok(made.files['site/asgi.py']);
    has(made.files['Dockerfile'], 'WORKDIR /app/site');
  });

  it('in a src folder, is imported from there by the name that manage.py uses', () => {
    const moved = Object.fromEntries(Object.entries(shop()).map(([path, text]) => [path.replace(/^shop\//, 'src/shop/'), text]));
    const text = dockerfile({ ...moved, 'manage.py': `import sys\nsys.path.insert(0, 'src')\n${manage('shop.settings')}` });
    has(text, 'ENV DJANGO_SETTINGS_MODULE=shop.settings\n');
    has(text, 'ENV PYTHONPATH=/app/src\n');
    has(text, '    PYTHONPATH=/app/src \\\n');
    assert.equal(command(text), 'shop.asgi:application');
    assert.doesNotMatch(dockerfile(shop()), /PYTHONPATH/);
  });

  it('that is a package, is installed itself, with the extra that brings Django', () => {
    const project = '[build-system]\nrequires = ["setuptools"]\n[project]\nname = "shop"\nversion = "1"\n';
    const plain = without(shop('', { 'pyproject.toml': `${project}dependencies = ["django>=6"]\n` }), 'requirements.txt');
    const made = scaffolded(plain);
    has(made.files['Dockerfile'], 'COPY . .\n');
    has(made.files['Dockerfile'], '    pip install "." -r requirements.txt\n');
    assert.equal(made.files['requirements.txt'], 'uvicorn[standard]\nwhitenoise[brotli]\n');
    const extra = `${project}dependencies = ["requests"]\n[project.optional-dependencies]\nserver = ["django", "whitenoise[brotli]", "uvicorn"]\nmysql = ["mysqlclient"]\n`;
    const second = scaffolded({ ...plain, 'pyproject.toml': extra });
    has(second.files['Dockerfile'], '    pip install ".[server]"\n');
    assert.equal(second.files['requirements.txt'], undefined);
    // Nobody asks for the other extra.
    assert.equal(second.answers.database, 'none');
    assert.deepEqual(second.answers.libraries, []);
  });

  it('that pip cannot install, has what its pyproject.toml lists repeated', () => {
    const text = '[project]\nname = "shop"\nversion = "1"\ndependencies = ["django[argon2]>=6,<7", "tzdata; sys_platform == \'win32\'"]\n';
    const made = scaffolded(without(shop('', { 'pyproject.toml': text }), 'requirements.txt'));
    assert.equal(
      made.files['requirements.txt'],
      "django[argon2]>=6,<7\ntzdata; sys_platform == 'win32'\nuvicorn[standard]\nwhitenoise[brotli]\n",
    );
    assert.match(made.notes.join('\n'), /repeats the dependencies of pyproject\.toml/);
  });

  it('that has WhiteNoise without Brotli, gets that too', () => {
    const list = (text: string) => scaffolded(shop('', { 'requirements.txt': text })).files['requirements.txt'];
    assert.equal(list('django\nuvicorn\nwhitenoise\n'), 'django\nuvicorn\nwhitenoise\n\nbrotli\n');
    assert.equal(list('django\nuvicorn\nwhitenoise[brotli]\n'), undefined);
    assert.equal(list('django\nuvicorn\nwhitenoise\nBrotli==1.2.0\n'), undefined);
  });

  it('that is locked beside manage.py in a subfolder, is installed from there', () => {
    const files = Object.fromEntries(Object.entries(without(shop(), 'requirements.txt')).map(([path, text]) => [`backend/${path}`, text]));
    const lock = { 'backend/pyproject.toml': '[project]\nname = "shop"\ndependencies = ["django"]\n', 'backend/uv.lock': 'version = 1\n' };
    const { files: made, notes } = scaffolded({ ...files, ...lock });
    has(made['Dockerfile'], 'WORKDIR /app/backend\nRUN --mount=type=cache,target=/root/.cache/uv');
    has(made['Dockerfile'], '--mount=type=bind,source=backend/uv.lock,target=/app/backend/uv.lock');
    has(made['Dockerfile'], 'WORKDIR /app\nCOPY . .\n');
    assert.match(notes.join('\n'), /uv add [^`]*` in backend\//);
  });

  it('of Poetry without a lock file, is still one of Poetry', () => {
    const text =
      '[tool.poetry]\nname = "shop"\n[tool.poetry.dependencies]\ndjango = "^6.0"\n[build-system]\nrequires = ["poetry-core"]\nbuild-backend = "poetry.core.masonry.api"\n';
    const made = scaffolded(without(shop('', { 'pyproject.toml': text }), 'requirements.txt'));
    assert.equal(made.answers.manager, 'poetry');
    assert.match(made.notes.join('\n'), /poetry add/);
  });
});

describe('the front end of a scaffold', () => {
  const front = (script: string, more: Files = {}, settings = ''): Made =>
    scaffolded(
      shop(settings, { 'web/package.json': JSON.stringify({ scripts: { build: script } }), 'web/package-lock.json': '{}', ...more }),
    );
  const built = ({ answers: { frontend } }: Made): string => (frontend ? `${frontend.folder} ${frontend.output}` : '');

  it('is built where it is known where the build goes', () => {
    assert.equal(built(front('vite build')), 'web dist');
    assert.equal(built(front('react-scripts build')), 'web build');
    assert.equal(built(front('vite build --outDir ../static/built', { 'web/vite.config.js': '' })), 'web ../static/built');
    const dirs = "STATICFILES_DIRS = [BASE_DIR / 'static', ('app', BASE_DIR / 'web' / 'public-build')]\n";
    assert.equal(built(front('node build.mjs', {}, dirs)), 'web public-build');
    assert.equal(built(front('vite build', { 'web/vite.config.ts': '' }, dirs)), 'web public-build');
  });

  it('is left to the user where it is not', () => {
    for (const made of [front('node build.mjs'), front('vite build', { 'web/vite.config.ts': '' }), front('rollup -c')]) {
      assert.equal(built(made), '');
      assert.match(made.notes.join('\n'), /The front end in web\/ is not built/);
      assert.doesNotMatch(made.files['Dockerfile'] ?? '', /frontend/);
    }
    assert.doesNotMatch(scaffolded(shop()).notes.join('\n'), /front end/);
  });
});

describe('the Python of a scaffold', () => {
  it('is one that the Django supports which pip would install', () => {
    const python = (text: string) => scaffolded(shop('', { 'requirements.txt': text })).answers.python;
    assert.equal(python('Django<5,>=3\n'), '3.12');
    assert.equal(python('Django~=3.2\n'), '3.10');
    assert.equal(python('Django<6\n'), '3.13');
    assert.equal(python('Django\n'), '3.13');
  });
});

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
    assert.match(scaffolded(shop(apps)).notes.join('\n'), /COMPRESS_OFFLINE/);
    assert.doesNotMatch(scaffolded(shop(`${apps}COMPRESS_OFFLINE = True\n`)).notes.join('\n'), /COMPRESS_OFFLINE/);
  });
});
