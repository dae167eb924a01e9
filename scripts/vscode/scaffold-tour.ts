// The way from the command palette to container files, and back: a test, and what the pictures are taken of.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { holds, same } from './on-disk.ts';
import * as person from './person.ts';
import type { Step } from './tour.ts';

const COMMAND = 'Add Container Files to This Django Project';
const STATIC = 'Serve Static Files with WhiteNoise';

const FILES: Readonly<Record<string, string>> = {
  'manage.py': `import os
import sys

if __name__ == '__main__':
    os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
`,
  'shop/__init__.py': '',
  'shop/asgi.py': 'from django.core.asgi import get_asgi_application\n\napplication = get_asgi_application()\n',
  'shop/wsgi.py': 'from django.core.wsgi import get_wsgi_application\n\napplication = get_wsgi_application()\n',
  'shop/urls.py': `from django.contrib import admin
from django.urls import path

urlpatterns = [
    path('admin/', admin.site.urls),
]
`,
  'shop/settings.py': `from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = 'django-insecure-shop'
DEBUG = True
ALLOWED_HOSTS = []

INSTALLED_APPS = [
    'django.contrib.admin',
    'django.contrib.auth',
    'django.contrib.contenttypes',
    'django.contrib.sessions',
    'django.contrib.messages',
    'django.contrib.staticfiles',
]
MIDDLEWARE = [
    'django.middleware.security.SecurityMiddleware',
    'django.contrib.sessions.middleware.SessionMiddleware',
    'django.middleware.common.CommonMiddleware',
]
ROOT_URLCONF = 'shop.urls'
DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql', 'NAME': 'shop'}}

STATIC_URL = 'static/'
MEDIA_ROOT = BASE_DIR / 'media'
`,
  'requirements.txt': 'django==6.1.3\npsycopg[binary]==3.3.2\n',
  '.dockerignore': '.git\n',
  'compose.yaml': 'services:\n  db:\n    image: postgres:17\n',
};

/** Makes a project as `startproject` does, with some files of its owner's that must stay as they are. */
export async function prepareScaffoldTour(folder: string): Promise<void> {
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

const asPrepared = (more: Readonly<Record<string, string>> = {}) => same({ shop: '(folder)', ...FILES, ...more });

/** Runs a command and takes what it has marked: its answers, then its files, and writes them. */
const takeMarked = async (page: Page, command: string, question: RegExp, file: RegExp, write: RegExp): Promise<void> => {
  await person.runCommand(page, command);
  await person.seeAsked(page, question);
  await person.pressInPalette(page, 'Take the marked answers');
  await person.seeAsked(page, file);
  await person.take(page);
  await person.seeAsked(page, write);
  await person.take(page);
};

/** The steps, each from where the one before it ended. */
export const SCAFFOLD_TOUR: readonly Step[] = [
  {
    title: 'is asked for the server first, and Enter takes the marked answer',
    async walk(page) {
      await person.runCommand(page, COMMAND);
      await person.seeAsked(page, /\(1\/7\)[\s\S]*uvicorn[\s\S]*recommended/);
      await person.take(page);
      await person.seeAsked(page, /Who serves static files\?/);
      await person.take(page);
      await person.seeAsked(page, /What installs the Python packages\?/);
    },
  },
  {
    title: 'goes back, finds the answer given before, and goes on',
    async walk(page) {
      await person.pressInPalette(page, 'Back');
      await person.seeAsked(page, /Who serves static files\?[\s\S]*\(2\/7\)/);
      await person.take(page);
      await person.seeAsked(page, /What installs the Python packages\?/);
      await person.take(page);
    },
  },
  {
    title: 'sees which database the settings name',
    sight: 'scaffold-question',
    walk: (page) => person.seeAsked(page, /Which database\?[\s\S]*PostgreSQL[\s\S]*detected: DATABASES names its engine/),
  },
  {
    title: 'sees every file, and what would happen to it',
    sight: 'scaffold-files',
    async walk(page) {
      await person.take(page);
      await person.seeAsked(page, /What else\?/);
      await person.take(page);
      await person.seeAsked(page, /Dockerfile\s*new/);
      await person.seeAsked(page, /\.dockerignore\s*exists: \d+ lines are added/);
      await person.seeAsked(page, /compose\.yaml\.new\s*compose\.yaml exists and stays as it is/);
      await person.seeAsked(page, /shop\/settings\.py\s*exists: changed in \d places/);
    },
  },
  {
    title: 'may give up a file, and take it back',
    async walk(page) {
      await person.pressInPalette(page, 'Write over compose.yaml instead of beside it');
      await person.seeAsked(page, /compose\.yaml\s*exists: its text is replaced/);
      await person.pressInPalette(page, 'Keep compose.yaml and write beside it');
      await person.seeAsked(page, /compose\.yaml\.new\s*compose\.yaml exists and stays as it is/);
    },
  },
  {
    title: 'reads every line before it is written',
    sight: 'scaffold-preview',
    async walk(page) {
      await person.take(page);
      await person.seeAsked(page, /Write 6 files/);
      await person.seeTab(page, /Add Container Files/);
      await person.seeText(page, /FROM python:/);
    },
  },
  {
    title: 'is told when a file appears while the preview is open, and nothing is written',
    async walk(page, folder) {
      await writeFile(join(folder, 'Dockerfile'), 'FROM mine\n');
      await person.take(page);
      await person.seeMessage(page, /Dockerfile has appeared meanwhile\. Nothing was written\./);
      await holds(folder, asPrepared({ Dockerfile: 'FROM mine\n' }));
    },
  },
  {
    title: 'plans again, and the file that appeared stays',
    async walk(page) {
      await person.answerMessage(page, 'Plan Again');
      await person.seeAsked(page, /Dockerfile\.new\s*Dockerfile exists and stays as it is/);
      await page.keyboard.press('Escape');
    },
  },
  {
    title: 'takes all marked answers at once, and the files are written',
    sight: 'scaffold-result',
    async walk(page, folder) {
      await rm(join(folder, 'Dockerfile'));
      await takeMarked(page, COMMAND, /Which server/, /Dockerfile\s*new/, /Write 6 files/);
      await person.seeText(page, /^ARG PYTHON_VERSION=/);
      await person.seeMessage(page, /Drydock wrote 6 files\. Some things are left to you\./);
      await holds(folder, (all) => {
        if (!all['Dockerfile']?.includes('uvicorn')) return 'no Dockerfile was written';
        if (all['compose.yaml'] !== FILES['compose.yaml']) return 'compose.yaml was overwritten';
        if (!all['compose.yaml.new']?.includes('postgres:')) return 'nothing was written beside compose.yaml';
        if (!all['.dockerignore']?.startsWith('.git\n')) return '.dockerignore lost a line';
        if (!all['shop/settings.py']?.includes('WhiteNoiseMiddleware')) return 'settings.py was not saved';
        return all['requirements.txt']?.includes('uvicorn') ? undefined : 'requirements.txt was not saved';
      });
    },
  },
  {
    title: 'reads what is left to do',
    async walk(page) {
      await person.answerMessage(page, 'Show What Is Left');
      await person.seeTab(page, /What is left to do/);
    },
  },
  {
    title: 'undoes it: what was changed since stays, everything else is as it was',
    async walk(page, folder) {
      const requirements = await readFile(join(folder, 'requirements.txt'), 'utf8');
      await writeFile(join(folder, 'compose.yaml.new'), '# mine now\n');
      await writeFile(join(folder, 'requirements.txt'), `# mine\n${requirements}`);
      await person.seeMessage(page, /Drydock wrote 6 files/);
      await person.answerMessage(page, 'Undo');
      await person.seeMessage(page, /Taken back, but for what has been changed since: compose\.yaml\.new\./);
      const kept = { 'compose.yaml.new': '# mine now\n', 'requirements.txt': `# mine\n${FILES['requirements.txt']}` };
      await holds(folder, asPrepared(kept));
      await rm(join(folder, 'compose.yaml.new'));
      await writeFile(join(folder, 'requirements.txt'), FILES['requirements.txt'] ?? '');
    },
  },
  {
    title: 'finds nothing half-written when a folder cannot be made',
    async walk(page, folder) {
      await writeFile(join(folder, '.github'), 'a file where a folder must be\n');
      await person.runCommand(page, COMMAND);
      await person.seeAsked(page, /Which server/);
      for (let i = 0; i < 4; i++) await person.takeAndSeeNext(page);
      await person.seeAsked(page, /What else\?/);
      await person.tick(page, 'GitHub workflow');
      await person.take(page);
      await person.seeAsked(page, /\.github\/workflows\/image\.yml\s*new/);
      await person.take(page);
      await person.seeAsked(page, /Write 7 files/);
      await person.take(page);
      await person.seeMessage(page, /\.github\/workflows\/image\.yml could not be written.*Everything else was taken back\./);
      await holds(folder, asPrepared({ '.github': 'a file where a folder must be\n' }));
      await rm(join(folder, '.github'));
    },
  },
  {
    title: 'keeps line ends and the mark at the beginning of a file, and takes its lines back to the byte',
    async walk(page, folder) {
      const odd = `\ufeff${(FILES['shop/settings.py'] ?? '').replaceAll('\n', '\r\n')}`;
      await writeFile(join(folder, 'shop/settings.py'), odd);
      await takeMarked(page, STATIC, /Is a CDN in front\?/, /shop\/settings\.py\s*exists/, /Write 2 files/);
      await person.seeMessage(page, /Drydock wrote 2 files/);
      await holds(folder, (all) => {
        const text = all['shop/settings.py'] ?? '';
        if (!text.startsWith('\ufefffrom pathlib')) return `it begins with ${JSON.stringify(text.slice(0, 20))}`;
        if (!text.includes('WhiteNoiseMiddleware')) return 'it was not saved';
        return /(?<!\r)\n/.test(text) ? 'some of its lines end otherwise' : undefined;
      });
      await person.answerMessage(page, 'Undo');
      await person.seeMessage(page, /Taken back: everything is as it was\./);
      await holds(folder, asPrepared({ 'shop/settings.py': odd }));
      await writeFile(join(folder, 'shop/settings.py'), FILES['shop/settings.py'] ?? '');
    },
  },
  {
    title: 'is told to save what Drydock cannot see, and nothing is written',
    async walk(page, folder) {
      await person.openFile(page, 'urls.py');
      await person.goTo(page, 2, 1);
      await person.typeBelow(page, '# not saved');
      await page.keyboard.press('Escape');
      await takeMarked(page, COMMAND, /Which server/, /Dockerfile\s*new/, /Write 6 files/);
      await person.seeMessage(page, /shop\/urls\.py has changes that are not saved: save it first\. Nothing was written\./);
      await holds(folder, asPrepared());
    },
  },
  {
    title: 'is asked which project is meant where there are two',
    async walk(page, folder) {
      await mkdir(join(folder, 'second'));
      await writeFile(join(folder, 'second/manage.py'), FILES['manage.py'] ?? '');
      await person.runCommand(page, STATIC);
      await person.seeAsked(page, /Which Django project\?[\s\S]*second\//);
      await page.keyboard.press('Escape');
      await rm(join(folder, 'second'), { recursive: true });
    },
  },
  {
    title: 'is told so where there is none',
    async walk(page, folder) {
      await rm(join(folder, 'manage.py'));
      await person.runCommand(page, COMMAND);
      await person.seeMessage(page, /No manage\.py was found in this workspace/);
    },
  },
];

/** The same where the folder is not trusted: nothing of it is run, so nothing is held back. */
export const UNTRUSTED_TOUR: readonly Step[] = [
  {
    title: 'gets container files in restricted mode',
    async walk(page, folder) {
      await person.seeRestricted(page);
      await takeMarked(page, COMMAND, /Which server/, /Dockerfile\s*new/, /Write 6 files/);
      await person.seeMessage(page, /Drydock wrote 6 files/);
      await person.answerMessage(page, 'Undo');
      await person.seeMessage(page, /Taken back: everything is as it was\./);
      await holds(folder, asPrepared());
    },
  },
];
