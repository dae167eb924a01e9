// Every sensible combination of answers: rendered, parsed and linted by our own rules.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { parseAllDocuments } from 'yaml';
import { kindOf } from '../../server/src/languages/languages.ts';
import { type Answers, contradiction } from '../../server/src/scaffold/answers.ts';
import { filesOf, type ScaffoldFile } from '../../server/src/scaffold/files.ts';
import { relative, type Uri } from '../../server/src/text/uri.ts';
import { at, projectOf, root, runner } from '../support/project.ts';
import { combinations, plain } from './combinations.ts';

/** What the scaffold has the project install for each server. */
const brings: Readonly<Record<Answers['server'], readonly string[]>> = {
  uvicorn: ['uvicorn==0.54.0'],
  'gunicorn-uvicorn': ['gunicorn==25.3.0', 'uvicorn==0.54.0', 'uvicorn-worker==0.4.0'],
  gunicorn: ['gunicorn==25.3.0'],
  hypercorn: ['hypercorn==0.18.0'],
  granian: ['granian==2.7.0'],
  daphne: ['daphne==4.2.3'],
  waitress: ['waitress==3.0.2'],
  uwsgi: ['pyuwsgi==2.0.31'],
};

/** The files a manager installs from. */
const installed = ({ manager, server }: Answers): Readonly<Record<string, string>> => {
  const all = ['django==6.1.3', ...brings[server]].map((one) => one.split('=='));
  const names = all.map(([name = '']) => name);
  const lines = all.map((one) => `${one.join('==')}\n`).join('');
  const project = `[project]\nname = "shop"\nversion = "1"\ndependencies = ${JSON.stringify(names)}\n`;
  const locked = all.map(([name, version]) => `\n[[package]]\nname = "${name}"\nversion = "${version}"\n`).join('');
  switch (manager) {
    case 'pip':
      return { 'requirements.txt': lines };
    case 'pip-tools':
      return { 'requirements.in': names.map((name) => `${name}\n`).join(''), 'requirements.txt': lines };
    case 'pipenv':
      return {
        Pipfile: `[packages]\n${names.map((name) => `${name} = "*"\n`).join('')}`,
        'Pipfile.lock': JSON.stringify({ default: Object.fromEntries(all.map(([name, version]) => [name, { version: `==${version}` }])) }),
      };
    default:
      return { 'pyproject.toml': project, [`${manager}.lock`]: `version = 1\n${locked}` };
  }
};

/** What stands in the project besides, so that nothing is missing. */
const around = (answers: Answers): Readonly<Record<string, string>> => {
  const { django, frontend } = answers;
  const folder = django === '' ? '' : `${django}/`;
  return {
    [`${folder}manage.py`]: "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n",
    [`${folder}shop/__init__.py`]: '',
    [`${folder}shop/settings.py`]: 'DEBUG = False\n',
    [`${folder}shop/asgi.py`]: 'application = None\n',
    [`${folder}shop/wsgi.py`]: 'application = None\n',
    ...(frontend ? { 'web/package.json': '{}', 'web/package-lock.json': '{}' } : {}),
    ...installed(answers),
  };
};

const lint = (files: Readonly<Record<string, string>>, paths: readonly string[]): readonly string[] => {
  const project = projectOf(files);
  return paths.flatMap((path) =>
    runner
      .problems(project, at(path))
      .filter(({ severity }) => severity !== 'hint')
      .map((one) => `${relative(root, one.at.uri as Uri)}: ${one.rule}: ${one.message}`),
  );
};

describe('the files of the scaffold', () => {
  const texts = new Map<string, { readonly file: ScaffoldFile; readonly answers: Answers }>();
  let count = 0;
  before(function () {
    this.timeout(300_000);
    for (const answers of combinations()) {
      count++;
      for (const file of filesOf(answers)) texts.set(`${file.path}\n${file.text}`, { file, answers });
    }
  });

  it('are rendered without a place or a direction left over', () => {
    assert.ok(count > 10_000, `${count} combinations`);
    for (const { file } of texts.values()) {
      assert.doesNotMatch(file.text, /__[A-Z]/, file.path);
      assert.doesNotMatch(file.text, /^\s*#@/m, file.path);
      assert.match(file.text, /[^\n]\n$/, file.path);
    }
  });

  it('are legal in their languages', () => {
    for (const { file } of texts.values()) {
      if (!/\.ya?ml$/.test(file.path)) continue;
      for (const document of parseAllDocuments(file.text)) assert.deepEqual(document.errors, [], file.path);
    }
    const known = [...texts.values()].filter(({ file }) => kindOf(at(file.path), file.text) !== undefined);
    assert.ok(known.length > texts.size / 2);
  });

  it('have nothing that our own rules would say above a hint', function () {
    this.timeout(300_000);
    const said = new Set<string>();
    const done = new Set<string>();
    for (const { answers } of texts.values()) {
      const files = filesOf(answers);
      // What stands in each other's way depends on these; the rest of the answers changes single files.
      const { server, static: serving, balancer, kubernetes, database } = answers;
      const together = [server, serving, balancer, kubernetes, database].join();
      const fresh = done.has(together) ? files.filter(({ path, text }) => !done.has(`${path}\n${text}`)) : files;
      done.add(together);
      if (fresh.length === 0) continue;
      for (const { path, text } of files) done.add(`${path}\n${text}`);
      const all = { ...around(answers), ...Object.fromEntries(files.map((one) => [one.path, one.text])) };
      for (const one of lint(
        all,
        fresh.map(({ path }) => path),
      ))
        said.add(one);
    }
    assert.deepEqual([...said], []);
  });

  it('hold commands a shell can read', () => {
    for (const { file } of texts.values()) if (file.path.endsWith('.sh')) execFileSync('sh', ['-n'], { input: file.text });
  });
});

describe('answers', () => {
  it('that make no sense together are told in a sentence', () => {
    const said = (answers: Partial<Answers>) => contradiction({ ...plain, ...answers });
    assert.equal(said({}), undefined);
    assert.match(said({ static: 'supervisord' }) ?? '', /for uWSGI/);
    assert.match(said({ static: 'nginx', server: 'uwsgi' }) ?? '', /uwsgi protocol/);
    assert.match(said({ static: 'nginx', balancer: 'haproxy' }) ?? '', /in front already/);
    assert.match(said({ static: 'uwsgi-nginx-socket', server: 'uwsgi', kubernetes: true }) ?? '', /UNIX socket/);
    assert.match(said({ balancer: 'nginx', kubernetes: true }) ?? '', /Service/);
  });
});
