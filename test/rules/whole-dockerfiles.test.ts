// Whole Dockerfiles of the kinds people publish, seen through from end to end: every warning and error, and nothing else.
import assert from 'node:assert/strict';
import { linesOf, placeAt } from '../../server/src/text/lines.ts';
import { at, runner, snapshotOf } from '../support/project.ts';

const today = '2026-11-29';

/** The warnings and errors of a file's Dockerfile rules, as `line rule severity`. */
const found = (files: Readonly<Record<string, string>>, path: string): readonly string[] => {
  const project = snapshotOf(files, { today }).project(at(path));
  assert.ok(project);
  const lines = linesOf(files[path] ?? '');
  return runner
    .problems(project, at(path))
    .filter(({ rule, severity }) => rule.startsWith('dockerfile/') && (severity === 'error' || severity === 'warning'))
    .map(({ rule, severity, at: { span } }) => `${placeAt(lines, span.from).line + 1} ${rule.slice('dockerfile/'.length)} ${severity}`);
};

const manage = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n';
const wsgi = 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n';
const asgi = 'from django.core.asgi import get_asgi_application\napplication = get_asgi_application()\n';
const ignore = '.git\n.env\n';

/** A builder on the full image, and a slim stage into which packages and a library are copied by hand. */
const byHand = (builder: string): Readonly<Record<string, string>> => ({
  '.dockerignore': ignore,
  Pipfile: '[packages]\ndjango = "*"\nmysqlclient = "*"\n',
  'Pipfile.lock': '{"_meta": {}, "default": {"django": {"version": "==4.2.16"}, "mysqlclient": {"version": "==2.1.1"}}, "develop": {}}',
  'shop/manage.py': manage,
  'shop/shop/__init__.py': '',
  'shop/shop/asgi.py': asgi,
  Dockerfile: `FROM ${builder} AS builder
# What the application needs
COPY Pipfile /tmp/Pipfile
COPY Pipfile.lock /tmp/Pipfile.lock
# The lock file has no server in it
RUN python3 -m pip install pipenv \\
  && PIPENV_PIPFILE=/tmp/Pipfile pipenv sync --system \\
  && python3 -m pip install uvicorn

FROM python:3.10-slim-bullseye
# The client library of MySQL
COPY --from=builder \\
  /usr/lib/x86_64-linux-gnu/libmariadb.a \\
  /usr/lib/x86_64-linux-gnu/libmariadb.so.3 \\
  /usr/lib/x86_64-linux-gnu/
COPY --from=builder /usr/lib/x86_64-linux-gnu/libmariadb3/ \\
  /usr/lib/x86_64-linux-gnu/libmariadb3/
# The packages
COPY --from=builder /usr/local/lib/python3.10/site-packages \\
  /usr/local/lib/python3.10/site-packages
COPY --from=builder /usr/local/lib/python3.10/lib-dynload \\
  /usr/local/lib/python3.10/lib-dynload
COPY --from=builder /usr/local/bin /usr/local/bin
RUN ln -s /usr/lib/x86_64-linux-gnu/libmariadb.a \\
    /usr/lib/x86_64-linux-gnu/libmariadbclient.a \\
  && ln -s /usr/lib/x86_64-linux-gnu/libmariadb.so.3 \\
    /usr/lib/x86_64-linux-gnu/libmariadb.so
COPY shop /var/app/shop
RUN chown -R nobody:nogroup /var/app
USER nobody
WORKDIR /var/app/shop
RUN cd /var/app/shop && python3 ./manage.py collectstatic --noinput
EXPOSE 8002
CMD ["uvicorn", \\
     "shop.asgi:application", \\
     "--host", "0.0.0.0", \\
     "--port", "8002", \\
     "--workers", "4" \\
     ]
`,
});

describe('whole Dockerfiles', () => {
  it('a builder whose packages and MySQL library are copied into a slim stage', () => {
    assert.deepEqual(found(byHand('python:3.10-bullseye'), 'Dockerfile'), [
      '1 eol-python warning',
      // The second stage on the same Python belongs to the first finding.
      '13 arch-specific-path warning',
      '21 stdlib-copied warning',
    ]);
  });

  it('the same with another Python in the builder', () => {
    assert.deepEqual(found(byHand('python:3.11-bullseye'), 'Dockerfile'), [
      '1 eol-debian warning',
      '10 eol-python warning',
      '13 arch-specific-path warning',
      '19 stage-python-minor-mismatch error',
      '21 stdlib-copied warning',
    ]);
  });

  it('the same with a builder on a newer Debian', () => {
    assert.deepEqual(found(byHand('python:3.10-bookworm'), 'Dockerfile'), [
      '1 eol-python warning',
      '10 eol-python warning',
      '13 debian-release-mismatch error',
      '13 arch-specific-path warning',
      '21 stdlib-copied warning',
    ]);
  });

  it('gunicorn with WEB_CONCURRENCY and /dev/shm, translations compiled by the user who runs it', () => {
    assert.deepEqual(found(gunicorn, 'Dockerfile'), []);
  });

  it('an image of nginx fed from a stage that collects static files', () => {
    assert.deepEqual(found(gunicorn, 'static.Dockerfile'), []);
  });

  it('supervisord that runs nginx and uWSGI', () => {
    assert.deepEqual(found(supervised, 'Dockerfile'), []);
  });

  it('waitress that shows its tracebacks', () => {
    assert.deepEqual(found(waitress, 'Dockerfile'), ['9 expose-tracebacks warning']);
  });
});

const gunicorn: Readonly<Record<string, string>> = {
  '.dockerignore': ignore,
  'requirements.txt': 'django==5.2.8\ngunicorn==23.0.0\npsycopg[binary]==3.2.9\n',
  'manage.py': manage,
  'core/__init__.py': '',
  'core/wsgi.py': wsgi,
  'default.conf': 'server { listen 8080; }\n',
  Dockerfile: `FROM python:3.13 AS build-stage
COPY requirements.txt /tmp/requirements.txt
RUN pip install --no-cache-dir -r /tmp/requirements.txt
WORKDIR /workdir
COPY . .
ENV DJANGO_ENV=production
RUN python manage.py collectstatic --noinput -v2

FROM python:3.13
RUN apt-get update && apt-get install -y --no-install-recommends \\
    gettext \\
    && rm -rf /var/lib/apt/lists/*
RUN groupadd -r runner && useradd --no-log-init -r -g runner runner
COPY requirements.txt /tmp/requirements.txt
RUN pip install --no-cache-dir -r /tmp/requirements.txt
WORKDIR /workdir
USER runner:runner
COPY --chown=runner:runner . .
COPY --from=build-stage --chown=runner:runner /workdir/static/staticfiles.json /workdir/static/staticfiles.json
ENV DJANGO_ENV=production
ENV WEB_CONCURRENCY=2
RUN python manage.py compilemessages
EXPOSE 8000
CMD ["gunicorn", "core.wsgi", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm", "--threads", "2", "--name", "shop"]
`,
  'static.Dockerfile': `FROM python:3.13 AS build-stage
COPY requirements.txt /tmp/requirements.txt
RUN pip install --no-cache-dir -r /tmp/requirements.txt
WORKDIR /workdir
COPY . .
ENV DJANGO_ENV=production
RUN python manage.py collectstatic --noinput -v2

FROM nginxinc/nginx-unprivileged:latest AS production-stage
USER root
COPY --from=build-stage --chown=nginx:root /workdir/static /usr/share/nginx/html/static
COPY --chown=nginx:root default.conf /etc/nginx/conf.d/default.conf
USER nginx
`,
};

const supervised: Readonly<Record<string, string>> = {
  '.dockerignore': ignore,
  'requirements.txt': 'django==5.2.8\nuwsgi==2.0.30\n',
  'manage.py': manage,
  'deploy/supervisord.conf':
    '[supervisord]\nnodaemon=true\n[program:uwsgi]\ncommand=uwsgi --ini /app/deploy/uwsgi.ini\n[program:nginx]\ncommand=nginx -g "daemon off;"\n',
  'deploy/uwsgi.ini': '[uwsgi]\nsocket = 127.0.0.1:3031\nmodule = shop.wsgi\n',
  'deploy/nginx.conf': 'server { location / { uwsgi_pass 127.0.0.1:3031; } }\n',
  Dockerfile: `FROM python:3.12-slim-bookworm
RUN apt-get update \\
 && apt-get install -y --no-install-recommends nginx supervisor build-essential libpcre2-dev \\
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
COPY deploy/nginx.conf /etc/nginx/conf.d/default.conf
COPY deploy/supervisord.conf /etc/supervisor/conf.d/app.conf
RUN python manage.py collectstatic --noinput
EXPOSE 80
CMD ["supervisord", "-n", "-c", "/etc/supervisor/conf.d/app.conf"]
`,
};

const waitress: Readonly<Record<string, string>> = {
  '.dockerignore': ignore,
  'requirements.txt': 'django==5.2.8\nwaitress==3.0.2\nwhitenoise==6.9.0\n',
  'manage.py': manage,
  'conf/__init__.py': '',
  'conf/docker_wsgi.py': wsgi,
  Dockerfile: `FROM python:3.13-slim-trixie
ENV PYTHONUNBUFFERED=1
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
EXPOSE 8000
USER 1000
CMD ["waitress-serve", "--port", "8000", "--expose-tracebacks", "conf.docker_wsgi:application"]
`,
};
