// The command line: how fast it starts, and how fast it checks many projects.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainEnvironment } from '../vscode/environment.ts';
import { uwsgiSample } from './texts.ts';

/** Runs a program and gives its milliseconds from start to end. Any exit code of `fine` will do; another one is an error. */
export const timeRun = (command: readonly string[], fine: readonly number[] = [0]): number => {
  const [file = '', ...words] = command;
  const from = performance.now();
  const { status, error, stderr } = spawnSync(file, words, {
    env: plainEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    timeout: 60_000,
  });
  const took = performance.now() - from;
  if (error || !fine.includes(status ?? -1)) throw new Error(`${command.join(' ')} ended with ${status}: ${error?.message ?? stderr}`);
  return took;
};

/** Writes small projects below a folder: each a uwsgi.ini of some thirty lines, a manage.py, a Dockerfile and its requirements. */
export const writeProjects = (folder: string, count: number): void => {
  for (let i = 0; i < count; i++) {
    const project = join(folder, `project-${i}`);
    mkdirSync(join(project, 'shop'), { recursive: true });
    writeFileSync(join(project, 'uwsgi.ini'), uwsgiSample(30 + (i % 20)).text);
    writeProjectFiles(project);
  }
};

/** What stands beside a uwsgi.ini in a project. */
export const writeProjectFiles = (project: string): void => {
  mkdirSync(join(project, 'shop'), { recursive: true });
  writeFileSync(join(project, 'manage.py'), "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n");
  writeFileSync(join(project, 'shop/__init__.py'), '');
  writeFileSync(join(project, 'shop/wsgi.py'), 'from django.core.wsgi import get_wsgi_application\napplication = get_wsgi_application()\n');
  writeFileSync(join(project, 'requirements.txt'), 'django==5.2.8\nuwsgi==2.0.31\n');
  writeFileSync(
    join(project, 'Dockerfile'),
    'FROM python:3.13-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["uwsgi", "--ini", "uwsgi.ini"]\n',
  );
};
