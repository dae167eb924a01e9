// Projects as people lay them out, scaffolded.
import assert from 'node:assert/strict';
import { projectOf } from '../support/project.ts';
import { environmentHead as head } from '../support/settings.ts';
import { command, dockerfile, type Files, has, type Made, manage, scaffolded, shop, without, wsgi } from './layouts.ts';

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

describe('the packages of a scaffold', () => {
  const bare = without(shop(), 'requirements.txt');
  const standard = '[project]\nname = "shop"\nversion = "1"\ndependencies = ["tzdata"]\n';
  const inExtra = `${standard}[project.optional-dependencies]\ntest = ["django", "pytest"]\nserver = ["django>=6"]\n`;
  const inGroup = `${standard}[dependency-groups]\ndev = ["django", "uvicorn"]\nweb = ["django>=6"]\n`;
  const lock = 'version = 1\n[[package]]\nname = "tzdata"\nversion = "1"\n[[package]]\nname = "django"\nversion = "6.1.3"\n';
  const installs = ({ files }: Made): string =>
    / {4}((?:uv|poetry|pdm|pipenv) (?:sync|install) -.*)/.exec(files['Dockerfile'] ?? '')?.[1] ?? '';
  const notes = (made: Made): string => made.notes.join('\n');

  it('are those of the extra that brings Django', () => {
    const by = (manager: 'uv' | 'poetry' | 'pdm', text: string) =>
      scaffolded({ ...bare, 'pyproject.toml': text, [`${manager}.lock`]: lock });
    assert.equal(installs(by('uv', inExtra)), 'uv sync --locked --no-dev --extra server --no-install-project');
    assert.equal(installs(by('poetry', inExtra)), 'poetry install --only main --extras server --no-root --no-interaction');
    assert.equal(installs(by('pdm', inExtra)), 'pdm sync --prod -G server --no-self --no-editable');
    const old =
      '[tool.poetry]\nname = "shop"\n[tool.poetry.dependencies]\ndjango = { version = "^6.0", optional = true }\n[tool.poetry.extras]\nserver = ["django"]\n';
    assert.equal(installs(by('poetry', old)), 'poetry install --only main --extras server --no-root --no-interaction');
    // Poetry adds what is optional to its old tables without naming it in the extra.
    assert.match(notes(by('poetry', old)), /Run `poetry add 'uvicorn\[standard\]' /);
    // What is missing goes where Django is.
    assert.match(notes(by('uv', inExtra)), /Run `uv add --optional server 'uvicorn\[standard\]' 'whitenoise\[brotli\]'`/);
    assert.match(notes(by('poetry', inExtra)), /Run `poetry add --optional server /);
    assert.match(notes(by('pdm', inExtra)), /Run `pdm add -G server /);
  });

  it('are those of the group that brings Django, but never of one for development', () => {
    const by = (manager: 'uv' | 'poetry' | 'pdm', text: string) =>
      scaffolded({ ...bare, 'pyproject.toml': text, [`${manager}.lock`]: lock });
    assert.equal(installs(by('uv', inGroup)), 'uv sync --locked --no-dev --group web --no-install-project');
    assert.equal(installs(by('poetry', inGroup)), 'poetry install --only main,web --no-root --no-interaction');
    assert.equal(installs(by('pdm', inGroup)), 'pdm sync -G web --no-self --no-editable');
    assert.match(notes(by('uv', inGroup)), /`uv add --group web 'uvicorn\[standard\]' /);
    const byDefault = `${inGroup}[tool.uv]\ndefault-groups = ["dev", "web"]\n`;
    assert.equal(installs(by('uv', byDefault)), 'uv sync --locked --no-dev --no-install-project');
    const forTests = `${standard}[dependency-groups]\ndev = ["django"]\n`;
    assert.equal(installs(by('uv', forTests)), 'uv sync --locked --no-dev --no-install-project');
    assert.match(notes(by('uv', forTests)), /`uv add django /);
  });

  it('of PDM are locked with the extra first', () => {
    const none = lock.replace(/\[\[package\]\]\nname = "django"[\s\S]*/, '');
    const all = inExtra.replace('"django>=6"', '"django>=6", "uvicorn", "whitenoise[brotli]"');
    assert.match(notes(scaffolded({ ...bare, 'pyproject.toml': all, 'pdm.lock': none })), /Run `pdm lock -G server`: the image installs/);
    assert.match(
      notes(scaffolded({ ...bare, 'pyproject.toml': all }, { manager: 'pdm' })),
      /Run `pdm lock -G server`, which writes pdm\.lock/,
    );
    assert.equal(notes(scaffolded({ ...bare, 'pyproject.toml': all, 'pdm.lock': lock })), '');
    // Adding to it locks it.
    assert.doesNotMatch(notes(scaffolded({ ...bare, 'pyproject.toml': inExtra, 'pdm.lock': none })), /pdm lock/);
  });

  it('are told to be locked where they are not', () => {
    const all = `${standard.replace('"tzdata"', '"django", "uvicorn", "whitenoise[brotli]"')}`;
    for (const manager of ['uv', 'poetry', 'pdm'] as const) {
      const made = scaffolded({ ...bare, 'pyproject.toml': all }, { manager });
      assert.match(notes(made), new RegExp(`Run \`${manager} lock\`, which writes ${manager}\\.lock: .*cannot be built without it`));
      const less = scaffolded({ ...bare, 'pyproject.toml': standard.replace('tzdata', 'django') }, { manager });
      assert.match(
        notes(less),
        new RegExp(`Run \`${manager} add 'uvicorn\\[standard\\]' 'whitenoise\\[brotli\\]'\`, which writes ${manager}\\.lock`),
      );
    }
    const pipfile = scaffolded({
      ...bare,
      Pipfile: '[packages]\ndjango = "*"\nuvicorn = "*"\nwhitenoise = {extras = ["brotli"], version = "*"}\n',
    });
    assert.match(notes(pipfile), /Run `pipenv lock`, which writes Pipfile\.lock/);
    // What a requirements file lists besides counts no more.
    const beside = scaffolded({ ...bare, 'pyproject.toml': standard, 'requirements.txt': 'django==6.1.3\ntzdata\n' }, { manager: 'uv' });
    assert.match(notes(beside), /Run `uv add django==6\.1\.3 'uvicorn\[standard\]' 'whitenoise\[brotli\]'`/);
  });

  it('get a file that the chosen manager reads where there is none', () => {
    const list = "Django==6.1.3\npsycopg[binary,c]>=3 ; sys_platform != 'win32'\n# theirs\n./wheels/own.whl\nown @ https://x/own.zip\n";
    const made = (manager: 'uv' | 'poetry' | 'pdm' | 'pipenv', more: Files = {}) =>
      scaffolded(shop('', { 'requirements.txt': list, ...more }), { manager });
    const uv = made('uv');
    assert.equal(
      uv.files['pyproject.toml'],
      '[project]\nname = "project"\nversion = "0.1.0"\nrequires-python = ">=3.13,<4"\ndependencies = [\n    "django==6.1.3",\n    "psycopg[binary,c]>=3; sys_platform != \'win32\'",\n    "own @ https://x/own.zip",\n    "uvicorn[standard]",\n    "whitenoise[brotli]",\n]\n',
    );
    assert.match(notes(uv), /pyproject\.toml lists what requirements\.txt asks for, .* Run `uv lock`, which writes uv\.lock/);
    assert.match(notes(uv), /pyproject\.toml lacks what requirements\.txt has besides: `\.\/wheels\/own\.whl`/);
    has(made('poetry').files['pyproject.toml'], '\n[tool.poetry]\npackage-mode = false\n');
    has(made('pdm').files['pyproject.toml'], '\n[tool.pdm]\ndistribution = false\n');
    const pipfile = made('pipenv').files['Pipfile'];
    for (const line of [
      'django = "==6.1.3"',
      'uvicorn = {extras = ["standard"], version = "*"}',
      'own = {file = "https://x/own.zip"}',
      'python_version = "3.13"',
    ])
      has(pipfile, `${line}\n`);
    has(pipfile, 'psycopg = {extras = ["binary", "c"], version = ">=3", markers = "sys_platform != \'win32\'"}\n');
    // Settings of other tools stay.
    const ruff = made('uv', { 'pyproject.toml': '[tool.ruff]\r\nline-length = 99\r\n' }).files['pyproject.toml'] ?? '';
    assert.ok(ruff.startsWith('[project]\r\n') && ruff.endsWith(']\r\n\r\n[tool.ruff]\r\nline-length = 99\r\n'), JSON.stringify(ruff));
    for (const text of [uv.files['pyproject.toml'] ?? '', ruff])
      assert.ok(projectOf({ 'pyproject.toml': text }).all.requirements[0]?.facts.whole);
  });

  it('are left alone where their file is broken', () => {
    const made = scaffolded(shop('', { 'pyproject.toml': '[project\nname = "shop"\n' }), { manager: 'uv' });
    assert.equal(made.files['pyproject.toml'], undefined);
    assert.match(notes(made), /^pyproject\.toml is not valid TOML as it stands, and uv refuses it: mend it, and run Drydock again\.$/m);
  });

  it('in tables of Poetry alone are carried over first', () => {
    const text =
      '[tool.poetry]\nname = "shop"\n[tool.poetry.dependencies]\npython = "^3.12"\ndjango = "^6.0"\ntzdata = "~2026.1"\nzero = "^0.3.1"\npin = "1.2"\nany = "*"\nown = { path = "../own" }\n';
    const files = { ...bare, 'pyproject.toml': text };
    assert.match(
      notes(scaffolded(files, { manager: 'uv' })),
      /only Poetry reads: run `uvx migrate-to-uv`, then `uv add 'uvicorn\[standard\]'/,
    );
    assert.match(notes(scaffolded(files, { manager: 'pdm' })), /run `pdm import pyproject\.toml`, then `pdm add /);
    const pip = scaffolded(files, { manager: 'pip' });
    assert.equal(
      pip.files['requirements.txt'],
      'django>=6.0,<7\ntzdata>=2026.1,<2026.2\nzero>=0.3.1,<0.4\npin==1.2\nany\nuvicorn[standard]\nwhitenoise[brotli]\n',
    );
    assert.match(notes(pip), /lacks what pyproject\.toml has besides: `own = \{ path = "\.\.\/own" \}`/);
  });

  it('of pip-tools are compiled from all that was listed before', () => {
    const made = scaffolded(shop('', { 'requirements.txt': 'django==6.1.3\nrequests\n' }), { manager: 'pip-tools' });
    assert.equal(made.files['requirements.in'], 'django==6.1.3\nrequests\nuvicorn[standard]\nwhitenoise[brotli]\n');
    assert.match(notes(made), /Run `pip-compile requirements\.in`: the image installs what it writes\./);
    const input = scaffolded({ ...bare, 'requirements.in': 'django\nuvicorn\nwhitenoise[brotli]\n' });
    assert.match(notes(input), /Run `pip-compile requirements\.in`: .* cannot be built without requirements\.txt\./);
    assert.equal(input.files['requirements.in'], undefined);
    const other = scaffolded({ ...bare, 'requirements/production.in': 'django\n' });
    assert.deepEqual(other.answers.requirements, ['requirements/production.txt']);
  });

  it('are not those of other images and of developers', () => {
    const files = shop('', {
      'requirements-dev.txt': 'uvicorn\nwhitenoise[brotli]\n',
      'Dockerfile.old': 'FROM python:3.13\nRUN pip install whitenoise\n',
    });
    has(scaffolded(files).files['requirements.txt'], 'django==6.1.3\n\nuvicorn[standard]\nwhitenoise[brotli]\n');
  });

  it('whose version comes from Git are told one', () => {
    const text = (builder: string) =>
      `[build-system]\nrequires = ["hatchling", "${builder}"]\nbuild-backend = "hatchling.build"\n${standard}`;
    const made = scaffolded({ ...bare, 'pyproject.toml': text('hatch-vcs') });
    has(
      made.files['Dockerfile'],
      'ARG VERSION=0\nRUN --mount=type=cache,target=/root/.cache/pip \\\n    SETUPTOOLS_SCM_PRETEND_VERSION=${VERSION} \\\n    pip install "." -r requirements.txt\n',
    );
    assert.match(notes(made), /--build-arg VERSION=1\.2\.3/);
    const fixed = scaffolded({ ...bare, 'pyproject.toml': text('hatch-fancy-pypi-readme') });
    assert.doesNotMatch(`${fixed.files['Dockerfile']}${notes(fixed)}`, /VERSION=0|--build-arg/);
    // Nothing builds the package of a project that uv installs without it.
    assert.doesNotMatch(
      scaffolded({ ...bare, 'pyproject.toml': text('hatch-vcs'), 'uv.lock': lock }).files['Dockerfile'] ?? '',
      /VERSION=0/,
    );
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
