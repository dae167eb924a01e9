import assert from 'node:assert/strict';
import { afterwards, commandOf, django, moved, verdict } from './moving.ts';

const image = (cmd: string): string => `FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\n${cmd}\n`;
const ini = '[uwsgi]\nmodule = shop.wsgi:application\nhttp-socket = :8000\nprocesses = 4\n';
const uvicorn = 'uvicorn shop.asgi:application --host 0.0.0.0 --port 8000 --workers 4 --lifespan off --timeout-graceful-shutdown 25';

describe('the command of a move', () => {
  it('carries what uvicorn has', () => {
    assert.equal(
      commandOf(
        `${ini}max-requests = 500\nlisten = 512\nhttp-keepalive = 20\nworker-reload-mercy = 15\ndisable-logging = true\nadd-header = X-Frame-Options: DENY\n`,
      ),
      'uvicorn shop.asgi:application --host 0.0.0.0 --port 8000 --workers 4 --limit-max-requests 500 --limit-max-requests-jitter 50 --backlog 512 --timeout-keep-alive 20 --header X-Frame-Options:DENY --no-access-log --lifespan off --timeout-graceful-shutdown 15',
    );
  });

  it('carries what gunicorn has, with its processes and threads', () => {
    assert.equal(
      commandOf(`${ini}threads = 2\nharakiri = 60\nmax-requests = 500\nmax-requests-delta = 7\numask = 022\n`, { to: 'gunicorn' }),
      'gunicorn shop.wsgi:application --bind 0.0.0.0:8000 --workers 4 --threads 2 --max-requests 500 --max-requests-jitter 7 --umask 022 --worker-tmp-dir /dev/shm --access-logfile - --graceful-timeout 25',
    );
    assert.match(commandOf(`${ini}harakiri = 60\n`, { to: 'gunicorn' }), / --timeout 60 /);
  });

  it('reads the file as uWSGI does: variables, includes, the last line that counts', () => {
    const more = { 'base.ini': '[uwsgi]\nprocesses = 2\nthe-port = 9000\n' };
    const command = commandOf(
      '[uwsgi]\ninclude = base.ini\nname = shop\nmodule = %(name).wsgi\nhttp-socket = 0.0.0.0:%(the-port)\nworkers = 6\n',
      {},
      more,
    );
    assert.match(command, /^uvicorn shop\.asgi:application --host 0\.0\.0\.0 --port 9000 --workers 6 /);
  });

  it('leaves a limit of requests out where a single process would go away with it', () => {
    const command = commandOf('[uwsgi]\nmodule = shop.wsgi\nhttp-socket = :8000\nprocesses = 1\nmax-requests = 100\n');
    assert.doesNotMatch(command, /max-requests|workers/);
  });

  it('knows which flags the uvicorn of an old Python lacks', () => {
    const more = { Dockerfile: image('CMD ["uwsgi", "--ini", "uwsgi.ini"]').replace('3.12', '3.8') };
    assert.doesNotMatch(commandOf(`${ini}max-requests = 100\n`, {}, more), /jitter/);
  });

  it('takes the options of the command line too, and the last one counts', () => {
    const files = { ...django, Dockerfile: image('CMD ["uwsgi", "--ini", "uwsgi.ini", "--processes", "3"]'), 'uwsgi.ini': ini };
    const move = moved(files);
    assert.match(afterwards(files, move)['Dockerfile'] ?? '', /"--workers", "3"/);
    assert.equal(verdict(move, 'processes').text, 'A later line overrules it.');
  });

  it('starts the program of the environment that uWSGI was told of', () => {
    assert.match(commandOf(`${ini}virtualenv = /opt/venv\n`), /^\/opt\/venv\/bin\/uvicorn /);
    const path = { Dockerfile: image('CMD ["uwsgi", "--ini", "uwsgi.ini"]').replace('WORKDIR', 'ENV PATH=/opt/venv/bin:$PATH\nWORKDIR') };
    assert.match(commandOf(`${ini}home = /opt/venv\n`, {}, path), /^uvicorn /);
  });

  it('leaves variables of a shell to the shell', () => {
    const start = (line: string): string => `#!/bin/sh\nset -e\n${line}\n`;
    const files = {
      ...django,
      Dockerfile: image('ENV HOST=0.0.0.0\nCMD ["/app/start.sh"]'),
      'start.sh': start('exec uwsgi --http "${HOST}:${PORT:-9000}" --ini uwsgi.ini --processes $COUNT'),
      'uwsgi.ini': ini.replace('http-socket = :8000\n', ''),
    };
    assert.equal(
      afterwards(files, moved(files))['start.sh'],
      start(
        'exec uvicorn shop.asgi:application --host "${HOST}" --port "${PORT:-9000}" --workers $COUNT --lifespan off --timeout-graceful-shutdown 25',
      ),
    );
    assert.match(
      afterwards(files, moved(files, { to: 'gunicorn' }))['start.sh'] ?? '',
      / --bind \$\{HOST\}:\$\{PORT:-9000\} --workers \$COUNT /,
    );
  });

  it('is not written over a variable that holds the old one', () => {
    const files = {
      ...django,
      Dockerfile: image('CMD ["/app/start.sh"]'),
      'start.sh': '#!/bin/sh\ncmd="uwsgi --ini uwsgi.ini"\nexec $cmd\n',
      'uwsgi.ini': ini,
    };
    const move = moved(files);
    assert.equal(afterwards(files, move)['start.sh'], files['start.sh']);
    assert.ok(
      move.notes.some((note) => note.startsWith('Write the new command yourself in start.sh, line 3')),
      move.notes.join('\n'),
    );
  });

  it('is told of a file that nobody is seen to start', () => {
    const move = moved({ ...django, 'uwsgi.ini': ini });
    assert.match(move.report, /^Nothing that starts uWSGI was found in the project, so no command was changed\.$/m);
    assert.match(move.report, new RegExp(`^${uvicorn}$`, 'm'));
    assert.equal(verdict(move, 'processes').outcome, 'became');
  });

  it('says where a condition decides, and carries nothing of it', () => {
    const uwsgi = `${ini}if-exists = /data\nthreads = 4\nendif =\n`;
    const files = { ...django, Dockerfile: image('CMD ["uwsgi", "--ini", "uwsgi.ini"]'), 'uwsgi.ini': uwsgi };
    const move = moved(files, { to: 'gunicorn' });
    assert.match(verdict(move, 'threads').text, /^A condition of the file decides whether it is there\. /);
    assert.doesNotMatch(afterwards(files, move)['Dockerfile'] ?? '', /threads/);
  });

  it('counts the workers that cheaper keeps, not the most there may be', () => {
    assert.match(commandOf(`${ini.replace('4', '64')}cheaper = 3\n`), / --workers 3 /);
    assert.match(commandOf(`${ini}cheaper = 1\n`), / --workers 4 /);
  });

  it('puts an application below a path where gunicorn has it, and says what ASGI needs', () => {
    const uwsgi = '[uwsgi]\nmount = /shop=shop.wsgi:application\nmanage-script-name = true\nhttp-socket = :8000\n';
    const files = { ...django, Dockerfile: image('CMD ["uwsgi", "--ini", "uwsgi.ini"]'), 'uwsgi.ini': uwsgi };
    assert.match(
      afterwards(files, moved(files, { to: 'gunicorn' }))['Dockerfile'] ?? '',
      /^ENV SCRIPT_NAME=\/shop\nCMD \["gunicorn", "shop\.wsgi:application"/m,
    );
    const move = moved(files);
    assert.doesNotMatch(afterwards(files, move)['Dockerfile'] ?? '', /root-path|SCRIPT_NAME/);
    assert.match(verdict(move, 'manage-script-name').text, /`FORCE_SCRIPT_NAME` in Django/);
  });

  it('leaves images alone that only have the script, but not the server', () => {
    const files = {
      ...django,
      Dockerfile: image('CMD ["/app/start.sh", "web"]'),
      'mail/Dockerfile': 'FROM alpine:3.22\nCOPY start.sh /start.sh\nCMD ["sh", "/start.sh", "mail"]\n',
      'start.sh': '#!/bin/sh\nif [ "$1" = web ]; then\n  exec uwsgi --ini uwsgi.ini\nfi\nexec postfix start-fg\n',
      'uwsgi.ini': ini,
    };
    const paths = moved(files).files.map(({ path }) => path);
    assert.deepEqual(paths.sort(), ['requirements.txt', 'shop/asgi.py', 'start.sh']);
  });

  describe('is written as the old one was', () => {
    const cases: readonly (readonly [string, string, string])[] = [
      [
        'in exec form',
        'CMD ["uwsgi", "--ini", "uwsgi.ini"]',
        `CMD [${uvicorn
          .split(' ')
          .map((word) => JSON.stringify(word))
          .join(', ')}]`,
      ],
      ['in shell form', 'CMD uwsgi --ini uwsgi.ini', `CMD ${uvicorn}`],
      ['behind exec in a shell', 'CMD exec uwsgi --ini uwsgi.ini', `CMD exec ${uvicorn}`],
      [
        'behind an init',
        'ENTRYPOINT ["tini", "--"]\nCMD ["uwsgi", "uwsgi.ini"]',
        `ENTRYPOINT ["tini", "--"]\nCMD [${uvicorn
          .split(' ')
          .map((word) => JSON.stringify(word))
          .join(', ')}]`,
      ],
      [
        'spread over ENTRYPOINT and CMD',
        'ENTRYPOINT ["uwsgi"]\nCMD ["--ini", "uwsgi.ini"]',
        `ENTRYPOINT ["uvicorn"]\nCMD [${uvicorn
          .split(' ')
          .slice(1)
          .map((word) => JSON.stringify(word))
          .join(', ')}]`,
      ],
    ];
    for (const [name, from, to] of cases)
      it(name, () => {
        const files = { ...django, Dockerfile: image(from), 'uwsgi.ini': ini };
        assert.equal(afterwards(files, moved(files))['Dockerfile'], image(to));
      });

    it('in a script, over several lines', () => {
      const files = {
        ...django,
        Dockerfile: image('CMD ["/app/start.sh"]'),
        'start.sh': '#!/bin/sh\nset -e\npython manage.py migrate\nexec uwsgi \\\n    --ini uwsgi.ini \\\n    --master\n',
        'uwsgi.ini': ini,
      };
      assert.equal(
        afterwards(files, moved(files))['start.sh'],
        '#!/bin/sh\nset -e\npython manage.py migrate\nexec uvicorn shop.asgi:application \\\n    --host 0.0.0.0 \\\n    --port 8000 \\\n    --workers 4 \\\n    --lifespan off \\\n    --timeout-graceful-shutdown 25\n',
      );
    });

    it('in Compose, as a string, a list on one line and a list of lines', () => {
      const compose = (command: string): string => `services:\n  web:\n    build: .\n    command: ${command}\n    ports: ["8000:8000"]\n`;
      for (const [from, to] of [
        ['uwsgi --ini uwsgi.ini  # start', `${uvicorn}  # start`],
        [
          '["uwsgi", "--ini", "uwsgi.ini"]',
          `[${uvicorn
            .split(' ')
            .map((word) => JSON.stringify(word))
            .join(', ')}]`,
        ],
        [
          '\n      - uwsgi\n      - --ini\n      - uwsgi.ini',
          `\n      - ${uvicorn
            .split(' ')
            .map((word) => (/^[\d.]+$|^off$/.test(word) ? JSON.stringify(word) : word))
            .join('\n      - ')}`,
        ],
      ] as const) {
        const files = {
          ...django,
          Dockerfile: image('CMD ["uwsgi", "--ini", "uwsgi.ini"]'),
          'compose.yaml': compose(from),
          'uwsgi.ini': ini,
        };
        const text = afterwards(files, moved(files));
        assert.equal(text['compose.yaml'], compose(to).replace('build: .\n', 'build: .\n    stop_grace_period: 30s\n'));
        assert.match(text['Dockerfile'] ?? '', /^CMD \["uvicorn"/m, 'the command that Compose overrules is moved too');
      }
    });

    it('in Kubernetes, over command and args', () => {
      const pod = (command: string, args: string): string =>
        `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  selector:\n    matchLabels: {app: web}\n  template:\n    metadata:\n      labels: {app: web}\n    spec:\n      containers:\n        - name: web\n          image: shop\n          command: ${command}\n          args:\n${args}          ports:\n            - containerPort: 8000\n`;
      const files = {
        ...django,
        Dockerfile: image('CMD ["uwsgi", "--ini", "uwsgi.ini"]'),
        'deploy.yaml': pod('["uwsgi"]', '            - --ini\n            - /app/uwsgi.ini\n'),
        'uwsgi.ini': ini,
      };
      const words = uvicorn
        .split(' ')
        .slice(1)
        .map((word) => `            - ${/^[\d.]+$|^off$/.test(word) ? JSON.stringify(word) : word}\n`);
      assert.equal(afterwards(files, moved(files))['deploy.yaml'], pod('["uvicorn"]', words.join('')));
    });

    it('in supervisord', () => {
      const files = {
        ...django,
        Dockerfile: image('CMD ["supervisord", "-n", "-c", "/app/supervisord.conf"]'),
        'supervisord.conf':
          '[supervisord]\nnodaemon=true\n\n[program:app]\ncommand=/usr/local/bin/uwsgi --ini /app/uwsgi.ini\nautorestart=true\n',
        'uwsgi.ini': ini,
      };
      assert.equal(
        afterwards(files, moved(files))['supervisord.conf'],
        `[supervisord]\nnodaemon=true\n\n[program:app]\ncommand=/usr/local/bin/${uvicorn}\nautorestart=true\n`,
      );
    });
  });
});
