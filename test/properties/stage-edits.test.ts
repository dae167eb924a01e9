// A Dockerfile of many stages that is typed in at random, with the files beside it that its stages are judged by: what is kept of a
// stage, wherever it moves and whatever changes around it, must never show. `DRYDOCK_EDITS=10000` says how many edits.
import { chance } from '../../scripts/bench/numbers.ts';
import { assertFresh, findings, opened, put } from '../support/reopened.ts';

const edits = Number(process.env['DRYDOCK_EDITS'] ?? 240);
const compared = 4;
/** Files go back to their first text after so many edits. */
const lasting = 30;
const seed = Number(process.env['DRYDOCK_SEED'] ?? 20261130);

type Dice = () => number;
const below = (dice: Dice, most: number): number => Math.floor(dice() * most);
const pick = <T>(dice: Dice, list: readonly T[]): T => list[below(dice, list.length)] as T;

const dockerfile = `# syntax=docker/dockerfile:1
ARG PYTHON=3.13
ARG BASE=slim-trixie
FROM python:\${PYTHON}-\${BASE} AS base
ENV PYTHONUNBUFFERED=1 PATH=/opt/venv/bin:$PATH
WORKDIR /app

FROM base AS packages
RUN apt-get update && apt-get install -y build-essential libpq-dev
COPY requirements.txt ./
RUN python -m venv /opt/venv && /opt/venv/bin/pip install -r requirements.txt

FROM node:22 AS assets
WORKDIR /src
COPY package.json ./
RUN npm ci && npm run build

FROM packages AS collected
COPY . .
COPY --from=assets /src/dist /app/assets
RUN SECRET_KEY=x python manage.py collectstatic --noinput
RUN ./build.sh

FROM base AS web
COPY --from=packages /opt/venv /opt/venv
COPY --from=collected /app /app
RUN useradd app && mkdir -p /app/static
USER app
EXPOSE 8000
HEALTHCHECK CMD curl -f http://localhost:8000/healthz
ENTRYPOINT ["./entrypoint.sh"]
CMD ["gunicorn", "shop.wsgi:application", "--bind", "0.0.0.0:8000"]

FROM web AS worker
CMD ["celery", "-A", "shop", "worker"]

FROM nginx:1.29 AS proxy
COPY nginx.conf /etc/nginx/conf.d/default.conf
COPY --from=collected /app/static /usr/share/nginx/html/static
`;

const files: Readonly<Record<string, string>> = {
  Dockerfile: dockerfile,
  '.dockerignore': '.git\n.env\nstatic\n',
  'requirements.txt': 'django==5.2.8\ngunicorn==23.0.0\npsycopg[c]==3.2.10\ncelery==5.5.3\nwhitenoise==6.11.0\n',
  'manage.py': "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n",
  'shop/__init__.py': '',
  'shop/wsgi.py': 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n',
  'shop/settings.py': `import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = os.environ['SECRET_KEY']
DEBUG = os.environ.get('DEBUG') == '1'
ALLOWED_HOSTS = ['shop.example.org']
INSTALLED_APPS = ['django.contrib.staticfiles']
MIDDLEWARE = ['django.middleware.security.SecurityMiddleware', 'whitenoise.middleware.WhiteNoiseMiddleware']
STATIC_URL = '/static/'
STATIC_ROOT = BASE_DIR / 'static'
STATICFILES_DIRS = [BASE_DIR / 'assets']
`,
  'build.sh': '#!/bin/sh\npython manage.py compilemessages\n',
  'entrypoint.sh': '#!/bin/sh\nset -e\nexec "$@"\n',
  'docker-compose.yml': 'services:\n  web:\n    build:\n      context: .\n      target: web\n    ports: ["8000:8000"]\n',
  'nginx.conf':
    'server {\n  listen 80;\n  location /static/ { alias /usr/share/nginx/html/static/; }\n  location / { proxy_pass http://web:8000; }\n}\n',
};

/** What is typed into a Dockerfile: whole lines, and words that stand in them. */
const lines = [
  ...[
    'FROM base AS other',
    'FROM packages',
    'FROM python:3.9',
    'FROM alpine:3.22 AS small',
    'FROM scratch',
    'ARG BASE=alpine',
    'ARG PYTHON',
  ],
  ...[
    'USER app',
    'USER root',
    'USER 1000',
    'WORKDIR /srv',
    'WORKDIR static',
    'EXPOSE 9000',
    'ENV DEBUG=1',
    'ENV SECRET_KEY=abc',
    'SHELL ["bash"]',
  ],
  ...['ENV DJANGO_SETTINGS_MODULE=shop.settings', 'ENV DJANGO_SETTINGS_MODULE=shop.other', 'ENV PATH=/usr/bin', 'LABEL a=b', 'VOLUME /app'],
  ...['RUN python manage.py collectstatic --noinput', 'RUN python manage.py collectstatic --clear --noinput', 'RUN mkdir -p /app/media'],
  ...[
    'RUN chown -R app /app',
    'RUN pip install uwsgi',
    'RUN apt-get install -y curl',
    'RUN apk add curl',
    'RUN rm -rf /app',
    'RUN make static',
  ],
  ...['RUN --mount=type=bind,from=assets,target=/x ls /x', 'RUN --mount=type=secret,id=a,env=SECRET_KEY python manage.py check'],
  ...[
    'COPY . .',
    'COPY shop shop',
    'COPY manage.py ./',
    'COPY --from=assets /src/dist /app/assets',
    'COPY --from=0 /app /old',
    'COPY missing ./',
  ],
  ...['COPY build.sh run.sh', 'ADD https://example.org/a.tar.gz /tmp/', 'COPY --chown=app:app . /app', 'COPY <<EOF /app/x', 'EOF'],
  ...[
    'CMD ["uwsgi", "--ini", "uwsgi.ini"]',
    'CMD gunicorn shop.wsgi',
    'CMD ["daphne", "shop.asgi:application"]',
    'ENTRYPOINT ["sh", "-c"]',
    'CMD []',
  ],
  ...[
    'HEALTHCHECK NONE',
    'STOPSIGNAL SIGKILL',
    'ONBUILD COPY . .',
    '# drydock: ignore[dockerfile]',
    '# escape=`',
    '{% if x %}',
    'RUN <<EOF',
    '\\',
  ],
];
const words = [
  ...[
    'base',
    'packages',
    'assets',
    'collected',
    'web',
    'other',
    '$BASE',
    '${PYTHON}',
    'app',
    'root',
    '/app',
    'static',
    ' \\\n',
    '"',
    "'",
    ' ',
  ],
  ...['3.13', '3.9', 'slim', 'alpine', 'uwsgi', 'daphne', '0.0.0.0', '8000', '--from=web', '&& ', '|| true', '$', '#', '\r\n', '\t', 'q'],
];
/** What is typed into the files beside it. */
const beside: Readonly<Record<string, readonly string[]>> = {
  '.dockerignore': ['static\n', 'manage.py\n', '*\n', '!shop\n', 'build.sh\n', 'requirements.txt\n'],
  'requirements.txt': ['uwsgi\n', 'daphne\n', 'psycopg2\n', '# ', 'django==4.2\n'],
  'manage.py': ["'shop.other'\n", '# '],
  'shop/settings.py': [
    "STATIC_ROOT = '/srv/static'\n",
    'DEBUG = True\n',
    "STATICFILES_DIRS = ['/app/dist']\n",
    "os.environ['NEW']\n",
    '# ',
  ],
  'build.sh': ['python manage.py collectstatic\n', '# '],
  'entrypoint.sh': ['python manage.py migrate\n', 'exec gunicorn shop.wsgi\n', '# '],
  'docker-compose.yml': ['      dockerfile: other\n', '    environment:\n      DEBUG: "1"\n', '      target: worker\n', '    user: root\n'],
  'nginx.conf': ['# ', ' 9000'],
};

const inserted = (text: string, from: number, piece: string): string => text.slice(0, from) + piece + text.slice(from);

/** A Dockerfile with one random change. */
const changed = (dice: Dice, text: string): string => {
  const all = text.split('\n');
  const line = below(dice, all.length);
  const from = below(dice, text.length + 1);
  switch (below(dice, 9)) {
    case 0:
      return text.slice(0, from) + text.slice(from + 1 + below(dice, 8));
    case 1:
      return all.toSpliced(line, 1).join('\n');
    case 2:
      return all.toSpliced(line, 0, pick(dice, all)).join('\n');
    case 3: {
      // A line goes elsewhere.
      const [moved = ''] = all.slice(line, line + 1);
      return all.toSpliced(line, 1).toSpliced(below(dice, all.length), 0, moved).join('\n');
    }
    case 4: {
      // A stage is called something else.
      const name = pick(dice, ['base', 'packages', 'assets', 'collected', 'web']);
      return text.replace(new RegExp(`AS ${name}\\b`), `AS ${pick(dice, [...words.slice(0, 6), `${name}x`])}`);
    }
    case 5:
      return inserted(text, from, pick(dice, words));
    default:
      return all.toSpliced(line, 0, pick(dice, lines)).join('\n');
  }
};

describe('edits in a Dockerfile of many stages', () => {
  it(`leave, ${edits} of them, the findings and fixes of a fresh start`, function () {
    this.timeout(60_000 + edits * 500);
    const dice = chance(seed);
    const first = new Map(Object.entries(files));
    const now = new Map(first);
    const paths = [...now.keys()];
    const workspace = opened(now);
    let log: string[] = [];
    const write = (path: string, text: string, version: number) => {
      if (text === now.get(path)) return;
      now.set(path, text);
      workspace.apply([put(path, text, version)]);
      log.push(`${path}: ${JSON.stringify(text)}`);
    };
    for (let i = 1; i <= edits; i++) {
      if (i % lasting === 0) for (const path of paths) write(path, first.get(path) ?? '', i);
      else if (dice() < 0.8) write('Dockerfile', changed(dice, now.get('Dockerfile') ?? ''), i);
      else {
        const path = pick(dice, Object.keys(beside));
        const before = now.get(path) ?? '';
        const from = before.indexOf('\n', below(dice, before.length + 1)) + 1;
        const text = dice() < 0.3 ? before.slice(0, from) : inserted(before, from, pick(dice, beside[path] ?? []));
        write(path, text, i);
      }
      const found = findings(workspace, paths);
      if (i % compared !== 0) continue;
      assertFresh(found, now, `after edit ${i} (seed ${seed}); the last edits:\n${log.join('\n')}`);
      log = [];
    }
  });
});
