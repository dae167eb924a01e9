// A project of two hundred files that we read, as teams with several services keep them: each service with its settings package,
// Dockerfile, server and proxy, and the manifests of all of them in a folder beside.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Sample } from './texts.ts';

const services = ['shop', 'orders', 'stock', 'invoices', 'accounts', 'search', 'reports', 'mail'] as const;

/** The files of one service by their paths in its folder. */
const serviceFiles = (name: string, i: number): Readonly<Record<string, string>> => {
  const port = 8000 + i;
  const uwsgi = i % 2 === 0;
  return {
    Dockerfile: `# syntax=docker/dockerfile:1
ARG PYTHON=3.13
FROM python:\${PYTHON}-slim-trixie AS build
ENV PYTHONUNBUFFERED=1 \\
    PIP_NO_CACHE_DIR=1
RUN apt-get update \\
 && apt-get install -y --no-install-recommends build-essential libpq-dev \\
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements/ requirements/
RUN --mount=type=cache,target=/root/.cache/pip \\
    python -m venv /opt/venv \\
 && /opt/venv/bin/pip install -r requirements/production.txt
COPY . .
ENV PATH=/opt/venv/bin:$PATH
RUN SECRET_KEY=only-for-this DJANGO_SETTINGS_MODULE=config.settings.production python manage.py collectstatic --noinput

FROM python:\${PYTHON}-slim-trixie
ENV PYTHONUNBUFFERED=1 \\
    PYTHONDONTWRITEBYTECODE=1 \\
    DJANGO_SETTINGS_MODULE=config.settings.production \\
    PATH=/opt/venv/bin:$PATH
RUN apt-get update \\
 && apt-get install -y --no-install-recommends libpq5 curl \\
 && rm -rf /var/lib/apt/lists/* \\
 && useradd --system --uid 10001 app
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY --from=build --chown=app:app /app /app
USER app
EXPOSE ${port}
HEALTHCHECK CMD curl -fsS http://127.0.0.1:${port}/healthz || exit 1
ENTRYPOINT ["./entrypoint.sh"]
CMD [${uwsgi ? '"uwsgi", "--ini", "uwsgi.ini"' : `"gunicorn", "config.wsgi:application", "--config", "gunicorn.conf.py"`}]
`,
    'Dockerfile.dev': `FROM python:3.13-slim-trixie
WORKDIR /app
COPY requirements/ requirements/
RUN pip install -r requirements/development.txt
COPY . .
CMD ["python", "manage.py", "runserver", "0.0.0.0:${port}"]
`,
    '.dockerignore': `.git\n**/__pycache__\n*.sqlite3\nmedia/\n.env\n`,
    ...(uwsgi
      ? {
          'uwsgi.ini': `[uwsgi]
strict = true
set-placeholder = base=/app
chdir = %(base)
module = config.wsgi:application
master = true
processes = 4
threads = 2
enable-threads = true
http-socket = :${port}
die-on-term = true
need-app = true
vacuum = true
harakiri = 30
buffer-size = 16384
static-map = /static/=%(base)/static/
env = LANG=C.UTF-8
max-requests = 1000
max-requests-delta = 100
`,
        }
      : {
          'gunicorn.conf.py': `bind = '0.0.0.0:${port}'\nworkers = 4\nthreads = 2\ntimeout = 30\naccesslog = '-'\nworker_tmp_dir = '/dev/shm'\n`,
        }),
    'entrypoint.sh': `#!/bin/sh\nset -e\nif [ "$MIGRATE" = 1 ]; then\n  python manage.py migrate --noinput\nfi\nexec "$@"\n`,
    'requirements/base.txt': `django==5.2.8\npsycopg==3.2.10\nwhitenoise==6.11.0\ndjango-environ==0.12.0\nredis==6.4.0\ncelery==5.5.3\n`,
    'requirements/production.txt': `-r base.txt\n${uwsgi ? 'uwsgi==2.0.31' : 'gunicorn==23.0.0'}\nsentry-sdk==2.40.0\n`,
    'requirements/development.txt': `-r base.txt\ndjango-debug-toolbar==6.0.0\nipython==9.5.0\n`,
    'manage.py': `import os\nimport sys\n\nif __name__ == '__main__':\n    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings.development')\n    from django.core.management import execute_from_command_line\n\n    execute_from_command_line(sys.argv)\n`,
    'config/__init__.py': '',
    'config/settings/__init__.py': '',
    'config/settings/base.py': baseSettings(name),
    'config/settings/production.py': `from .base import *  # noqa

DEBUG = False
ALLOWED_HOSTS = env.list('ALLOWED_HOSTS', default=['${name}.example.org'])
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ('HTTP_X_FORWARDED_PROTO', 'https')
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
CSRF_TRUSTED_ORIGINS = ['https://${name}.example.org']
STORAGES = {
    'default': {'BACKEND': 'django.core.files.storage.FileSystemStorage'},
    'staticfiles': {'BACKEND': 'whitenoise.storage.CompressedManifestStaticFilesStorage'},
}
CACHES = {'default': {'BACKEND': 'django.core.cache.backends.redis.RedisCache', 'LOCATION': env('REDIS_URL', default='redis://redis:6379/0')}}
`,
    'config/settings/development.py': `from .base import *  # noqa\n\nDEBUG = True\nALLOWED_HOSTS = ['*']\nINSTALLED_APPS += ['debug_toolbar']\nMIDDLEWARE.insert(0, 'debug_toolbar.middleware.DebugToolbarMiddleware')\nINTERNAL_IPS = ['127.0.0.1']\n`,
    'config/settings/test.py': `from .base import *  # noqa\n\nDEBUG = False\nPASSWORD_HASHERS = ['django.contrib.auth.hashers.MD5PasswordHasher']\nEMAIL_BACKEND = 'django.core.mail.backends.locmem.EmailBackend'\n`,
    'config/urls.py': `from django.contrib import admin\nfrom django.urls import include, path\n\nurlpatterns = [\n    path('admin/', admin.site.urls),\n    path('', include('${name}.urls')),\n]\n`,
    'config/wsgi.py': `import os\n\nfrom django.core.wsgi import get_wsgi_application\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'config.settings.production')\napplication = get_wsgi_application()\n`,
    'nginx/default.conf': `upstream app {
    server ${name}:${port};
}
server {
    listen 80;
    server_name ${name}.example.org;
    client_max_body_size 20m;
    location /static/ {
        alias /app/static/;
        expires 7d;
    }
    location / {
        proxy_pass http://app;
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
        proxy_set_header X-Forwarded-Proto $scheme;
    }
}
`,
    '.env.example': `DATABASE_URL=postgres://${name}@db/${name}\nREDIS_URL=redis://redis:6379/0\nALLOWED_HOSTS=${name}.example.org\nSECRET_KEY=\n`,
    'docker-compose.yml': `services:
  ${name}:
    build:
      context: .
      dockerfile: Dockerfile.dev
    command: python manage.py runserver 0.0.0.0:${port}
    env_file: .env
    environment:
      DJANGO_SETTINGS_MODULE: config.settings.development
    ports:
      - "${port}:${port}"
    volumes:
      - .:/app
    depends_on:
      - db
      - redis
  worker:
    build: .
    command: celery -A config worker -l info
    env_file: .env
    environment:
      DJANGO_SETTINGS_MODULE: config.settings.production
  db:
    image: postgres:17
    volumes:
      - data:/var/lib/postgresql/data
  redis:
    image: redis:8
volumes:
  data:
`,
    Makefile: `build:\n\tdocker build -t registry.example.org/${name}:latest .\n\ntest:\n\tpython manage.py test\n`,
  };
};

const baseSettings = (name: string): string => `from pathlib import Path

import environ

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent.parent
SECRET_KEY = env('SECRET_KEY')
DEBUG = env.bool('DEBUG', default=False)
INSTALLED_APPS = [
    'django.contrib.admin',
    'django.contrib.auth',
    'django.contrib.contenttypes',
    'django.contrib.sessions',
    'django.contrib.messages',
    'django.contrib.staticfiles',
    '${name}',
]
MIDDLEWARE = [
    'django.middleware.security.SecurityMiddleware',
    'whitenoise.middleware.WhiteNoiseMiddleware',
    'django.contrib.sessions.middleware.SessionMiddleware',
    'django.middleware.common.CommonMiddleware',
    'django.middleware.csrf.CsrfViewMiddleware',
    'django.contrib.auth.middleware.AuthenticationMiddleware',
    'django.contrib.messages.middleware.MessageMiddleware',
    'django.middleware.clickjacking.XFrameOptionsMiddleware',
]
ROOT_URLCONF = 'config.urls'
TEMPLATES = [
    {
        'BACKEND': 'django.template.backends.django.DjangoTemplates',
        'DIRS': [BASE_DIR / 'templates'],
        'APP_DIRS': True,
        'OPTIONS': {
            'context_processors': [
                'django.template.context_processors.request',
                'django.contrib.auth.context_processors.auth',
                'django.contrib.messages.context_processors.messages',
            ],
        },
    },
]
WSGI_APPLICATION = 'config.wsgi.application'
DATABASES = {'default': env.db('DATABASE_URL', default='sqlite:///db.sqlite3')}
AUTH_PASSWORD_VALIDATORS = [{'NAME': 'django.contrib.auth.password_validation.MinimumLengthValidator'}]
LANGUAGE_CODE = 'en-gb'
TIME_ZONE = 'UTC'
USE_I18N = True
USE_TZ = True
STATIC_URL = '/static/'
STATIC_ROOT = BASE_DIR / 'static'
MEDIA_URL = '/media/'
MEDIA_ROOT = BASE_DIR / 'media'
DEFAULT_AUTO_FIELD = 'django.db.models.BigAutoField'
LOGGING = {
    'version': 1,
    'disable_existing_loggers': False,
    'handlers': {'console': {'class': 'logging.StreamHandler'}},
    'root': {'handlers': ['console'], 'level': env('LOG_LEVEL', default='INFO')},
}
`;

const manifests = (name: string, i: number): Readonly<Record<string, string>> => {
  const port = 8000 + i;
  return {
    'deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: 3
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
        - name: ${name}
          image: registry.example.org/${name}:latest
          env:
            - name: DJANGO_SETTINGS_MODULE
              value: config.settings.production
            - name: SECRET_KEY
              valueFrom:
                secretKeyRef:
                  name: ${name}
                  key: secret
          envFrom:
            - configMapRef:
                name: ${name}
          ports:
            - containerPort: ${port}
          readinessProbe:
            httpGet:
              path: /healthz
              port: ${port}
              httpHeaders:
                - name: Host
                  value: ${name}.example.org
          resources:
            requests:
              cpu: 100m
              memory: 256Mi
            limits:
              memory: 512Mi
`,
    'service.yaml': `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  selector:\n    app: ${name}\n  ports:\n    - port: 80\n      targetPort: ${port}\n`,
    'configmap.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  ALLOWED_HOSTS: ${name}.example.org\n  LOG_LEVEL: INFO\n`,
    'ingress.yaml': `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
spec:
  rules:
    - host: ${name}.example.org
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: ${name}
                port:
                  number: 80
`,
  };
};

const workflow = (names: readonly string[]): string => `on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
${names
  .map(
    (name) => `      - uses: docker/build-push-action@v6
        with:
          context: services/${name}
          tags: registry.example.org/${name}:latest
`,
  )
  .join('')}`;

/** The files of the project by their paths; `count` says how many of its eight services it has. */
export const workspaceFiles = (count: number = services.length): ReadonlyMap<string, string> => {
  const names = services.slice(0, count);
  const files = new Map<string, string>([['.github/workflows/build.yml', workflow(names)]]);
  for (const [i, name] of names.entries()) {
    for (const [path, text] of Object.entries(serviceFiles(name, i))) files.set(`services/${name}/${path}`, text);
    for (const [path, text] of Object.entries(manifests(name, i))) files.set(`deploy/${name}/${path}`, text);
  }
  return files;
};

/** Writes the project below a folder. */
export const writeWorkspace = (folder: string): void => {
  for (const [path, text] of workspaceFiles()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
};

/** The files that are typed in, one of each kind that has the most to say, and what is typed below lines that fit. */
export const workspaceSamples = (): readonly Sample[] => {
  const [name] = services;
  const own = serviceFiles(name, 0);
  const sample = (path: string, language: string, text: string | undefined, fits: RegExp, typed: readonly string[]): Sample => ({
    name: path,
    language,
    text: text ?? '',
    typed,
    places: (text ?? '').split('\n').flatMap((line, i) => (fits.test(line) ? [i] : [])),
    begun: [''],
  });
  return [
    sample(`services/${name}/uwsgi.ini`, 'uwsgi', own['uwsgi.ini'], /^[a-z].*= ?\S/, ['harakiri-graceful-timeout = 20', 'env = TZ=UTC']),
    sample(`services/${name}/Dockerfile`, 'dockerfile', own['Dockerfile'], /^(?:WORKDIR|USER|COPY) .*[^\\]$/, [
      'ENV DJANGO_SETTINGS_MODULE=config.settings.base',
      'RUN python manage.py check --deploy',
    ]),
    sample(`services/${name}/config/settings/base.py`, 'python', own['config/settings/base.py'], /^(?:[A-Z_]+ = [^[{(]*|\])$/, [
      "STATICFILES_DIRS = [BASE_DIR / 'assets']",
      "CSRF_TRUSTED_ORIGINS = ['https://example.org']",
    ]),
    sample(`services/${name}/docker-compose.yml`, 'dockercompose', own['docker-compose.yml'], /^ {4}(?:env_file|build|command): \S/, [
      '    working_dir: /app',
      '    stop_grace_period: 20s',
    ]),
    sample(`deploy/${name}/deployment.yaml`, 'yaml', manifests(name, 0)['deployment.yaml'], /^ {10}image: /, [
      '          command: ["uwsgi", "--ini", "uwsgi.ini"]',
      '          workingDir: /app',
    ]),
  ];
};
