// What the server types into while nobody asks for anything: a small project as many are, and lines of all kinds.
import type { FileKind } from '../languages/language.ts';

/** A file that is typed in, where the client's project has one of its kind: below which lines, and what. */
export interface Rehearsed {
  readonly path: string;
  readonly kind: FileKind;
  /** The beginnings of the lines below which something is typed. */
  readonly below: readonly string[];
  /** Each is begun, written to its end, and goes away again. */
  readonly lines: readonly string[];
}

export const files: Readonly<Record<string, string>> = {
  Dockerfile: `# syntax=docker/dockerfile:1
ARG PYTHON=3.13
FROM python:\${PYTHON}-slim-trixie AS base
ENV PYTHONUNBUFFERED=1 PATH=/opt/venv/bin:$PATH
WORKDIR /app

FROM base AS build
RUN apt-get update \\
 && apt-get install -y build-essential libpq-dev \\
 && rm -rf /var/lib/apt/lists/*
COPY requirements.txt .
RUN --mount=type=cache,target=/root/.cache/pip \\
    python -m venv /opt/venv \\
 && pip install -r requirements.txt

FROM base AS app
COPY --from=build /opt/venv /opt/venv
COPY . .
RUN SECRET_KEY=for-this-line python manage.py collectstatic --noinput
RUN useradd --system app
USER app
EXPOSE 8000
CMD ["gunicorn", "shop.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "2"]
`,
  'compose.yaml': `services:
  web:
    build: { context: ., target: app }
    environment:
      DB_HOST: db
      SECRET_KEY: \${SECRET_KEY}
    ports: ["8000:8000"]
    depends_on: [db]
  db:
    image: postgres:17
    volumes: [data:/var/lib/postgresql/data]
volumes:
  data:
`,
  'uwsgi.ini': `[uwsgi]
strict = true
module = shop.wsgi:application
master = true
processes = 4
http-socket = :8000
die-on-term = true
need-app = true
harakiri = 30
static-map = /static=/app/staticfiles
`,
  'requirements.txt': 'django==5.2.8\ngunicorn==23.0.0\nwhitenoise==6.9.0\npsycopg==3.2.9\n',
  'manage.py': "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n",
  'shop/__init__.py': '',
  'shop/wsgi.py': 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
  'shop/settings.py': `import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = os.environ["SECRET_KEY"]
DEBUG = os.environ.get("DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")
INSTALLED_APPS = ["django.contrib.admin", "django.contrib.staticfiles", "shop"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "HOST": os.environ.get("DB_HOST", "db")}}
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
`,
};

export const typed: readonly Rehearsed[] = [
  {
    path: 'Dockerfile',
    kind: 'dockerfile',
    below: ['WORKDIR', 'USER'],
    lines: [
      'ENV DJANGO_SETTINGS_MODULE=shop.settings PORT=8000',
      'RUN pip install --no-cache-dir -r requirements.txt && python manage.py migrate',
      'COPY --from=build --chown=app:app /app/staticfiles /app/staticfiles',
      'HEALTHCHECK --interval=30s CMD curl -f http://localhost:8000/',
      'ARG RELEASE=1',
      'USER nobody',
      'WORKDIR /srv',
      'ENTRYPOINT ["/app/entrypoint.sh"]',
      'CMD ["uvicorn", "shop.asgi:application", "--host", "0.0.0.0"]',
      '# a note',
      'LABEL org.example.team=shop',
    ],
  },
  {
    path: 'compose.yaml',
    kind: 'compose',
    below: ['    environment:', '  db:'],
    lines: ['    command: gunicorn shop.wsgi', '      DEBUG: "1"', '    ports: ["8080:80"]', '    # a note'],
  },
  {
    path: 'shop/settings.py',
    kind: 'python',
    below: ['DEBUG', 'STATIC_URL'],
    lines: [
      'SECURE_SSL_REDIRECT = True',
      'CSRF_TRUSTED_ORIGINS = ["https://shop.example"]',
      'CACHE_HOST = os.environ.get("CACHE_HOST")',
      '# a note',
    ],
  },
  {
    path: 'uwsgi.ini',
    kind: 'uwsgi',
    below: ['master', 'harakiri'],
    lines: ['enable-threads = true', 'max-requests = 5000', 'buffer-size = 32768', '; a note'],
  },
];
