import assert from 'node:assert/strict';
import { usualOptions, usualValues } from '../../../server/src/features/command/usual.ts';
import { type Files, itemsAt, placeIn, taken } from '../../support/ask.ts';
import { knowledge } from '../../support/project.ts';

const shop: Files = {
  'manage.py': '',
  'requirements.txt': '',
  'requirements-dev.txt': '',
  'gunicorn.conf.py': '',
  'shop/__init__.py': '',
  'shop/asgi.py': 'application = 1\n',
  'shop/wsgi.py': 'application = 1\n',
  'shop/settings/__init__.py': '',
  'shop/settings/production.py': '',
};
const base = 'FROM python:3.12-slim-bookworm\n';
const ask = (line: string) => placeIn('Dockerfile', base + line, shop);
const labels = (line: string): readonly string[] => itemsAt(ask(line)).map(({ label }) => label);
const first = (line: string, count = 1): readonly string[] => labels(line).slice(0, count);
const taking = (line: string, label: string): string => taken(ask(line), label).slice(base.length);

describe('completion in a command', () => {
  it('offers programs: servers where a container starts, installers where an image is built', () => {
    assert.deepEqual(first('CMD ["<cursor>"]', 2), ['gunicorn', 'uvicorn']);
    assert.deepEqual(first('RUN <cursor>', 2), ['apt-get', 'pip']);
    assert.ok(labels('RUN a && <cursor>').includes('pip'));
    assert.ok(labels('RUN a; b | <cursor>').includes('pip'));
    assert.ok(labels('CMD exec <cursor>').includes('uvicorn'));
    assert.ok(labels('CMD ["tini", "--", "<cursor>"]').includes('uvicorn'));
    const alpine = placeIn('Dockerfile', 'FROM python:3.12-alpine\nRUN <cursor>', shop);
    assert.ok(!itemsAt(alpine).some(({ label }) => label === 'apt-get'));
  });
  it('offers applications of the workspace, each server its kind first', () => {
    assert.deepEqual(first('CMD ["uvicorn", "<cursor>"]'), ['shop.asgi:application']);
    assert.deepEqual(first('CMD ["gunicorn", "<cursor>"]', 2), ['shop.wsgi:application', 'shop.asgi:application']);
    assert.deepEqual(first('CMD gunicorn -k uvicorn_worker.UvicornWorker <cursor>'), ['shop.asgi:application']);
    assert.deepEqual(first('CMD waitress-serve --port 8000 <cursor>'), ['shop.wsgi:application']);
    assert.deepEqual(first('CMD python -m gunicorn --bind 0.0.0.0:8000 <cursor>'), ['shop.wsgi:application']);
    assert.equal(
      taking('CMD ["uvicorn", "shop.<cursor>", "--host", "0.0.0.0"]', 'shop.asgi:application'),
      'CMD ["uvicorn", "shop.asgi:application", "--host", "0.0.0.0"]',
    );
    assert.ok(!labels('CMD uvicorn shop.asgi:application <cursor>').includes('shop.asgi:application'));
  });
  it('offers options, the usual ones first, none that is given already', () => {
    assert.deepEqual(first('CMD ["gunicorn", "shop.wsgi", "--<cursor>"]', 3), ['--bind', '--workers', '--worker-class']);
    const all = labels('CMD uvicorn shop.asgi:application --host 0.0.0.0 --<cursor> --port 8000');
    assert.ok(!all.includes('--host') && !all.includes('--port') && all.includes('--no-access-log'));
    assert.ok(labels('CMD gunicorn --bind :8000 --<cursor>').includes('--bind'), 'may be given several times');
    assert.ok(!labels('CMD gunicorn --<cursor>').includes('--tolerate-dangerous-framing'), 'gone');
  });
  it('writes an option with its value as the form needs it', () => {
    assert.equal(taking('CMD ["gunicorn", "--bi<cursor>"]', '--bind'), 'CMD ["gunicorn", "--bind="]');
    assert.equal(taking('CMD gunicorn --bi<cursor>', '--bind'), 'CMD gunicorn --bind ');
    assert.equal(taking('CMD gunicorn --prel<cursor>', '--preload'), 'CMD gunicorn --preload');
    assert.equal(taking('CMD gunicorn --bi<cursor>=:8000', '--bind'), 'CMD gunicorn --bind=:8000');
    assert.equal(taking('CMD ["gunicorn", "--bind=<cursor>"]', '0.0.0.0:8000'), 'CMD ["gunicorn", "--bind=0.0.0.0:8000"]');
    assert.equal(taking('CMD gunicorn --bind <cursor>', '0.0.0.0:8000'), 'CMD gunicorn --bind 0.0.0.0:8000');
    assert.equal(taking('CMD uvicorn --forwarded-allow-ips <cursor>', '*'), "CMD uvicorn --forwarded-allow-ips '*'");
    assert.equal(taking('CMD uvicorn --forwarded-allow-ips="<cursor>"', '*'), 'CMD uvicorn --forwarded-allow-ips="*"');
    assert.equal(
      taking('CMD gunicorn --forwarded-allow-ips 10.0.0.1,<cursor>', '127.0.0.1'),
      'CMD gunicorn --forwarded-allow-ips 10.0.0.1,127.0.0.1',
    );
  });
  it('brings quotes and commas for a new item of a list', () => {
    assert.equal(taking('CMD ["gunicorn", <cursor>]', 'shop.wsgi:application'), 'CMD ["gunicorn", "shop.wsgi:application"]');
    assert.equal(taking('CMD ["gunicorn"<cursor>]', 'shop.wsgi:application'), 'CMD ["gunicorn", "shop.wsgi:application"]');
    assert.equal(
      taking('CMD ["gunicorn", <cursor>"--preload"]', 'shop.wsgi:application'),
      'CMD ["gunicorn", "shop.wsgi:application", "--preload"]',
    );
    assert.equal(taking('CMD [<cursor>', 'gunicorn'), 'CMD ["gunicorn"');
    assert.deepEqual(labels('CMD ["gunicorn"] <cursor>'), []);
  });
  it('offers values: choices, addresses, files, settings', () => {
    assert.deepEqual(first('CMD gunicorn -k <cursor>', 2), ['gthread', 'sync']);
    assert.deepEqual(first('CMD ["uvicorn", "--host", "<cursor>"]'), ['0.0.0.0']);
    assert.ok(labels('CMD uvicorn --log-level <cursor>').includes('warning'));
    assert.deepEqual(
      labels('RUN pip install -r <cursor>').filter((label) => label.endsWith('.txt')),
      ['requirements-dev.txt', 'requirements.txt'],
    );
    assert.ok(labels('CMD gunicorn -c <cursor>').includes('gunicorn.conf.py'));
    assert.deepEqual(first('RUN python manage.py check --settings <cursor>'), ['shop.settings.production']);
    assert.deepEqual(first('RUN python manage.py check --settings=<cursor>'), ['shop.settings.production']);
  });
  it('offers commands of tools and their own options', () => {
    assert.deepEqual(first('RUN python manage.py <cursor>', 2), ['collectstatic', 'migrate']);
    assert.deepEqual(first('RUN python manage.py collectstatic --<cursor>', 2), ['--noinput', '--clear']);
    assert.ok(!labels('RUN python manage.py migrate --<cursor>').includes('--clear'));
    assert.deepEqual(first('RUN pip <cursor>'), ['install']);
    assert.deepEqual(first('RUN pip install --<cursor>', 2), ['--no-cache-dir', '--requirement']);
    assert.ok(labels('RUN uv <cursor>').includes('pip') && labels('RUN uv <cursor>').includes('sync'));
    assert.ok(labels('RUN uv pip <cursor>').includes('install'));
    assert.deepEqual(first('RUN uv sync --<cursor>', 2), ['--locked', '--frozen']);
    assert.deepEqual(first('RUN poetry install --<cursor>', 2), ['--only', '--no-root']);
    assert.deepEqual(first('RUN pipenv install --<cursor>', 2), ['--deploy', '--system']);
    assert.ok(labels('RUN uv run --no-sync <cursor>').includes('python'));
    assert.deepEqual(first('RUN python <cursor>', 2), ['manage.py', '-m']);
    assert.ok(labels('RUN python -m <cursor>').includes('pip'));
    assert.ok(labels('CMD python manage.py runserver <cursor>').includes('0.0.0.0:8000'));
  });
  it('offers packages of the image’s own release, and distributions', () => {
    const all = itemsAt(ask('RUN apt-get update && apt-get install -y <cursor>'));
    assert.equal(all[0]?.label, 'build-essential');
    assert.equal(all.find(({ label }) => label === 'libpq-dev')?.detail, 'Debian bookworm');
    assert.ok(!labels('RUN apt-get install -y libpq-dev <cursor>').includes('libpq-dev'));
    assert.ok(labels('RUN pip install <cursor>').includes('psycopg'));
    assert.equal(taking('RUN pip install \\\n    djan<cursor>', 'django'), 'RUN pip install \\\n    django');
    assert.deepEqual(labels('RUN apt-get <cursor>'), ['update', 'install', 'upgrade']);
  });
  it('reads lines given to a shell, and scripts in here-documents', () => {
    assert.equal(
      taking('CMD ["sh", "-c", "exec gunicorn --bi<cursor> shop.wsgi"]', '--bind'),
      'CMD ["sh", "-c", "exec gunicorn --bind  shop.wsgi"]',
    );
    assert.equal(first('CMD sh -c "gunicorn --bind <cursor>"')[0], '0.0.0.0:8000');
    assert.deepEqual(first('RUN <<EOF\npip install --<cursor>\nEOF\n'), ['--no-cache-dir']);
    assert.deepEqual(labels('RUN python3 <<EOF\npip install --<cursor>\nEOF\n'), []);
    assert.deepEqual(labels('COPY <<EOF /x\npip install --<cursor>\nEOF\n'), []);
    assert.ok(labels('HEALTHCHECK CMD python -m <cursor>').includes('gunicorn'));
  });
  it('offers options of uWSGI with dashes', () => {
    assert.ok(labels('CMD ["uwsgi", "--<cursor>"]').indexOf('--module') < 20);
    assert.equal(taking('CMD ["uwsgi", "--htt<cursor>"]', '--http'), 'CMD ["uwsgi", "--http="]');
    assert.deepEqual(labels('CMD uwsgi --module <cursor>'), ['shop.wsgi:application']);
    assert.ok(labels('CMD uwsgi --http <cursor>').includes(':8000'));
  });
  it('completes a variable in front of a command', () => {
    assert.deepEqual(labels('RUN DJANGO_SETTINGS_MODULE=<cursor> python manage.py check'), ['shop.settings.production']);
  });
  it('is silent where it knows nothing', () => {
    assert.deepEqual(labels('RUN make <cursor>'), []);
    assert.deepEqual(labels('RUN echo a > <cursor>'), []);
    assert.deepEqual(labels('RUN a # pip install <cursor>'), []);
  });
});

describe('completion of what the project has', () => {
  const files: Files = {
    ...shop,
    'docker/start.sh': '#!/bin/sh\n',
    'outside/other.sh': '#!/bin/sh\n',
    '.dockerignore': 'outside\n',
    'uwsgi.ini': '[uwsgi]\n',
    'pyproject.toml':
      '[project]\nname = "x"\n[project.optional-dependencies]\npg = ["psycopg"]\n[dependency-groups]\nprod = ["gunicorn"]\n',
  };
  const image = 'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\n';
  const asked = (line: string): readonly string[] => itemsAt(placeIn('Dockerfile', image + line, files)).map(({ label }) => label);
  it('offers its scripts where they lie in the image', () => {
    assert.ok(asked('ENTRYPOINT ["<cursor>"]').includes('/app/docker/start.sh'));
    assert.deepEqual(asked('ENTRYPOINT ["/app/<cursor>"]'), ['/app/docker/start.sh']);
    assert.deepEqual(asked('CMD sh /<cursor>'), ['/app/docker/start.sh']);
    assert.ok(!asked('RUN <cursor>').includes('/app/docker/start.sh'));
    const compose = (line: string) =>
      itemsAt(
        placeIn('compose.yaml', `services:\n  web:\n    build: .\n    volumes: ["./docker:/hooks"]\n${line}\n`, {
          ...files,
          Dockerfile: image,
        }),
      );
    const command = compose('    command: ["/<cursor>"]').map(({ label }) => label);
    assert.deepEqual(command, ['/hooks/start.sh']);
  });
  it('offers configurations of uWSGI, groups and extras', () => {
    assert.ok(asked('CMD uwsgi --ini <cursor>').includes('uwsgi.ini'));
    assert.deepEqual(asked('RUN uv sync --group <cursor>'), ['prod']);
    assert.deepEqual(asked('RUN uv sync --extra <cursor>'), ['pg']);
    assert.deepEqual(asked('RUN poetry install --with <cursor>').toSorted(), ['dev', 'prod']);
    assert.deepEqual(asked('RUN poetry export --with <cursor>').toSorted(), ['dev', 'prod']);
  });
  it('offers what Celery takes, its own options in front of the command alone', () => {
    const celery = (line: string): readonly string[] =>
      itemsAt(placeIn('Dockerfile', image + line, { ...files, 'shop/celery.py': 'app = 1\n' })).map(({ label }) => label);
    assert.deepEqual(celery('CMD celery -A <cursor>'), ['shop']);
    const below = { 'src/config/__init__.py': '', 'src/config/wsgi.py': 'application = 1\n', 'src/config/celery_app.py': 'app = 1\n' };
    const app = itemsAt(placeIn('Dockerfile', `${image}CMD celery -A <cursor>`, below)).map(({ label }) => label);
    assert.deepEqual(app, ['config.celery_app']);
    assert.deepEqual(celery('CMD celery -A shop <cursor>').slice(0, 3), ['worker', 'beat', 'inspect']);
    const worker = celery('CMD ["celery", "-A", "shop", "worker", "--<cursor>"]');
    assert.deepEqual(worker.slice(0, 2), ['--loglevel', '--concurrency']);
    assert.ok(!worker.includes('--broker') && !worker.includes('--max-interval'));
    assert.deepEqual(celery('CMD celery -A shop beat --schedule <cursor>'), ['/tmp/celerybeat-schedule']);
  });
  it('offers what asks whether a container is alive, and no servers', () => {
    const health = asked('HEALTHCHECK CMD <cursor>');
    assert.ok(health.includes('curl') && health.includes('python') && !health.includes('gunicorn'));
    assert.deepEqual(asked('RUN pip install --index-url <cursor>'), []);
  });
});

describe('the tables of what is usual', () => {
  const options = knowledge.list('tool-option');
  it('name options that exist, and that their command has', () => {
    for (const [owner, list] of Object.entries(usualOptions)) {
      const [tool = ''] = owner.split(' ');
      const command = owner.slice(tool.length + 1);
      for (const flag of list.split(' ')) {
        const found = options.some(
          (one) =>
            one.tool === tool && [...one.flags, ...one.off].includes(flag) && (one.commands.length === 0 || one.commands.includes(command)),
        );
        assert.ok(found, `${owner} ${flag}`);
      }
    }
  });
  it('give values to options that exist, and no choice that is closed to them', () => {
    for (const [name, samples] of Object.entries(usualValues)) {
      const option = knowledge.find('tool-option', name);
      assert.ok(option, name);
      if (option.values.length === 0 || option.open) continue;
      for (const { text } of samples)
        assert.ok(
          option.values.some((value) => value.text === text),
          `${name} ${text}`,
        );
    }
  });
});
