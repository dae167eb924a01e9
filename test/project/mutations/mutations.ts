// What is broken, one agreement at a time.
import {
  adding,
  balancer,
  compose,
  dockerfile,
  hidden,
  type Mutation,
  manifest,
  mutation,
  requirements,
  settings,
  started,
  template,
  uwsgi,
} from './mutation.ts';
import { startMutations } from './start-mutations.ts';

const behindNginx = ['an nginx image', 'uWSGI and nginx', 'uWSGI and nginx over a socket', 'Kubernetes and an nginx image'];
const moved = '`mv` takes the collected files elsewhere, and where a command leaves files is not followed';
const ofUwsgi = ['uWSGI and nginx', 'uWSGI and nginx that takes the collected folder', 'uWSGI and nginx over a socket', 'supervisord'];
const ofSecret = ['Kubernetes', 'Kubernetes and uWSGI', 'Kubernetes and an nginx image'];
const nginxImages = [...behindNginx, 'an nginx image that takes the collected folder', 'uWSGI and nginx that takes the collected folder'];

export const mutations: readonly Mutation[] = [
  mutation(
    'the server listens on another port',
    ['project/port-mismatch'],
    [dockerfile, /(CMD .*(?:"--port", "|0\.0\.0\.0:))8000/, '$18123'],
  ),
  hidden(
    'nginx listens in the same container',
    ['supervisord'],
    mutation('Compose publishes another port', ['project/port-mismatch'], [compose, /("(?:[\d.]+:)?\d+:)8000"/, '$18124"']),
  ),
  hidden(
    'nginx listens in the same container',
    ['supervisord'],
    mutation(
      'the health check asks another port',
      ['project/port-mismatch', 'dockerfile/healthcheck-broken'],
      [dockerfile, /(http:\/\/127\.0\.0\.1:)8000/, '$18125'],
    ),
  ),
  hidden(
    'a Secret of the cluster may set an option of uWSGI',
    ['Kubernetes and uWSGI'],
    mutation('the Service has another port', ['project/port-mismatch'], [manifest, /containerPort: 8000/, 'containerPort: 8126']),
  ),
  mutation(
    'the module of the application is gone',
    ['project/server-target-missing'],
    [dockerfile, /shop\.(asgi|wsgi):application/, 'shop.main_$1:application'],
  ),
  mutation(
    'the application has another name',
    ['project/server-target-missing'],
    [dockerfile, /(shop\.(?:asgi|wsgi)):application/, '$1:app'],
  ),
  mutation(
    'uwsgi.ini names another module',
    ['project/server-target-missing', 'uwsgi/module-not-found'],
    [uwsgi, /shop\.wsgi:application/, 'shop.main:application'],
  ),
  mutation(
    'an ASGI server gets the WSGI application',
    ['project/protocol-mismatch'],
    [dockerfile, /shop\.asgi:application/, 'shop.wsgi:application'],
  ),
  mutation(
    'a WSGI server gets the ASGI application',
    ['project/protocol-mismatch'],
    [dockerfile, /("(?:gunicorn|waitress-serve)".*)shop\.wsgi:application/, '$1shop.asgi:application'],
  ),
  mutation(
    'the image names settings that are gone',
    ['project/settings-module-missing'],
    [dockerfile, /(AS app[\s\S]*DJANGO_SETTINGS_MODULE=shop\.)settings/, '$1production'],
  ),
  mutation(
    'the server is not installed',
    ['project/server-not-installed'],
    [requirements, /^(?:uvicorn|gunicorn|waitress|uwsgi|pyuwsgi).*\n/im, ''],
  ),
  mutation('WhiteNoise is not installed', ['project/requirement-missing'], [requirements, /^whitenoise.*\n/m, '']),
  hidden(
    moved,
    behindNginx,
    mutation('nobody collects', ['project/collectstatic-missing'], [dockerfile, /^RUN \\\n.*\\\n.*collectstatic.*\n/m, '']),
  ),
  mutation(
    'collectstatic comes before the sources',
    ['project/collectstatic-before-inputs', 'dockerfile/collectstatic-before-source'],
    [dockerfile, /^COPY \. \.\n([\s\S]*?collectstatic.*\n)/m, '$1COPY . .\n'],
  ),
  hidden(
    moved,
    behindNginx,
    mutation(
      'collected files stay behind',
      ['project/static-result-not-shipped', 'project/manifest-not-shipped'],
      [dockerfile, /^COPY --from=build \/app \/app$/m, 'COPY . /app'],
    ),
  ),
  mutation(
    'the build lacks what settings insist on',
    ['project/collectstatic-needs-env'],
    [dockerfile, / {4}SECRET_KEY=build-only \\\n/, ''],
  ),
  mutation(
    'DEBUG is on while files are collected',
    ['project/debug-at-build'],
    [dockerfile, /(SECRET_KEY=build-only) \\/, '$1 DEBUG=1 \\'],
    [settings, /$/, "\nif DEBUG:\n    INSTALLED_APPS += ['debug_toolbar']\n"],
  ),
  mutation(
    'the ignore file takes the settings away',
    ['project/dockerignore-removes-needed', 'dockerfile/copied-path-not-produced'],
    [/^\.dockerignore$/, /^docs$/m, 'docs\nshop/asgi.py\nshop/wsgi.py'],
  ),
  mutation(
    'a volume lies over the collected files',
    ['project/volume-hides-static'],
    [compose, /^ {4}stop_grace_period: 30s\n/m, '    volumes:\n      - static:/app/staticfiles\n$&'],
  ),
  hidden(
    moved,
    behindNginx,
    mutation(
      'nginx serves another path',
      ['project/nginx-static-location', 'project/static-served-twice'],
      [template, /location \/static\/ \{/, 'location /assets/ {'],
    ),
  ),
  hidden(
    moved,
    behindNginx,
    mutation('nginx serves another folder', ['project/nginx-static-folder'], [template, /alias \/srv\/static\/;/, 'alias /srv/files/;']),
  ),
  mutation('an alias loses its slash', ['project/nginx-alias-slash'], [template, /alias \/srv\/static\/;/, 'alias /srv/static;']),
  mutation('nginx speaks HTTP to a uwsgi socket', ['project/proxy-protocol-mismatch'], [template, /uwsgi_pass \$/, 'proxy_pass http://$']),
  mutation(
    'nginx speaks uwsgi to an HTTP server',
    ['project/proxy-protocol-mismatch'],
    [template, /proxy_pass http:\/\/\$/, 'uwsgi_pass $'],
  ),
  mutation(
    'the socket has another name',
    ['project/proxy-socket-mismatch'],
    [uwsgi, /^socket = (\/\S+)\.sock$/m, 'socket = $1-other.sock'],
  ),
  mutation('the balancer drops the host', ['project/proxy-host-missing'], [balancer, / *proxy_set_header Host .*\n/, '']),
  mutation('the nginx image drops the host', ['project/proxy-host-missing'], [template, / *proxy_set_header Host .*\n/, '']),
  mutation('the balancer asks a service that is gone', ['project/upstream-host-unknown'], [balancer, /server app:/, 'server application:']),
  mutation('a variable of the template is misspelt', ['project/placeholder-misspelt'], [compose, /APP_ADDRESS/, 'APP_ADRESS']),
  mutation('probes drop the host', ['kubernetes/probe-host-refused'], [manifest, /(readinessProbe:[\s\S]*?) *- name: Host\n.*\n/, '$1']),
  hidden(
    'a Secret of the cluster may switch the redirect off',
    ofSecret,
    mutation(
      'probes drop the scheme',
      ['kubernetes/probe-redirected'],
      [manifest, /(readinessProbe:[\s\S]*?) *- name: X-Forwarded-Proto\n.*\n/, '$1'],
    ),
  ),
  adding('a kustomization lists a file by another name', ['kubernetes/kustomization-file-missing'], {
    'deploy/kubernetes/kustomization.yaml': 'kind: Kustomization\nresources:\n  - apps.yaml\n',
  }),
  mutation(
    'a Deployment looks for other pods than it starts',
    ['kubernetes/selector-mismatch'],
    [manifest, /(matchLabels:\n +[\w./-]+: )\w+$/m, '$1others'],
  ),
  mutation(
    'a volume is misspelt where it is mounted',
    ['kubernetes/name-unknown'],
    [manifest, /(volumeMounts:\n +- name: )tmp$/m, '$1tpm'],
  ),
  mutation(
    'the user has a name',
    ['kubernetes/runasnonroot-named-user'],
    [dockerfile, /^USER 10001:10001$/m, 'USER app'],
    [manifest, / *runAsUser: 10001\n/, ''],
  ),
  mutation(
    'the health check that others wait for is gone',
    ['compose/healthy-without-healthcheck'],
    [compose, /( {2}db:[\s\S]*?) {4}healthcheck:\n(?: {6}.*\n)+/, '$1'],
  ),
  mutation(
    'a variable is misspelt',
    ['project/environment-name', 'project/environment-missing'],
    [compose, /( {6})SECRET_KEY: /, '$1SECRETKEY: '],
  ),
  mutation('a variable that settings insist on is gone', ['project/environment-missing'], [compose, / {6}SECRET_KEY: local-only\n/, '']),
  hidden(
    'the scheme comes from the proxy without this setting',
    [...ofUwsgi, 'waitress', ...ofSecret],
    mutation(
      'the proxy is not trusted',
      ['project/proxy-not-trusted', 'settings/ssl-redirect-loop'],
      [settings, /^SECURE_PROXY_SSL_HEADER = .*\n/m, ''],
      [settings, /^SECURE_SSL_REDIRECT = .*$/m, 'SECURE_SSL_REDIRECT = True'],
      [compose, / {6}HTTPS_ONLY: "0"\n/, ''],
    ),
  ),
  mutation('the server insists on lifespan', ['project/lifespan-on'], [dockerfile, /"--lifespan", "off"/, '"--lifespan", "on"']),
  mutation(
    'the server does not know an option',
    ['project/server-option'],
    [dockerfile, /"--lifespan", "off"/, '"--lifespan", "off", "--debug"'],
  ),
  mutation(
    'the platform waits too short',
    ['project/stop-time-too-short'],
    [dockerfile, /(graceful-(?:shutdown|timeout)", "25)/, '$1'],
    [compose, /stop_grace_period: 30s/, 'stop_grace_period: 5s'],
  ),
  mutation(
    'every container migrates',
    ['project/migrate-in-replicas'],
    [
      manifest,
      /( {10}image: project:latest\n)/,
      '$1          command: ["sh", "-c", "python manage.py migrate && exec uvicorn shop.asgi:application --host 0.0.0.0 --port 8000"]\n',
    ],
  ),
  mutation(
    'the development server is deployed',
    ['project/development-server'],
    [manifest, /( {10}image: project:latest\n)/, '$1          command: ["python", "manage.py", "runserver", "0.0.0.0:8000"]\n'],
  ),
  mutation(
    'a Service is named like a variable',
    ['kubernetes/service-variable'],
    [manifest, /(kind: Service\nmetadata:\n {2}name: )project/, '$1uvicorn'],
    [dockerfile, /"--port", "8000", /, ''],
  ),
  mutation(
    'Django does not run on the Python',
    ['project/django-python-mismatch'],
    [dockerfile, /PYTHON_VERSION=3\.13/, 'PYTHON_VERSION=3.10'],
  ),
  mutation(
    'the database is a file of the container',
    ['project/sqlite-in-container'],
    [
      settings,
      /'ENGINE': 'django\.db\.backends\.postgresql',[\s\S]*?\n {4}\},/,
      "'ENGINE': 'django.db.backends.sqlite3',\n        'NAME': BASE_DIR / 'db.sqlite3',\n    },",
    ],
  ),
  mutation('two places say how many workers', ['project/workers-twice'], [dockerfile, /("uvicorn", .*)\]/, '$1, "--workers", "4"]']),
  mutation('the secret has a dollar', ['compose/dollar-in-secret'], [compose, /SECRET_KEY: local-only/, 'SECRET_KEY: "q3$k9w!z7#local"']),
  mutation(
    'a bind mount lies over the environment',
    ['compose/mount-hides-environment'],
    [compose, /^ {4}stop_grace_period: 30s\n/m, '    volumes:\n      - .:/opt\n$&'],
  ),
  hidden(
    'an image of somebody else may take arguments with ONBUILD',
    nginxImages,
    mutation(
      'a build argument has another name',
      ['compose/unused-build-arg'],
      [compose, /( {6}target: app\n)/, '$1      args:\n        PYTHON: "3.13"\n'],
    ),
  ),
  mutation('Brotli comes from the old package', ['project/brotlipy'], [requirements, /$/, 'brotlipy==0.7.0\n']),
  hidden(
    'the image and the container may have different volumes',
    ['uWSGI and nginx over a socket'],
    mutation(
      'files are collected at the start, too',
      ['project/collected-twice'],
      [compose, /^ {4}stop_grace_period: 30s\n/m, started('python manage.py collectstatic --noinput && ')],
    ),
  ),
  mutation(
    'the health check asks by address',
    ['project/healthcheck-host-refused'],
    [
      dockerfile,
      /(AS app[\s\S]*HEALTHCHECK .*)CMD \["python".*$/m,
      `$1CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz/', timeout=2)"]`,
    ],
    [settings, /^ALLOWED_HOSTS = .*$/m, "ALLOWED_HOSTS = ['www.example.com']"],
  ),
  mutation(
    'nginx ends HTTPS and keeps it to itself',
    ['project/proxy-scheme-missing'],
    [balancer, /listen 8080;/, 'listen 8443 ssl;'],
    [balancer, / *proxy_set_header X-Forwarded-Proto .*\n/, ''],
  ),
  mutation(
    'WebSockets come to a proxy that does not know them',
    ['project/proxy-upgrade-missing'],
    [
      /asgi\.py$/,
      /application = get_asgi_application\(\)/,
      "from channels.routing import ProtocolTypeRouter, URLRouter\n\napplication = ProtocolTypeRouter({'http': get_asgi_application(), 'websocket': URLRouter([])})",
    ],
    [balancer, /proxy_pass/, 'proxy_pass'],
  ),
  adding(
    'the start script keeps the signals',
    ['project/script-keeps-signals'],
    { 'start.sh': '#!/bin/sh\npython manage.py check\nuvicorn shop.asgi:application --host 0.0.0.0 --port 8000 --lifespan off\n' },
    [dockerfile, /^CMD \["uvicorn".*$/m, 'CMD ["sh", "/app/start.sh"]'],
  ),
  mutation(
    'uWSGI serves another folder',
    ['project/static-map-target', 'project/static-served-twice'],
    [uwsgi, /^master = true$/m, 'master = true\nstatic-map = /static=/app/assets'],
  ),
  mutation(
    'everybody is believed',
    ['project/trusts-everyone'],
    [dockerfile, /("uvicorn", .*)\]/, '$1, "--forwarded-allow-ips", "*"]'],
    [compose, /"127\.0\.0\.1:(8000:8000")/, '"$1'],
  ),
  mutation(
    'a worker runs beside the server',
    ['project/two-processes-one-container'],
    [compose, /^ {4}stop_grace_period: 30s\n/m, started('celery -A shop worker & ')],
  ),
  mutation(
    'a worker is started as Celery 4 was',
    ['project/celery-option-behind'],
    [compose, /^ {4}stop_grace_period: 30s\n/m, started('celery worker -A shop & ')],
    [requirements, /^/, 'celery==5.5.3\n'],
  ),
  mutation(
    'Django takes more than nginx lets through',
    ['project/upload-limit'],
    [settings, /^TIME_ZONE/m, 'DATA_UPLOAD_MAX_MEMORY_SIZE = 52428800\nTIME_ZONE'],
    [/(?:template|balancer\.conf)$/, /client_max_body_size/, 'client_max_body_size'],
  ),
  mutation(
    'uWSGI routes HTTP behind a proxy',
    ['project/uwsgi-http-behind-proxy'],
    [uwsgi, /^socket = :8000$/m, 'http = :8000'],
    [template, /uwsgi_pass \$/, 'proxy_pass http://$'],
  ),
  mutation(
    'the worker class is gone',
    ['project/worker-class-gone'],
    [dockerfile, /("gunicorn", .*)\]/, '$1, "--worker-class", "eventlet"]'],
    [requirements, /^gunicorn.*$/m, 'gunicorn==26.0.0'],
  ),
  mutation('Django gets no fixes any more', ['project/eol-django'], [requirements, /django==6\.1\.3/, 'django==4.1.13']),
  mutation(
    'the probe asks for a page that is not there',
    ['project/probe-path-unknown'],
    [manifest, /(readinessProbe:[\s\S]*?path: )\/healthz\//, '$1/health/'],
  ),
  mutation(
    'uWSGI keeps a schedule in every replica',
    ['project/schedule-in-replicas'],
    [manifest, /replicas: 2/, 'replicas: 2'],
    [uwsgi, /^master = true$/m, 'master = true\ncron = 0 3 -1 -1 -1 python manage.py clearsessions'],
  ),
  mutation(
    'nginx leaves supervisord for the background',
    ['project/supervised-in-background'],
    [/single\.conf$|nginx\.conf$/, /^daemon off;$/m, 'daemon on;'],
  ),
  ...startMutations,
  hidden(
    'a program of supervisord may lead to it',
    ['supervisord'],
    mutation(
      'Celery looks for Redis in its own container',
      ['project/service-on-loopback'],
      [settings, /^TIME_ZONE/m, "CELERY_BROKER_URL = 'redis://localhost:6379/0'\nTIME_ZONE"],
      [compose, /^services:$/m, 'services:\n  queue:\n    image: redis:8'],
    ),
  ),
  mutation(
    'Compose asks by a program that the image does not have',
    ['project/probe-program-missing'],
    [compose, /^ {6}target: app$/m, '$&\n    healthcheck:\n      test: ["CMD", "curl", "-f", "http://127.0.0.1:8000/healthz/"]'],
  ),
  hidden(
    'several services serve Django',
    [],
    adding(
      'nginx hands on to itself',
      ['project/upstream-on-loopback'],
      { 'proxy/local.conf': 'server {\n    location / { proxy_set_header Host $host; proxy_pass http://127.0.0.1:8777; }\n}\n' },
      [
        compose,
        /^services:$/m,
        'services:\n  front:\n    image: nginx:1.29\n    volumes: ["./proxy/local.conf:/etc/nginx/conf.d/default.conf"]',
      ],
    ),
  ),
];
