import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, projectOf, runner } from '../support/project.ts';

interface Snippet {
  readonly prefix: readonly string[];
  readonly description: string;
  readonly body: readonly string[];
}

/** How the snippets of a language are tried: each in a project that is sound but for them. */
interface Kind {
  readonly title: string;
  /** The second name by which a snippet is found, besides `dj-`. */
  readonly prefix: string;
  readonly path: string;
  /** Whether a text is a file of its own. */
  isWhole(text: string): boolean;
  /** The whole file with a snippet in the place it is meant for. */
  placed(text: string, whole: string, name: string): string;
  readonly around: Readonly<Record<string, string>>;
}

const folder = join(import.meta.dirname, '..', '..', 'snippets');
const read = (file: string) => Object.entries(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, Snippet>);

/** What an editor inserts when every placeholder keeps its default. */
const expand = ({ body }: Snippet): string =>
  body
    .join('\n')
    .replace(/(?<!\\)\$\{\d+:([^{}]*)\}/g, '$1')
    .replace(/(?<!\\)\$\d+/g, '')
    .replace(/\\([\\$}])/g, '$1');

const keysOf = (text: string): ReadonlySet<string> => new Set([...text.matchAll(/^([a-z0-9-]+) =/gm)].map(([, key]) => key ?? ''));

const django = {
  'manage.py':
    "import os\nfrom django.core.management import execute_from_command_line\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'project.settings')\n",
  'project/__init__.py': '',
  'project/asgi.py': 'application = 1\n',
  'project/wsgi.py': 'application = 1\n',
  'project/urls.py': "from django.urls import path\n\nurlpatterns = [path('healthz/', lambda request: None)]\n",
  'project/settings.py': [
    'import os',
    'from pathlib import Path',
    'BASE_DIR = Path(__file__).resolve().parent.parent',
    "SECRET_KEY = os.environ['SECRET_KEY']",
    'DEBUG = False',
    "ALLOWED_HOSTS = os.environ.get('ALLOWED_HOSTS', '').split(',')",
    "ROOT_URLCONF = 'project.urls'",
    "INSTALLED_APPS = ['django.contrib.staticfiles']",
    "MIDDLEWARE = ['django.middleware.security.SecurityMiddleware', 'whitenoise.middleware.WhiteNoiseMiddleware']",
    "STATIC_URL = '/static/'",
    "STATIC_ROOT = BASE_DIR / 'staticfiles'",
    "STORAGES = {'default': {'BACKEND': 'django.core.files.storage.FileSystemStorage'}, 'staticfiles': {'BACKEND': 'whitenoise.storage.CompressedManifestStaticFilesStorage'}}",
    '',
  ].join('\n'),
  'requirements.txt': 'django==6.1.3\nwhitenoise==6.12.0\nuvicorn==0.54.0\ngunicorn==25.3.0\npsycopg[binary]==3.3.2\n',
  'pyproject.toml':
    '[project]\nname = "project"\nversion = "1"\nrequires-python = ">=3.13"\ndependencies = ["django", "whitenoise", "uvicorn", "gunicorn"]\n',
  'uv.lock': `version = 1\n${['django', 'whitenoise', 'uvicorn', 'gunicorn'].map((name) => `[[package]]\nname = "${name}"\nversion = "1.0"\n`).join('\n')}`,
  '.dockerignore': '.git\n',
};

/** What a snippet of a Dockerfile takes the place of. */
const places: Readonly<Record<string, RegExp>> = {
  'Python packages by pip': /^RUN --mount[\s\S]*?pip install .*\n/m,
  'Python packages by uv': /^RUN --mount[\s\S]*?pip install .*\n/m,
  'Debian packages': /^(?=# Numbers)/m,
  'Static files': /^# The value.*\nRUN .*collectstatic.*\n/m,
  'User without a name': /^RUN groupadd[\s\S]*?^USER .*\n/m,
  'Health check without curl': /^HEALTHCHECK .*\n/m,
  'Start uvicorn': /^CMD .*\n/m,
  'Start gunicorn': /^CMD .*\n/m,
};

const kinds: Readonly<Record<string, Kind>> = {
  'uwsgi.json': {
    title: 'uwsgi.ini',
    prefix: 'uwsgi-',
    path: 'uwsgi.ini',
    isWhole: (text) => text.startsWith('[uwsgi]'),
    placed(text, whole) {
      // In place of the lines it sets itself.
      const own = keysOf(text);
      const rest = whole.split('\n').filter((line) => !own.has(/^([a-z0-9-]+) =/.exec(line)?.[1] ?? ''));
      return `${rest.join('\n')}\n${text}`;
    },
    around: {},
  },
  'dockerfile.json': {
    title: 'Dockerfiles',
    prefix: 'docker-',
    path: 'Dockerfile',
    isWhole: (text) => /^FROM /m.test(text),
    placed(text, whole, name) {
      const place = places[name];
      assert.ok(place, `${name} has no place`);
      assert.match(whole, place);
      const rest = name.startsWith('Start') ? whole.replace(/^# Worker.*\nENV WEB_CONCURRENCY=.*\n/m, '') : whole;
      // A stage keeps the user's rest: files, ports and the command stand behind it.
      const kept = name.startsWith('User') ? (/^ENV PATH=\S+ \\\n {4}PYTHON[\s\S]*?(?=^USER )/m.exec(whole)?.[0] ?? '') : '';
      return rest.replace(place, () => kept + text);
    },
    around: django,
  },
  'compose.json': {
    title: 'Compose files',
    prefix: 'compose-',
    path: 'compose.yaml',
    isWhole: (text) => text.startsWith('services:'),
    placed(text, _, name) {
      const service =
        name === 'Wait for a service'
          ? `app:\n  build: .\n  environment:\n    SECRET_KEY: local-only\n${text.replaceAll(/^(?=.)/gm, '  ')}db:\n  image: postgres:18\n  healthcheck:\n    test: ["CMD", "true"]\n`
          : text;
      return `services:\n${service.replaceAll(/^(?=.)/gm, '  ')}`;
    },
    around: { ...django, Dockerfile: '' },
  },
};

describe('snippets', () => {
  it('have a trial for each file of theirs', () => assert.deepEqual(readdirSync(folder).sort(), Object.keys(kinds).sort()));
});

for (const [file, { title, prefix, path, isWhole, placed, around }] of Object.entries(kinds)) {
  const snippets = read(file);
  const whole = snippets.map(([, snippet]) => expand(snippet)).find(isWhole);
  const dockerfile =
    read('dockerfile.json')
      .map(([, snippet]) => expand(snippet))
      .find((text) => /^FROM /m.test(text)) ?? '';

  describe(`the snippets of ${title}`, () => {
    it('hold one whole file, which the others are tried in', () => assert.ok(whole));

    for (const [name, snippet] of snippets) {
      it(`${name}: expands to something that no rule complains about`, () => {
        const own = expand(snippet);
        const text = isWhole(own) ? own : placed(own, whole ?? '', name);
        const project = projectOf({ ...around, ...('Dockerfile' in around ? { Dockerfile: dockerfile } : {}), [path]: text });
        const found = runner.problems(project, at(path)).filter(({ severity }) => severity !== 'hint');
        assert.deepEqual(
          found.map(({ rule, message, at: { span } }) => `${rule}: ${text.slice(span.from, span.to)}: ${message}`),
          [],
          text,
        );
      });

      it(`${name}: leaves nothing of the snippet's own signs behind, and ends with the caret`, () => {
        assert.doesNotMatch(expand(snippet), /\$\{\d|\$\d|\\\$/);
        assert.match(snippet.body.at(-1) ?? '', /\$0$/);
      });

      it(`${name}: is found under a name for Django and one for its language`, () => {
        assert.ok(snippet.prefix.some((one) => one.startsWith('dj-')));
        assert.ok(snippet.prefix.some((one) => one.startsWith(prefix)));
        assert.match(snippet.description, /^[A-Z].*[^.]$/);
      });
    }

    it('share no prefix', () => {
      const prefixes = snippets.flatMap(([, one]) => one.prefix);
      assert.equal(new Set(prefixes).size, prefixes.length);
    });
  });
}
