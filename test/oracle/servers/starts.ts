// What the servers do with a command line, asked of the servers themselves: who ends at its start must be told so by a rule, and nobody else.
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, projectOf, runner } from '../../support/project.ts';

/** One command line behind `python -m`; `{port}` stands for a port of its own. */
const rows: readonly { readonly words: string }[] = [
  { words: 'uvicorn shop.asgi:application --port {port}' },
  { words: 'uvicorn shop.asgi:application --port {port} --limit-max-requests 10 --limit-max-requests-jitter 5' },
  { words: 'uvicorn shop.asgi:application --port {port} --workres 2' },
  { words: 'uvicorn shop.asgi:application --port {port} --work 2' },
  { words: 'uvicorn shop.asgi:application --port {port} --workers auto' },
  { words: 'uvicorn shop.asgi:application --port {port} --log-level warn' },
  { words: 'uvicorn shop.asgi:application --port {port} --lifespan on' },
  { words: 'uvicorn shop.asgi:application --port {port} --debug' },
  { words: 'gunicorn shop.wsgi --bind 127.0.0.1:{port} --worker-class gthread -w2' },
  { words: 'gunicorn shop.wsgi --bind 127.0.0.1:{port} --log-level warn' },
  { words: 'gunicorn shop.wsgi --bind 127.0.0.1:{port} --max-requests-j 5' },
  { words: 'gunicorn shop.wsgi --bind 127.0.0.1:{port} --wrkers 2' },
  { words: 'gunicorn shop.wsgi --bind 127.0.0.1:{port} --worker 2' },
  { words: 'gunicorn shop.wsgi --bind 127.0.0.1:{port} --workers auto' },
  { words: 'gunicorn shop.wsgi --bind 127.0.0.1:{port} -k eventlet' },
  { words: 'gunicorn shop.wsgi --bind 127.0.0.1:{port} -k gthreads' },
  { words: 'gunicorn shop.asgi --bind 127.0.0.1:{port} -k asgi --asgi-lifespan on' },
  { words: 'daphne shop.asgi:application --port {port}' },
  { words: 'daphne shop.asgi:application --prt {port}' },
  { words: 'daphne shop.asgi:application --port {port} --ws-protocol x' },
  { words: 'hypercorn shop.asgi:application --bind 127.0.0.1:{port}' },
  { words: 'hypercorn shop.asgi:application --bind 127.0.0.1:{port} --wrk 2' },
  { words: 'granian shop.asgi:application --interface asginl --port {port}' },
  { words: 'granian shop.asgi:application --interface asginl --port {port} --threads 2' },
  { words: 'granian shop.asgi:application --interface asgiln --port {port}' },
  { words: 'waitress --port {port} --threads 4 shop.wsgi:application' },
  { words: 'waitress --prt {port} shop.wsgi:application' },
];

const project: Readonly<Record<string, string>> = {
  'manage.py': "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n",
  'shop/__init__.py': '',
  'shop/settings.py': "SECRET_KEY = 'x'\nDEBUG = False\nALLOWED_HOSTS = ['*']\nROOT_URLCONF = 'shop.urls'\n",
  'shop/urls.py': 'urlpatterns = []\n',
  'shop/asgi.py':
    "import os\n\nfrom django.core.asgi import get_asgi_application\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\napplication = get_asgi_application()\n",
  'shop/wsgi.py':
    "import os\n\nfrom django.core.wsgi import get_wsgi_application\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\napplication = get_wsgi_application()\n",
};

/** The rules that say that a server ends at its start. */
const saying = /^project\/(?:server-option|lifespan-on|worker-class-gone)$/;

/** What our rules say of the command, in an image with these releases. */
const told = (words: readonly string[], pinned: readonly string[]): readonly string[] => {
  const dockerfile = `FROM python:3.13-slim-trixie\nWORKDIR /app\nRUN pip install django ${pinned.join(' ')}\nCOPY . .\nCMD ${JSON.stringify(['python', '-m', ...words])}\n`;
  const files = { ...project, Dockerfile: dockerfile };
  return runner
    .problems(projectOf(files), at('Dockerfile'))
    .filter(({ rule, severity }) => saying.test(rule) && severity === 'error')
    .map(({ rule }) => rule);
};

/** Whether the server is still there after these seconds. */
const lives = (python: string, words: readonly string[], folder: string, seconds: number): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn(python, ['-m', ...words], { cwd: folder, stdio: 'ignore', detached: true });
    const timer = setTimeout(() => {
      try {
        process.kill(-(child.pid ?? 0), 'SIGKILL');
      } catch {
        // It has ended in this very moment.
      }
      resolve(true);
    }, seconds * 1000);
    child.on('exit', () => {
      clearTimeout(timer);
      resolve(false);
    });
    child.on('error', () => {
      clearTimeout(timer);
      resolve(false);
    });
  });

/** Starts every row, two at a time; gives the number of rows in which servers and rules agree, and prints the others. */
export const compareStarts = async (
  python: string,
  folder: string,
  pinned: readonly string[],
): Promise<{ readonly passed: number; readonly failed: number }> => {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of Object.entries(project)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  let passed = 0;
  let failed = 0;
  const one = async ({ words: line }: (typeof rows)[number], i: number): Promise<void> => {
    const words = line.replace('{port}', String(18730 + i)).split(' ');
    const said = told(words, pinned);
    const starts = await lives(python, words, folder, 12);
    if (starts === (said.length === 0)) {
      passed++;
      return;
    }
    failed++;
    console.error(`\`${line}\` ${starts ? 'starts' : 'ends at its start'}, and the rules say ${said.join(', ') || 'nothing'}`);
  };
  for (let i = 0; i < rows.length; i += 2) await Promise.all(rows.slice(i, i + 2).map((row, j) => one(row, i + j)));
  return { passed, failed };
};
