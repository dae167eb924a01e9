import assert from 'node:assert/strict';
import { environmentsOf, targetOf } from '../../../server/src/languages/dockerfile/environments.ts';
import { filesOf, ownerOf } from '../../../server/src/languages/dockerfile/files.ts';
import { dockerfile } from '../../../server/src/languages/dockerfile/index.ts';
import { uriOfPath } from '../../../server/src/text/uri.ts';

const stageOf = (...lines: readonly string[]) => {
  const text = lines.join('\n');
  return (
    dockerfile.facts(dockerfile.parse({ uri: uriOfPath('/project/Dockerfile'), kind: 'dockerfile', version: 1, text })).final ??
    assert.fail('no stage')
  );
};
const owner = (path: string, ...lines: readonly string[]) => ownerOf(stageOf('FROM python:3.12-slim', ...lines), path);

describe('the files of an image', () => {
  it('come from WORKDIR, COPY and the commands that make, give away and remove', () => {
    const stage = stageOf(
      'FROM debian:12',
      'WORKDIR /app/',
      'COPY --chown=app:app a b ./src/',
      'USER app',
      'RUN mkdir -p x ../y && touch /z && cd /tmp && rm -rf q && chown -R 0:0 w',
    );
    assert.deepEqual(
      filesOf(stage).map(({ does, path, owner: who }) => [does, path, who]),
      [
        ['make', '/app', 'root'],
        ['make', '/app/src', 'app'],
        ['make', '/app/x', 'app'],
        ['make', '/y', 'app'],
        ['make', '/z', 'app'],
        ['remove', '/tmp/q', undefined],
        ['own', '/tmp/w', 'root'],
      ],
    );
  });

  it('belong to the user of the moment when WORKDIR makes them, and stay whose they were under a COPY', () => {
    assert.equal(owner('/app', 'WORKDIR /app', 'COPY --chown=app . .', 'USER app'), 'root');
    assert.equal(owner('/app', 'USER app', 'WORKDIR /app'), 'app');
    assert.equal(owner('/srv/app', 'USER 1000:1000', 'WORKDIR /srv/app'), '1000');
    assert.equal(owner('/app', 'ARG WHO', 'USER $WHO', 'WORKDIR /app'), undefined);
  });

  it('belong to whom they were given', () => {
    assert.equal(owner('/app', 'WORKDIR /app', 'RUN chown app:app /app'), 'app');
    assert.equal(owner('/app/static', 'WORKDIR /app', 'RUN mkdir static && chown -R app /app'), 'app');
    assert.equal(owner('/app/static', 'WORKDIR /app', 'RUN mkdir static && chown app /app'), 'root');
    assert.equal(owner('/data', 'RUN install -d -o app -g app /data'), 'app');
    assert.equal(owner('/home/app', 'RUN useradd --create-home app'), 'app');
    assert.equal(owner('/srv/a', 'RUN adduser --system --home /srv/a --group app'), 'app');
  });

  it('are absent when nothing makes them, and unknown when a copy might', () => {
    assert.equal(owner('/app/static', 'WORKDIR /app'), 'absent');
    assert.equal(owner('/app/static', 'WORKDIR /app', 'COPY . .'), undefined);
    assert.equal(owner('/home/app', 'RUN useradd app'), 'absent');
    assert.equal(ownerOf(stageOf('FROM mine', 'RUN x'), '/app'), undefined);
  });

  it('are not known when a condition decides', () => {
    assert.equal(owner('/app', 'WORKDIR /app', 'RUN if x; then chown app /app; fi'), undefined);
  });

  it('are judged at an instruction, and through the stage below', () => {
    const stage = stageOf('FROM python:3.12 AS base', 'WORKDIR /app', 'FROM base', 'RUN one', 'RUN chown app /app');
    assert.equal(ownerOf(stage, '/app', stage.steps[1]?.instruction), 'root');
    assert.equal(ownerOf(stage, '/app'), 'app');
  });
});

describe('the Python environments of an image', () => {
  const environments = (...lines: readonly string[]) =>
    environmentsOf(stageOf('FROM python:3.12', ...lines)).map(({ by, path }) => `${by} ${path}`);

  it('are made by venv, virtualenv and uv, where they are told to', () => {
    assert.deepEqual(
      environments(
        'WORKDIR /app',
        'RUN python -m venv --copies /opt/venv && virtualenv -p python3 env',
        'RUN uv venv',
        'RUN cd /x && uv venv --python 3.12 y',
      ),
      ['venv /opt/venv', 'virtualenv /app/env', 'uv /app/.venv', 'uv /x/y'],
    );
  });

  it('are made by uv, pipenv, poetry and pdm as their settings say', () => {
    assert.deepEqual(environments('WORKDIR /app', 'RUN uv sync --locked'), ['uv /app/.venv']);
    assert.deepEqual(environments('ENV UV_PROJECT_ENVIRONMENT=/venv', 'WORKDIR /app', 'RUN uv sync'), ['uv /venv']);
    assert.deepEqual(environments('ENV PIPENV_VENV_IN_PROJECT=1', 'WORKDIR /app', 'RUN pipenv sync'), ['pipenv /app/.venv']);
    assert.deepEqual(environments('WORKDIR /app', 'RUN pipenv sync --system'), []);
    assert.deepEqual(environments('WORKDIR /app', 'RUN poetry install'), ['poetry undefined']);
    assert.deepEqual(environments('RUN poetry config virtualenvs.create false && poetry install'), []);
  });

  const target = (...lines: readonly string[]) => {
    const stage = stageOf('FROM python:3.12', 'WORKDIR /app', ...lines);
    const run = stage.runs.findLast((one) => one.installation) ?? assert.fail('nothing is installed');
    const found = targetOf(stage, run);
    return found && [found.into, ...('path' in found ? [found.path] : 'user' in found ? [found.user] : [])].join(' ');
  };

  it('are where packages go when they are active', () => {
    assert.equal(target('RUN python -m venv /opt/venv', 'ENV PATH="/opt/venv/bin:$PATH"', 'RUN pip install x'), 'environment /opt/venv');
    assert.equal(target('ENV PATH="/app/.venv/bin:$PATH"', 'RUN pip install x'), 'environment /app/.venv');
    assert.equal(target('RUN /opt/venv/bin/pip install x'), 'environment /opt/venv');
    assert.equal(target('ENV VIRTUAL_ENV=/v', 'RUN uv pip install x'), 'environment /v');
    assert.equal(target('ENV VIRTUAL_ENV=/v', 'RUN pip install x'), 'system');
    assert.equal(target('RUN . /v/bin/activate && pip install x'), 'environment /v');
    assert.equal(target('RUN . /v/bin/activate', 'RUN pip install x'), 'system');
    assert.equal(target('RUN uv venv && uv pip install x'), 'environment /app/.venv');
    assert.equal(target('RUN uv sync'), 'environment /app/.venv');
    assert.equal(target('RUN pip install x'), 'system');
    assert.equal(target('RUN uv pip install --system x'), 'system');
    assert.equal(target('RUN pip install --user x'), 'user root');
    assert.equal(target('RUN pip install --prefix=/install x'), 'folder /install');
    assert.equal(target('RUN pipenv sync --system'), 'system');
    assert.equal(target('RUN apt-get install x'), undefined);
  });
});
