import assert from 'node:assert/strict';
import { afterwards, django, moved, planned, verdict } from './moving.ts';

const ini = '[uwsgi]\nmodule = shop.wsgi:application\nhttp-socket = :8000\nprocesses = 2\n';
const cmd = 'CMD ["uwsgi", "--ini", "uwsgi.ini"]';
const uvicorn =
  'CMD ["uvicorn", "shop.asgi:application", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--lifespan", "off", "--timeout-graceful-shutdown", "25"]';

/** The Dockerfile after the move of one with these lines between base and command. */
const image = (lines: string, { from = 'FROM python:3.12-alpine', more = {}, uwsgi = ini } = {}): string => {
  const files = { ...django, Dockerfile: `${from}\n${lines}\n${cmd}\n`, 'uwsgi.ini': uwsgi, ...more };
  return afterwards(files, moved(files))['Dockerfile'] ?? '';
};
const body = (lines: string, options = {}): string => image(lines, options).split('\n').slice(1, -2).join('\n');

describe('a Dockerfile that moves', () => {
  it('gets the newest Debian that has its Python', () => {
    const from = (name: string, before = ''): string => image('COPY . .', { from: `${before}FROM ${name}` }).split('\nCOPY')[0] ?? '';
    assert.equal(from('python:3.12-alpine'), 'FROM python:3.12-slim-trixie');
    assert.equal(from('python:3.8-alpine3.12'), 'FROM python:3.8-slim-bookworm');
    assert.equal(from('python:3.6-alpine'), 'FROM python:3.6-slim-bullseye');
    assert.equal(from('python:alpine'), 'FROM python:slim-trixie');
    assert.equal(from('docker.io/library/python:3.13-alpine AS app'), 'FROM docker.io/library/python:3.13-slim-trixie AS app');
    assert.equal(from('python:${V}-alpine', 'ARG V=3.12\n'), 'ARG V=3.12\nFROM python:${V}-slim-trixie');
    assert.equal(from('python:${TAG}', 'ARG TAG=3.12-alpine3.20\n'), 'ARG TAG=3.12-slim-trixie\nFROM python:${TAG}');
    assert.equal(from(`python:3.12-alpine@sha256:${'a'.repeat(64)}`), 'FROM python:3.12-slim-trixie');
  });

  it('installs Debian packages by their names there, laid out as before', () => {
    assert.equal(
      body('RUN apk add --no-cache libpq jpeg gettext'),
      'RUN apt-get update && apt-get install -y --no-install-recommends libpq5 libjpeg62-turbo gettext && rm -rf /var/lib/apt/lists/*',
    );
    assert.equal(
      body(
        'RUN apk update \\\n    && apk add --no-cache \\\n        # for PostgreSQL\n        libpq \\\n        tzdata \\\n    && rm -rf /var/cache/apk/*',
      ),
      'RUN apt-get update \\\n        # for PostgreSQL\n        && apt-get install -y --no-install-recommends \\\n            libpq5 \\\n            tzdata \\\n        && rm -rf /var/lib/apt/lists/*',
    );
  });

  it('leaves out what only uWSGI was built with, and the comment about it', () => {
    assert.equal(
      body('COPY . .\n# uWSGI is compiled.\nRUN apk add --no-cache gcc musl-dev linux-headers\nRUN pip install -r requirements.txt'),
      'COPY . .\nRUN pip install -r requirements.txt',
    );
    assert.equal(
      body('RUN apk add --no-cache --virtual .build gcc musl-dev \\\n    && pip install uwsgi \\\n    && apk del .build'),
      'RUN pip install "uvicorn[standard]"',
    );
  });

  it('keeps compilers where something has to be built, and takes them away where that was done', () => {
    const more = { 'requirements.txt': 'django==5.2.8\npsycopg2==2.9.10\nuwsgi\n' };
    assert.equal(
      body(
        'COPY requirements.txt .\nRUN apk add --no-cache -t .build gcc musl-dev postgresql-dev && pip install -r requirements.txt && apk del .build',
        { more },
      ),
      'COPY requirements.txt .\nRUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev libpq-dev && rm -rf /var/lib/apt/lists/* && pip install -r requirements.txt && apt-get purge -y --auto-remove gcc libc6-dev libpq-dev',
    );
  });

  it('makes users and groups with the programs that slim Debian has', () => {
    assert.equal(
      body('RUN addgroup -S app && adduser -S -D -H -h /app -s /sbin/nologin -G app app'),
      'RUN groupadd --system app && useradd --system --gid app --home-dir /app --no-create-home --shell /sbin/nologin app',
    );
    assert.equal(body('RUN adduser -D -u 1000 app'), 'RUN useradd --uid 1000 --create-home app');
    assert.equal(body('RUN addgroup app www-data'), 'RUN usermod --append --groups www-data app');
  });

  it('takes uWSGI of Debian out of the lists of apt-get', () => {
    assert.equal(
      body(
        'RUN apt-get update && apt-get install -y --no-install-recommends \\\n    libpq5 \\\n    uwsgi \\\n    uwsgi-plugin-python3 \\\n    && rm -rf /var/lib/apt/lists/*',
        { from: 'FROM python:3.12-slim-bookworm' },
      ),
      'RUN apt-get update && apt-get install -y --no-install-recommends \\\n    libpq5 \\\n    && rm -rf /var/lib/apt/lists/*',
    );
  });

  it('leaves other stages on Alpine alone', () => {
    const front = 'FROM node:22-alpine AS front\nRUN apk add --no-cache git\n';
    const text = image('COPY --from=front /x /x', { from: `${front}FROM python:3.12-alpine` });
    assert.ok(text.startsWith(front), text);
  });

  it('moves every stage of Python together', () => {
    const text = image('COPY --from=build /opt/venv /opt/venv', {
      from: 'FROM python:3.11-alpine AS build\nRUN apk add --no-cache libpq\nFROM python:3.11-alpine',
    });
    assert.equal(text.match(/^FROM python:3\.11-slim-trixie/gm)?.length, 2);
    assert.doesNotMatch(text, /apk/);
  });

  it('takes the COPY of files out that only uWSGI read', () => {
    assert.equal(body('COPY . /app\nCOPY uwsgi.ini /app/\nWORKDIR /app'), 'COPY . /app\nWORKDIR /app');
  });

  it('collects static files where uWSGI served them and nobody did, with the values that settings need', () => {
    const uwsgi = `${ini}static-map = /static=/app/shop/static\n`;
    const more = { 'shop/settings.py': `${django['shop/settings.py']}import os\nSECRET_KEY = os.environ['SECRET_KEY']\n` };
    assert.equal(
      body('WORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nEXPOSE 8000', { uwsgi, more }),
      'WORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n# The values on this line are thrown away: they only let the settings load.\nRUN SECRET_KEY=build-only python manage.py collectstatic --noinput\nEXPOSE 8000',
    );
  });

  it('says variables and the user in front of the command', () => {
    const uwsgi = `${ini}env = LANG=C.UTF-8\nenv = API_TOKEN=abc\nuid = www-data\ngid = www-data\n`;
    const files = { ...django, Dockerfile: `FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\n${cmd}\n`, 'uwsgi.ini': uwsgi };
    const move = moved(files);
    assert.equal(
      afterwards(files, move)['Dockerfile'],
      `FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nENV LANG=C.UTF-8\nUSER www-data:www-data\n${uvicorn}\n`,
    );
    assert.match(move.verdicts.find(({ value }) => value === 'API_TOKEN=abc')?.text ?? '', /may be a secret/);
    assert.equal(verdict(move, 'uid').text, '`USER www-data:www-data` in the image.');
  });

  it('leaves the user to the image where that has one', () => {
    const uwsgi = `${ini}uid = www-data\n`;
    assert.doesNotMatch(body('USER 1000', { uwsgi }), /www-data/);
  });

  it('keeps its line ends', () => {
    const files = { ...django, Dockerfile: `FROM python:3.12-alpine\r\nRUN apk add --no-cache libpq\r\n${cmd}\r\n`, 'uwsgi.ini': ini };
    const text = afterwards(files, moved(files))['Dockerfile'] ?? '';
    assert.doesNotMatch(text, /[^\r]\n/);
  });

  describe('stays as it is and gets a new one beside it', () => {
    const cases: readonly (readonly [string, string, string])[] = [
      ['on plain Alpine', 'FROM alpine:3.20\nRUN apk add --no-cache python3 py3-pip\n', 'no image of Python'],
      [
        'with a package that is not known',
        'FROM python:3.12-alpine\nRUN apk add --no-cache no-such-thing\n',
        "the Debian package for Alpine's `no-such-thing` is not known",
      ],
      [
        'with another repository of apk',
        'FROM python:3.12-alpine\nRUN apk add --no-cache -X https://example.com/edge libpq\n',
        'another repository',
      ],
      [
        'with packages that a variable names',
        'FROM python:3.12-alpine\nARG MORE\nRUN apk add --no-cache $MORE\n',
        'decided while the image is built',
      ],
    ];
    for (const [name, text, why] of cases)
      it(name, () => {
        const files = {
          ...django,
          Dockerfile: `${text}WORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n${cmd}\n`,
          'uwsgi.ini': ini,
        };
        const move = moved(files);
        assert.equal(afterwards(files, move)['Dockerfile'], files.Dockerfile);
        assert.match(afterwards(files, move)['Dockerfile.new'] ?? '', /^CMD \["uvicorn"/m);
        assert.ok(
          move.notes.some((note) => note.includes(why)),
          move.notes.join('\n'),
        );
      });
  });

  it('takes scripts of Alpine along', () => {
    const files = {
      ...django,
      Dockerfile:
        'FROM python:3.12-alpine\nRUN apk add --no-cache su-exec\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nENTRYPOINT ["/app/start.sh"]\nCMD ["su-exec", "app", "uwsgi", "uwsgi.ini"]\n',
      'start.sh': '#!/bin/ash\nset -e\nexec su-exec app "$@"\n',
      'uwsgi.ini': ini,
    };
    const after = afterwards(files, moved(files));
    assert.equal(after['start.sh'], '#!/bin/sh\nset -e\nexec gosu app "$@"\n');
    assert.match(after['Dockerfile'] ?? '', /install -y --no-install-recommends gosu /);
    assert.match(after['Dockerfile'] ?? '', /^CMD \["gosu", "app", "uvicorn", /m);
  });

  it('asks with Python where BusyBox asked', () => {
    const check = (line: string): string => /^HEALTHCHECK.*$/m.exec(body(line))?.[0] ?? '';
    assert.equal(
      check('HEALTHCHECK --interval=5s CMD wget -q --spider http://localhost:8000/up/ || exit 1'),
      'HEALTHCHECK --interval=5s CMD ["python", "-c", "import urllib.request as u; u.urlopen(\'http://localhost:8000/up/\', timeout=3)"]',
    );
    assert.equal(
      check('HEALTHCHECK CMD ["nc", "-z", "127.0.0.1", "8000"]'),
      'HEALTHCHECK CMD ["python", "-c", "import socket; socket.create_connection((\'127.0.0.1\', 8000), 3).close()"]',
    );
    const curl = 'RUN apk add --no-cache curl\nHEALTHCHECK CMD curl -f http://localhost:8000/';
    assert.match(body(curl), /^HEALTHCHECK CMD curl -f/m);
  });
});

describe('asgi.py', () => {
  it('is written where there is none, with the settings of wsgi.py, in its quotes', () => {
    const files = { ...django, 'uwsgi.ini': ini };
    assert.equal(
      afterwards(files, moved(files))['shop/asgi.py'],
      "import os\n\nfrom django.core.asgi import get_asgi_application\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n\napplication = get_asgi_application()\n",
    );
  });

  it('is wsgi.py in ASGI words where that does something before Django starts', () => {
    const files = {
      ...django,
      'uwsgi.ini': ini,
      'shop/wsgi.py':
        '# WSGI\nfrom django.core.wsgi import get_wsgi_application\n\nfrom shop.setup import prepare\n\nprepare()\napplication = get_wsgi_application()\n',
    };
    assert.equal(
      afterwards(files, moved(files))['shop/asgi.py'],
      '# ASGI\nfrom django.core.asgi import get_asgi_application\n\nfrom shop.setup import prepare\n\nprepare()\napplication = get_asgi_application()\n',
    );
  });

  it('lies beside wsgi.py, wherever that is', () => {
    const { 'shop/wsgi.py': wsgi = '', ...rest } = django;
    const files = { ...rest, 'src/shop/wsgi.py': wsgi, 'uwsgi.ini': ini };
    assert.ok(moved(files).files.some(({ path }) => path === 'src/shop/asgi.py'));
  });

  it('stays as it is, and what wsgi.py does besides is named', () => {
    const files = {
      ...django,
      'uwsgi.ini': ini,
      'shop/asgi.py': 'application = None\n',
      'shop/wsgi.py':
        'import os\nfrom django.core.wsgi import get_wsgi_application\nfrom whitenoise import WhiteNoise\napplication = WhiteNoise(get_wsgi_application())\n',
    };
    const move = moved(files);
    assert.equal(afterwards(files, move)['shop/asgi.py'], 'application = None\n');
    assert.ok(
      move.notes.some((note) => note.includes('`whitenoise`') && note.includes('no longer takes part')),
      move.notes.join('\n'),
    );
  });

  it('is not asked for by gunicorn', () => {
    const files = { ...django, 'uwsgi.ini': ini };
    assert.equal(afterwards(files, moved(files, { to: 'gunicorn' }))['shop/asgi.py'], undefined);
  });

  it('cannot be had of Django before 3.0', () => {
    const old = planned({ ...django, 'uwsgi.ini': ini, 'requirements.txt': 'django==2.2.28\nuwsgi\n' });
    assert.ok('refused' in old && old.refused.includes('3.0'));
  });
});
