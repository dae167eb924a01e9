import assert from 'node:assert/strict';
import { imageRequirements, type Requirements, requirementsOf } from '../../../server/src/project/dockerfile/requirements.ts';
import { baseName } from '../../../server/src/text/uri.ts';
import { projectOf } from '../../support/project.ts';

type Files = Readonly<Record<string, string>>;
const lines = (...all: readonly string[]) => `${all.join('\n')}\n`;

const ask = (files: Files, which: typeof requirementsOf, stage?: string): Requirements => {
  const project = projectOf(files);
  const facts = project.all.dockerfile[0]?.facts;
  const found = stage === undefined ? facts?.final : facts?.stages.find(({ name }) => name === stage);
  assert.ok(facts && found);
  return which(project, facts, found);
};
/** What is installed, with where it is written, and how much of it is known. */
const shown = ({ installed, complete, locked }: Requirements) => [
  ...installed.map(({ name, version, by, at }) => `${name} ${version ?? '*'} ${by} ${baseName(at.uri)}`),
  complete ? (locked ? 'locked' : 'complete') : 'partly',
];
const own = (files: Files, stage?: string) => shown(ask(files, requirementsOf, stage));
const image = (files: Files, stage?: string) => shown(ask(files, imageRequirements, stage));
/** The files that commands name, and what became of them. */
const files = (given: Files) =>
  ask(given, requirementsOf).files.map(({ path, as, origin, facts }) => `${as} ${path} ${facts ? 'read' : origin.is}`);

const from = 'FROM python:3.13-slim-trixie';

describe('the distributions a stage installs', () => {
  it('are those its commands and the files they name list', () => {
    const Dockerfile = lines(from, 'WORKDIR /app', 'COPY requirements.txt ./', 'RUN pip install -r requirements.txt gunicorn==23.0.0');
    assert.deepEqual(own({ Dockerfile, 'requirements.txt': 'Django==5.2\npsycopg[c]>=3\n' }), [
      'gunicorn 23.0.0 command Dockerfile',
      'django 5.2 list requirements.txt',
      'psycopg * list requirements.txt',
      'complete',
    ]);
    assert.deepEqual(own({ Dockerfile }), ['gunicorn 23.0.0 command Dockerfile', 'partly']);
  });

  it('are followed through files that name each other, as the image has them', () => {
    const listed = {
      'requirements/prod.txt': '-r base.txt\n-c pins.txt\ngunicorn\n',
      'requirements/base.txt': 'django\n',
      'requirements/pins.txt': 'django==5.2\n',
    };
    const whole = lines(from, 'COPY requirements /r', 'RUN pip install -r /r/prod.txt');
    assert.deepEqual(own({ Dockerfile: whole, ...listed }), ['gunicorn * list prod.txt', 'django * list base.txt', 'complete']);
    assert.deepEqual(files({ Dockerfile: whole, ...listed }), [
      'requirements /r/prod.txt read',
      'requirements /r/base.txt read',
      'constraint /r/pins.txt read',
    ]);
    const one = lines(from, 'COPY requirements/prod.txt /r/', 'RUN pip install -r /r/prod.txt');
    assert.deepEqual(files({ Dockerfile: one, ...listed }), [
      'requirements /r/prod.txt read',
      'requirements /r/base.txt absent',
      'constraint /r/pins.txt absent',
    ]);
    assert.deepEqual(own({ Dockerfile: one, ...listed }), ['gunicorn * list prod.txt', 'partly']);
  });

  it('do not go round in circles', () => {
    const Dockerfile = lines(from, 'COPY . /app', 'RUN pip install -r /app/a.txt');
    assert.deepEqual(own({ Dockerfile, 'a.txt': '' }), ['partly']);
    const circle = { 'requirements/a.txt': '-r b.txt\nx\n', 'requirements/b.txt': '-r a.txt\ny\n' };
    assert.deepEqual(own({ Dockerfile: lines(from, 'COPY . /app', 'RUN pip install -r /app/requirements/a.txt'), ...circle }), [
      'x * list a.txt',
      'y * list b.txt',
      'partly',
    ]);
  });

  it('are found wherever the file lies: bind mounts, other stages, folders changed into, the ignore file', () => {
    const listed = { 'requirements.txt': 'django==5.2\n' };
    const django = ['django 5.2 list requirements.txt', 'complete'];
    const ways = [
      [from, 'RUN --mount=type=bind,source=requirements.txt,target=/tmp/r.txt pip install -r /tmp/r.txt'],
      [from, 'WORKDIR /app', 'RUN --mount=type=bind,target=. pip install -r requirements.txt'],
      [from, 'COPY . /src', 'RUN cd /src && pip install -r requirements.txt'],
      [from, 'ENV HOME_OF=/srv', 'COPY requirements.txt $HOME_OF/', 'RUN pip install -r ${HOME_OF}/requirements.txt'],
      [from, 'COPY requirements.txt /r', 'RUN pip install -r /r'],
      [from, 'COPY requirements.txt /app', 'RUN pip install -r /app/requirements.txt'],
      [from, 'COPY --parents ./requirements.txt /x/', 'RUN pip install -r /x/requirements.txt'],
      ['FROM scratch AS files', 'COPY . /files', from, 'COPY --from=files /files/requirements.txt /r.txt', 'RUN uv pip sync /r.txt'],
      ['FROM scratch AS files', 'COPY . /files', from, 'COPY --from=files /files /all', 'RUN pip install -r /all/requirements.txt'],
      ['FROM scratch AS files', 'COPY . /files', from, 'RUN --mount=from=files,source=/files,target=/m pip install -r /m/requirements.txt'],
    ];
    for (const way of ways) assert.deepEqual(own({ Dockerfile: lines(...way), ...listed }), django, way.join(' ; '));
    const ignored = {
      Dockerfile: lines(from, 'COPY . /src', 'RUN pip install -r /src/requirements.txt'),
      ...listed,
      '.dockerignore': '*.txt\n',
    };
    assert.deepEqual(files(ignored), ['requirements /src/requirements.txt absent']);
    const late = lines(from, 'RUN pip install -r /src/requirements.txt', 'COPY . /src');
    assert.deepEqual(files({ Dockerfile: late, ...listed }), ['requirements /src/requirements.txt absent']);
    const gone = lines(from, 'COPY . /src', 'RUN rm /src/requirements.txt', 'RUN pip install -r /src/requirements.txt');
    assert.deepEqual(files({ Dockerfile: gone, ...listed }), ['requirements /src/requirements.txt absent']);
  });

  it('are those of a project that is installed itself, with the extras asked for', () => {
    const pyproject =
      '[project]\nname = "shop"\ndependencies = ["django"]\n[project.optional-dependencies]\nprod = ["gunicorn"]\ndev = ["pytest"]\n[dependency-groups]\ntest = ["tox"]\n';
    const with_ = (command: string) =>
      own({ Dockerfile: lines(from, 'WORKDIR /app', 'COPY . .', `RUN ${command}`), 'pyproject.toml': pyproject });
    assert.deepEqual(with_('pip install .'), ['django * list pyproject.toml', 'complete']);
    assert.deepEqual(with_('pip install -e ".[prod]"'), ['django * list pyproject.toml', 'gunicorn * list pyproject.toml', 'complete']);
    assert.deepEqual(with_('uv pip install --system -r pyproject.toml --extra dev'), [
      'django * list pyproject.toml',
      'pytest * list pyproject.toml',
      'complete',
    ]);
    assert.deepEqual(with_('pip install --group test'), ['tox * list pyproject.toml', 'complete']);
    assert.deepEqual(own({ Dockerfile: lines(from, 'COPY . /app', 'RUN pip install /app'), 'setup.py': '' }), ['partly']);
  });

  it('come from the lock file of uv, by group', () => {
    const project = {
      'pyproject.toml':
        '[project]\nname = "shop"\ndependencies = ["django", "celery[redis]"]\n[project.optional-dependencies]\nmail = ["anymail"]\n[dependency-groups]\ndev = ["pytest"]\n',
      'uv.lock': lines(
        'version = 1',
        ...['django 5.2 asgiref', 'asgiref 3.9', 'celery 5.5', 'redis 6.0', 'pytest 8.0 pluggy', 'pluggy 1.5', 'anymail 13.0'].flatMap(
          (row) => {
            const [name, version, ...needs] = row.split(' ');
            const more = name === 'celery' ? ['[package.optional-dependencies]', 'redis = [{ name = "redis" }]'] : [];
            return [
              '[[package]]',
              `name = "${name}"`,
              `version = "${version}"`,
              `dependencies = [${needs.map((need) => `{ name = "${need}" }`).join(', ')}]`,
              ...more,
            ];
          },
        ),
        '[[package]]',
        'name = "shop"',
        'version = "1"',
        'source = { virtual = "." }',
      ),
    };
    const names = (command: string, env = 'ENV X=1') => {
      const { installed, locked } = ask(
        { Dockerfile: lines(from, env, 'WORKDIR /app', 'COPY . .', `RUN ${command}`), ...project },
        requirementsOf,
      );
      return `${installed
        .map(({ name }) => name)
        .sort()
        .join(' ')}${locked ? '' : ' (not locked)'}`;
    };
    assert.equal(names('uv sync --locked --no-dev'), 'asgiref celery django redis');
    assert.equal(names('uv sync'), 'asgiref celery django pluggy pytest redis');
    assert.equal(names('uv sync', 'ENV UV_NO_DEV=1'), 'asgiref celery django redis');
    assert.equal(names('uv sync --no-dev --extra mail'), 'anymail asgiref celery django redis');
    assert.equal(names('uv sync --only-group dev'), 'pluggy pytest');
    assert.equal(names('uv export --no-dev -o /r.txt && pip install -r /r.txt'), 'asgiref celery django redis');
    assert.equal(names('uv export --no-dev > /r.txt && uv pip install -r /r.txt'), 'asgiref celery django redis');
  });

  it('count groups that groups take in, and the groups that uv installs unasked', () => {
    const run = (command: string, more = '') => {
      const groups =
        '[dependency-groups]\ndev = [{ include-group = "test" }]\ntest = ["pytest"]\nlint = ["ruff"]\nround = [{ include-group = "round" }, "tox"]\n';
      const pyproject = `[project]\nname = "x"\ndependencies = ["django"]\n${groups}${more}`;
      const Dockerfile = lines(from, 'WORKDIR /app', 'COPY . .', `RUN ${command}`);
      return own({ Dockerfile, 'pyproject.toml': pyproject }).map((row) => row.split(' ')[0]);
    };
    assert.deepEqual(run('uv sync'), ['django', 'pytest', 'complete']);
    assert.deepEqual(run('uv sync --no-dev --group round'), ['django', 'tox', 'complete']);
    assert.deepEqual(run('uv sync', '[tool.uv]\ndefault-groups = ["lint"]\n'), ['django', 'ruff', 'complete']);
    assert.deepEqual(run('uv sync --no-default-groups', '[tool.uv]\ndefault-groups = ["lint"]\n'), ['django', 'complete']);
    assert.deepEqual(run('uv sync --no-group lint', '[tool.uv]\ndefault-groups = "all"\n'), ['django', 'pytest', 'tox', 'complete']);
  });

  it('come from the lock files of Poetry, pdm and pipenv, by group', () => {
    const poetry = {
      'pyproject.toml':
        '[tool.poetry.dependencies]\npython = "^3.13"\ndjango = "^5.2"\n[tool.poetry.group.dev.dependencies]\npytest = "*"\n',
      'poetry.lock':
        '[[package]]\nname = "django"\nversion = "5.2.1"\n[package.dependencies]\nAsgiref = ">=3"\n[[package]]\nname = "asgiref"\nversion = "3.9"\n[[package]]\nname = "pytest"\nversion = "8.0"\n',
    };
    const run = (command: string, given: Files) =>
      own({ Dockerfile: lines(from, 'WORKDIR /app', 'COPY . .', `RUN ${command}`), ...given }).map((row) => row.split(' ')[0]);
    assert.deepEqual(run('poetry install --only main', poetry), ['django', 'asgiref', 'locked']);
    assert.deepEqual(run('poetry install --without dev', poetry), ['django', 'asgiref', 'locked']);
    assert.deepEqual(run('poetry install', poetry), ['pytest', 'django', 'asgiref', 'locked']);
    assert.deepEqual(run('poetry export -f requirements.txt --output r.txt && pip install -r r.txt', poetry), [
      'django',
      'asgiref',
      'locked',
    ]);
    const pipenv = {
      Pipfile: '[packages]\ndjango = "*"\n[dev-packages]\npytest = "*"\n',
      'Pipfile.lock': '{"_meta": {}, "default": {"django": {"version": "==5.2"}}, "develop": {"pytest": {"version": "==8.0"}}}',
    };
    assert.deepEqual(run('pipenv sync --system', pipenv), ['django', 'locked']);
    assert.deepEqual(run('pipenv install --system --deploy --dev', pipenv), ['django', 'pytest', 'locked']);
    assert.deepEqual(run('pipenv install --system', { Pipfile: pipenv.Pipfile }), ['django', 'complete']);
    const pdm = {
      'pyproject.toml': '[project]\nname = "x"\ndependencies = ["django"]\n[dependency-groups]\ndev = ["pytest"]\n',
      'pdm.lock':
        '[[package]]\nname = "django"\nversion = "5.2"\ngroups = ["default"]\ndependencies = ["asgiref<4"]\n[[package]]\nname = "asgiref"\nversion = "3.9"\n[[package]]\nname = "pytest"\nversion = "8"\ngroups = ["dev"]\n',
    };
    assert.deepEqual(run('pdm sync --prod', pdm), ['django', 'asgiref', 'locked']);
    assert.deepEqual(run('pdm install', pdm), ['pytest', 'django', 'asgiref', 'locked']);
    // A group for development that is named leaves the others out.
    const web = { ...pdm, 'pyproject.toml': `${pdm['pyproject.toml']}web = ["asgiref"]\n` };
    assert.deepEqual(run('pdm sync -G web', web), ['asgiref', 'django', 'locked']);
  });

  it('are known in part only when something else may install', () => {
    const with_ = (...more: readonly string[]) => own({ Dockerfile: lines(from, 'COPY . /app', ...more), 'install.sh': '' }).at(-1);
    assert.equal(with_('RUN echo x'), 'locked');
    assert.equal(with_('RUN pip install x'), 'complete');
    assert.equal(with_('RUN pip install --upgrade pip'), 'locked');
    assert.equal(with_('RUN make install'), 'partly');
    assert.equal(with_('RUN bash /app/install.sh'), 'partly');
    assert.equal(with_('RUN bash -c "pip install x"'), 'partly');
    assert.equal(with_('ARG MORE', 'RUN pip install x $MORE'), 'partly');
    assert.equal(with_('RUN if [ "$A" ]; then pip install x; fi'), 'partly');
    assert.equal(with_('RUN pip install git+https://example.com/x.git'), 'partly');
    assert.equal(with_('RUN conda install django'), 'partly');
  });
});

describe('the distributions of an image', () => {
  const listed = { 'requirements.txt': 'django==5.2\n' };
  const build = [
    `${from} AS build`,
    'COPY requirements.txt /',
    'RUN python -m venv /opt/venv && /opt/venv/bin/pip install -r /requirements.txt',
  ];

  it('are those of the stages it is built on and copies environments from', () => {
    const django = ['django 5.2 list requirements.txt', 'complete'];
    assert.deepEqual(image({ Dockerfile: lines(...build, 'FROM build'), ...listed }), django);
    assert.deepEqual(image({ Dockerfile: lines(...build, from, 'COPY --from=build /opt/venv /opt/venv'), ...listed }), django);
    assert.deepEqual(image({ Dockerfile: lines(...build, from, 'COPY --from=build /opt /opt'), ...listed }), django);
    assert.deepEqual(image({ Dockerfile: lines(...build, from, 'COPY --from=build /app/static /static'), ...listed }), ['locked']);
    const user = [
      `${from} AS build`,
      'COPY requirements.txt /',
      'RUN pip install --user -r /requirements.txt',
      from,
      'COPY --from=build /root/.local /root/.local',
    ];
    assert.deepEqual(image({ Dockerfile: lines(...user), ...listed }), django);
    const system = [
      `${from} AS build`,
      'COPY requirements.txt /',
      'RUN pip install -r /requirements.txt',
      from,
      'COPY --from=build /usr/local/lib/python3.13/site-packages /usr/local/lib/python3.13/site-packages',
    ];
    assert.deepEqual(image({ Dockerfile: lines(...system), ...listed }), django);
  });

  it('are those of wheels that another stage has built', () => {
    const Dockerfile = lines(
      `${from} AS build`,
      'COPY requirements.txt /',
      'RUN pip wheel --wheel-dir /wheels -r /requirements.txt gunicorn',
      from,
      'COPY --from=build /wheels /wheels',
      'RUN pip install --no-index /wheels/*',
    );
    assert.deepEqual(own({ Dockerfile, ...listed }), ['gunicorn * command Dockerfile', 'django 5.2 list requirements.txt', 'complete']);
  });

  it('are known in part only on an image that may bring its own', () => {
    assert.deepEqual(image({ Dockerfile: lines('FROM registry.example.com/base:1', 'RUN pip install x') }), [
      'x * command Dockerfile',
      'partly',
    ]);
    assert.deepEqual(image({ Dockerfile: lines('ARG BASE', 'FROM $BASE', 'RUN pip install x') }), ['x * command Dockerfile', 'partly']);
    assert.deepEqual(image({ Dockerfile: lines(from, 'COPY --from=registry.example.com/deps /opt/venv /opt/venv') }), ['partly']);
    assert.deepEqual(image({ Dockerfile: lines(from, 'COPY --from=ghcr.io/astral-sh/uv:0.9 /uv /bin/', 'RUN uv pip install x') }), [
      'x * command Dockerfile',
      'complete',
    ]);
  });
});
