// Agreements that are broken about what is built, collected and written when a container starts.
import {
  adding,
  compose,
  dockerfile,
  hidden,
  type Mutation,
  manifest,
  mutation,
  requirements,
  settings,
  started,
  uwsgi,
} from './mutation.ts';

export const startMutations: readonly Mutation[] = [
  mutation(
    'Compose builds a stage that is not there',
    ['project/build-target-missing'],
    [compose, /( {6}target: )app\n/, '$1application\n'],
  ),
  mutation(
    'the server is told to read a file that lies elsewhere',
    ['project/server-file-missing'],
    [dockerfile, /"\/app\/deploy\/(uwsgi\.ini|supervisord\.conf)"\]$/m, '"/app/$1"]'],
  ),
  mutation(
    'the container starts with a script that nobody wrote',
    ['project/start-script-missing'],
    [compose, /^ {4}stop_grace_period: 30s\n/m, '$&    entrypoint: ["sh", "/app/deploy/start.sh"]\n'],
  ),
  mutation(
    'Compose builds a Dockerfile that is not there',
    ['project/build-file-missing'],
    [compose, /^( {6})target: app\n/m, '$&$1dockerfile: deploy/Dockerfile\n'],
  ),
  mutation(
    'a service waits for one that is not there',
    ['compose/undefined-name'],
    [compose, /^ {4}stop_grace_period: 30s\n/m, '$&    links: [queue]\n'],
  ),
  mutation(
    'Compose includes a file that is not there',
    ['compose/include-missing'],
    [compose, /^services:$/m, 'include: [database.yaml]\nservices:'],
  ),
  mutation(
    'nginx is given a file that is not there',
    ['compose/mount-missing'],
    [
      compose,
      /^services:$/m,
      'services:\n  front:\n    image: nginx:1.29\n    volumes: ["./proxy/site.conf:/etc/nginx/conf.d/default.conf"]',
    ],
  ),
  mutation(
    'the Service sends to a port without a container',
    ['kubernetes/port-unknown'],
    [manifest, /targetPort: app/, 'targetPort: web'],
  ),
  mutation(
    'the layer of channels is in the memory of each worker',
    ['project/channel-layer-per-process'],
    [dockerfile, /"uvicorn"/, '"uvicorn"'],
    [settings, /^TIME_ZONE/m, "CHANNEL_LAYERS = {'default': {'BACKEND': 'channels.layers.InMemoryChannelLayer'}}\nTIME_ZONE"],
  ),
  hidden(
    'a Secret of the cluster may set the variables of gunicorn',
    [],
    mutation(
      'gunicorn has no home for its control socket',
      ['project/gunicorn-control-socket'],
      [dockerfile, /("gunicorn", .*)/, '$1'],
      [dockerfile, / --home-dir \/app --no-create-home/, ''],
      [requirements, /^gunicorn.*$/m, 'gunicorn==25.1.0'],
    ),
  ),
  hidden(
    'nginx listens in the same container',
    ['supervisord'],
    mutation(
      'the health check drops the scheme',
      ['project/healthcheck-redirected'],
      [
        dockerfile,
        /(AS app[\s\S]*HEALTHCHECK .*)CMD \["python".*$/m,
        `$1CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://localhost:8000/healthz/', timeout=2)"]`,
      ],
      [settings, /^SECURE_SSL_REDIRECT = .*$/m, 'SECURE_SSL_REDIRECT = True'],
      [settings, /^ALLOWED_HOSTS = .*$/m, "ALLOWED_HOSTS = ['localhost']"],
    ),
  ),
  mutation(
    'files are collected into a container that is read-only',
    ['project/readonly-filesystem'],
    [compose, /^ {4}stop_grace_period: 30s\n/m, `    read_only: true\n${started('python manage.py collectstatic --noinput && ')}`],
  ),
  mutation(
    'the workers may grow above the memory of the container',
    ['project/rss-above-memory-limit'],
    [manifest, /memory: 512Mi/, 'memory: 512Mi'],
    [uwsgi, /^master = true$/m, 'master = true\nreload-on-rss = 400'],
  ),
  adding(
    'production loads the settings of wsgi.py, which are for development',
    ['project/settings-for-development'],
    {
      'shop/development.py': 'from shop.settings import *\n\nDEBUG = True\n',
      'shop/production.py': 'from shop.settings import *\n\nDEBUG = False\n',
      'compose.production.yaml': 'services:\n  web:\n    build: { context: ., target: app }\n    environment: { SECRET_KEY: local-only }\n',
    },
    [/wsgi\.py$/, /'shop\.settings'/, "'shop.development'"],
    [dockerfile, /( {4}PYTHONFAULTHANDLER=1) \\\n {4}DJANGO_SETTINGS_MODULE=shop\.settings/, '$1'],
    [dockerfile, /"gunicorn"/, '"gunicorn"'],
  ),
  mutation(
    'the container starts in another folder',
    ['project/started-elsewhere'],
    [dockerfile, /(AS app[\s\S]*)WORKDIR \/app/, '$1WORKDIR /srv'],
  ),
  adding(
    'what was collected here is copied into the image',
    ['project/static-root-in-context'],
    { 'staticfiles/staticfiles.json': '{}', 'staticfiles/admin/old.css': 'a { }\n' },
    [/^\.dockerignore$/, /^staticfiles\n/m, ''],
  ),
  mutation(
    'the application imports what only uWSGI has',
    ['project/uwsgi-module-elsewhere'],
    [/wsgi\.py$/, /^import os$/m, 'import os\n\nimport uwsgi'],
    [dockerfile, /"gunicorn"/, '"gunicorn"'],
  ),
  adding(
    'WhiteNoise serves a video under ASGI',
    ['project/video-under-asgi'],
    { 'media_src/tour.mp4': '' },
    [settings, /^STATIC_ROOT/m, "STATICFILES_DIRS = [BASE_DIR / 'media_src']\nSTATIC_ROOT"],
    [dockerfile, /"uvicorn"/, '"uvicorn"'],
    [settings, /WhiteNoiseMiddleware/, 'WhiteNoiseMiddleware'],
  ),
  mutation(
    'files are collected by a user who may not write there',
    ['project/write-at-start'],
    [dockerfile, /^USER 10001:10001$/m, 'USER app'],
    [compose, /^ {4}stop_grace_period: 30s\n/m, started('python manage.py collectstatic --noinput && ')],
    [dockerfile, /"uvicorn"/, '"uvicorn"'],
  ),
  adding(
    'the project wants another Python than the image has',
    ['project/requires-python'],
    { 'pyproject.toml': '[project]\nname = "shop"\nversion = "1"\nrequires-python = ">=3.14"\ndependencies = []\n' },
    [dockerfile, /^COPY \. \.$/m, 'COPY . .\nRUN pip install .'],
  ),
  mutation('the ConfigMap switches DEBUG on', ['project/debug-switched-on'], [manifest, /^data:\n/m, 'data:\n  DEBUG: "1"\n']),
  mutation(
    'supervisord leaves for the background',
    ['project/supervised-in-background'],
    [/supervisord\.conf$/, /^nodaemon *= *true\n/m, ''],
  ),
];
