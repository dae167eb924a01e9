import assert from 'node:assert/strict';
import { definition } from '../../../server/src/features/definition.ts';
import { type Files, hoverAt, itemsAt, placeIn, taken } from '../../support/ask.ts';
import { root } from '../../support/project.ts';

const shop: Files = {
  'manage.py': '',
  'shop/__init__.py': '',
  'shop/asgi.py': 'application = 1\n',
  'shop/wsgi.py': 'application = 1\n',
  'shop/settings/__init__.py': '',
  'shop/settings/production.py': '',
};

/** Questions to one kind of file; `wrap` puts a line into the smallest file of its kind. */
const asking = (path: string, wrap: (line: string) => string) => {
  const ask = (line: string) => placeIn(path, wrap(line), shop);
  return {
    labels: (line: string): readonly string[] => itemsAt(ask(line)).map(({ label }) => label),
    taking: (line: string, label: string): string => taken(ask(line), label),
    shown: (line: string): string => hoverAt(ask(line)),
    leads: (line: string): readonly string[] => definition(ask(line)).map(({ uri }) => uri.slice(root.length + 1)),
    wrap,
  };
};

describe('commands in a Compose file', () => {
  const service = (line: string) => `services:\n  web:\n    image: shop\n${line}\n    ports: ["8000:8000"]\n`;
  const { labels, taking, shown, leads, wrap } = asking('compose.yaml', service);
  it('complete and explain themselves as a string', () => {
    assert.deepEqual(labels('    command: gunicorn --<cursor>').slice(0, 2), ['--bind', '--workers']);
    assert.equal(taking('    command: gunicorn --bi<cursor> shop.wsgi', '--bind'), wrap('    command: gunicorn --bind  shop.wsgi'));
    assert.deepEqual(labels('    command: uvicorn <cursor>').slice(0, 1), ['shop.asgi:application']);
    assert.deepEqual(labels('    command: uvicorn shop.asgi:application --host <cursor>').slice(0, 1), ['0.0.0.0']);
    assert.deepEqual(labels('    command: <cursor>').slice(0, 1), ['gunicorn']);
    assert.match(shown('    command: gunicorn --work<cursor>ers 2'), /`--workers`/);
    assert.deepEqual(leads('    command: uvicorn shop.as<cursor>gi:application'), ['shop/asgi.py']);
    assert.match(shown('    command: python manage.py mig<cursor>rate'), /manage\.py migrate/);
  });
  it('as a folded string, which no shell reads', () => {
    assert.ok(labels('    command: >\n      gunicorn shop.wsgi\n      --<cursor>').includes('--bind'));
    assert.match(shown('    command: >-\n      gunicorn shop.wsgi\n      --thr<cursor>eads 4'), /`--threads`/);
  });
  it('as a list in brackets', () => {
    assert.equal(taking('    command: ["gunicorn", "--bi<cursor>"]', '--bind'), wrap('    command: ["gunicorn", "--bind="]'));
    assert.equal(
      taking('    command: ["uvicorn", <cursor>]', 'shop.asgi:application'),
      wrap('    command: ["uvicorn", "shop.asgi:application"]'),
    );
    assert.equal(
      taking("    command: ['uvicorn', '--forwarded-allow-ips', '<cursor>']", '*'),
      wrap("    command: ['uvicorn', '--forwarded-allow-ips', '*']"),
    );
    assert.match(shown('    entrypoint: [gunicorn, --pre<cursor>load]'), /`--preload`/);
  });
  it('as a list of lines', () => {
    assert.equal(
      taking('    command:\n      - gunicorn\n      - <cursor>', 'shop.wsgi:application'),
      wrap('    command:\n      - gunicorn\n      - shop.wsgi:application'),
    );
    assert.equal(
      taking('    command:\n      - uvicorn\n      - --forwarded-allow-ips\n      - <cursor>', '*'),
      wrap('    command:\n      - uvicorn\n      - --forwarded-allow-ips\n      - "*"'),
    );
    assert.match(shown('    command:\n      - sh\n      - -c\n      - exec gunicorn --pre<cursor>load'), /`--preload`/);
    assert.match(
      shown('    command:\n      - sh\n      - -c\n      - |\n        python manage.py migrate\n        exec gunicorn --pre<cursor>load'),
      /`--preload`/,
    );
  });
  it('in health tests', () => {
    assert.match(shown('    healthcheck:\n      test: ["CMD", "python", "manage.py", "che<cursor>ck"]'), /manage\.py check/);
    assert.match(shown('    healthcheck:\n      test: ["CMD-SHELL", "python manage.py che<cursor>ck"]'), /manage\.py check/);
    assert.match(shown('    healthcheck:\n      test: python manage.py che<cursor>ck'), /manage\.py check/);
  });
  it('and variables in both forms', () => {
    assert.equal(
      taking('    environment:\n      A: b\n      PYTHONUN<cursor>', 'PYTHONUNBUFFERED'),
      wrap('    environment:\n      A: b\n      PYTHONUNBUFFERED: '),
    );
    assert.equal(
      taking('    environment:\n      A: b\n      <cursor>', 'PYTHONUNBUFFERED'),
      wrap('    environment:\n      A: b\n      PYTHONUNBUFFERED: '),
    );
    assert.equal(taking('    environment:\n      <cursor>', 'PYTHONUNBUFFERED'), wrap('    environment:\n      PYTHONUNBUFFERED: '));
    assert.equal(
      taking('    environment:\n      - PYTHONUN<cursor>', 'PYTHONUNBUFFERED'),
      wrap('    environment:\n      - PYTHONUNBUFFERED='),
    );
    assert.deepEqual(labels('    environment:\n      DJANGO_SETTINGS_MODULE: <cursor>'), ['shop.settings.production']);
    assert.deepEqual(labels('    environment:\n      - DJANGO_SETTINGS_MODULE=<cursor>'), ['shop.settings.production']);
    assert.ok(labels('    environment:\n      GUNICORN_CMD_ARGS: "--<cursor>"').includes('--bind'));
    assert.ok(!labels('    environment:\n      PYTHONUNBUFFERED: 1\n      <cursor>').includes('PYTHONUNBUFFERED'));
    assert.match(shown('    environment:\n      WEB_CONC<cursor>URRENCY: 3'), /Who wins/);
    assert.match(shown('    environment:\n      - UVICORN_<cursor>WORKERS=3'), /`--workers`/);
    assert.match(shown('    environment:\n      - GUNICORN_CMD_ARGS=--bi<cursor>nd :8000'), /`--bind`/);
  });
  it('and images', () => {
    const plain = asking('compose.yaml', (line) => `services:\n  db:\n${line}\n    restart: always\n`);
    assert.equal(plain.taking('    image: postgres:<cursor>', '17-trixie'), plain.wrap('    image: postgres:17-trixie'));
    assert.equal(plain.labels('    image: <cursor>')[0], 'postgres');
    assert.deepEqual(plain.labels('    image: some thing <cursor>'), []);
    assert.match(plain.shown('    image: postgres:<cursor>13'), /Not rebuilt since 2025-11-14/);
    assert.match(plain.shown('    image: "python:3.1<cursor>2-slim"'), /Python 3\.12/);
    assert.equal(plain.shown('    image: shop/<cursor>web:1'), '');
  });
  it('and nothing elsewhere', () => {
    for (const line of [
      '    container_name: gunicorn --<cursor>',
      '    comm<cursor>and: x',
      '    # command: gunicorn --<cursor>',
      '    labels:\n      - PYTHONUN<cursor>',
    ])
      assert.deepEqual(labels(line), [], line);
    assert.equal(shown('    comm<cursor>and: gunicorn'), '');
  });
});

describe('commands in other files', () => {
  it('in a Procfile', () => {
    const { labels, taking, shown, leads, wrap } = asking('Procfile', (line) => `release: python manage.py migrate\n${line}\n`);
    assert.ok(labels('web: gunicorn --<cursor>').includes('--bind'));
    assert.ok(labels('web: <cursor>').includes('gunicorn'));
    assert.equal(taking('web: gunicorn --bi<cursor> shop.wsgi', '--bind'), wrap('web: gunicorn --bind  shop.wsgi'));
    assert.match(shown('web: gunicorn shop.wsgi --log-fi<cursor>le -'), /`--error-logfile`/);
    assert.deepEqual(leads('web: gunicorn shop.ws<cursor>gi'), ['shop/wsgi.py']);
    assert.deepEqual(labels('we<cursor>b: gunicorn'), []);
    assert.match(shown('web: WEB_CONCURRENCY=<cursor>3 gunicorn shop.wsgi'), /number of worker processes/);
  });
  it('in supervisord.conf', () => {
    const { labels, taking, shown, wrap } = asking(
      'supervisord.conf',
      (line) => `[supervisord]\nnodaemon=true\n\n[program:web]\n${line}\nautostart=true\n`,
    );
    assert.ok(labels('command=gunicorn --<cursor>').includes('--bind'));
    assert.ok(labels('command=<cursor>').includes('gunicorn'));
    assert.equal(
      taking('command = gunicorn --bind 0.0.0.0:%(ENV_PORT)s --wor<cursor>', '--workers'),
      wrap('command = gunicorn --bind 0.0.0.0:%(ENV_PORT)s --workers '),
    );
    assert.match(shown('command=/usr/local/bin/uwsgi --ini x --hara<cursor>kiri 3'), /`harakiri`/);
    assert.match(shown('environment=PYTHONUN<cursor>BUFFERED="1",A=2'), /at once/);
    assert.deepEqual(labels('environment=DJANGO_SETTINGS_MODULE="<cursor>"'), ['shop.settings.production']);
    assert.ok(labels('environment=A="1",<cursor>').includes('PYTHONUNBUFFERED'));
    assert.deepEqual(labels('stdout_logfile=gunicorn --<cursor>'), []);
  });
  it('in a systemd unit', () => {
    const { labels, shown } = asking('shop.service', (line) => `[Unit]\nDescription=x\n[Service]\n${line}\nRestart=always\n`);
    assert.ok(labels('ExecStart=/srv/venv/bin/gunicorn --<cursor>').includes('--bind'));
    assert.match(shown('ExecStart=-/srv/venv/bin/gunicorn --bi<cursor>nd x'), /`--bind`/);
    assert.match(shown('ExecStart=/srv/venv/bin/gunicorn \\\n  --bi<cursor>nd x'), /`--bind`/);
    assert.match(shown('Environment="DJANGO_SETTINGS_<cursor>MODULE=shop.settings" A=1'), /dotted path/);
    assert.deepEqual(labels('Environment=DJANGO_SETTINGS_MODULE=<cursor>'), ['shop.settings.production']);
    assert.deepEqual(labels('WorkingDirectory=gunicorn --<cursor>'), []);
  });
  it('in a start script', () => {
    const { labels, shown, leads } = asking('entrypoint.sh', (line) => `#!/bin/sh\nset -e\n${line}\n`);
    assert.ok(labels('python manage.py migrate\nexec gunicorn --<cursor>').includes('--bind'));
    assert.match(shown('exec uvicorn shop.asgi:application --proxy-hea<cursor>ders'), /`--proxy-headers`/);
    assert.deepEqual(labels('export DJANGO_SETTINGS_MODULE=<cursor>'), ['shop.settings.production']);
    assert.ok(labels('export PYTHONUN<cursor>').includes('PYTHONUNBUFFERED'));
    assert.match(shown('export PYTHONUN<cursor>BUFFERED=1'), /at once/);
    assert.deepEqual(leads('exec uvicorn shop.as<cursor>gi:application'), ['shop/asgi.py']);
    assert.deepEqual(labels('# gunicorn --<cursor>'), []);
  });
  it('in an environment file', () => {
    const { labels, taking, shown, wrap } = asking('.env', (line) => `A=1\n${line}\n`);
    assert.equal(taking('PYTHONUN<cursor>', 'PYTHONUNBUFFERED'), wrap('PYTHONUNBUFFERED='));
    assert.ok(labels('<cursor>').includes('WEB_CONCURRENCY'));
    assert.deepEqual(labels('DJANGO_SETTINGS_MODULE=<cursor>'), ['shop.settings.production']);
    assert.ok(labels('GUNICORN_CMD_ARGS="--<cursor>"').includes('--bind'));
    assert.match(shown('WEB_CONC<cursor>URRENCY=3'), /Who wins/);
    assert.match(shown('UVICORN_PO<cursor>RT=3'), /`--port`/);
    assert.deepEqual(labels('# PYTHON<cursor>'), []);
    assert.equal(shown('OUR_<cursor>OWN=3'), '');
  });
  it('in a Kubernetes manifest', () => {
    const manifest = (line: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          image: shop\n${line}\n`;
    const { labels, shown, taking, wrap } = asking('k8s/web.yaml', manifest);
    assert.ok(labels('          command: ["gunicorn", "--<cursor>"]').includes('--bind'));
    assert.equal(
      taking('          command: ["gunicorn"]\n          args:\n            - <cursor>', 'shop.wsgi:application'),
      wrap('          command: ["gunicorn"]\n          args:\n            - shop.wsgi:application'),
    );
    const probe = '          livenessProbe:\n            exec:\n              command: ';
    assert.match(shown(`${probe}["python", "manage.py", "che<cursor>ck"]`), /manage\.py check/);
    assert.ok(!labels(`${probe}["<cursor>"]`).includes('gunicorn'));
    assert.match(shown('          command: [gunicorn]\n          args: [--bi<cursor>nd, "0.0.0.0:8000"]'), /`--bind`/);
    assert.match(shown('          env:\n            - name: WEB_CONC<cursor>URRENCY\n              value: "3"'), /Who wins/);
    assert.deepEqual(labels('          env:\n            - name: DJANGO_SETTINGS_MODULE\n              value: <cursor>'), [
      'shop.settings.production',
    ]);
  });
});
