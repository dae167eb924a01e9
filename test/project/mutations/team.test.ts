// A shop as teams write it, and one contradiction at a time: it is told once, at the place that is at odds, with the other half beside
// it, and what the first fix makes of it is silent. Secrets and the environment file are not in the repository, as everywhere.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative as relativePath } from 'node:path';
import type { Problem } from '../../../server/src/rules/rule.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import { relative } from '../../../server/src/text/uri.ts';
import { at, projectOf, root, runner } from '../../support/project.ts';

type Files = Readonly<Record<string, string>>;

const folder = join(import.meta.dirname, '../../samples/team-shop');
const shop: Files = Object.fromEntries(
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))
    .map((path) => [relativePath(folder, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')]),
);

const problems = (files: Files): readonly Problem[] => {
  const project = projectOf(files);
  return Object.keys(files)
    .flatMap((path) => runner.problems(project, at(path)))
    .filter(({ severity }) => severity !== 'hint');
};
const told = (list: readonly Problem[]): readonly string[] =>
  list.map(({ rule, severity, at: place }) => `${severity} ${rule} ${relative(root, place.uri)}`);

const fixed = (files: Files, problem: Problem): Files => {
  const [first] = problem.fixes();
  const edits = [...(first?.edits ?? [])].map(([uri, list]) => [relative(root, uri), list] as const);
  return { ...files, ...Object.fromEntries(edits.map(([path, list]) => [path, applyEdits(files[path] ?? '', list)])) };
};

interface Planted {
  readonly title: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Severity, rule and the file where it is told. */
  readonly found: string;
  /** False where nothing can be written without asking, or the finding says all there is. */
  readonly fix?: false;
}

const nginx = 'nginx/default.conf';
const web = 'k8s/web.yaml';
const planted: readonly Planted[] = [
  {
    title: 'nginx sends to another port than gunicorn.conf.py binds',
    file: nginx,
    from: 'web:8000',
    to: 'web:8080',
    found: `error project/port-mismatch ${nginx}`,
  },
  {
    title: 'gunicorn.conf.py binds another port than all others name',
    file: 'gunicorn.conf.py',
    from: '8000',
    to: '8001',
    found: 'error project/port-mismatch gunicorn.conf.py',
  },
  {
    title: 'the container names another port, which probe and Service call by its name',
    file: web,
    from: 'containerPort: 8000',
    to: 'containerPort: 8080',
    found: `error project/port-mismatch ${web}`,
  },
  {
    title: 'the Service sends to another port',
    file: web,
    from: 'targetPort: http',
    to: 'targetPort: 9000',
    found: `error project/port-mismatch ${web}`,
  },
  {
    title: 'the probe asks for a page that is not there',
    file: web,
    from: 'path: /healthz/',
    to: 'path: /health/',
    found: `error project/probe-path-unknown ${web}`,
  },
  {
    title: 'the probe names no host',
    file: web,
    from: '              httpHeaders:\n                - {name: Host, value: shop.example.com}\n',
    to: '',
    found: `error kubernetes/probe-host-refused ${web}`,
  },
  {
    title: 'the probe names a host that is not accepted',
    file: web,
    from: 'value: shop.example.com}',
    to: 'value: shop.example.org}',
    found: `error kubernetes/probe-host-refused ${web}`,
  },
  {
    title: 'the ignore file takes the application away',
    file: '.dockerignore',
    from: 'k8s\n',
    to: 'k8s\nshop/wsgi.py\n',
    found: 'error project/dockerignore-removes-needed .dockerignore',
  },
  {
    title: 'nginx serves another folder than its image has',
    file: nginx,
    from: 'html/static/;',
    to: 'html/assets/;',
    found: `error project/nginx-static-folder ${nginx}`,
  },
  {
    title: 'nginx serves another path than STATIC_URL',
    file: nginx,
    from: 'location /static/',
    to: 'location /assets/',
    found: `error project/nginx-static-location ${nginx}`,
  },
  {
    title: 'STATIC_ROOT moves away from what the nginx image copies',
    file: 'shop/settings.py',
    from: 'BASE_DIR / "staticfiles"',
    to: 'BASE_DIR / "public"',
    found: 'error project/static-result-not-shipped Dockerfile',
  },
  {
    title: 'nobody collects what the nginx image copies',
    file: 'Dockerfile',
    from: 'RUN SECRET_KEY=build python manage.py collectstatic --noinput\n',
    to: '',
    found: 'error project/static-result-not-shipped Dockerfile',
    fix: false,
  },
  {
    title: 'nothing installs Celery',
    file: 'requirements.txt',
    from: 'celery==5.5.3\n',
    to: '',
    found: 'error project/server-not-installed k8s/worker.yaml',
  },
  {
    title: 'nginx keeps the host to itself',
    file: nginx,
    from: '        proxy_set_header Host $http_host;\n',
    to: '',
    found: `error project/proxy-host-missing ${nginx}`,
  },
  {
    title: 'the application has another name',
    file: 'Dockerfile',
    from: 'shop.wsgi:application',
    to: 'shop.wsgi:app',
    found: 'error project/server-target-missing Dockerfile',
  },
  {
    title: 'the Service sends to a port that no container names',
    file: web,
    from: 'targetPort: http',
    to: 'targetPort: htpp',
    found: `error kubernetes/port-unknown ${web}`,
  },
  {
    title: 'the Ingress sends to a port that the Service does not have',
    file: web,
    from: 'port: {number: 80}',
    to: 'port: {number: 8080}',
    found: `error kubernetes/port-unknown ${web}`,
  },
  {
    title: 'Compose builds a stage that is not there',
    file: 'docker-compose.yml',
    from: 'target: base',
    to: 'target: app',
    found: 'error project/build-target-missing docker-compose.yml',
    fix: false,
  },
  {
    title: 'the workflow builds a stage that is not there',
    file: '.github/workflows/build.yml',
    from: 'target: base',
    to: 'target: bass',
    found: 'error project/build-target-missing .github/workflows/build.yml',
  },
  {
    title: 'gunicorn is told to read a file of another name',
    file: 'Dockerfile',
    from: '"-c", "gunicorn.conf.py"',
    to: '"-c", "gunicorn.config.py"',
    found: 'error project/server-file-missing Dockerfile',
  },
  {
    title: 'the image starts with a script of another name',
    file: 'Dockerfile',
    from: '/app/entrypoint.sh',
    to: '/app/entrypont.sh',
    found: 'error project/start-script-missing Dockerfile',
  },
  {
    title: 'Compose builds a Dockerfile of another case',
    file: 'docker-compose.yml',
    from: 'target: nginx\n',
    to: 'target: nginx\n      dockerfile: dockerfile\n',
    found: 'warning project/build-file-missing docker-compose.yml',
  },
  {
    title: 'a volume is named otherwise than it is declared',
    file: 'docker-compose.yml',
    from: 'pgdata:/var',
    to: 'pg_data:/var',
    found: 'error compose/undefined-name docker-compose.yml',
  },
  {
    title: 'nginx waits for a service of another name',
    file: 'docker-compose.yml',
    from: '- web\n',
    to: '- wep\n',
    found: 'error compose/undefined-name docker-compose.yml',
  },
  {
    title: 'a service extends one of a file of another name',
    file: 'docker-compose.yml',
    from: '  redis:\n    image: redis:7-alpine\n',
    to: '  redis:\n    extends: { file: docker-compos.yml, service: db }\n',
    found: 'error compose/include-missing docker-compose.yml',
  },
  {
    title: 'nginx is given a configuration of another name',
    file: 'docker-compose.yml',
    from: '- media:/srv/media:ro\n',
    to: '- media:/srv/media:ro\n      - ./nginx/defaults.conf:/etc/nginx/conf.d/default.conf:ro\n',
    found: 'error compose/mount-missing docker-compose.yml',
  },
  {
    title: 'the entrypoint keeps the signals',
    file: 'entrypoint.sh',
    from: 'exec "$@"',
    to: '"$@"',
    found: 'warning project/script-keeps-signals entrypoint.sh',
  },
  {
    title: 'the ConfigMap switches DEBUG on',
    file: 'k8s/config.yaml',
    from: '\ndata:\n',
    to: '\ndata:\n  DEBUG: "1"\n',
    found: 'warning project/debug-switched-on k8s/config.yaml',
  },
  {
    title: 'a name of the ConfigMap is misspelt',
    file: 'k8s/config.yaml',
    from: 'ALLOWED_HOSTS',
    to: 'ALOWED_HOSTS',
    found: 'warning project/environment-name k8s/config.yaml',
  },
];

describe('a shop as teams write it', () => {
  it('is silent', () => assert.deepEqual(told(problems(shop)), []));

  for (const { title, file, from, to, found, fix = true } of planted) {
    it(title, () => {
      const before = shop[file] ?? '';
      const text = before.replace(from, () => to);
      assert.notEqual(text, before, 'the contradiction is planted');
      const files = { ...shop, [file]: text };
      const [problem, ...more] = problems(files);
      assert.ok(problem, 'it is told');
      assert.deepEqual(told([problem, ...more]), [found]);
      assert.notEqual(problem.related.length, 0, 'the other half is linked');
      assert.equal(problem.fixes().length > 0, fix);
      if (fix) assert.deepEqual(told(problems(fixed(files, problem))), []);
    });
  }
});
