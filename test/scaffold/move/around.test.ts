// What stands around the image: nginx, health checks, settings, requirements, code, and what our own rules say afterwards.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { at, projectOf, runner } from '../../support/project.ts';
import { afterwards, django, type Files, moved, planned, verdict } from './moving.ts';

const dockerfile =
  'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["uwsgi", "--ini", "uwsgi.ini"]\n';
const compose =
  'services:\n  app:\n    build: .\n  nginx:\n    image: nginx:1.29\n    volumes: ["./nginx.conf:/etc/nginx/conf.d/default.conf"]\n';
const ini = '[uwsgi]\nmodule = shop.wsgi:application\nprocesses = 2\n';
const site = (lines: string, listen = '80'): string => `server {\n    listen ${listen};\n    location / {\n${lines}    }\n}\n`;
const behind = (nginx: string, socket: string, more: Files = {}): Files => ({
  ...django,
  Dockerfile: dockerfile,
  'compose.yaml': compose,
  'nginx.conf': nginx,
  'uwsgi.ini': `${ini}socket = ${socket}\n`,
  ...more,
});

describe('nginx in a move', () => {
  const nginx = (files: Files): string => afterwards(files, moved(files))['nginx.conf'] ?? '';

  it('passes HTTP on where it passed uwsgi on, with the headers that the parameters were', () => {
    assert.equal(
      nginx(
        behind(site('        uwsgi_pass app:3031;\n        include /etc/nginx/uwsgi_params;\n        uwsgi_read_timeout 90s;\n'), ':3031'),
      ),
      site(
        '        proxy_pass http://app:3031;\n        proxy_http_version 1.1;\n        proxy_set_header Host $http_host;\n        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\n        proxy_read_timeout 90s;\n',
      ),
    );
  });

  it('tells the scheme where it ends HTTPS itself, and nowhere else', () => {
    const text = nginx(behind(site('        uwsgi_pass app:3031;\n', '443 ssl'), ':3031'));
    assert.match(text, /proxy_set_header X-Forwarded-Proto \$scheme;/);
  });

  it('finds a port in the place of a socket, in an upstream too', () => {
    const text = nginx(
      behind(`upstream app {\n    server unix:/run/shop.sock fail_timeout=0;\n}\n${site('        uwsgi_pass app;\n')}`, '/run/shop.sock'),
    );
    assert.match(text, /^ {4}server app:8000 fail_timeout=0;$/m);
    assert.match(text, /proxy_pass http:\/\/app;/);
  });

  it('reaches this machine where both are in one container', () => {
    const files: Files = {
      ...django,
      Dockerfile:
        'FROM python:3.12-slim\nRUN apt-get update && apt-get install -y nginx supervisor\nWORKDIR /app\nCOPY . .\nCOPY nginx.conf /etc/nginx/sites-enabled/default\nCMD ["supervisord", "-n", "-c", "/app/supervisord.conf"]\n',
      'supervisord.conf':
        '[supervisord]\nnodaemon=true\n[program:app]\ncommand=uwsgi --ini /app/uwsgi.ini\n[program:nginx]\ncommand=nginx -g "daemon off;"\n',
      'nginx.conf': site('        uwsgi_pass unix:///tmp/app.sock;\n'),
      'uwsgi.ini': `${ini}socket = /tmp/app.sock\nchmod-socket = 666\n`,
    };
    const after = afterwards(files, moved(files));
    assert.match(after['nginx.conf'] ?? '', /proxy_pass http:\/\/127\.0\.0\.1:8000;/);
    assert.match(after['supervisord.conf'] ?? '', /^command=uvicorn shop\.asgi:application --host 127\.0\.0\.1 --port 8000 /m);
  });

  it('keeps parameters that are headers to Django, wherever they stand, and names those that cannot stay', () => {
    const outer = `server {\n    listen 80;\n    uwsgi_param HTTP_X_REAL_IP $remote_addr;\n    location / {\n        uwsgi_pass app:3031;\n    }\n    location /api/ {\n        uwsgi_param UWSGI_SCRIPT x;\n        uwsgi_param HTTP_X_API 1;\n        uwsgi_pass app:3031;\n        uwsgi_modifier1 30;\n    }\n}\n`;
    const files = behind(outer, ':3031');
    const move = moved(files);
    const text = afterwards(files, move)['nginx.conf'] ?? '';
    assert.match(text, /location \/ \{\n {8}proxy_pass [^\n]*\n[^}]*proxy_set_header X-Real-IP \$remote_addr;\n/);
    assert.match(text, /proxy_set_header X-Api 1;/);
    assert.doesNotMatch(text, /uwsgi/);
    assert.ok(move.notes.some((note) => note.includes('UWSGI_SCRIPT')));
    assert.ok(move.notes.some((note) => note.includes('uwsgi_modifier1')));
  });

  it('believes the proxy of another container alone', () => {
    const files = behind(site('        uwsgi_pass app:3031;\n'), ':3031');
    assert.match(
      afterwards(files, moved(files))['Dockerfile'] ?? '',
      /"--forwarded-allow-ips", "127\.0\.0\.1,10\.0\.0\.0\/8,172\.16\.0\.0\/12,192\.168\.0\.0\/16"/,
    );
  });

  it('leaves names alone that another file defines, and addresses of others', () => {
    const text = nginx(behind(`${site('        uwsgi_pass backend;\n')}${site('        uwsgi_pass other:9000;\n')}`, ':3031'));
    assert.match(text, /proxy_pass http:\/\/backend;/);
    assert.match(text, /proxy_pass http:\/\/other:9000;/);
  });

  it('leaves other locations and files as they are', () => {
    const text = `server {\n    listen 80;\n    location /static/ { alias /srv/static/; expires 7d; } # theirs\n    location / { uwsgi_pass app:3031; }\n}\n`;
    const after = nginx(behind(text, ':3031'));
    assert.ok(after.includes('location /static/ { alias /srv/static/; expires 7d; } # theirs'));
    assert.match(
      after,
      /location \/ \{ proxy_pass http:\/\/app:3031; proxy_http_version 1\.1; proxy_set_header Host \$http_host; [^\n]*\}/,
    );
  });
});

describe('the time to end', () => {
  const withGrace = (line: string): Files => ({
    ...django,
    Dockerfile: dockerfile,
    'uwsgi.ini': `${ini}http-socket = :8000\n`,
    'compose.yaml': `services:\n  app:\n    build:\n      context: .\n${line}    ports: ["8000:8000"]\n`,
  });

  it('is longer in Compose than in the server', () => {
    const files = withGrace('');
    const after = afterwards(files, moved(files));
    assert.match(after['compose.yaml'] ?? '', /^ {6}context: \.\n {4}stop_grace_period: 30s\n {4}ports:/m);
    assert.match(after['Dockerfile'] ?? '', /"--timeout-graceful-shutdown", "25"/);
  });

  it('keeps to what Compose is told', () => {
    const files = withGrace('    stop_grace_period: 15s\n');
    const after = afterwards(files, moved(files));
    assert.equal(after['compose.yaml'], files['compose.yaml']);
    assert.match(after['Dockerfile'] ?? '', /"--timeout-graceful-shutdown", "13"/);
  });
});

describe('health checks in a move', () => {
  const alpine = dockerfile.replace('slim', 'alpine');

  it('ask with Python in Compose and Kubernetes where Alpine asked with BusyBox', () => {
    const files: Files = {
      ...django,
      Dockerfile: alpine,
      'uwsgi.ini': `${ini}http-socket = :8000\n`,
      'compose.yaml':
        'services:\n  app:\n    build: .\n    image: shop\n    healthcheck:\n      test: ["CMD-SHELL", "nc -z localhost 8000 || exit 1"]\n      interval: 5s\n',
      'k.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels: {app: web}\n  template:\n    metadata:\n      labels: {app: web}\n    spec:\n      containers:\n        - name: web\n          image: shop\n          livenessProbe:\n            exec:\n              command:\n                - wget\n                - -q\n                - http://localhost:8000/up/\n            periodSeconds: 5\n        - name: side\n          image: alpine\n          livenessProbe:\n            exec: {command: [wget, "http://localhost:9/"]}\n',
    };
    const after = afterwards(files, moved(files));
    assert.match(
      after['compose.yaml'] ?? '',
      /^ {6}test: \["CMD", "python", "-c", "import socket; socket\.create_connection\(\('localhost', 8000\), 3\)\.close\(\)"\]\n {6}interval: 5s$/m,
    );
    assert.match(
      after['k.yaml'] ?? '',
      /^ {14}command: \["python", "-c", "import urllib\.request as u; u\.urlopen\('http:\/\/localhost:8000\/up\/', timeout=3\)"\]\n {12}periodSeconds: 5$/m,
    );
    assert.match(after['k.yaml'] ?? '', /exec: \{command: \[wget, "http:\/\/localhost:9\/"\]\}/);
  });

  it('stay where the image had Debian already', () => {
    const check = '    healthcheck:\n      test: ["CMD", "wget", "-q", "http://localhost:8000/"]\n';
    const files = {
      ...django,
      Dockerfile: dockerfile,
      'uwsgi.ini': `${ini}http-socket = :8000\n`,
      'compose.yaml': `services:\n  app:\n    build: .\n${check}`,
    };
    assert.ok((afterwards(files, moved(files))['compose.yaml'] ?? '').includes(check));
  });
});

describe('settings in a move', () => {
  const withMaps = (lines: string): Files => ({ ...django, Dockerfile: dockerfile, 'uwsgi.ini': `${ini}http-socket = :8000\n${lines}` });

  it('get WhiteNoise for what STATIC_URL names, and keep the time that files were kept', () => {
    const files = withMaps('static-map = /static/=/app/static/\nstatic-expires = /app/static/.* 86400\n');
    const after = afterwards(files, moved(files));
    assert.match(after['shop/settings.py'] ?? '', /SecurityMiddleware',\n {4}'whitenoise\.middleware\.WhiteNoiseMiddleware',\n/);
    assert.match(after['shop/settings.py'] ?? '', /^WHITENOISE_MAX_AGE = 86400$/m);
    assert.equal(after['requirements.txt'], 'django==5.2.8\nuvicorn[standard]\nwhitenoise[brotli]\n');
  });

  it('that are classes are left to their owner', () => {
    const files: Files = {
      ...withMaps('static-map = /static/=/app/static/\n'),
      'manage.py':
        "import os\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\nos.environ.setdefault('DJANGO_CONFIGURATION', 'Prod')\n",
      'shop/settings.py':
        "from configurations import Configuration\n\n\nclass Prod(Configuration):\n    STATIC_URL = '/static/'\n    MIDDLEWARE = []\n",
    };
    const move = moved(files);
    assert.equal(afterwards(files, move)['shop/settings.py'], files['shop/settings.py']);
    assert.ok(
      move.notes.some((note) => note.startsWith('The settings are classes')),
      move.notes.join('\n'),
    );
  });

  it('stay as they are where uWSGI served nothing', () => {
    const files = withMaps('');
    const after = afterwards(files, moved(files));
    assert.equal(after['shop/settings.py'], files['shop/settings.py']);
    assert.equal(after['requirements.txt'], 'django==5.2.8\nuvicorn[standard]\n');
  });

  it('do not promise folders that are not collected', () => {
    const move = moved(withMaps('static-map = /static=/app/static\nstatic-map = /static=/data/favicons\n'));
    const [first, second] = move.verdicts.filter(({ option }) => option === 'static-map');
    assert.equal(first?.outcome, 'became');
    assert.match(second?.text ?? '', /WhiteNoise serves STATIC_ROOT alone: what lies in `\/data\/favicons`/);
    assert.ok(move.notes.some((note) => note.includes('/data/favicons')));
  });

  it('never let WhiteNoise serve uploads, and say who must', () => {
    const move = moved(withMaps('static-map = /media=/app/media\n'));
    assert.ok(move.notes.some((note) => note.includes('served uploads below /media/')));
    assert.match(verdict(move, 'static-map').text, /served by nobody now/);
    assert.ok(!move.files.some(({ path }) => path === 'shop/settings.py'));
  });
});

describe('requirements in a move', () => {
  const withUwsgi = (more: Files): Files => ({ ...django, Dockerfile: dockerfile, 'uwsgi.ini': `${ini}http-socket = :8000\n`, ...more });

  it('change the line of uWSGI, wherever it stands', () => {
    const files = withUwsgi({
      'requirements.txt': '-r requirements/base.txt\ngunicorn # not used\n',
      'requirements/base.txt': '# web\ndjango\nuWSGI>=2.0 ; sys_platform != "win32"\npillow\n',
    });
    const after = afterwards(files, moved(files));
    assert.equal(after['requirements/base.txt'], '# web\ndjango\nuvicorn[standard]\npillow\n');
  });

  it('are for the tool of the project where that must lock them', () => {
    const files = withUwsgi({
      'pyproject.toml': '[project]\nname = "shop"\nversion = "1"\ndependencies = ["django>=5", "uwsgi"]\n',
      'uv.lock': 'version = 1\n',
      'requirements.txt': '',
    });
    const { notes } = moved(files);
    assert.ok(notes.includes('Run `uv remove uwsgi`: nothing needs it any more.'), notes.join('\n'));
    assert.ok(notes.includes("Run `uv add 'uvicorn[standard]'`: the image installs what is locked."), notes.join('\n'));
  });

  it('with hashes are left to their owner', () => {
    const text = `django==5.2.8 --hash=sha256:${'a'.repeat(64)}\nuwsgi==2.0.28 --hash=sha256:${'b'.repeat(64)}\n`;
    const files = withUwsgi({ 'requirements.txt': text });
    const move = moved(files);
    assert.equal(afterwards(files, move)['requirements.txt'], text);
    assert.ok(move.notes.some((note) => note.includes('with their hashes')));
  });

  it('stand in the Dockerfile where uWSGI was installed there', () => {
    const files = withUwsgi({
      'requirements.txt': 'django\n',
      Dockerfile: dockerfile.replace('pip install -r requirements.txt', 'pip install -r requirements.txt uwsgi==2.0.28'),
    });
    const after = afterwards(files, moved(files));
    assert.match(after['Dockerfile'] ?? '', /^RUN pip install -r requirements\.txt "uvicorn\[standard\]"$/m);
    assert.equal(after['requirements.txt'], 'django\n');
  });
});

describe('the report', () => {
  it('names lines that still speak of uWSGI, comments left away', () => {
    const files = {
      ...django,
      Dockerfile: dockerfile.replace('COPY . .', '# uWSGI\nCOPY . .\nLABEL server=uwsgi'),
      'uwsgi.ini': `${ini}http-socket = :8000\n`,
    };
    assert.match(moved(files).report, /## Lines that still name uWSGI\n\n- Dockerfile:5: `LABEL server=uwsgi`\n\n/);
  });
});

describe('what is left to do after a move', () => {
  const notes = (ini: string, more: Files = {}): string => moved({ ...django, 'uwsgi.ini': `[uwsgi]\n${ini}`, ...more }).notes.join('\n');

  it('names the command where no file starts the server', () => {
    const text = notes('module = shop.wsgi\nhttp = :8000\nprocesses = 4\n');
    assert.match(
      text,
      /^No file of the project starts uWSGI.* start `uvicorn shop\.asgi:application --host 0\.0\.0\.0 --port 8000 --workers 4 [^`]*`\.$/m,
    );
    const started = notes('module = shop.wsgi\nhttp = :8000\n', {
      Dockerfile: 'FROM python:3.12-slim\nCOPY . .\nCMD ["uwsgi", "uwsgi.ini"]\n',
    });
    assert.doesNotMatch(started, /No file of the project/);
  });

  it('names variables that lines of the file hang on', () => {
    const text = notes(
      'module = shop.wsgi\nif-env = PORT\nhttp-socket = :$(PORT)\nendif =\nif-not-env = PORT\nhttp-socket = :8001\nendif =\n',
    );
    assert.match(text, /--port 8001 /);
    assert.match(text, /^Lines of the old file hang on the variable `PORT`: .* If the platform sets it otherwise/m);
    assert.equal(text.match(/hang on the variable/g)?.length, 1);
  });

  it('names an address that only the machine knows', () => {
    const image = { Dockerfile: 'FROM python:3.12-slim\nCOPY . .\nCMD ["uwsgi", "uwsgi.ini"]\n' };
    assert.match(notes('module = shop.wsgi\nhttp-socket = :$(PORT)\n', image), /^Look at `http-socket` in the report/m);
    assert.doesNotMatch(notes('module = shop.wsgi\nhttp-socket = :8000\n', image), /Look at/);
    const told = { Dockerfile: image.Dockerfile.replace('CMD', 'ENV PORT=9000\nCMD') };
    assert.doesNotMatch(notes('module = shop.wsgi\nhttp-socket = :$(PORT)\n', told), /Look at/);
  });

  it('names a file in which nothing could be read', () => {
    const broken = moved({ ...django, 'uwsgi.ini': '[uwsgi\nmodule shop.wsgi\n' }).notes.join('\n');
    assert.match(broken, /^No option was found in uwsgi\.ini: look what `drydock check` says/m);
  });

  it('names work that nobody does any more, and not what merely behaves otherwise', () => {
    const text = notes(
      'module = shop.wsgi\nhttp = :8000\nharakiri = 30\nthreads = 2\ncron = 0 3 -1 -1 -1 true\nattach-daemon = celery worker\nspooler = /app/spool\nmule = shop/mule.py\nunique-cron = 0 1 -1 -1 -1 true\nroute = ^/old redirect:/new\n',
    );
    assert.match(
      text,
      /^Nothing does the work of `cron`, `attach-daemon`, `spooler`, `mule`, `unique-cron`, `route` any more: the report says/m,
    );
  });
});

describe('code in a move', () => {
  it('stops it where it calls uWSGI, and nothing is planned', () => {
    const files = { ...django, 'uwsgi.ini': ini };
    const code = [
      {
        path: 'shop/cache.py',
        text: 'import os, uwsgi\n\ntry:\n    x = 1\nexcept ValueError:\n    pass\n\ndef f():\n    try:\n        from uwsgidecorators import spool\n    except ValueError:\n        pass\n',
      },
    ];
    const stopped = planned(files, {}, code);
    assert.ok('stopped' in stopped);
    assert.deepEqual(
      stopped.places.map(({ path, line, text }) => [path, line, text]),
      [
        ['shop/cache.py', 1, 'import os, uwsgi'],
        ['shop/cache.py', 10, 'from uwsgidecorators import spool'],
      ],
    );
  });
});

describe('Daphne in a move', () => {
  const files: Files = {
    ...django,
    'shop/settings.py': `${django['shop/settings.py']}`.replace("['django.contrib", "['daphne', 'django.contrib"),
    'shop/asgi.py': 'application = None\n',
    'requirements.txt': 'django==5.2.8\ndaphne==4.2.1\n',
    Dockerfile: dockerfile.replace(
      /CMD.*/,
      'CMD ["daphne", "-b", "0.0.0.0", "-p", "9000", "--ping-interval", "30", "--http-timeout", "60", "shop.asgi:application"]',
    ),
  };

  it('becomes uvicorn with workers', () => {
    const move = moved(files, { from: 'daphne' });
    const after = afterwards(files, move);
    assert.match(
      after['Dockerfile'] ?? '',
      /^CMD \["uvicorn", "shop\.asgi:application", "--host", "0\.0\.0\.0", "--port", "9000", "--ws-ping-interval", "30", "--workers", "2", "--lifespan", "off", "--timeout-graceful-shutdown", "25"\]$/m,
    );
    assert.equal(after['requirements.txt'], 'django==5.2.8\nuvicorn[standard]\n');
    assert.equal(verdict(move, 'http-timeout').outcome, 'instead');
    assert.match(after['shop/settings.py'] ?? '', /^INSTALLED_APPS = \['django\.contrib\.staticfiles'\]$/m);
  });

  it('stays in INSTALLED_APPS and installed where Channels are', () => {
    const channels: Files = { ...files, 'requirements.txt': 'django==5.2.8\nchannels\ndaphne==4.2.1\n' };
    const after = afterwards(channels, moved(channels, { from: 'daphne' }));
    assert.equal(after['shop/settings.py'], channels['shop/settings.py']);
    assert.equal(after['requirements.txt'], 'django==5.2.8\nchannels\ndaphne==4.2.1\n\nuvicorn[standard]\n');
  });

  it('has no way to gunicorn', () => {
    const refused = planned(files, { from: 'daphne', to: 'gunicorn' });
    assert.ok('refused' in refused);
  });
});

describe('our own rules', () => {
  const read = (name: string): Files => {
    const folder = join(fileURLToPath(import.meta.url), '../../../samples', name);
    const names = (readdirSync(folder, { recursive: true }) as string[]).map((one) => one.replaceAll('\\', '/'));
    return Object.fromEntries(
      names.filter((one) => statSync(join(folder, one)).isFile()).map((one) => [one, readFileSync(join(folder, one), 'utf8')]),
    );
  };
  const findings = (files: Files): ReadonlyMap<string, number> => {
    const project = projectOf(files);
    const counted = new Map<string, number>();
    for (const path of Object.keys(files))
      for (const { rule, severity } of runner.problems(project, at(path)))
        if (severity !== 'hint') counted.set(rule, (counted.get(rule) ?? 0) + 1);
    return counted;
  };
  for (const name of ['old-shop', 'legacy-uwsgi'])
    for (const to of ['uvicorn', 'gunicorn'] as const)
      it(`find nothing in ${name} on ${to} that was not there before`, () => {
        const files = read(name);
        const before = findings(files);
        // The files of uWSGI may be deleted then, as the report says.
        const left = Object.entries(afterwards(files, moved(files, { to }))).filter(([path]) => !path.endsWith('.ini'));
        const after = findings(Object.fromEntries(left));
        const fresh = [...after].filter(([rule, count]) => count > (before.get(rule) ?? 0)).map(([rule, count]) => `${rule}: ${count}`);
        assert.deepEqual(fresh, []);
      });
});
