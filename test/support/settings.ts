// A settings module in a small project, evaluated.
import assert from 'node:assert/strict';
import type { Role, SettingsView } from '../../server/src/project/settings/view.ts';
import { viewOf } from '../../server/src/project/settings/view-of.ts';
import { at, projectOf, root } from './project.ts';
import { shownValue } from './shown-value.ts';

/** The module as `shop/settings.py`, with other files beside it. */
export const viewed = (text: string, others: Readonly<Record<string, string>> = {}, role: Role = 'production'): SettingsView => {
  const files = { 'manage.py': '', 'shop/__init__.py': '', 'shop/settings.py': text, ...others };
  return viewOf(projectOf(files), root, at('shop/settings.py'), role) ?? assert.fail();
};

/** What `X` is at the end of a module. */
export const x = (text: string, others: Readonly<Record<string, string>> = {}, role: Role = 'production'): string => {
  const found = viewed(text, others, role).get('X');
  return found ? shownValue(found.value) + (found.certain ? '' : '?') : 'missing';
};

/** Each line of the table is a module and its X. */
export const table = (rows: Readonly<Record<string, string>>) => {
  for (const [text, expected] of Object.entries(rows))
    assert.equal(x(`from lib import a, b, change, E, key, more, name, unknown\n${text}\n`), expected, text);
};

/** How the settings of a sound project begin that read what they must from the environment: `shop.urls`, static files, no database. */
export const environmentHead = `import os
from pathlib import Path
BASE_DIR = Path(__file__).resolve().parent.parent
SECRET_KEY = os.environ['SECRET_KEY']
DEBUG = False
ALLOWED_HOSTS = os.environ.get('ALLOWED_HOSTS', '').split(',')
ROOT_URLCONF = 'shop.urls'
INSTALLED_APPS = ['django.contrib.staticfiles']
MIDDLEWARE = ['django.middleware.security.SecurityMiddleware']
STATIC_URL = 'static/'
`;
