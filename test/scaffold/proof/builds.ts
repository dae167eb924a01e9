// What else happens in the build: a front end, translations, database clients that are compiled and loaded.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './project.ts';
import { ask } from './requests.ts';
import { plain, type Variant } from './variant.ts';

const client = (name: string, requirements: readonly string[], load: string): Variant => ({
  ...plain,
  name,
  flags: ['--database', name],
  before: (folder) => writeFileSync(join(folder, 'requirements.txt'), ['django', ...requirements, ''].join('\n')),
  prove: (app) => {
    assert.match(app.exec('python', '-c', load), /loaded/);
  },
});
const postgresql = ['psycopg2'];
const mysql = ['mysqlclient'];
const loadPostgres = 'import psycopg2; psycopg2.extensions.libpq_version(); print("loaded")';
const loadMysql = 'import MySQLdb; MySQLdb.get_client_info(); print("loaded")';

const catalogue = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "It serves."\nmsgstr "Es bedient."\n';

export const builds: readonly Variant[] = [
  client('postgresql', postgresql, loadPostgres),
  client('mysql', mysql, loadMysql),
  client('both', [...postgresql, ...mysql], `${loadPostgres}; ${loadMysql}`),
  client('replica', postgresql, loadPostgres),
  {
    ...plain,
    name: 'gettext',
    flags: ['--gettext'],
    before: (folder) => {
      mkdirSync(join(folder, 'pages/locale/de/LC_MESSAGES'), { recursive: true });
      writeFileSync(join(folder, 'pages/locale/de/LC_MESSAGES/django.po'), catalogue);
    },
    prove: (app) => {
      const translate = [
        'import django; django.setup()',
        'from django.utils import translation',
        'translation.activate("de")',
        'print(translation.gettext("It serves."))',
      ].join('; ');
      assert.equal(app.exec('env', 'SECRET_KEY=proof', 'python', '-c', translate).trim(), 'Es bedient.');
    },
  },
  {
    ...plain,
    name: 'frontend',
    needs: [['node', '24-trixie-slim']],
    before: (folder) => {
      mkdirSync(join(folder, 'frontend'));
      const build = "node -e \"require('node:fs').mkdirSync('dist');require('node:fs').writeFileSync('dist/built.js', 'let built')\"";
      writeFileSync(join(folder, 'frontend/package.json'), JSON.stringify({ name: 'front', version: '1.0.0', scripts: { build } }));
      run('npm', ['install', '--package-lock-only', '--no-audit', '--no-fund'], { cwd: join(folder, 'frontend') });
      const settings = '\nSTATICFILES_DIRS = [BASE_DIR / "frontend" / "dist"]\n';
      writeFileSync(join(folder, 'shop/settings.py'), settings, { flag: 'a' });
    },
    prove: async () => {
      const built = await ask(8765, '/static/built.js');
      assert.equal(built.body.toString(), 'let built');
    },
  },
];
