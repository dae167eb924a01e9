// Contradictions about what a container starts, planted one at a time into a project that agrees: each is found, by one rule.
import assert from 'node:assert/strict';
import { relative } from '../../server/src/text/uri.ts';
import { at, projectOf, root, runner } from '../support/project.ts';

type Files = Readonly<Record<string, string>>;

/** Everything here agrees: nothing is said about it above a hint. */
const sound: Files = {
  Dockerfile: `FROM python:3.13-slim-trixie
ENV PYTHONUNBUFFERED=1
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt && useradd --create-home --uid 1000 app
COPY . .
RUN SECRET_KEY=build DATABASE_URL=sqlite:///build.db DJANGO_SETTINGS_MODULE=shop.settings python manage.py collectstatic --noinput
USER 1000
CMD ["gunicorn", "shop.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2", "--worker-tmp-dir", "/dev/shm"]
`,
  '.dockerignore': '.git\n.env\n.venv\nstaticfiles\ndb.sqlite3\n',
  'requirements.txt': 'django==5.2.8\ngunicorn==23.0.0\nwhitenoise==6.11.0\ndj-database-url==3.0.1\npsycopg[binary]==3.2.9\n',
  'manage.py': "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n",
  'shop/__init__.py': '',
  'shop/wsgi.py':
    "import os\n\nfrom django.core.wsgi import get_wsgi_application\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\napplication = get_wsgi_application()\n",
  'shop/asgi.py':
    "import os\n\nfrom django.core.asgi import get_asgi_application\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\napplication = get_asgi_application()\n",
  'shop/urls.py':
    'from django.urls import path\n\nfrom shop.views import healthz, home\n\nurlpatterns = [path("", home), path("healthz", healthz)]\n',
  'shop/settings.py': `import os
from pathlib import Path

import dj_database_url

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["shop.example.com"]
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ROOT_URLCONF = "shop.urls"
INSTALLED_APPS = ["django.contrib.staticfiles"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
]
DATABASES = {"default": dj_database_url.parse(os.environ["DATABASE_URL"])}
QUEUE_PORT = int(os.environ.get("QUEUE_PORT", "5672"))
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
`,
  'compose.prod.yaml': `services:
  web:
    build:
      context: .
    image: example/shop
    restart: unless-stopped
    stop_grace_period: 40s
    environment:
      DJANGO_SETTINGS_MODULE: shop.settings
      SECRET_KEY: \${SECRET_KEY}
      DATABASE_URL: \${DATABASE_URL}
    ports:
      - "127.0.0.1:8000:8000"
  queue:
    image: redis:8-alpine
`,
  'k8s/web.yaml': `apiVersion: v1
kind: Service
metadata:
  name: shop
spec:
  selector:
    app: shop
  ports:
    - port: 80
      targetPort: 8000
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop
spec:
  replicas: 2
  selector:
    matchLabels:
      app: shop
  template:
    metadata:
      labels:
        app: shop
    spec:
      terminationGracePeriodSeconds: 45
      containers:
        - name: web
          image: example/shop
          securityContext:
            runAsNonRoot: true
          env:
            - name: DJANGO_SETTINGS_MODULE
              value: shop.settings
            - name: SECRET_KEY
              valueFrom:
                secretKeyRef:
                  name: shop
                  key: secret-key
            - name: DATABASE_URL
              valueFrom:
                secretKeyRef:
                  name: shop
                  key: database-url
          ports:
            - containerPort: 8000
          readinessProbe:
            httpGet:
              path: /healthz
              port: 8000
              httpHeaders:
                - name: Host
                  value: shop.example.com
`,
};

/** What is said above a hint, settings by themselves left out. */
const findings = (files: Files): readonly string[] => {
  const project = projectOf(files);
  return Object.keys(files).flatMap((path) =>
    runner
      .problems(project, at(path))
      .filter(({ rule, severity }) => severity !== 'hint' && !rule.startsWith('settings/'))
      .map(({ rule, at: place }) => `${rule} ${relative(root, place.uri)}`),
  );
};

/** What is changed in which file, and what has to be found; each is one cause, however many places it shows in. */
const planted: readonly {
  readonly path: string;
  readonly from: string;
  readonly to: string;
  readonly rule: string;
  readonly in?: string;
  readonly also?: readonly string[];
}[] = [
  { path: 'requirements.txt', from: 'gunicorn==23.0.0\n', to: '', rule: 'project/server-not-installed', in: 'Dockerfile' },
  { path: 'requirements.txt', from: 'whitenoise==6.11.0\n', to: '', rule: 'project/requirement-missing', in: 'shop/settings.py' },
  { path: 'requirements.txt', from: 'dj-database-url==3.0.1\n', to: '', rule: 'project/requirement-missing', in: 'shop/settings.py' },
  // This Python has reached its end as well, which is a cause of its own.
  {
    path: 'Dockerfile',
    from: 'python:3.13-slim-trixie',
    to: 'python:3.9-slim-bookworm',
    rule: 'project/django-python-mismatch',
    also: ['dockerfile/eol-python Dockerfile'],
  },
  { path: 'Dockerfile', from: '"/dev/shm"]', to: '"/dev/shm", "--tiemout", "60"]', rule: 'project/server-option' },
  { path: 'Dockerfile', from: '"--workers", "2"', to: '"-k", "gthreads"', rule: 'project/worker-class-gone' },
  { path: 'Dockerfile', from: '\nUSER 1000', to: '\nWORKDIR /srv\nUSER 1000', rule: 'project/started-elsewhere' },
  {
    path: 'Dockerfile',
    from: '"/dev/shm"]',
    to: '"/dev/shm", "--graceful-timeout", "60"]',
    rule: 'project/stop-time-too-short',
    in: 'compose.prod.yaml',
    also: ['project/stop-time-too-short k8s/web.yaml'],
  },
  { path: 'Dockerfile', from: '"/dev/shm"]', to: '"/dev/shm"]\nENV WEB_CONCURRENCY=8', rule: 'project/workers-twice' },
  { path: 'compose.prod.yaml', from: 'shop.settings', to: 'shop.setings', rule: 'project/settings-module-missing' },
  { path: 'compose.prod.yaml', from: 'SECRET_KEY: ', to: 'SECRT_KEY: ', rule: 'project/environment-name' },
  { path: 'compose.prod.yaml', from: '      DATABASE_URL: ${DATABASE_URL}\n', to: '', rule: 'project/environment-missing' },
  { path: 'compose.prod.yaml', from: 'stop_grace_period: 40s', to: 'stop_grace_period: 5s', rule: 'project/stop-time-too-short' },
  {
    path: 'compose.prod.yaml',
    from: '    restart:',
    to: '    command: python manage.py runserver 0.0.0.0:8000\n    restart:',
    rule: 'project/development-server',
  },
  {
    path: 'compose.prod.yaml',
    from: 'image: redis:8-alpine\n',
    to: 'image: redis:8-alpine\n    command: redis-server /etc/redis.conf\n    volumes: ["./deploy/redis.conf:/etc/redis.conf:ro"]\n',
    rule: 'compose/mount-missing',
  },
  {
    path: 'compose.prod.yaml',
    from: 'services:\n',
    to: 'include: [compose.queue.yaml]\nservices:\n',
    rule: 'compose/include-missing',
  },
  { path: 'compose.prod.yaml', from: 'context: .', to: 'context: .\n      args:\n        VERSION: "1"', rule: 'compose/unused-build-arg' },
  { path: 'k8s/web.yaml', from: 'path: /healthz', to: 'path: /health', rule: 'project/probe-path-unknown' },
  {
    path: 'k8s/web.yaml',
    from: 'kind: Service\nmetadata:\n  name: shop',
    to: 'kind: Service\nmetadata:\n  name: queue',
    rule: 'kubernetes/service-variable',
  },
  {
    path: 'k8s/web.yaml',
    from: 'terminationGracePeriodSeconds: 45',
    to: 'terminationGracePeriodSeconds: 20',
    rule: 'project/stop-time-too-short',
  },
  {
    path: 'k8s/web.yaml',
    from: 'image: example/shop\n',
    to: 'image: example/shop\n          command: ["sh", "-c", "python manage.py migrate; exec gunicorn shop.wsgi:application --bind 0.0.0.0:8000 --workers 2"]\n',
    rule: 'project/migrate-in-replicas',
  },
  {
    path: 'shop/settings.py',
    from: 'SECURE_REDIRECT_EXEMPT = [r"^health"]\n',
    to: '',
    rule: 'kubernetes/probe-redirected',
    in: 'k8s/web.yaml',
  },
  {
    path: 'shop/settings.py',
    from: 'dj_database_url.parse(os.environ["DATABASE_URL"])',
    to: '{"ENGINE": "django.db.backends.sqlite3", "NAME": BASE_DIR / "db.sqlite3"}',
    rule: 'project/sqlite-in-container',
  },
  {
    path: 'shop/settings.py',
    from: 'QUEUE_PORT =',
    to: 'CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}\nQUEUE_PORT =',
    rule: 'project/channel-layer-per-process',
  },
  { path: 'shop/wsgi.py', from: 'import os\n', to: 'import os\nimport uwsgi\n', rule: 'project/uwsgi-module-elsewhere' },
  {
    path: 'shop/settings.py',
    from: 'QUEUE_PORT =',
    to: 'CELERY_BROKER_URL = "redis://localhost:6379/0"\nQUEUE_PORT =',
    rule: 'project/service-on-loopback',
  },
];

describe('contradictions about what a container starts', () => {
  it('are none in a project that agrees', () => assert.deepEqual(findings(sound), []));

  for (const { path, from, to, rule, in: where = path, also = [] } of planted) {
    it(`${rule}: \`${to.trim().split('\n').at(-1) || `no ${from.trim()}`}\` in ${path}`, () => {
      const text = sound[path] ?? '';
      assert.ok(text.includes(from), `${path} has no ${from}`);
      const found = findings({ ...sound, [path]: text.replace(from, to) });
      assert.deepEqual([...new Set(found)], [`${rule} ${where}`, ...also]);
    });
  }
});
