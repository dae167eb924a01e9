import assert from 'node:assert/strict';
import { factsIn, kindNamed } from '../../support/reading.ts';

const read = (...lines: readonly string[]) => factsIn('compose', lines.join('\n'), 'compose.yaml');
const web = (...lines: readonly string[]) => {
  const { facts, at } = read('services:', '  web:', ...lines.map((line) => `    ${line}`));
  const [service] = facts.services;
  assert.ok(service);
  return { service, at, facts };
};

describe('a Compose file', () => {
  it('is known by its name', () => {
    for (const path of [
      'compose.yaml',
      'docker-compose.yml',
      'docker-compose.prod.yml',
      'production-compose.yml',
      'docker/compose.override.yaml',
    ])
      assert.equal(kindNamed(path), 'compose', path);
  });

  it('is known by its services under any other name', () => {
    assert.equal(kindNamed('local.yml', 'services:\n  django: &django\n    build: .\n'), 'compose');
    assert.equal(
      kindNamed('stack.yml', 'x-app: &app\n  image: shop\nservices:\n  one: *app\n  two: *app\n  lb:\n    image: haproxy\n'),
      'compose',
    );
    assert.equal(kindNamed('deploy/web.yml', "version: '3'\n\nservices:\n  # the app\n  web:\n    <<: *base\n"), 'compose');
    assert.equal(kindNamed('nginx.override.yml', 'services:\r\n  nginx:\r\n    image: nginx\r\n'), 'compose');
  });

  it('is not what only has services', () => {
    assert.equal(kindNamed('.woodpecker/test.yml', 'services:\n  db:\n    image: postgres\n'), undefined);
    assert.equal(kindNamed('ci.yml', 'steps:\n  - x\nservices:\n  db:\n    image: postgres\n'), undefined);
    assert.equal(kindNamed('chart/values.yaml', 'services:\n  web:\n    image: x\n'), undefined);
    assert.equal(kindNamed('services.yaml', 'services:\n  mailer:\n    class: App\\Mailer\n'), undefined);
    assert.equal(kindNamed('.travis.yml', 'services:\n  - docker\n'), undefined);
  });

  it('takes what an anchor and merge keys bring, and lets what is written itself win', () => {
    const { facts, at } = read(
      'x-base: &base',
      '  image: shop',
      '  user: "1000"',
      'services:',
      '  web:',
      '    <<: *base',
      '    user: "2000"',
      '  worker:',
      '    <<: [*base, { image: other, restart: always }]',
    );
    const [first, second] = facts.services;
    assert.deepEqual([first?.image?.text, first?.user?.text], ['shop', '2000']);
    assert.deepEqual([second?.image?.text, second?.restart?.text], ['shop', 'always']);
    assert.equal(first?.image && at(first.image.span), 'shop');
  });

  it('fills defaults in and leaves other variables alone', () => {
    const { service, at, facts } = web('image: shop:${TAG:-1.2}', 'user: ${UID}', 'working_dir: ${A:-${B-/srv}}/x', 'hostname: a$$b');
    assert.deepEqual([service.image?.text, service.image?.known], ['shop:1.2', true]);
    assert.deepEqual([service.user?.text, service.user?.known], ['${UID}', false]);
    assert.deepEqual([service.workingDir?.text, service.workingDir?.known], ['/srv/x', true]);
    assert.deepEqual(service.aliases, ['a$b']);
    assert.deepEqual(
      facts.variables.map(({ name, fallback, span }) => [name, fallback, at(span)]),
      [
        ['TAG', '1.2', '${TAG:-1.2}'],
        ['UID', undefined, '${UID}'],
        ['A', '${B-/srv}', '${A:-${B-/srv}}'],
        ['B', '/srv', '${B-/srv}'],
      ],
    );
  });

  it('reads a build in both forms', () => {
    assert.equal(web('build: ./app').service.build?.context?.text, './app');
    const { build } = web(
      'build:',
      '  context: ..',
      '  dockerfile: docker/Dockerfile',
      '  target: prod',
      '  args:',
      '    - A=1',
      '    - B',
    ).service;
    assert.deepEqual([build?.context?.text, build?.dockerfile?.text, build?.target?.text], ['..', 'docker/Dockerfile', 'prod']);
    assert.deepEqual(
      build?.args.map(({ name, value }) => [name, value?.text]),
      [
        ['A', '1'],
        ['B', undefined],
      ],
    );
  });

  it('splits a command given as a string without a shell', () => {
    const { service, at } = web(`command: gunicorn "a b" --bind '0.0.0.0:8000' \${MORE} x && y`);
    assert.deepEqual(
      service.command?.words.map(({ text, known }) => `${text}${known ? '' : ' ?'}`),
      ['gunicorn', 'a b', '--bind', '0.0.0.0:8000', '${MORE} ?', 'x', '&&', 'y'],
    );
    assert.deepEqual([service.command.form, service.command.line], ['string', '']);
    assert.equal(at(service.command.words[1]?.span ?? { from: 0, to: 0 }), '"a b"');
  });

  it('knows the line that a shell is given, with the place of each word', () => {
    for (const lines of [
      ['command: sh -c "python manage.py migrate && gunicorn shop.wsgi"'],
      ['command: ["sh", "-c", "python manage.py migrate && gunicorn shop.wsgi"]'],
      ['command:', '  - bash', '  - -c', '  - |', '    python manage.py migrate &&', '    gunicorn shop.wsgi'],
      ['command: >', '  sh -c "python manage.py migrate', '  && gunicorn shop.wsgi"'],
    ]) {
      const { service, at } = web(...lines);
      const last = service.command?.commands.at(-1);
      assert.equal(service.command?.commands.length, 2, lines.join('\n'));
      assert.deepEqual(
        last?.words.map(({ span }) => at(span)),
        ['gunicorn', 'shop.wsgi'],
        lines.join('\n'),
      );
    }
  });

  it('reads an empty command as one that takes the other away', () => {
    assert.deepEqual(web('command: []').service.command?.words, []);
    assert.deepEqual(web('entrypoint: ""').service.entrypoint?.words, []);
    assert.equal(web('image: x').service.command, undefined);
  });

  it('reads environments as lists and as maps', () => {
    const list = web('environment:', '  - A=1=2', '  - B', '  - "C=$X"').service.environment;
    const map = web('environment:', '  A: 1=2', '  B:', '  C: $X').service.environment;
    for (const found of [list, map]) {
      assert.deepEqual(
        found.map(({ name, value }) => [name, value?.text, value?.known]),
        [
          ['A', '1=2', true],
          ['B', undefined, undefined],
          ['C', '$X', false],
        ],
      );
    }
  });

  it('reads ports in the short and the long form', () => {
    const { service, at } = web(
      'ports:',
      '  - 80',
      '  - "8080:8000"',
      '  - "127.0.0.1:8080:8001/udp"',
      '  - "${PORT:-80}:8002"',
      '  - "${BIND}:${PORT}:8003"',
      '  - "9000-9005:9000-9005"',
      '  - { target: 8004, published: "8085" }',
    );
    assert.deepEqual(
      service.ports.map(({ host, published, target, protocol }) => [host, published, target, protocol]),
      [
        [undefined, undefined, 80, 'tcp'],
        [undefined, '8080', 8000, 'tcp'],
        ['127.0.0.1', '8080', 8001, 'udp'],
        [undefined, '80', 8002, 'tcp'],
        ['${BIND}', '${PORT}', 8003, 'tcp'],
        [undefined, '9000-9005', undefined, 'tcp'],
        [undefined, '8085', 8004, 'tcp'],
      ],
    );
    assert.equal(at(service.ports[1]?.targetSpan ?? { from: 0, to: 0 }), '8000');
  });

  it('tells bind mounts from named and anonymous volumes', () => {
    const { service, at } = web(
      'volumes:',
      '  - ./src:/app:ro',
      '  - static:/app/static',
      '  - /app/node_modules',
      '  - ${DATA:-./data}:/data',
      '  - { type: bind, source: ./x, target: /x, read_only: true }',
      '  - "C:\\code:/code"',
      'tmpfs: /tmp:size=1m',
    );
    assert.deepEqual(
      service.volumes.map(({ kind, source, target, readOnly }) => [kind, source?.text, target?.text, readOnly]),
      [
        ['bind', './src', '/app', true],
        ['volume', 'static', '/app/static', false],
        ['volume', undefined, '/app/node_modules', false],
        ['bind', './data', '/data', false],
        ['bind', './x', '/x', true],
        ['bind', 'C:\\code', '/code', false],
        ['tmpfs', undefined, '/tmp', false],
      ],
    );
    assert.equal(at(service.volumes[1]?.target?.span ?? { from: 0, to: 0 }), '/app/static');
  });

  it('reads what a service waits for, and its health test', () => {
    const list = web('depends_on: [db, cache]').service.dependsOn;
    assert.deepEqual(
      list.map(({ service, condition }) => [service, condition]),
      [
        ['db', 'service_started'],
        ['cache', 'service_started'],
      ],
    );
    const { service } = web(
      'depends_on:',
      '  db:',
      '    condition: service_healthy',
      'healthcheck:',
      '  test: ["CMD-SHELL", "curl -f x || exit 1"]',
    );
    assert.deepEqual(service.dependsOn[0]?.condition, 'service_healthy');
    assert.deepEqual(
      service.healthcheck?.test?.commands.map(({ words }) => words[0]?.text),
      ['curl', 'exit'],
    );
    assert.deepEqual(web('healthcheck:', '  test: ["CMD", "pg_isready"]').service.healthcheck?.test?.words[0]?.text, 'pg_isready');
    assert.equal(web('healthcheck:', '  test: ["NONE"]').service.healthcheck?.disabled, true);
    assert.equal(web('healthcheck:', '  disable: true').service.healthcheck?.disabled, true);
  });

  it('reads the rest of a service', () => {
    const { service } = web(
      'env_file: [.env, { path: more.env, required: false }]',
      'deploy:',
      '  replicas: 3',
      'networks: { front: { aliases: [shop] } }',
      'profiles: [dev]',
      'extends: { file: common.yml, service: base }',
      'sysctls: ["net.core.somaxconn=1024"]',
    );
    assert.deepEqual(
      service.envFiles.map(({ path, required }) => [path.text, required]),
      [
        ['.env', true],
        ['more.env', false],
      ],
    );
    assert.equal(service.replicas?.text, '3');
    assert.deepEqual([service.networks, service.aliases, service.profiles], [['front'], ['shop'], ['dev']]);
    assert.deepEqual([service.extends?.file?.text, service.extends?.service.text], ['common.yml', 'base']);
    assert.equal(service.sysctls[0]?.value?.text, '1024');
  });

  it('is left alone while it is a template', () => {
    const { facts } = read('services:', '  web:', '    image: {{ cookiecutter.name }}');
    assert.deepEqual([facts.template, facts.services], ['jinja', []]);
  });

  it('is no template for what stands in quotes and comments', () => {
    const { facts } = web('labels:', '  - "traefik.rule={{ .Name }}"', 'image: x # {{ not }}');
    assert.equal(facts.template, undefined);
  });

  it('is read as far as it goes when it is broken, and says so', () => {
    const { facts, parsed } = read('services:', '  web:', '    image: shop', '    ports: [80', '  db:', '    image: postgres');
    assert.equal(facts.open, true);
    assert.ok(parsed.broken.length > 0);
    assert.equal(facts.services[0]?.image?.text, 'shop');
  });

  it('ends when anchors go in a circle or grow without end', () => {
    assert.equal(read('services: &s', '  web: *s').facts.services.length, 1);
    const bomb = [
      'a: &a {x: 1}',
      ...[...'bcdefghij'].map((name, i) => `${name}: &${name} {<<: [${Array(9).fill(`*${'abcdefghij'[i]}`).join(', ')}]}`),
    ];
    assert.equal(read(...bomb, 'services: { web: { <<: *j } }').facts.services.length, 1);
  });

  it('reads the old form without `services`', () => {
    assert.deepEqual(
      read('web:', '  image: shop', 'db:', '  image: postgres').facts.services.map(({ name }) => name),
      ['web', 'db'],
    );
  });
});
