import assert from 'node:assert/strict';
import { factsIn, kindNamed } from '../../support/reading.ts';

const read = (...lines: readonly string[]) => factsIn('shell', lines.join('\n'), 'start.sh');
const started = (...lines: readonly string[]) =>
  read(...lines).facts.launch.programs.map(
    ({ words, behindShell, certain }) =>
      `${words.map(({ text }) => text).join(' ')}${behindShell ? ' (shell)' : ''}${certain ? '' : ' (maybe)'}`,
  );

describe('a shell script', () => {
  it('is known by its ending, or without one by its first line', () => {
    assert.equal(kindNamed('docker/start.sh'), 'shell');
    assert.equal(kindNamed('compose/start', '#!/usr/bin/env bash\n'), 'shell');
    assert.equal(kindNamed('s6/run', '#!/command/with-contenv bash\n'), 'shell');
    assert.equal(kindNamed('manage', '#!/usr/bin/env python\n'), undefined);
    assert.equal(kindNamed('LICENSE', 'MIT'), undefined);
  });

  it('tells what it starts, and whether its shell stays in front', () => {
    assert.deepEqual(
      started(
        '#!/bin/sh',
        'set -e',
        'python manage.py migrate',
        'if [ "$X" ]; then',
        '  gunicorn a',
        'fi',
        'exec gosu app gunicorn shop.wsgi',
      ),
      ['set -e (shell)', 'python manage.py migrate (shell)', '[ $X ] (shell) (maybe)', 'gunicorn a (shell) (maybe)', 'gunicorn shop.wsgi'],
    );
  });

  it('names the server with what was exported above', () => {
    const { facts } = read('export PORT=8001', 'exec gunicorn shop.wsgi --bind 0.0.0.0:$PORT');
    assert.equal(facts.launch.server?.listens[0]?.port, 8001);
  });

  it('tells what it exports', () => {
    const { facts, at } = read('A=1', 'export A B="two words" C=$X', 'export A', 'set -a', 'D=4', 'set +a', 'E=5');
    assert.deepEqual(
      facts.exports.map(({ name, value }) => [name, value?.text, value?.known]),
      [
        ['A', '1', true],
        ['B', 'two words', true],
        ['C', '$X', false],
        ['A', '1', true],
        ['D', '4', true],
      ],
    );
    assert.equal(at(facts.exports[1]?.nameSpan ?? { from: 0, to: 0 }), 'B');
  });

  it('tells where it starts the words it was given', () => {
    assert.equal(read('exec "$@"').facts.passesOn?.exec, true);
    assert.equal(read('exec gosu app "$@"').facts.passesOn?.exec, true);
    assert.equal(read('"$@"').facts.passesOn?.exec, false);
    assert.equal(read('if [ "$1" ]; then exec "$@"; fi').facts.passesOn?.certain, false);
    assert.equal(read('echo "$@"', 'exec gunicorn "$@"').facts.passesOn, undefined);
  });

  it('tells which templates it fills in', () => {
    const { facts, at } = read(
      `envsubst '$HOST \${PORT}' < /nginx.template > /etc/nginx/nginx.conf`,
      'cat a.template | envsubst | tee b.conf',
      'sed -e "s|{{UWSGI_URL}}|$UWSGI_URI|g" -e "s/x/y/" in.template > out.conf',
      'sed -i "s/@NAME@/${SERVER_NAME}/" /etc/x.conf',
      'sed -n 1p file',
    );
    assert.deepEqual(
      facts.substitutions.map(({ tool, names, input, output }) => [
        tool,
        names.map(({ placeholder, variables }) => `${placeholder}=${variables.join()}`),
        input?.text,
        output?.text,
      ]),
      [
        ['envsubst', ['HOST=HOST', 'PORT=PORT'], '/nginx.template', '/etc/nginx/nginx.conf'],
        ['envsubst', [], 'a.template', 'b.conf'],
        ['sed', ['{{UWSGI_URL}}=UWSGI_URI'], 'in.template', 'out.conf'],
        ['sed', ['@NAME@=SERVER_NAME'], '/etc/x.conf', '/etc/x.conf'],
      ],
    );
    assert.equal(at(facts.substitutions[2]?.names[0]?.span ?? { from: 0, to: 0 }), '{{UWSGI_URL}}');
  });

  it('is a template when cookiecutter fills it in, not when it formats for Docker', () => {
    assert.equal(read('{% if cookiecutter.x %}').facts.template, 'jinja');
    assert.equal(read("docker inspect -f '{{.State}}' x").facts.template, undefined);
  });

  it('ends when it calls itself', () => {
    assert.ok(read('./start.sh', '. start.sh').facts.launch.programs.length < 10);
  });
});
