import assert from 'node:assert/strict';
import type { Completion } from '../../../server/src/features/feature.ts';
import { applyEdits, replace } from '../../../server/src/text/edit.ts';
import { type Files, itemsAt } from '../../support/ask.ts';
import { at, projectOf, runner } from '../../support/project.ts';
import { inFile, inProduction, production } from './settings.ts';

const found = (place: Parameters<typeof itemsAt>[0]): readonly Completion[] => itemsAt(place).filter(({ kind }) => kind === 'snippet');
const offered = (marked: string, others: Files = {}): readonly string[] => found(inProduction(marked, others)).map(({ label }) => label);
/** The module once a block is taken, as a client without snippets takes it. */
const withBlock = (label: string, marked: string, others: Files = {}): string => {
  const place = inProduction(marked, others);
  const item = found(place).find((one) => one.label === label) ?? assert.fail(`${label} is not offered`);
  return applyEdits(place.text, [replace(item.replace, item.plain), ...item.also]);
};

const all = { 'requirements.txt': 'Django==5.2.1\nwhitenoise==6.9.0\npsycopg==3.2\ndjango-storages==1.14\n' };
const base = `from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent
INSTALLED_APPS = ["django.contrib.staticfiles"]
MIDDLEWARE = ["django.middleware.security.SecurityMiddleware", "whitenoise.middleware.WhiteNoiseMiddleware"]
ROOT_URLCONF = "shop.urls"
`;
const sound = (module: string): Files => ({
  'manage.py':
    'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings.production")\nfrom django.core.management import execute_from_command_line\n',
  ...all,
  'shop/__init__.py': '',
  'shop/settings/__init__.py': '',
  'shop/settings/base.py': base,
  'shop/urls.py': 'urlpatterns = []\n',
  'shop/asgi.py': 'application = 1\n',
  [production]: module,
});

describe('blocks of settings', () => {
  it('are offered first, as far as the module lacks them and the project has what they need', () => {
    assert.deepEqual(offered('<cursor>', all), [
      'static files',
      'settings from the environment',
      'secure connections',
      'logging to the console',
      'database from the environment',
      'uploads in object storage',
    ]);
    const typed = itemsAt(inProduction('S<cursor>', all)).map(({ label }) => label);
    assert.ok(typed.indexOf('SECURE_SSL_REDIRECT') < typed.indexOf('secure connections'), 'behind the names once somebody types');
    assert.deepEqual(offered('LOGGING = {}\nSESSION_COOKIE_SECURE = True\nSECRET_KEY = "x"\n<cursor>'), ['static files']);
  });

  it('are offered in settings modules and in no other Python file', () => {
    for (const path of ['pages/views.py', 'shop/urls.py']) assert.deepEqual(found(inFile(path, '<cursor>\n')), []);
    assert.deepEqual(offered('DEBUG = <cursor>\n'), []);
  });

  it('bring the import they need, and keep to quotes and line ends', () => {
    assert.equal(
      withBlock('settings from the environment', "X = 'a'\r\nY = 'b'\r\n<cursor>"),
      [
        'import os\r',
        'from .base import *',
        "X = 'a'\r",
        "Y = 'b'\r",
        "SECRET_KEY = os.environ['SECRET_KEY']\r",
        "DEBUG = os.environ.get('DEBUG', '0') == '1'\r",
        "ALLOWED_HOSTS = [word for word in os.environ.get('ALLOWED_HOSTS', 'www.example.com').split(',') if word]\r",
        "CSRF_TRUSTED_ORIGINS = [word for word in os.environ.get('CSRF_TRUSTED_ORIGINS', '').split(',') if word]",
      ].join('\n'),
    );
    assert.doesNotMatch(withBlock('secure connections', '<cursor>'), /import os/);
    assert.match(
      withBlock('settings from the environment', 'import environ\nenv = environ.Env()\n<cursor>'),
      /^DEBUG = env\.bool\('DEBUG', default=False\)$/m,
    );
  });

  it('make a module of which no rule complains', () => {
    let module = 'from .base import *\n';
    for (const label of offered('<cursor>', all).slice(0, 5)) {
      const marked = `${module.replace('from .base import *\n', '')}<cursor>\n`;
      // The imports of the blocks stand above the import that `inProduction` puts in front.
      module = withBlock(label, marked, all).replace(/^import os\n(?=[\s\S]*^import os\n)/m, '');
    }
    const place = inProduction('<cursor>', all);
    const uploads = found(place).find(({ label }) => label === 'uploads in object storage') ?? assert.fail();
    const rest = module.replace(/^STORAGES = \{[\s\S]*?^\}$/m, uploads.plain);
    for (const text of [module, rest]) {
      const project = projectOf(sound(text));
      const problems = runner.problems(project, at(production)).filter(({ severity }) => severity !== 'hint');
      assert.deepEqual(
        problems.map(({ rule, message }) => `${rule}: ${message}`),
        [],
        text,
      );
    }
  });

  it('have places to type over, and leave no sign of them behind', () => {
    for (const { label, insert, plain, detail } of found(inProduction('<cursor>', all))) {
      assert.doesNotMatch(plain, /\$/, label);
      assert.doesNotMatch(insert.replaceAll(/\$\{1:[^${}]*\}/g, ''), /\$/, label);
      assert.match(detail, /\w \w/, label);
    }
  });
});
