// The invariants of ARCHITECTURE.md, as far as neither compiler nor linter guards them.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ruleIds } from '../scripts/generate/register.ts';
import { rules } from '../server/src/rules/index.ts';
import { createRunner } from '../server/src/rules/run.ts';
import { at, knowledge, projectOf, runner } from './support/project.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const filesBelow = (folder: string, suffix: RegExp): readonly string[] =>
  (readdirSync(join(root, folder), { recursive: true }) as string[])
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((name) => suffix.test(name))
    .sort();
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const importsOf = (path: string): readonly string[] =>
  [...read(path).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');

const sources = [...filesBelow('server/src', /\.ts$/), ...filesBelow('client/src', /\.ts$/)];
const written = sources.filter((path) => !path.endsWith('-text.ts') && path !== 'server/src/rules/index.ts');
const roomOf = (path: string): string => path.split('/')[2] ?? '';

/** Which rooms a room may import, itself aside. An arrow of ARCHITECTURE.md, read backwards. */
const mayKnow: Readonly<Record<string, readonly string[]>> = {
  text: ['languages'],
  knowledge: ['text'],
  commands: ['text', 'knowledge', 'languages'],
  languages: ['text', 'knowledge', 'commands'],
  project: ['text', 'knowledge', 'languages', 'commands'],
  rules: ['text', 'knowledge', 'languages', 'project', 'commands'],
  features: ['text', 'knowledge', 'languages', 'project', 'rules', 'commands'],
  scaffold: ['text', 'knowledge', 'languages', 'project', 'rules', 'commands'],
  disk: ['text', 'languages'],
  lsp: ['text', 'knowledge', 'languages', 'project', 'rules', 'features', 'scaffold', 'disk', 'commands'],
  cli: ['text', 'knowledge', 'languages', 'project', 'rules', 'features', 'scaffold', 'disk', 'commands', 'lsp'],
};
const doors = new Set(['disk', 'lsp', 'cli']);

describe('the house', () => {
  it('lets each room import only the rooms below it', () => {
    const wrong: string[] = [];
    for (const path of written) {
      if (!path.startsWith('server/')) continue;
      const room = roomOf(path);
      for (const target of importsOf(path)) {
        if (!target.startsWith('.')) continue;
        const to = join(dirname(path), target).replaceAll('\\', '/');
        const other = roomOf(to);
        // The name and version of the product are known to all.
        if (other !== room && other !== 'product.ts' && !(mayKnow[room] ?? []).includes(other)) wrong.push(`${path} imports ${to}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('lets text know of languages by type alone', () => {
    for (const path of written.filter((one) => roomOf(one) === 'text')) {
      for (const line of read(path).split('\n'))
        if (line.includes("'../languages/")) assert.match(line, /^import type /, `${path}: ${line}`);
    }
  });

  it('lets no language import another language', () => {
    const wrong: string[] = [];
    for (const path of written.filter((one) => one.startsWith('server/src/languages/') && one.split('/').length > 4)) {
      const own = path.split('/')[3];
      for (const target of importsOf(path)) {
        const to = target.startsWith('.') ? join(dirname(path), target).replaceAll('\\', '/').split('/') : [];
        if (to[2] === 'languages' && to.length > 4 && to[3] !== own) wrong.push(`${path} imports ${to.join('/')}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('lets only doors touch Node, only lsp the protocol, only the client VS Code', () => {
    const wrong: string[] = [];
    for (const path of written) {
      const room = roomOf(path);
      for (const target of importsOf(path)) {
        if (target.startsWith('node:') && !(path.startsWith('server/') && doors.has(room))) wrong.push(`${path} imports ${target}`);
        if (/^vscode-languageserver/.test(target) && room !== 'lsp') wrong.push(`${path} imports ${target}`);
        if ((target === 'vscode' || target.startsWith('vscode-languageclient')) && !path.startsWith('client/'))
          wrong.push(`${path} imports ${target}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('keeps Docker, Django and uWSGI out of the client', () => {
    const wrong = filesBelow('client/src', /\.ts$/).filter((path) =>
      /dockerfile|django(?!-drydock)|uwsgi/i.test(read(path).replace(/languages?: ?\[[^\]]*\]|pattern: '[^']*'|language: '[^']*'/g, '')),
    );
    assert.deepEqual(wrong, []);
  });

  it('keeps every file within its budget of lines', () => {
    const tests = [...filesBelow('test', /\.ts$/), ...filesBelow('scripts', /\.ts$/)];
    const long = [...written, ...tests].filter((path) => read(path).split('\n').length > (path.startsWith('client/') ? 200 : 400));
    assert.deepEqual(long, []);
  });

  it('names no file after a kind of work', () => {
    const vague = /^(?:utils?|helpers?|common|misc|manager|provider|service|shared|lib)(?:\.|$)/;
    const named = [...sources, ...filesBelow('test', /\.ts$/), ...filesBelow('scripts', /\.ts$/)].filter((path) =>
      vague.test(basename(path)),
    );
    assert.deepEqual(named, []);
  });

  it('has neither any nor ts-ignore', () => {
    const wrong = [...written, ...filesBelow('test', /\.ts$/), ...filesBelow('scripts', /\.ts$/)]
      .filter((path) => path !== 'test/house.test.ts')
      .filter((path) => /@ts-(?:ignore|nocheck|expect-error)|:\s*any\s*[;,)=\]>|&{]|\bas any\b|<any[,>]/.test(read(path)));
    assert.deepEqual(wrong, []);
  });

  it('skips no test and leaves none alone', () => {
    const wrong = filesBelow('test', /\.test\.ts$/).filter(
      (path) => path !== 'test/house.test.ts' && /\b(?:it|describe)\.(?:only|skip)\(/.test(read(path)),
    );
    assert.deepEqual(wrong, []);
  });

  it('registers every rule file, sorted, under the id its path says', () => {
    assert.deepEqual(
      rules.map((rule) => rule.id),
      ruleIds(root),
    );
  });

  it('gives every rule a page whose heading is its title, and a first release', () => {
    for (const rule of rules) {
      const page = `docs/rules/${rule.id}.md`;
      assert.ok(existsSync(join(root, page)), `${page} is missing`);
      assert.equal(read(page).split('\n')[0], `# ${rule.title}`, page);
      assert.match(read(page), /^## Why$/m, page);
      assert.match(read(page), /https:\/\//, `${page} names no source`);
      assert.match(rule.since, /^\d+\.\d+\.\d+$/);
    }
  });

  it('finds the same whatever the order of the rules', () => {
    const files = {
      'uwsgi.ini': read('test/samples/legacy-uwsgi/uwsgi.ini').replace('processes', 'proceses').replace('= 30', '= 30s ; x'),
    };
    const bug = (rule: string, error: unknown) => {
      throw new Error(rule, { cause: error });
    };
    const turned = createRunner([...rules].reverse(), knowledge, bug);
    const project = projectOf(files);
    const list = (from: typeof runner) =>
      from.problems(project, at('uwsgi.ini')).map(({ rule, at: place, message }) => `${rule} ${place.span.from} ${message}`);
    const straight = list(runner);
    assert.ok(straight.length > 1);
    assert.deepEqual(list(turned), straight);
  });

  it('keeps project rules silent while discovery is incomplete', () => {
    const files = Object.fromEntries(
      ['uwsgi.ini', 'Dockerfile', 'requirements.txt', 'manage.py', 'shop/settings.py'].map((name) => [
        name,
        read(`test/samples/legacy-uwsgi/${name}`),
      ]),
    );
    const project = projectOf(files, {}, false);
    const loud = rules.filter((rule) => rule.reads === 'project').filter((rule) => [...rule.check(project, knowledge)].length > 0);
    assert.deepEqual(
      loud.map((rule) => rule.id),
      [],
    );
  });

  it('says nothing of the machine it was made on', () => {
    const text = /\.(?:ts|mjs|json|md|yaml|yml|ini|txt|sh)$/;
    const all = ['server', 'client', 'docs', 'snippets', 'scripts', 'test'].flatMap((folder) =>
      existsSync(join(root, folder)) ? filesBelow(folder, text) : [],
    );
    const top = readdirSync(root).filter((name) => text.test(name));
    // Caches and settings of root lie in its home in every image.
    const telling =
      /\/work\/(?:main|ref|shared|\.)|\/root\/(?!\.(?:cache|local|config|npm)\b)|registry\.npmjs|pypi\.org\/simple|deb\.debian\.org/;
    // Every Pipfile names the index that Pipenv itself takes.
    const may: ReadonlySet<string> = new Set(['test/house.test.ts', 'server/src/scaffold/project-file.ts']);
    const wrong = [...all, ...top].filter((path) => !may.has(path) && telling.test(read(path)));
    assert.deepEqual(wrong, []);
  });

  it('locks the optional packages of every platform, so that npm ci works on each', () => {
    type Locked = { readonly optionalDependencies?: Readonly<Record<string, string>>; readonly resolved?: string };
    const { packages } = JSON.parse(read('package-lock.json')) as { readonly packages: Readonly<Record<string, Locked>> };
    const missing: string[] = [];
    for (const [path, { optionalDependencies = {}, resolved }] of Object.entries(packages)) {
      assert.equal(resolved, undefined, `${path} is locked to a host`);
      for (const name of Object.keys(optionalDependencies)) {
        if (!packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`]) missing.push(name);
      }
    }
    assert.deepEqual(missing, []);
  });
});
