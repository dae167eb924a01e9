// A small project in memory, moved.
import assert from 'node:assert/strict';
import { planMove } from '../../../server/src/scaffold/move/move.ts';
import type { CodeFile, Move, MoveAnswers, Verdict } from '../../../server/src/scaffold/move/plan.ts';
import { knowledge, projectOf } from '../../support/project.ts';

export type Files = Readonly<Record<string, string>>;

/** A Django project with a uwsgi.ini and nothing that starts it. */
export const django: Files = {
  'manage.py': "import os\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n",
  'shop/__init__.py': '',
  'shop/settings.py': [
    'from pathlib import Path',
    '',
    'BASE_DIR = Path(__file__).resolve().parent.parent',
    "ROOT_URLCONF = 'shop.urls'",
    "INSTALLED_APPS = ['django.contrib.staticfiles']",
    'MIDDLEWARE = [',
    "    'django.middleware.security.SecurityMiddleware',",
    "    'django.middleware.common.CommonMiddleware',",
    ']',
    "STATIC_URL = '/static/'",
    "STATIC_ROOT = BASE_DIR / 'static'",
    "MEDIA_URL = '/media/'",
    "MEDIA_ROOT = BASE_DIR / 'media'",
    '',
  ].join('\n'),
  'shop/urls.py': 'urlpatterns = []\n',
  'shop/wsgi.py':
    "import os\n\nfrom django.core.wsgi import get_wsgi_application\n\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n\napplication = get_wsgi_application()\n",
  'requirements.txt': 'django==5.2.8\nuwsgi==2.0.28\n',
};

const plain: MoveAnswers = { from: 'uwsgi', to: 'uvicorn' };

/** Plans a move of files in memory, whatever comes of it. */
export const planned = (files: Files, answers: Partial<MoveAnswers> = {}, code: readonly CodeFile[] = []) =>
  planMove(projectOf(files), { ...plain, ...answers }, { knowledge, read: (path) => files[path], code });

/** The move of files in memory; fails when it is refused or stopped. */
export const moved = (files: Files, answers: Partial<MoveAnswers> = {}): Move => {
  const move = planned(files, answers);
  if ('refused' in move || 'stopped' in move) assert.fail(JSON.stringify(move));
  return move;
};

/** The files as they are afterwards. */
export const afterwards = (files: Files, move: Move): Files => ({
  ...files,
  ...Object.fromEntries(move.files.map((file) => [file.path, file.after])),
});

/** The verdict of an option. */
export const verdict = (move: Move, option: string): Verdict => {
  const found = move.verdicts.find((one) => one.option === option);
  assert.ok(found, `there is a verdict for ${option}`);
  return found;
};

/** The command that an ini becomes, in a plain image. */
export const commandOf = (ini: string, answers: Partial<MoveAnswers> = {}, more: Files = {}): string => {
  const files: Files = {
    ...django,
    Dockerfile: 'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN pip install -r requirements.txt\nCMD ["uwsgi", "--ini", "uwsgi.ini"]\n',
    'uwsgi.ini': ini,
    ...more,
  };
  const text = afterwards(files, moved(files, answers))['Dockerfile'] ?? '';
  return (JSON.parse(/^CMD (\[.*\])$/m.exec(text)?.[1] ?? '[]') as string[]).join(' ');
};
