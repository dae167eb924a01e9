import assert from 'node:assert/strict';
import { resolveWords } from '../../server/src/commands/resolve.ts';
import { readAddress, readServer } from '../../server/src/commands/servers.ts';
import { splitShell } from '../../server/src/commands/shell.ts';
import { unspliced } from '../../server/src/commands/spliced.ts';

const read = (text: string, variables: Readonly<Record<string, string>> = {}) => {
  const [command] = splitShell(unspliced(text, 0));
  const lookup = (name: string) => (Object.hasOwn(variables, name) ? variables[name] : undefined);
  return command && readServer(resolveWords(command.words, lookup), command.span, lookup);
};
const summary = (text: string, variables?: Readonly<Record<string, string>>) => {
  const one = read(text, variables);
  if (!one) return 'none';
  const listens = one.listens.map(
    ({ host, port, path, protocol, known }) =>
      `${path ?? `${host ?? ''}:${port ?? ''}`}${protocol === 'uwsgi' ? ' uwsgi' : ''}${known ? '' : '?'}`,
  );
  return [one.server, one.target?.text ?? '-', ...listens].join(' ');
};
const options = (text: string, variables?: Readonly<Record<string, string>>) =>
  read(text, variables)?.options.map(
    ({ name, value, off, by }) => `${name}${value ? `=${value.text}` : off ? ' off' : ''}${by === 'environment' ? ' env' : ''}`,
  );

describe('a command that starts a server', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['gunicorn shop.wsgi:application', 'gunicorn shop.wsgi:application'],
    ['gunicorn -w4 -b 0.0.0.0:8000 -b unix:/run/g.sock shop.wsgi', 'gunicorn shop.wsgi 0.0.0.0:8000 /run/g.sock'],
    ['exec gunicorn --bind=:$PORT shop.wsgi', 'gunicorn shop.wsgi :$PORT:?'],
    ['python -m uvicorn shop.asgi:application --host 0.0.0.0 --port 80 --reload', 'uvicorn shop.asgi:application 0.0.0.0:80'],
    ['python3 -u -W ignore manage.py runserver 0:8000 --noreload', 'runserver - 0:8000'],
    ['./manage.py runserver --settings x.dev 8080', 'runserver - :8080'],
    ['django-admin runserver', 'runserver -'],
    ['daphne -b 0.0.0.0 -p 8001 shop.asgi:application', 'daphne shop.asgi:application 0.0.0.0:8001'],
    ['daphne -u /run/d.sock shop.asgi:application', 'daphne shop.asgi:application /run/d.sock'],
    ['hypercorn --bind "[::]:80" shop.asgi', 'hypercorn shop.asgi :::80'],
    ['granian --interface asginl shop.asgi:application --host :: --port 80', 'granian shop.asgi:application :::80'],
    ['waitress-serve --listen=*:8080 --threads=8 shop.wsgi:application', 'waitress shop.wsgi:application *:8080'],
    ['uvicorn --ws-per-message-deflate false shop.asgi:application', 'uvicorn shop.asgi:application'],
    ['gunicorn --websocket-max-message-size 4096 shop.asgi', 'gunicorn shop.asgi'],
    ['daphne --no-server-name shop.asgi:application', 'daphne shop.asgi:application'],
    ['waitress-serve --port=8041 --call shop:create', 'waitress shop:create :8041'],
    ['uwsgi --ini uwsgi.ini', 'uwsgi -'],
    ['uwsgi --http-socket :8000 -w shop.wsgi --master -p 4', 'uwsgi shop.wsgi :8000'],
    ['uwsgi -s /run/u.sock --wsgi-file=shop/wsgi.py', 'uwsgi shop/wsgi.py /run/u.sock uwsgi'],
    ['tini -- gosu app env A=1 poetry run gunicorn x', 'gunicorn x'],
    ['uv run --no-sync --python 3.12 uvicorn x:app', 'uvicorn x:app'],
    ['wait-for-it db:5432 --timeout=5 -- /venv/bin/gunicorn x', 'gunicorn x'],
    ['ddtrace-run newrelic-admin run-program gunicorn x', 'gunicorn x'],
    ['python manage.py migrate', 'none'],
    ['echo gunicorn x', 'none'],
    ['python -c "import uvicorn"', 'none'],
    ['pip install gunicorn', 'none'],
  ];
  for (const [text, expected] of cases) it(`is read: ${text}`, () => assert.equal(summary(text), expected));

  it('has its options under their long names, switches apart from values', () => {
    assert.deepEqual(options('gunicorn -w 4 -k=x --reload --preload --timeout=30 -c conf.py x'), [
      'workers=4',
      'worker-class==x',
      'reload',
      'preload',
      'timeout=30',
      'config=conf.py',
    ]);
    assert.deepEqual(options('uvicorn x:app --no-access-log --proxy-headers --workers 2'), [
      'access-log off',
      'proxy-headers',
      'workers=2',
    ]);
    assert.deepEqual(
      read('gunicorn -c conf.py x')?.configs.map(({ text }) => text),
      ['conf.py'],
    );
    assert.deepEqual(
      read('uwsgi uwsgi.ini')?.configs.map(({ text }) => text),
      ['uwsgi.ini'],
    );
  });

  it('takes options from variables where the command line is silent', () => {
    assert.deepEqual(options('gunicorn x', { GUNICORN_CMD_ARGS: '--bind :9000 --reload', WEB_CONCURRENCY: '3' }), [
      'bind=:9000 env',
      'reload env',
      'workers=3 env',
    ]);
    assert.deepEqual(options('gunicorn -w 2 x', { GUNICORN_CMD_ARGS: '--workers 5', WEB_CONCURRENCY: '3' }), ['workers=2']);
    assert.equal(summary('uvicorn x:app --port 81', { UVICORN_HOST: '0.0.0.0', UVICORN_PORT: '80' }), 'uvicorn x:app 0.0.0.0:81');
    assert.equal(summary('uwsgi', { UWSGI_MODULE: 'x.wsgi', UWSGI_HTTP: ':80' }), 'uwsgi x.wsgi :80');
  });

  it('listens on every address when Gunicorn finds PORT and no bind', () => {
    assert.equal(summary('gunicorn x', { PORT: '8080' }), 'gunicorn x 0.0.0.0:8080');
    assert.equal(summary('gunicorn -b :1 x', { PORT: '8080' }), 'gunicorn x :1');
  });

  it('points at the value inside a word that holds the option too', () => {
    const text = 'gunicorn --bind=:80 x';
    const span = read(text)?.listens[0]?.span ?? assert.fail();
    assert.equal(text.slice(span.from, span.to), ':80');
  });
});

describe('an address', () => {
  it('is a host with a port, a port, or the path of a socket', () => {
    assert.deepEqual(
      ['1.2.3.4:80', ':80', '80', '[::1]:80', 'unix:/a', '/a', 'unix:a', 'host', '@abstract', '0.0.0.0', 'http://x:80'].map((text) =>
        Object.values(readAddress(text)),
      ),
      [
        ['1.2.3.4', 80, undefined],
        ['', 80, undefined],
        [undefined, 80, undefined],
        ['::1', 80, undefined],
        [undefined, undefined, '/a'],
        [undefined, undefined, '/a'],
        [undefined, undefined, 'a'],
        ['host', undefined, undefined],
        [undefined, undefined, '@abstract'],
        ['0.0.0.0', undefined, undefined],
        ['x', 80, undefined],
      ],
    );
  });
});
