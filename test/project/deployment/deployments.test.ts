import assert from 'node:assert/strict';
import { deployed, shop } from '../../support/deployment.ts';

describe('the deployments of a project', () => {
  it('are what a Dockerfile starts, when nobody else says how', () => {
    const { all, at, fact } = deployed(shop);
    const [only] = all;
    assert.ok(only);
    assert.equal(all.length, 1);
    assert.deepEqual([only.by, only.name, only.role, fact(only.command)], ['dockerfile', 'Dockerfile', 'web', 'dockerfile Dockerfile:13']);
    const { server } = only;
    assert.ok(server);
    assert.deepEqual([server.kind, at(server.at), fact(server.target)], ['gunicorn', 'start.sh:3', 'shop.wsgi:application start.sh:3']);
    assert.deepEqual(
      server.listens.map(({ host, port, protocol }) => [fact(host), fact(port), protocol]),
      [['0.0.0.0 start.sh:3', '8000 start.sh:3', 'http']],
    );
    assert.deepEqual([fact(server.workers), fact(server.reload)], ['2 start.sh:3', '-']);
    assert.deepEqual(
      [fact(only.user), fact(only.folder), fact(only.settings)],
      ['1000 Dockerfile:12', '/app Dockerfile:7', 'shop.settings.prod shop/wsgi.py:2'],
    );
    assert.deepEqual(
      only.ports.map(({ port, role, at: place }) => `${role} ${port} ${at(place)}`),
      ['expose 8000 Dockerfile:11', 'listen 8000 start.sh:3'],
    );
    assert.deepEqual(
      only.static.collected.map(({ when, stage, at: place }) => `${when} ${stage?.name} ${at(place)}`),
      ['build build Dockerfile:5'],
    );
    assert.deepEqual(only.static.servedBy, []);
  });

  it('take the command, the environment and the place of files from Compose before the image', () => {
    const { named, fact, at } = deployed({
      ...shop,
      'compose.yaml': [
        'services:',
        '  web:',
        '    build: .',
        '    command: gunicorn shop.wsgi --bind :9000 --reload',
        '    env_file: web.env',
        '    environment:',
        '      PORT: 9000',
        '      SECRET_KEY: ${SECRET_KEY}',
        '    ports: ["80:9000"]',
        '    volumes: [".:/app", "static:/app/static"]',
        '    user: "2000"',
        '    deploy: { replicas: 3 }',
        '    healthcheck:',
        '      test: ["CMD", "curl", "-f", "http://localhost:9000/healthz/"]',
        'volumes: { static: }',
      ].join('\n'),
      'web.env': 'DJANGO_SETTINGS_MODULE=shop.settings.other\nDATABASE_URL=secret\n',
    });
    const web = named('web');
    assert.deepEqual([fact(web.command), fact(web.settings)], ['compose compose.yaml:4', 'shop.settings.other web.env:1']);
    assert.deepEqual([fact(web.user), fact(web.replicas), web.purpose], ['2000 compose.yaml:11', '3 compose.yaml:12', 'development']);
    assert.deepEqual(
      ['PORT', 'WORKERS', 'SECRET_KEY', 'DATABASE_URL', 'NONE'].map((name) => {
        const one = web.environment.get(name);
        return one ? `${one.by} ${fact(one.value)}` : 'none';
      }),
      ['declared 9000 compose.yaml:7', 'image 2 Dockerfile:8', 'declared ? compose.yaml:8', 'file ? web.env:2', 'none'],
    );
    assert.equal(web.environment.complete, true);
    assert.deepEqual(
      web.ports.map(({ port, role, outside }) => `${role} ${outside ?? ''} ${port}`),
      ['published 80 9000', 'expose  8000', 'listen  9000', 'healthcheck  9000'],
    );
    const [probe] = web.probes;
    assert.ok(probe);
    assert.deepEqual(
      [probe.by, probe.program, fact(probe.path), fact(probe.host)],
      ['compose', 'curl', '/healthz/ compose.yaml:14', 'localhost compose.yaml:14'],
    );
    assert.deepEqual(
      web.volumes.map(({ kind, target, folder }) => [kind, fact(target), folder?.replace(/^.*project/, '')]),
      [
        ['bind', '/app compose.yaml:10', ''],
        ['volume', '/app/static compose.yaml:10', undefined],
      ],
    );
    assert.equal(at(web.at), 'compose.yaml:2');
  });

  it('keep the entry point of the image for a command of Compose, and read it from a bind mount', () => {
    const { named, fact } = deployed({
      ...shop,
      Dockerfile: 'FROM python:3.13-slim-trixie\nRUN pip install django gunicorn\nENTRYPOINT ["/app/entry.sh"]\n',
      'entry.sh': '#!/bin/sh\nexport DJANGO_SETTINGS_MODULE=shop.settings.entry\nexec "$@"\n',
      'compose.yaml': 'services:\n  web:\n    build: .\n    command: gunicorn shop.wsgi\n    volumes: [".:/app"]\n',
    });
    const web = named('web');
    assert.deepEqual([web.server?.kind, web.launch?.script, fact(web.settings)], ['gunicorn', undefined, 'shop.settings.entry entry.sh:2']);
  });

  it('merge the files of a stack, with paths from the first', () => {
    const { all, fact } = deployed({
      ...shop,
      'compose.yaml':
        'services:\n  web:\n    build: { context: ., target: build }\n    environment: { A: 1 }\n    command: gunicorn shop.wsgi\n',
      'compose.prod.yaml':
        'services:\n  web:\n    build: { target: "" }\n    environment: { A: 2 }\n    command: uvicorn shop.asgi:application\n',
    });
    const [base, prod] = all.filter(({ by }) => by === 'compose');
    assert.deepEqual([base?.server?.kind, base?.image?.stage.name, base?.files.length], ['gunicorn', 'build', 1]);
    assert.deepEqual([prod?.server?.kind, prod?.image?.stage.name, prod?.files.length], ['uvicorn', undefined, 2]);
    assert.deepEqual(
      [prod?.purpose, prod && fact(prod.environment.get('A')?.value ?? { state: 'absent' })],
      ['production', '2 compose.prod.yaml:4'],
    );
  });

  it('find the image of a manifest by its name, its settings in a ConfigMap, its port in a Service', () => {
    const { named, fact } = deployed({
      ...shop,
      '.github/workflows/build.yml':
        'jobs:\n  b:\n    steps:\n      - uses: docker/build-push-action@v6\n        with:\n          context: .\n          tags: ghcr.io/acme/shop:1\n',
      'k8s/app.yaml': [
        'apiVersion: apps/v1',
        'kind: Deployment',
        'metadata: { name: web }',
        'spec:',
        '  replicas: 2',
        '  template:',
        '    metadata: { labels: { app: web } }',
        '    spec:',
        '      containers:',
        '        - name: web',
        '          image: ghcr.io/acme/shop:2',
        '          ports: [{ name: http, containerPort: 8000 }]',
        '          envFrom: [{ configMapRef: { name: web } }]',
        '          readinessProbe: { httpGet: { path: /ready, port: http } }',
        '---',
        'apiVersion: v1',
        'kind: Service',
        'metadata: { name: shop }',
        'spec: { selector: { app: web }, ports: [{ port: 80, targetPort: http }] }',
        '---',
        'apiVersion: v1',
        'kind: ConfigMap',
        'metadata: { name: web }',
        'data: { DJANGO_SETTINGS_MODULE: shop.settings.cluster }',
      ].join('\n'),
    });
    const web = named('web');
    assert.deepEqual([web.by, web.purpose, web.image?.by, web.server?.kind], ['kubernetes', 'production', 'name', 'gunicorn']);
    assert.deepEqual([fact(web.settings), fact(web.replicas)], ['shop.settings.cluster k8s/app.yaml:24', '2 k8s/app.yaml:5']);
    assert.deepEqual(
      web.ports.map(({ port, role, outside }) => `${role} ${outside ?? ''} ${port}`),
      ['container  8000', 'service 80 8000', 'expose  8000', 'listen  8000', 'probe  8000'],
    );
    assert.deepEqual(
      web.probes.map(({ by, how, path, port }) => [by, how, fact(path), fact(port)]),
      [['readiness', 'http', '/ready k8s/app.yaml:14', '8000 k8s/app.yaml:14']],
    );
    assert.deepEqual(web.hosts, ['shop', 'shop.default']);
  });

  it('take the only Django image for a manifest that looks like it, and say that it is a guess', () => {
    const manifest = (image: string, args: string) =>
      `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: x }\nspec:\n  template:\n    spec:\n      containers:\n        - { name: a, image: ${image}, args: [${args}] }\n`;
    const like = deployed({ ...shop, 'k8s/a.yaml': manifest('registry/any', 'gunicorn, shop.wsgi') });
    assert.equal(like.named('x').image?.by, 'only');
    const other = deployed({ ...shop, 'k8s/a.yaml': manifest('redis', 'redis-server') });
    assert.deepEqual(
      other.all.map(({ by }) => by),
      ['dockerfile'],
    );
  });

  it('read what uwsgi.ini says of the server, with variables of the container filled in', () => {
    const { all, fact } = deployed({
      ...shop,
      Dockerfile:
        'FROM python:3.13-slim-trixie\nWORKDIR /app\nRUN pip install django uwsgi\nENV PORT=8001\nCOPY . .\nCMD ["uwsgi", "--ini", "/app/uwsgi.ini"]\n',
      'uwsgi.ini':
        '[uwsgi]\nini = :base\nhttp-socket = :$(PORT)\nmodule = shop.wsgi:application\nprocesses = 4\nenv = DJANGO_SETTINGS_MODULE=shop.settings.ini\n[base]\nsocket = /run/shop.sock\nstatic-map = /static=/app/static\nstatic-map = /media=/app/media\n',
    });
    const { server, settings, static: files } = all[0] ?? {};
    assert.ok(server && settings && files);
    assert.deepEqual(
      [server.kind, fact(server.target), fact(server.workers)],
      ['uwsgi', 'shop.wsgi:application uwsgi.ini:4', '4 uwsgi.ini:5'],
    );
    assert.deepEqual(
      server.listens.map(({ port, path, protocol }) => [fact(port), fact(path), protocol]),
      [
        ['-', '/run/shop.sock uwsgi.ini:8', 'uwsgi'],
        ['8001 uwsgi.ini:3', '-', 'http'],
      ],
    );
    assert.equal(fact(settings), 'shop.settings.ini uwsgi.ini:6');
    assert.deepEqual(
      files.servedBy.map(({ kind, prefix, folder }) => [kind, prefix, folder]),
      [['uwsgi', '/static', '/app/static']],
    );
  });

  it('read literal settings of gunicorn.conf.py', () => {
    const conf = 'import os\nbind = "0.0.0.0:8002"\nworkers = 3\nreload = True\ntimeout = int(os.environ["T"])\n';
    const { all, fact } = deployed({
      ...shop,
      'start.sh': '#!/bin/sh\nexec gunicorn shop.wsgi\n',
      'gunicorn.conf.py': conf,
    });
    const { server } = all[0] ?? {};
    assert.ok(server);
    assert.deepEqual(
      [fact(server.workers), fact(server.reload), fact(server.listens[0]?.port ?? { state: 'absent' })],
      ['3 gunicorn.conf.py:3', 'true gunicorn.conf.py:4', '8002 gunicorn.conf.py:2'],
    );
  });

  it('go through supervisord to the server, and see nginx in the same container', () => {
    const { all, fact, at } = deployed({
      ...shop,
      Dockerfile:
        'FROM python:3.13-slim-trixie\nWORKDIR /app\nRUN pip install django uvicorn supervisor\nCOPY . .\nCOPY supervisord.conf nginx.conf /etc/\nCMD ["supervisord", "-n", "-c", "/etc/supervisord.conf"]\n',
      'supervisord.conf':
        '[supervisord]\nnodaemon=true\n[program:web]\ncommand=uvicorn shop.asgi:application --port 8003\n[program:nginx]\ncommand=nginx -g "daemon off;"\n',
      'nginx.conf':
        'http {\n  server {\n    listen 80;\n    location /static/ { alias /app/static/; }\n    location / { proxy_pass http://127.0.0.1:8003; }\n  }\n}\n',
    });
    const { server, proxies, static: files } = all[0] ?? {};
    assert.ok(server && proxies && files);
    assert.deepEqual([server.kind, fact(server.listens[0]?.port ?? { state: 'absent' })], ['uvicorn', '8003 supervisord.conf:4']);
    assert.deepEqual(
      proxies.map(({ kind, inside, at: place, port }) => [kind, inside, at(place), fact(port)]),
      [['nginx', true, 'nginx.conf:5', '8003 nginx.conf:5']],
    );
    assert.deepEqual(
      files.servedBy.map(({ kind, prefix, folder }) => [kind, prefix, folder]),
      [['nginx', '/static/', '/app/static/']],
    );
  });

  it('find the proxy of a service by its name, and only the one that stands beside it', () => {
    const nginx = (port: number) => `upstream app { server web:${port}; }\nserver { location / { proxy_pass http://app; } }\n`;
    const compose = (folder: string) =>
      `services:\n  web:\n    build: ..\n  nginx:\n    image: nginx\n    volumes: ["./nginx.conf:/etc/nginx/conf.d/default.conf"]\n# ${folder}\n`;
    const { all, at } = deployed({
      ...shop,
      'prod/compose.yaml': compose('prod'),
      'prod/nginx.conf': nginx(8000),
      'local/compose.yaml': compose('local'),
      'local/nginx.conf': nginx(9999),
    });
    const webs = all.filter(({ by }) => by === 'compose');
    assert.deepEqual(webs.map(({ purpose, proxies }) => [purpose, proxies.map((one) => at(one.at)).join()]).sort(), [
      ['development', 'local/nginx.conf:1'],
      ['production', 'prod/nginx.conf:1'],
    ]);
  });

  it('evaluate the settings in their own environment, and tell where their folders lie in the container', () => {
    const { named, fact, at } = deployed({
      ...shop,
      'shop/settings/__init__.py': '',
      'shop/settings/prod.py': [
        'import os',
        'from pathlib import Path',
        'BASE_DIR = Path(__file__).resolve().parent.parent.parent',
        'STATIC_URL = os.environ.get("ASSETS", "/static/")',
        'STATIC_ROOT = BASE_DIR / "collected"',
        'MIDDLEWARE = ["django.middleware.security.SecurityMiddleware"]',
        'if os.environ.get("NOISE") == "1":',
        '    MIDDLEWARE += ["whitenoise.middleware.WhiteNoiseMiddleware"]',
      ].join('\n'),
      'compose.yaml': [
        'services:',
        '  one:',
        '    build: .',
        '    environment: { ASSETS: /assets/, NOISE: "1" }',
        '  two:',
        '    build: .',
        '    command: gunicorn shop.wsgi',
      ].join('\n'),
    });
    const one = named('one');
    const two = named('two');
    assert.deepEqual([one.view?.module, one.django?.root === one.outside('/app')], ['shop.settings.prod', true]);
    assert.deepEqual(
      [fact(one.static.url), fact(two.static.url)],
      ['/assets/ shop/settings/prod.py:4', '/static/ shop/settings/prod.py:4'],
    );
    assert.equal(fact(one.static.root), '/app/collected shop/settings/prod.py:5');
    assert.deepEqual(
      [one, two].map(({ static: files }) => files.servedBy.map(({ kind, at: place }) => `${kind} ${at(place)}`)),
      [['whitenoise shop/settings/prod.py:8'], []],
    );
    const settings = one.view?.uri;
    assert.ok(settings);
    assert.deepEqual([one.inside(settings), one.outside('/app/shop/settings/prod.py')], ['/app/shop/settings/prod.py', settings]);
  });

  it('start what s6-overlay and copied files of supervisord start', () => {
    const files = {
      ...shop,
      'root/etc/s6-overlay/s6-rc.d/web/run': '#!/command/with-contenv bash\nexec gunicorn shop.wsgi --bind :8004\n',
    };
    const s6 = deployed({
      ...files,
      Dockerfile: 'FROM python:3.13-slim-trixie\nRUN pip install django gunicorn\nCOPY root /\nENTRYPOINT ["/init"]\n',
    });
    assert.equal(s6.fact(s6.all[0]?.server?.listens[0]?.port ?? { state: 'absent' }), '8004 root/etc/s6-overlay/s6-rc.d/web/run:2');
    const copied = deployed({
      ...shop,
      'requirements.txt': 'django==5.2\ndaphne==4.2\n',
      'start.sh': '#!/bin/sh\ncp conf/web.conf /etc/supervisor/conf.d/\nexec supervisord -n\n',
      'conf/web.conf': '[program:web]\ncommand=daphne -p 8005 shop.asgi:application\n',
    });
    assert.equal(copied.fact(copied.all[0]?.server?.listens[0]?.port ?? { state: 'absent' }), '8005 conf/web.conf:2');
  });

  it('take lists of Compose files from commands, and put files that override behind the one they belong to', () => {
    const { all } = deployed({
      ...shop,
      Makefile: 'up:\n\tdocker compose -f base.yml -f prod.yml up -d\n',
      'base.yml': 'services:\n  web:\n    build: .\n    command: gunicorn shop.wsgi\n  db:\n    image: postgres\n',
      'prod.yml': 'services:\n  web:\n    command: uvicorn shop.asgi:application\n',
      'dev.override.yml': 'services:\n  web:\n    build: .\n    command: python manage.py runserver\n',
    });
    assert.deepEqual(
      all.map(({ name, server, files, purpose }) => [name, server?.kind, files.length, purpose]),
      [
        ['web', 'uvicorn', 2, 'production'],
        ['web', 'runserver', 2, 'development'],
      ],
    );
  });

  it('see collectstatic in scripts that the build calls, not in those it only touches', () => {
    const collected = (run: string) => {
      const Dockerfile = `FROM python:3.13-slim-trixie\nWORKDIR /app\nRUN pip install django gunicorn\nCOPY . .\nRUN ${run}\nCMD ["gunicorn", "shop.wsgi"]\n`;
      const { all, at } = deployed({ ...shop, Dockerfile, 'build.sh': 'python manage.py collectstatic --noinput\n' });
      return all[0]?.static.collected.map(({ when, at: place }) => `${when} ${at(place)}`);
    };
    assert.deepEqual(collected('./build.sh'), ['build build.sh:1']);
    assert.deepEqual(collected('sh /app/build.sh'), ['build build.sh:1']);
    assert.deepEqual(collected('chmod +x build.sh'), []);
  });

  it('see collectstatic in other services and in Makefiles', () => {
    const { named } = deployed({
      ...shop,
      Dockerfile: 'FROM python:3.13-slim-trixie\nWORKDIR /app\nRUN pip install django gunicorn\nCOPY . .\n',
      Makefile: 'static:\n\tpython manage.py collectstatic --noinput\n',
      'compose.yaml':
        'services:\n  web:\n    build: .\n    command: gunicorn shop.wsgi\n  collect:\n    build: .\n    command: python manage.py collectstatic --noinput\n',
    });
    assert.deepEqual(
      named('web').static.collected.map(({ when }) => when),
      ['service', 'outside'],
    );
    assert.deepEqual([named('collect').role, named('collect').static.collected[0]?.when], ['job', 'start']);
  });

  it('know processes without a container', () => {
    const { named, fact } = deployed({
      ...shop,
      Procfile: 'web: gunicorn shop.wsgi --bind :$PORT\nrelease: ./manage.py migrate\n',
      'ops/shop.service':
        '[Service]\nEnvironment=DJANGO_SETTINGS_MODULE=shop.settings.host\nExecStart=/venv/bin/gunicorn shop.wsgi --bind unix:/run/shop.sock\n',
      'manifest.yml': 'applications:\n- name: acme\n  command: gunicorn shop.wsgi\n  env: { DJANGO_SETTINGS_MODULE: shop.settings.cf }\n',
    });
    assert.deepEqual(
      [named('web').by, named('web').server?.kind, fact(named('web').settings)],
      ['procfile', 'gunicorn', '? shop/wsgi.py:2'],
    );
    assert.deepEqual([named('release').role, fact(named('shop').settings)], ['job', 'shop.settings.host ops/shop.service:2']);
    assert.deepEqual([named('acme').by, fact(named('acme').settings)], ['cloudfoundry', 'shop.settings.cf manifest.yml:4']);
  });

  it('leave databases and images of something else out', () => {
    const { all } = deployed({
      ...shop,
      'front/Dockerfile': 'FROM node:22\nCOPY . .\nCMD ["node", "x"]\n',
      'compose.yaml': 'services:\n  db:\n    image: postgres\n  front:\n    build: front\n  web:\n    build: .\n',
    });
    assert.deepEqual(
      all.map(({ by, name }) => `${by} ${name}`),
      ['compose web'],
    );
  });

  it('give no server where branches of a script start different ones', () => {
    const { all } = deployed({
      ...shop,
      'start.sh': '#!/bin/sh\nif [ "$DEBUG" ]; then\n  exec python manage.py runserver\nelse\n  exec gunicorn shop.wsgi\nfi\n',
    });
    assert.deepEqual([all[0]?.role, all[0]?.server], ['web', undefined]);
  });
});
