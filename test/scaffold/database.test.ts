// The database of a container: variables that the settings read, and no others.
import assert from 'node:assert/strict';
import { nextStep } from '../../server/src/scaffold/flow/flow.ts';
import type { Plan } from '../../server/src/scaffold/flow/step.ts';
import { at, knowledge, projectOf, runner } from '../support/project.ts';
import { environmentHead as head } from '../support/settings.ts';

type Files = Readonly<Record<string, string>>;

const project = (databases: string): Files => ({
  'manage.py':
    "import os\nfrom django.core.management import execute_from_command_line\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n",
  'shop/__init__.py': '',
  'shop/settings.py': head + databases,
  'shop/urls.py': 'urlpatterns = []\n',
  'shop/asgi.py': 'application = None\n',
  'requirements.txt': 'django==6.1.3\n',
});
const planOf = (files: Files, database: string): Plan => {
  const answers = { server: ['uvicorn'], static: ['whitenoise'], manager: ['pip'], database: [database], extras: [] };
  const given = { kind: 'init' as const, answers, replace: new Set<string>() };
  const step = nextStep(
    [projectOf(files)],
    given,
    undefined,
    knowledge,
    () => (path) => files[path],
    () => [],
  );
  assert.equal(step.is, 'plan');
  return step as Plan;
};
const written = (files: Files, { files: planned }: Plan): Files => ({
  ...files,
  ...Object.fromEntries(planned.map(({ path, after: text }) => [path, text])),
});
/** What compose sets for the application, without what every project gets. */
const composed = (files: Files): readonly string[] => {
  const block = /environment: &environment\n((?: {6}\S.*\n)+)/.exec(files['compose.yaml'] ?? '')?.[1] ?? '';
  return block
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^(?:ALLOWED_HOSTS|CSRF_TRUSTED_ORIGINS|SECRET_KEY|HTTPS_ONLY):/.test(line));
};
const own = ['DB_NAME: app', 'DB_USER: app', 'DB_PASSWORD: local-only', 'DB_HOST: db'];
/** The lines that were added to the settings for the database. */
const added = (files: Files): string => /# The database of the container[\s\S]*?\n\n/.exec(`${files['shop/settings.py']}\n\n`)?.[0] ?? '';

describe('the database of a scaffold', () => {
  it('gives compose the variables that the settings read, whatever their names', () => {
    const parts = project(
      "DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'HOST': os.environ.get('PGHOST', 'x'), 'NAME': os.getenv('SHOP_DB', 'shop')}}\n",
    );
    const made = written(parts, planOf(parts, 'postgresql'));
    assert.deepEqual(composed(made), ['SHOP_DB: app', 'PGHOST: db']);
    assert.equal(added(made), '');
    const url = project("import environ\nenv = environ.Env()\nDATABASES = {'default': env.db('MY_URL')}\n");
    assert.deepEqual(composed(written(url, planOf(url, 'postgresql'))), ['MY_URL: "postgres://app:local-only@db:5432/app"']);
    assert.deepEqual(composed(written(url, planOf(url, 'mysql'))), ['MY_URL: "mysql://app:local-only@mysql:3306/app"']);
    const parsed = project("import dj_database_url\nDATABASES = {'default': dj_database_url.parse(os.environ['DB_URL'])}\n");
    assert.deepEqual(composed(written(parsed, planOf(parsed, 'postgresql'))), ['DB_URL: "postgres://app:local-only@db:5432/app"']);
  });

  it('adds its own to settings that read none, and leaves what holds without them', () => {
    const files = project(
      "DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'NAME': 'shop', 'OPTIONS': {'pool': True}}}\n",
    );
    const made = written(files, planOf(files, 'postgresql'));
    assert.deepEqual(composed(made), own);
    assert.equal(
      added(made),
      [
        '# The database of the container; where DB_HOST is not set, everything stays as it is above.',
        "if 'DB_HOST' in os.environ:",
        "  DATABASES['default'] = {",
        "    **DATABASES['default'],",
        "    'NAME': os.environ.get('DB_NAME', 'app'),",
        "    'USER': os.environ.get('DB_USER', 'app'),",
        "    'PASSWORD': os.environ.get('DB_PASSWORD', ''),",
        "    'HOST': os.environ.get('DB_HOST', ''),",
        '  }',
        '',
        '',
      ]
        .join('\n')
        .replaceAll(/^( {2}(?: {2})?)(?=\S)/gm, (blanks) => blanks + blanks),
    );
  });

  it('brings the engine where another one was, and the whole setting where none was', () => {
    const sqlite = project("DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': BASE_DIR / 'db.sqlite3'}}\n");
    assert.match(
      added(written(sqlite, planOf(sqlite, 'mysql'))),
      /DATABASES\['default'\] = \{\n +'ENGINE': 'django\.db\.backends\.mysql',/,
    );
    const none = project('');
    assert.match(
      added(written(none, planOf(none, 'postgresql'))),
      /DATABASES = \{\n +'default': \{\n +'ENGINE': 'django\.db\.backends\.postgresql',/,
    );
  });

  it('keeps the file of SQLite on a volume, by the variable that the settings read or by ours', () => {
    const plain = project("DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': BASE_DIR / 'db.sqlite3'}}\n");
    const made = written(plain, planOf(plain, 'none'));
    assert.deepEqual(composed(made), ['SQLITE_PATH: /data/db.sqlite3']);
    assert.match(made['shop/settings.py'] ?? '', /^DATABASES\['default'\]\['NAME'\] = os\.environ\.get\('SQLITE_PATH', DATABASES/m);
    assert.match(made['compose.yaml'] ?? '', /^ {4}volumes:\n {6}- data:\/data$/m);
    assert.match(made['Dockerfile'] ?? '', /^RUN mkdir \/data && chown 10001:10001 \/data$/m);
    assert.deepEqual(
      planOf(made, 'none').files.flatMap(({ path, state }) => (state === 'same' ? [] : [path])),
      [],
    );
    const read = project(
      "DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': os.environ.get('SHOP_FILE', BASE_DIR / 'db.sqlite3')}}\n",
    );
    const moved = written(read, planOf(read, 'none'));
    assert.deepEqual(composed(moved), ['SHOP_FILE: /data/db.sqlite3']);
    assert.doesNotMatch(moved['shop/settings.py'] ?? '', /SQLITE_PATH/);
  });

  it('prints mail while DEBUG is on alone', () => {
    const files = project("MAILERS = {'default': {'BACKEND': 'django.core.mail.backends.console.EmailBackend'}}\n");
    const made = written(files, planOf(files, 'none'));
    const smtp = "'django.core.mail.backends.console.EmailBackend' if DEBUG else 'django.core.mail.backends.smtp.EmailBackend'";
    assert.ok(made['shop/settings.py']?.includes(`{'BACKEND': ${smtp}}`), made['shop/settings.py']);
    const sent = project("EMAIL_BACKEND = 'anymail.backends.mailgun.EmailBackend'\n");
    assert.match(
      written(sent, planOf(sent, 'none'))['shop/settings.py'] ?? '',
      /^EMAIL_BACKEND = 'anymail\.backends\.mailgun\.EmailBackend'$/m,
    );
  });

  it('writes nothing more the second time', () => {
    for (const databases of ['', "DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'NAME': 'shop'}}\n"])
      for (const database of ['postgresql', 'mysql', 'both', 'replica']) {
        const files = project(databases);
        const made = written(files, planOf(files, database));
        const again = planOf(made, database).files.filter(({ state }) => state !== 'same');
        assert.deepEqual(
          again.map(({ path }) => path),
          [],
          `${database} over ${databases}`,
        );
      }
  });

  it('lets the browser in without HTTPS on this computer, where the settings have that switch', () => {
    const files = project('');
    const made = written(files, planOf(files, 'none'));
    assert.match(made['compose.yaml'] ?? '', /^ {6}HTTPS_ONLY: "0"$/m);
    assert.match(made['compose.yaml'] ?? '', /^ {4}ports:\n {6}- "127\.0\.0\.1:8000:8000"$/m);
    const set = project('SECURE_SSL_REDIRECT = False\nSESSION_COOKIE_SECURE = True\nCSRF_COOKIE_SECURE = True\n');
    assert.doesNotMatch(written(set, planOf(set, 'none'))['compose.yaml'] ?? '', /HTTPS_ONLY/);
  });

  it('has a second account for a second engine', () => {
    const files = project("DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'HOST': os.environ['PGHOST']}}\n");
    const made = written(files, planOf(files, 'both'));
    assert.deepEqual(composed(made), [
      'PGHOST: db',
      'MYSQL_NAME: app',
      'MYSQL_USER: app',
      'MYSQL_PASSWORD: local-only',
      'MYSQL_HOST: mysql',
    ]);
    assert.match(made['shop/settings.py'] ?? '', /if 'MYSQL_HOST' in os\.environ:\n {4}DATABASES\['mysql'\] = \{/);
  });

  it('sends reads to a replica, by a router of its own', () => {
    const files = project("DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'NAME': 'shop'}}\n");
    const plan = planOf(files, 'replica');
    const made = written(files, plan);
    assert.deepEqual(composed(made), [...own, 'DB_REPLICA_HOST: db']);
    assert.match(made['shop/replica.py'] ?? '', /^class ReplicaRouter:$/m);
    assert.match(
      made['shop/settings.py'] ?? '',
      /DATABASES\['replica'\] = \{[\s\S]*'MIRROR'[\s\S]*DATABASE_ROUTERS = \['shop\.replica\.ReplicaRouter'\]/,
    );
    assert.match(plan.notes.join('\n'), /replica lags behind/);
    const routed = project("DATABASES = {}\nDATABASE_ROUTERS = ['shop.other.Router']\n");
    const other = planOf(routed, 'replica');
    assert.match(other.notes.join('\n'), /Put `shop\.replica\.ReplicaRouter` into DATABASE_ROUTERS/);
    assert.doesNotMatch(written(routed, other)['shop/settings.py'] ?? '', /DATABASE_ROUTERS = \['shop\.replica/);
  });

  it('says so where DATABASES cannot be read, and touches nothing of it', () => {
    const files = project('from somewhere import make\nDATABASES = make()\n');
    const plan = planOf(files, 'postgresql');
    assert.match(plan.notes.join('\n'), /DATABASES could not be read/);
    assert.equal(added(written(files, plan)), '');
  });

  it('makes settings of which no rule complains', () => {
    for (const database of ['postgresql', 'mysql', 'both', 'replica']) {
      const files = project("DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': BASE_DIR / 'db.sqlite3'}}\n");
      const made = written(files, planOf(files, database));
      const whole = projectOf(made);
      const found = Object.keys(made).flatMap((path) => runner.problems(whole, at(path)).filter(({ severity }) => severity !== 'hint'));
      assert.deepEqual(
        found.map(({ rule, message }) => `${rule}: ${message}`),
        [],
        database,
      );
    }
  });
});
