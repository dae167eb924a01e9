import assert from 'node:assert/strict';
import { readDocker } from '../../server/src/commands/docker.ts';
import { resolveWords } from '../../server/src/commands/resolve.ts';
import { splitShell } from '../../server/src/commands/shell.ts';
import { unspliced } from '../../server/src/commands/spliced.ts';

const read = (line: string) => {
  const [command] = splitShell(unspliced(line, 0));
  return command && readDocker(resolveWords(command.words), command.span);
};

describe("Docker's commands", () => {
  it('build images', () => {
    for (const line of [
      'docker build --pull -t shop -t shop:2 -f a/Dockerfile --target prod --build-arg X=1 --build-arg Y ctx',
      'sudo docker --log-level error buildx build --platform linux/arm64 --tag=shop --tag shop:2 --file=a/Dockerfile --target=prod --build-arg X=1 --build-arg=Y ctx --push',
      'podman build -tshop -t shop:2 -fa/Dockerfile --target prod --build-arg X=1 --build-arg Y ctx',
    ]) {
      const found = read(line);
      assert.ok(found?.is === 'build', line);
      assert.deepEqual(
        [
          found.context?.text,
          found.dockerfile?.text,
          found.target?.text,
          found.tags.map(({ text }) => text),
          found.args.map(({ name, value }) => [name, value]),
        ],
        [
          'ctx',
          'a/Dockerfile',
          'prod',
          ['shop', 'shop:2'],
          [
            ['X', '1'],
            ['Y', undefined],
          ],
        ],
        line,
      );
    }
  });

  it('run containers', () => {
    const found = read(
      'docker run --rm -it -d -p 80:8000 -e A=1 --env B -v ./x:/y --volumes-from web --name app -u 1 --env-file .env shop gunicorn -b x',
    );
    assert.ok(found?.is === 'run');
    assert.deepEqual([found.image?.text, found.words.map(({ text }) => text)], ['shop', ['gunicorn', '-b', 'x']]);
    assert.deepEqual(
      [found.publish, found.volumes, found.volumesFrom, found.envFiles].map((list) => list.map(({ text }) => text)),
      [['80:8000'], ['./x:/y'], ['web'], ['.env']],
    );
    assert.deepEqual(
      found.environment.map(({ name, value }) => [name, value]),
      [
        ['A', '1'],
        ['B', undefined],
      ],
    );
  });

  it('use Compose files', () => {
    for (const line of ['docker compose -f a.yml --profile x -f b.yml up', 'docker-compose -fa.yml --file=b.yml up -d']) {
      const found = read(line);
      assert.ok(found?.is === 'compose', line);
      assert.deepEqual([found.files.map(({ text }) => text), found.verb], [['a.yml', 'b.yml'], 'up'], line);
    }
  });

  it('are none of these otherwise', () => {
    for (const line of ['docker push x', 'docker ps', 'echo docker build .', 'dockerx build .']) assert.equal(read(line), undefined, line);
  });
});
