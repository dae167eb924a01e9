import assert from 'node:assert/strict';
import type { EntryKind } from '../../server/src/knowledge/entry.ts';
import { knowledge } from '../support/project.ts';

const kinds = [
  'dockerfile-instruction',
  'dockerfile-flag',
  'dockerfile-mount',
  'dockerfile-directive',
  'dockerfile-check',
  'dockerfile-argument',
  'environment',
  'tool',
  'tool-command',
  'tool-option',
] as const satisfies readonly EntryKind[];
const names = (kind: EntryKind): readonly string[] => knowledge.list(kind).map(({ name }) => name);

describe('the chapters on Dockerfiles, the environment and tools', () => {
  it('say each thing in one whole sentence of at most 120 characters, and lead on', () => {
    for (const kind of kinds) {
      for (const { name, brief, link } of knowledge.list(kind)) {
        assert.ok(brief.length > 10 && brief.length <= 120, `${name}: ${brief.length} characters`);
        assert.match(brief, /^["A-Z`].*\.$/, name);
        if (name !== 'uwsgi') assert.match(link, /^https:\/\//, name);
      }
    }
  });

  // Facts: frontend/dockerfile/command/command.go, instructions/parse.go, commands_run*.go, linter/ruleset.go of BuildKit.
  it('have every instruction', () => {
    const all = 'ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR';
    assert.deepEqual([...names('dockerfile-instruction')].sort(), all.split(' '));
  });

  it('have every flag', () => {
    const all: Readonly<Record<string, string>> = {
      ADD: 'checksum chmod chown exclude keep-git-dir link unpack',
      COPY: 'chmod chown exclude from link parents',
      FROM: 'platform',
      HEALTHCHECK: 'interval retries start-interval start-period timeout',
      RUN: 'device mount network security',
    };
    const wanted = Object.entries(all).flatMap(([owner, flags]) => flags.split(' ').map((flag) => `${owner} --${flag}`));
    assert.deepEqual([...names('dockerfile-flag')].sort(), wanted);
  });

  it('have every option of every mount, under all its names', () => {
    const all: Readonly<Record<string, string>> = {
      bind: 'target dst destination source src from rw readwrite',
      cache: 'id target dst destination ro readonly sharing from source src mode uid gid',
      tmpfs: 'target dst destination size ro readonly',
      secret: 'id target dst destination env required mode uid gid',
      ssh: 'id target dst destination required mode uid gid',
    };
    for (const [type, options] of Object.entries(all)) {
      assert.ok(knowledge.find('dockerfile-mount', type), type);
      const known = knowledge
        .list('dockerfile-mount')
        .flatMap(({ name, aliases }) => [name, ...aliases])
        .filter((name) => name.startsWith(`${type} `));
      assert.deepEqual(
        known.sort(),
        options
          .split(' ')
          .map((option) => `${type} ${option}`)
          .sort(),
      );
    }
    assert.equal(knowledge.find('dockerfile-mount', 'secret dst')?.name, 'secret target');
    assert.equal(knowledge.find('dockerfile-mount', 'tmpfs sharing'), undefined);
  });

  it('have every check that a build can be told to skip', () => {
    assert.equal(names('dockerfile-check').length, 22);
  });

  it('join the facts of an option with the words about it', () => {
    const bind = knowledge.find('tool-option', 'gunicorn --bind');
    assert.deepEqual([bind?.flags, bind?.repeatable, bind?.fallback], [['--bind', '-b'], true, '127.0.0.1:8000']);
    assert.match(bind?.container ?? '', /0\.0\.0\.0:8000/);
    const ws = knowledge.find('tool-option', 'uvicorn --ws');
    assert.ok(ws?.open);
    assert.equal(ws.values.find(({ text }) => text === 'websockets')?.brief, 'Deprecated since 0.50.0');
    assert.equal(knowledge.find('tool', 'waitress')?.listen, '0.0.0.0:8080');
    assert.ok(knowledge.find('tool-command', 'manage collectstatic')?.body);
    assert.equal(knowledge.list('tool-option').length, 904);
  });
});
