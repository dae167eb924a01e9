// Projects whose files agree: one that Django makes, with everything the scaffold writes for it.
import { djangoProjects } from '../../../server/src/project/settings/django.ts';
import type { Answers } from '../../../server/src/scaffold/answers.ts';
import { detect } from '../../../server/src/scaffold/detect.ts';
import { planScaffold } from '../../../server/src/scaffold/scaffold.ts';
import { knowledge, projectOf } from '../../support/project.ts';

export type Files = Readonly<Record<string, string>>;

/** What `startproject` writes, as far as it matters, with one app and one page. */
const started: Files = {
  'manage.py': [
    '#!/usr/bin/env python',
    'import os',
    'import sys',
    '',
    '',
    'def main():',
    "    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')",
    '    from django.core.management import execute_from_command_line',
    '    execute_from_command_line(sys.argv)',
    '',
    '',
    "if __name__ == '__main__':",
    '    main()',
    '',
  ].join('\n'),
  'shop/__init__.py': '',
  'shop/asgi.py':
    "import os\n\nfrom django.core.asgi import get_asgi_application\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n\napplication = get_asgi_application()\n",
  'shop/wsgi.py':
    "import os\n\nfrom django.core.wsgi import get_wsgi_application\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n\napplication = get_wsgi_application()\n",
  'shop/urls.py':
    "from django.contrib import admin\nfrom django.urls import path\n\nurlpatterns = [\n    path('admin/', admin.site.urls),\n]\n",
  'shop/settings.py': [
    'from pathlib import Path',
    '',
    'BASE_DIR = Path(__file__).resolve().parent.parent',
    '',
    "SECRET_KEY = 'django-insecure-only-for-development-0123456789-0123456789'",
    'DEBUG = True',
    'ALLOWED_HOSTS = []',
    '',
    'INSTALLED_APPS = [',
    "    'django.contrib.admin',",
    "    'django.contrib.auth',",
    "    'django.contrib.contenttypes',",
    "    'django.contrib.sessions',",
    "    'django.contrib.messages',",
    "    'django.contrib.staticfiles',",
    ']',
    '',
    'MIDDLEWARE = [',
    "    'django.middleware.security.SecurityMiddleware',",
    "    'django.contrib.sessions.middleware.SessionMiddleware',",
    "    'django.middleware.common.CommonMiddleware',",
    "    'django.middleware.csrf.CsrfViewMiddleware',",
    "    'django.contrib.auth.middleware.AuthenticationMiddleware',",
    "    'django.contrib.messages.middleware.MessageMiddleware',",
    "    'django.middleware.clickjacking.XFrameOptionsMiddleware',",
    ']',
    '',
    "ROOT_URLCONF = 'shop.urls'",
    "WSGI_APPLICATION = 'shop.wsgi.application'",
    '',
    'TEMPLATES = [',
    '    {',
    "        'BACKEND': 'django.template.backends.django.DjangoTemplates',",
    "        'APP_DIRS': True,",
    "        'OPTIONS': {'context_processors': ['django.template.context_processors.request', 'django.contrib.auth.context_processors.auth', 'django.contrib.messages.context_processors.messages']},",
    '    },',
    ']',
    '',
    'import os',
    '',
    'DATABASES = {',
    "    'default': {",
    "        'ENGINE': 'django.db.backends.postgresql',",
    "        'HOST': os.environ.get('DB_HOST', 'db'),",
    "        'NAME': os.environ.get('DB_NAME', 'app'),",
    "        'USER': os.environ.get('DB_USER', 'app'),",
    "        'PASSWORD': os.environ.get('DB_PASSWORD', ''),",
    '    },',
    '}',
    '',
    "TIME_ZONE = 'UTC'",
    "STATIC_URL = 'static/'",
    '',
  ].join('\n'),
  'requirements.txt': 'django==6.1.3\npsycopg[binary]==3.3.1\n',
};

/** The files of a project after the scaffold; fails when the choices make no sense together. */
export const scaffolded = (choices: Partial<Answers>): Files => {
  const project = projectOf(started);
  const [django] = djangoProjects(project);
  if (!django) throw new Error('no Django project');
  const detected = Object.fromEntries(Object.entries(detect(project, django, knowledge)).map(([name, { value }]) => [name, value]));
  const made = planScaffold(
    project,
    django,
    { ...(detected as unknown as Answers), ...choices },
    'all',
    (path) => started[path],
    new Set(),
  );
  if ('refused' in made) throw new Error(made.refused);
  return { ...started, ...Object.fromEntries(made.files.map(({ path, after }) => [path, after])) };
};

/** The nginx image copies STATIC_ROOT itself, and Django keeps all of it beside. */
const taken = (choices: Partial<Answers>): Files => {
  const files = scaffolded(choices);
  const dockerfile = (files['Dockerfile'] ?? '')
    .replace(/# nginx gets the files.*\nRUN mv .*\n.*\n.*\n/, '')
    .replace('COPY --from=build /srv/static /srv/static', 'COPY --from=build /app/staticfiles /srv/static');
  return { ...files, Dockerfile: dockerfile };
};

/** One sample for each kind of set-up. */
export const samples: Readonly<Record<string, () => Files>> = {
  'uvicorn and WhiteNoise': () => scaffolded({}),
  gunicorn: () => scaffolded({ server: 'gunicorn' }),
  waitress: () => scaffolded({ server: 'waitress' }),
  'an nginx image': () => scaffolded({ static: 'nginx' }),
  'an nginx image that takes the collected folder': () => taken({ static: 'nginx' }),
  'uWSGI and nginx that takes the collected folder': () => taken({ server: 'uwsgi', static: 'uwsgi-nginx-tcp' }),
  'uWSGI and nginx': () => scaffolded({ server: 'uwsgi', static: 'uwsgi-nginx-tcp' }),
  'uWSGI and nginx over a socket': () => scaffolded({ server: 'uwsgi', static: 'uwsgi-nginx-socket' }),
  supervisord: () => scaffolded({ server: 'uwsgi', static: 'supervisord' }),
  'HAProxy in front': () => scaffolded({ balancer: 'haproxy' }),
  'nginx in front': () => scaffolded({ balancer: 'nginx' }),
  Kubernetes: () => scaffolded({ kubernetes: true }),
  'Kubernetes with one key of a Secret': () => {
    const files = scaffolded({ kubernetes: true });
    const manifest = files['deploy/kubernetes/app.yaml'] ?? '';
    const key =
      '          env:\n            - name: SECRET_KEY\n              valueFrom:\n                secretKeyRef: { name: project, key: SECRET_KEY }\n';
    return {
      ...files,
      'deploy/kubernetes/app.yaml': manifest
        .replace(/ *- secretRef:\n *name: project\n/, '')
        .replace('          ports:\n', `${key}          ports:\n`),
    };
  },
  'Kubernetes and uWSGI': () => scaffolded({ kubernetes: true, server: 'uwsgi' }),
  'Kubernetes and an nginx image': () => scaffolded({ kubernetes: true, static: 'nginx' }),
};
