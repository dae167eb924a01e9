import assert from 'node:assert/strict';
import { factsIn, kindNamed } from '../../support/reading.ts';

describe('a Makefile', () => {
  it('is known by its name', () => {
    for (const path of ['Makefile', 'docker/makefile', 'GNUmakefile', 'Makefile.dev', 'build.mk'])
      assert.equal(kindNamed(path), 'makefile', path);
  });

  it('gives the commands of each rule', () => {
    const { facts, at } = factsIn(
      'makefile',
      [
        'IMAGE ?= shop # the name',
        'TAG := $(shell git rev-parse HEAD)',
        '.PHONY: build',
        'static: node_modules',
        '\t@python manage.py collectstatic \\',
        '\t  --noinput',
        'build: static',
        '\t# a note',
        '\t-docker build -t $(IMAGE) \\',
        '\t  -f docker/Dockerfile .',
        '\tdocker build -t ${IMAGE}:$(TAG) . && X=$$(date) echo',
        'one: ; docker run $(IMAGE)',
      ].join('\n'),
    );
    assert.deepEqual(
      facts.rules.map(({ targets, prerequisites }) => [targets.join(), prerequisites.join()]),
      [
        ['.PHONY', 'build'],
        ['static', 'node_modules'],
        ['build', 'static'],
        ['one', ''],
      ],
    );
    const [collect, first, second] = facts.steps;
    assert.deepEqual(
      [collect?.target, collect?.manage?.verb.text, collect?.manage?.rest[0]?.text],
      ['static', 'collectstatic', '--noinput'],
    );
    assert.ok(first?.docker?.is === 'build' && second?.docker?.is === 'build');
    assert.deepEqual(
      [first.docker.tags[0]?.text, first.docker.dockerfile?.text, first.docker.context?.text],
      ['shop', 'docker/Dockerfile', '.'],
    );
    assert.equal(second.docker.tags[0]?.known, false);
    assert.equal(at(first.docker.dockerfile?.span ?? { from: 0, to: 0 }), 'docker/Dockerfile');
    assert.ok(facts.steps.some(({ docker }) => docker?.is === 'run' && docker.image?.text === 'shop'));
  });
});
