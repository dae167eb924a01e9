import assert from 'node:assert/strict';
import { contextOf, sourceIn } from '../../../server/src/project/dockerfile/context.ts';
import { createWorkspace } from '../../../server/src/project/workspace.ts';
import { relative } from '../../../server/src/text/uri.ts';
import { at, projectOf, root } from '../../support/project.ts';

type Files = Readonly<Record<string, string>>;
const lines = (...all: readonly string[]) => `${all.join('\n')}\n`;

const context = (files: Files, dockerfile = 'Dockerfile') => {
  const project = projectOf(files);
  const facts = project.all.dockerfile.find((file) => file.facts.uri === at(dockerfile))?.facts;
  assert.ok(facts);
  return { project, found: contextOf(project, facts) };
};
/** The context in one line. */
const shown = (files: Files, dockerfile?: string) => {
  const { folder, by, certain } = context(files, dockerfile).found;
  return [folder === root ? '.' : relative(root, folder), by, certain ? 'certain' : 'likely'].join(' ');
};
/** A source in one line: what it names, and whether it is left out. */
const source = (files: Files, text: string, dockerfile?: string) => {
  const { project, found } = context(files, dockerfile);
  const said = sourceIn(project, found, text);
  return said && `${said.exists} ${said.names?.join(',') ?? '?'} ${said.ignored ? 'ignored' : said.ignored === false ? 'sent' : 'unknown'}`;
};

describe('the build context of a Dockerfile', () => {
  it('is the folder in which its sources lie', () => {
    const dockerfile = lines('FROM python:3.12', 'COPY requirements.txt .', 'COPY src/ /app/');
    assert.equal(shown({ Dockerfile: dockerfile, 'requirements.txt': '', 'src/a.py': '' }), '. sources certain');
    assert.equal(
      shown({ 'docker/web/Dockerfile': dockerfile, 'requirements.txt': '', 'src/a.py': '' }, 'docker/web/Dockerfile'),
      '. sources certain',
    );
    const both = { 'web/Dockerfile': dockerfile, 'web/requirements.txt': '', 'web/src/a.py': '', 'requirements.txt': '' };
    assert.equal(shown(both, 'web/Dockerfile'), 'web sources certain');
  });

  it('is a guess when sources are missing, or lie in two folders', () => {
    const dockerfile = lines('FROM python:3.12', 'COPY requirements.txt .', 'COPY dist /app/');
    assert.equal(shown({ 'web/Dockerfile': dockerfile, 'requirements.txt': '' }, 'web/Dockerfile'), '. sources likely');
    const twice = { 'web/Dockerfile': 'FROM a\nCOPY package*.json ./\n', 'web/package.json': '', 'package.json': '' };
    assert.equal(shown(twice, 'web/Dockerfile'), 'web sources likely');
  });

  it('counts bind mounts, and neither other stages nor what is fetched', () => {
    const dockerfile = lines(
      'FROM python:3.12 AS build',
      'RUN --mount=type=bind,source=requirements/base.txt,target=/r.txt pip install -r /r.txt',
      'FROM python:3.12-slim',
      'COPY --from=build /opt/venv /opt/venv',
      'ADD https://example.com/x.tar.gz /x',
      'ADD git@github.com:a/b.git /b',
    );
    assert.equal(shown({ 'docker/Dockerfile': dockerfile, 'requirements/base.txt': '' }, 'docker/Dockerfile'), '. sources certain');
  });

  it('is the folder that looks like a project when everything is copied', () => {
    const all = { 'docker/Dockerfile': 'FROM a\nCOPY . /app\n' };
    assert.equal(shown({ ...all, 'manage.py': '' }, 'docker/Dockerfile'), '. place likely');
    assert.equal(shown(all, 'docker/Dockerfile'), 'docker place likely');
    assert.equal(shown({ 'docker/Dockerfile': 'FROM a\nRUN b\n', 'manage.py': '' }, 'docker/Dockerfile'), 'docker place likely');
  });

  it('is the one that drydock.yaml tells, whatever lies where', () => {
    const files = { 'web/Dockerfile': 'FROM a\nCOPY a.txt /\n', 'web/a.txt': '', 'drydock.yaml': 'contexts:\n  web/Dockerfile: ./\n' };
    assert.equal(shown(files, 'web/Dockerfile'), '. told certain');
    const { at: told } = context(files, 'web/Dockerfile').found;
    assert.deepEqual(told, { uri: at('drydock.yaml'), span: { from: 28, to: 30 } });
  });

  it('is the one that services of Compose are built with, but for drydock.yaml', () => {
    const dockerfile = 'FROM a\nCOPY a.txt /\n';
    const compose = (build: string, path = 'deploy/compose.yaml') => ({ [path]: `services:\n  web:\n    build: ${build}\n` });
    const files = { 'docker/Dockerfile': dockerfile, 'docker/a.txt': '' };
    const told = (...more: readonly Files[]) => shown(Object.assign({}, files, ...more), 'docker/Dockerfile');
    assert.equal(told(), 'docker sources certain');
    assert.equal(told(compose('{ context: .., dockerfile: docker/Dockerfile }')), '. told certain');
    assert.equal(told(compose('../docker/')), 'docker told certain');
    assert.equal(
      told(compose('{ context: .., dockerfile: docker/Dockerfile }'), compose('./docker', 'b.compose.yaml')),
      'docker told likely',
    );
    assert.equal(told(compose('${WHERE}')), 'docker sources certain');
    assert.equal(told(compose('https://example.com/a.git')), 'docker sources certain');
    const own = { 'drydock.yaml': 'contexts:\n  docker/Dockerfile: deploy\n' };
    assert.equal(told(own, compose('../docker')), 'deploy told certain');
  });

  it('is not certain while the workspace is being read', () => {
    const files = { Dockerfile: 'FROM a\nCOPY a.txt /\n', 'a.txt': '' };
    const project = projectOf(files, {}, false);
    const [file] = project.all.dockerfile;
    assert.ok(file);
    const found = contextOf(project, file.facts);
    assert.deepEqual([found.certain, found.ignoreKnown], [false, false]);
    assert.equal(sourceIn(project, found, 'b.txt')?.exists, undefined);
  });
});

describe('a source of COPY', () => {
  const files: Files = {
    'docker/Dockerfile': 'FROM a\nCOPY requirements/prod.txt /\n',
    'requirements/prod.txt': '',
    'requirements/dev.txt': '',
    'a[1].txt': '',
    'src/.env': '',
    'src/app/a.py': '',
    '.dockerignore': lines('requirements/dev.txt', '**/.env', 'src', '!src/app', 'docs'),
  };
  const said = (text: string, more: Files = {}) => source({ ...files, ...more }, text, 'docker/Dockerfile');

  it('is looked up in the context, and what leads out of it is cut off', () => {
    assert.equal(said('requirements/prod.txt'), 'true requirements/prod.txt sent');
    for (const text of ['/requirements/prod.txt', './requirements//prod.txt', '../../requirements/prod.txt'])
      assert.equal(said(text), 'true requirements/prod.txt sent', text);
    assert.equal(said('prod.txt'), 'false  sent');
    assert.equal(said('.'), 'true  sent');
    assert.equal(said('https://example.com/a'), undefined);
  });

  it("may be a pattern, of Go's kind", () => {
    assert.equal(said('requirements/*.txt'), 'true requirements/prod.txt,requirements/dev.txt sent');
    assert.equal(said('req*/[d]ev.txt'), 'true requirements/dev.txt ignored');
    assert.equal(said('*.toml'), 'false  unknown');
    assert.equal(said('a\\[1].txt'), 'true a[1].txt sent');
    assert.equal(said('src/*'), 'true src/.env,src/app sent');
  });

  it('is left out only with everything in it', () => {
    assert.equal(said('requirements/dev.txt'), 'true requirements/dev.txt ignored');
    assert.equal(said('src/.env'), 'true src/.env ignored');
    assert.equal(said('src'), 'true src sent');
    assert.equal(said('src', { '.dockerignore': 'src\n!other\n' }), 'true src ignored');
    assert.equal(said('src', { '.dockerignore': 'src\n' }), 'true src ignored');
    assert.equal(said('docs/x'), 'false  ignored');
  });

  it('is judged by the ignore file beside the Dockerfile, when there is one', () => {
    assert.equal(said('requirements/dev.txt', { 'docker/Dockerfile.dockerignore': 'src\n' }), 'true requirements/dev.txt sent');
    assert.equal(said('requirements/prod.txt', { 'docker/Dockerfile.dockerignore': '*\n' }), 'true requirements/prod.txt ignored');
  });

  it('in a folder that git ignores is not known, and the folder itself is there', () => {
    const workspace = createWorkspace();
    const text = 'FROM a\nCOPY static /s\n';
    const project = workspace
      .apply([
        { type: 'list', listing: { root, files: [at('Dockerfile')], complete: true, skipped: [at('static')] } },
        { type: 'write', file: { uri: at('Dockerfile'), kind: 'dockerfile', version: 1, text } },
      ])
      .project(at('Dockerfile'));
    const facts = project?.all.dockerfile[0]?.facts;
    assert.ok(project && facts);
    const found = contextOf(project, facts);
    assert.deepEqual(
      ['static', 'static/a', 'static/*', 'b'].map((one) => sourceIn(project, found, one)?.exists),
      [true, undefined, undefined, false],
    );
    assert.deepEqual(project.paths.list('/project'), [
      { name: 'Dockerfile', folder: false },
      { name: 'static', folder: true },
    ]);
  });
});
