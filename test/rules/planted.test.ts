// Contradictions planted into set-ups that agree: each is found, by one rule, at the place that is at odds.
import assert from 'node:assert/strict';
import type { Server, Static } from '../../server/src/scaffold/answers.ts';
import { filesOf } from '../../server/src/scaffold/files.ts';
import { relative } from '../../server/src/text/uri.ts';
import { plain } from '../scaffold/combinations.ts';
import { at, projectOf, root, runner } from '../support/project.ts';

type Files = Readonly<Record<string, string>>;

const storage = (backend: string) =>
  `STORAGES = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}, "staticfiles": {"BACKEND": "${backend}"}}\n`;
const settings = (whitenoise: boolean): string =>
  `${[
    'import os',
    'from pathlib import Path',
    'BASE_DIR = Path(__file__).resolve().parent.parent',
    'SECRET_KEY = os.environ["SECRET_KEY"]',
    'DEBUG = False',
    'ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "").split(",")',
    'SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")',
    'INSTALLED_APPS = ["django.contrib.admin", "django.contrib.staticfiles"]',
    'MIDDLEWARE = [',
    '    "django.middleware.security.SecurityMiddleware",',
    ...(whitenoise ? ['    "whitenoise.middleware.WhiteNoiseMiddleware",'] : []),
    '    "django.middleware.common.CommonMiddleware",',
    ']',
    'STATIC_URL = "static/"',
    'STATIC_ROOT = BASE_DIR / "staticfiles"',
  ].join(
    '\n',
  )}\n${storage(whitenoise ? 'whitenoise.storage.CompressedManifestStaticFilesStorage' : 'django.contrib.staticfiles.storage.ManifestStaticFilesStorage')}`;

/** A project with the files that the scaffold writes for it. */
const setup = (server: Server, serving: Static, kubernetes = false): Files => ({
  'manage.py': "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n",
  'requirements.txt': `django==5.2.8\nwhitenoise==6.11.0\n${server}\n`,
  'shop/__init__.py': '',
  'shop/asgi.py': 'application = None\n',
  'shop/wsgi.py': 'application = None\n',
  'shop/settings.py': settings(serving === 'whitenoise'),
  ...Object.fromEntries(filesOf({ ...plain, server, static: serving, kubernetes, ci: kubernetes }).map(({ path, text }) => [path, text])),
});

/** What the joining rules say above a hint. */
const findings = (files: Files): readonly string[] => {
  const project = projectOf(files);
  return Object.keys(files).flatMap((path) =>
    runner
      .problems(project, at(path))
      .filter(({ rule, severity }) => /^(?:project|compose|kubernetes)\//.test(rule) && severity !== 'hint')
      .map(({ rule, at: place }) => `${rule} ${relative(root, place.uri)}`),
  );
};

interface Planted {
  readonly title: string;
  readonly of: Files;
  readonly file: string;
  readonly from: string | RegExp;
  readonly to: string;
  /** The rule, and the file where it reports. */
  readonly found: string;
}

const white = setup('gunicorn', 'whitenoise');
const cluster = setup('gunicorn', 'whitenoise', true);
const nginx = setup('gunicorn', 'nginx');
const tcp = setup('uwsgi', 'uwsgi-nginx-tcp');
const socket = setup('uwsgi', 'uwsgi-nginx-socket');
const supervised = setup('uwsgi', 'supervisord');
const template = 'deploy/nginx/default.conf.template';
const single = 'deploy/nginx/single.conf';
const manifest = 'deploy/kubernetes/app.yaml';

const planted: readonly Planted[] = [
  {
    title: 'nothing collects',
    of: white,
    file: 'Dockerfile',
    from: /RUN \\\n {4}SECRET_KEY=build-only \\\n {4}python manage.py collectstatic --noinput\n/,
    to: '',
    found: 'project/collectstatic-missing Dockerfile',
  },
  {
    title: 'the build has no SECRET_KEY',
    of: white,
    file: 'Dockerfile',
    from: '    SECRET_KEY=build-only \\\n',
    to: '',
    found: 'project/collectstatic-needs-env Dockerfile',
  },
  {
    title: 'only the sources are shipped',
    of: white,
    file: 'Dockerfile',
    from: 'COPY --from=build /app /app\n',
    to: 'COPY --from=build /app/shop /app/shop\n',
    found: 'project/static-result-not-shipped Dockerfile',
  },
  {
    title: 'the files go to another folder than STATIC_ROOT',
    of: white,
    file: 'Dockerfile',
    from: 'COPY --from=build /app /app\n',
    to: 'COPY --from=build /app/shop /app/shop\nCOPY --from=build /app/staticfiles /app/static\n',
    found: 'project/static-result-not-shipped Dockerfile',
  },
  {
    title: 'a volume lies over STATIC_ROOT',
    of: white,
    file: 'compose.yaml',
    from: '    stop_grace_period: 30s\n',
    to: '    stop_grace_period: 30s\n    volumes: ["static:/app/staticfiles"]\nvolumes: { static: }\n',
    found: 'project/volume-hides-static compose.yaml',
  },
  {
    title: 'the ignore file takes wsgi.py away',
    of: white,
    file: '.dockerignore',
    from: /^/,
    to: '**/wsgi.py\n',
    found: 'project/dockerignore-removes-needed .dockerignore',
  },
  {
    title: 'Compose publishes another port',
    of: white,
    file: 'compose.yaml',
    from: '"127.0.0.1:8000:8000"',
    to: '"127.0.0.1:8000:9000"',
    found: 'project/port-mismatch compose.yaml',
  },
  {
    title: 'the Service sends to another port',
    of: cluster,
    file: manifest,
    from: 'targetPort: app',
    to: 'targetPort: 8080',
    found: `project/port-mismatch ${manifest}`,
  },
  {
    title: 'a volume of the pod lies over STATIC_ROOT',
    of: cluster,
    file: manifest,
    from: 'mountPath: /tmp',
    to: 'mountPath: /app/staticfiles',
    found: `project/volume-hides-static ${manifest}`,
  },
  {
    title: 'nginx speaks the protocol of uWSGI to gunicorn',
    of: nginx,
    file: template,
    from: 'proxy_pass http://${APP_ADDRESS};',
    to: 'include uwsgi_params; uwsgi_pass ${APP_ADDRESS};',
    found: `project/proxy-protocol-mismatch ${template}`,
  },
  {
    title: 'nginx serves another path',
    of: nginx,
    file: template,
    from: /location ~ [\s\S]*?location \/static\//,
    to: 'location /assets/',
    found: `project/nginx-static-location ${template}`,
  },
  {
    title: 'nginx serves another folder',
    of: nginx,
    file: template,
    from: 'alias /srv/static/;',
    to: 'alias /srv/files/;',
    found: `project/nginx-static-folder ${template}`,
  },
  {
    title: 'root has the path of the request behind it',
    of: nginx,
    file: template,
    from: 'alias /srv/static/;',
    to: 'root /srv/static;',
    found: `project/nginx-static-folder ${template}`,
  },
  {
    title: 'an alias without a slash',
    of: nginx,
    file: template,
    from: 'alias /srv/static/;',
    to: 'alias /srv/static;',
    found: `project/nginx-alias-slash ${template}`,
  },
  {
    title: 'a variable of the template is misspelt',
    of: nginx,
    file: 'compose.yaml',
    from: 'APP_ADDRESS',
    to: 'APP_ADRESS',
    found: `project/placeholder-misspelt ${template}`,
  },
  {
    title: 'the image of nginx takes a folder that is not there',
    of: nginx,
    file: 'Dockerfile',
    from: 'COPY --from=build /srv/static /srv/static',
    to: 'COPY --from=build /srv/assets /srv/static',
    found: 'project/static-result-not-shipped Dockerfile',
  },
  {
    title: 'Django does not get the manifest',
    of: nginx,
    file: 'Dockerfile',
    from: ' \\\n    && mkdir staticfiles \\\n    && cp /srv/static/staticfiles.json staticfiles/',
    to: '',
    found: 'project/manifest-not-shipped Dockerfile',
  },
  {
    title: 'nginx speaks HTTP to a socket of uWSGI',
    of: tcp,
    file: template,
    from: 'uwsgi_pass ${APP_ADDRESS};',
    to: 'proxy_set_header Host $http_host; proxy_pass http://${APP_ADDRESS};',
    found: `project/proxy-protocol-mismatch ${template}`,
  },
  {
    title: 'uWSGI listens with HTTP behind uwsgi_pass',
    of: tcp,
    file: 'deploy/uwsgi.ini',
    from: 'socket = :8000',
    to: 'http-socket = :8000',
    found: `project/proxy-protocol-mismatch ${template}`,
  },
  {
    title: 'nginx asks at another socket',
    of: socket,
    file: template,
    from: '/run/app/uwsgi.sock',
    to: '/run/app/app.sock',
    found: `project/proxy-socket-mismatch ${template}`,
  },
  {
    title: 'uWSGI listens at another socket',
    of: socket,
    file: 'deploy/uwsgi.ini',
    from: '/run/app/uwsgi.sock',
    to: '/run/app/app.sock',
    found: `project/proxy-socket-mismatch ${template}`,
  },
  {
    title: 'nginx of the same container asks at another socket',
    of: supervised,
    file: single,
    from: 'unix:/tmp/uwsgi.sock',
    to: 'unix:/tmp/app.sock',
    found: `project/proxy-socket-mismatch ${single}`,
  },
  {
    title: 'nginx of the same container goes to the background',
    of: supervised,
    file: single,
    from: 'daemon off;\n',
    to: '',
    found: 'project/supervised-in-background deploy/supervisord.conf',
  },
  {
    title: 'supervisord goes to the background',
    of: supervised,
    file: 'deploy/supervisord.conf',
    from: 'nodaemon=true\n',
    to: '',
    found: 'project/supervised-in-background Dockerfile',
  },
  {
    title: 'nginx of the same container looks below the folder',
    of: supervised,
    file: single,
    from: 'alias /app/staticfiles/;',
    to: 'root /app/staticfiles;',
    found: `project/nginx-static-folder ${single}`,
  },
];

describe('planted contradictions', function () {
  this.timeout(30_000);

  it('are not in the set-ups themselves', () => {
    for (const files of [white, cluster, nginx, tcp, socket, supervised]) assert.deepEqual(findings(files), []);
  });

  for (const { title, of, file, from, to, found } of planted) {
    it(title, () => {
      const text = of[file];
      assert.ok(text !== undefined, file);
      const changed = text.replace(from, () => to);
      assert.notEqual(changed, text, 'the contradiction is planted');
      assert.deepEqual(findings({ ...of, [file]: changed }), [found]);
    });
  }
});
