import assert from 'node:assert/strict';
import { factsIn, kindNamed } from '../../support/reading.ts';

describe('a workflow', () => {
  it('is known by its place', () => {
    assert.equal(kindNamed('.github/workflows/ci.yml'), 'ci');
    assert.equal(kindNamed('.gitlab-ci.yml'), 'ci');
    assert.equal(kindNamed('.github/dependabot.yml'), undefined);
  });

  it('gives the images that an action builds', () => {
    const { facts, at } = factsIn(
      'ci',
      `jobs:
  build:
    steps:
      - uses: docker/build-push-action@v6
        with:
          context: ./app
          file: ./app/Dockerfile.prod
          target: prod
          tags: |
            shop:latest
            shop:\${{ github.sha }}
          build-args: |
            VERSION=1
            SHA=\${{ github.sha }}
      - uses: actions/checkout@v4
`,
      '.github/workflows/ci.yml',
    );
    const [build] = facts.builds;
    assert.deepEqual([build?.context?.text, build?.dockerfile?.text, build?.target?.text], ['./app', './app/Dockerfile.prod', 'prod']);
    assert.deepEqual(
      build?.tags.map(({ text, known }) => [text, known]),
      [
        ['shop:latest', true],
        ['shop:${{ github.sha }}', false],
      ],
    );
    assert.deepEqual(
      build?.args.map(({ name, value }) => [name, value]),
      [
        ['VERSION', '1'],
        ['SHA', undefined],
      ],
    );
    assert.equal(at(build?.tags[0]?.span ?? { from: 0, to: 0 }), 'shop:latest');
    assert.equal(facts.builds.length, 1);
  });

  it('gives the images that commands build, and the compose files they use', () => {
    const { facts, at } = factsIn(
      'ci',
      `build:
  before_script:
    - docker login
  script:
    - TAG=1
    - docker build -t "$CI_REGISTRY_IMAGE:$TAG" --build-arg A=1 -f docker/Dockerfile --target=prod .
    - /kaniko/executor --context . --dockerfile=k/Dockerfile --destination x
    - docker compose -f a.yml -f b.yml up -d
`,
      '.gitlab-ci.yml',
    );
    assert.deepEqual(
      facts.builds.map(({ context, dockerfile, target }) => [context?.text, dockerfile?.text, target?.text]),
      [
        ['.', 'docker/Dockerfile', 'prod'],
        ['.', 'k/Dockerfile', undefined],
      ],
    );
    assert.deepEqual([facts.builds[0]?.tags[0]?.known, facts.builds[0]?.args[0]?.value], [false, '1']);
    const [compose] = facts.docker;
    assert.deepEqual(compose?.is === 'compose' && compose.files.map(({ text }) => text), ['a.yml', 'b.yml']);
    assert.equal(at(facts.builds[0]?.dockerfile?.span ?? { from: 0, to: 0 }), 'docker/Dockerfile');
  });

  it('know the folder of the repository by its variable', () => {
    const dockerfile = (line: string) => {
      const [build] = factsIn('ci', `a:\n  script:\n    - ${line}\n`, '.gitlab-ci.yml').facts.builds;
      return [build?.context?.text, build?.dockerfile?.text, build?.dockerfile?.known];
    };
    assert.deepEqual(dockerfile('/kaniko/executor --context "$CI_PROJECT_DIR" --dockerfile "${CI_PROJECT_DIR}/x/Dockerfile"'), [
      '.',
      './x/Dockerfile',
      true,
    ]);
    assert.deepEqual(dockerfile('docker build -f "$OTHER/Dockerfile" .'), ['.', '$OTHER/Dockerfile', false]);
  });

  it('runs in the folder that is written', () => {
    const { facts } = factsIn(
      'ci',
      'jobs:\n  a:\n    steps:\n      - run: |\n          docker build -t x .\n        working-directory: app\n',
      '.github/workflows/a.yml',
    );
    assert.equal(facts.builds[0]?.folder, 'app');
  });
});
