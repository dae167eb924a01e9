import assert from 'node:assert/strict';
import { definition } from '../../../server/src/features/definition.ts';
import { highlights } from '../../../server/src/features/highlights.ts';
import { links } from '../../../server/src/features/links.ts';
import { references } from '../../../server/src/features/references.ts';
import { refusal, rename, renameable } from '../../../server/src/features/rename.ts';
import type { Settings } from '../../../server/src/project/config.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import { lineAt, linesOf } from '../../../server/src/text/lines.ts';
import type { Location } from '../../../server/src/text/span.ts';
import { relative } from '../../../server/src/text/uri.ts';
import { type Files, hoverAt, itemsAt, placeIn, taken } from '../../support/ask.ts';
import { root } from '../../support/project.ts';

const base = `x-app: &app
  build: .
  depends_on:
    - db
  secrets: [django_key]
services:
  web:
    <<: *app
    environment:
      DATABASE_URL: postgres://shop:x@db:5432/db
      DB_HOST: "db"
      DB_NAME: db
      CACHE_URL: redis://\${CACHE:-cache}/0
    networks:
      inside:
        aliases: [app]
    volumes:
      - media:/srv/media:ro
      - ./db:/srv/db
  worker:
    <<: *app
    command: wait-for db:5432 -- celery -A shop worker
    volumes_from: ["web:ro"]
    network_mode: service:web
  db:
    image: postgres:17
    volumes:
      - type: volume
        source: "data"
        target: /var/lib/postgresql/data
    configs:
      - source: tuning
        target: /etc/postgresql.conf
volumes:
  data:
  media: {}
networks:
  inside:
secrets:
  django_key:
    file: ./key.txt
configs:
  tuning:
    file: ./postgresql.conf
`;
const override = `services:
  web:
    depends_on:
      db:
        condition: service_healthy
  mail:
    image: mailpit
    networks: [inside]
`;
const other = 'services:\n  web:\n    extends:\n      file: ../compose.yaml\n      service: worker\n  db:\n    image: mysql\n';
const files: Files = { 'compose.yaml': base, 'compose.override.yaml': override, 'other/compose.yaml': other, Dockerfile: 'FROM a\n' };

/** The caret in front of the first such text, one character in. */
const ask = (path: string, before: string, settings: Settings = {}) => {
  const text = files[path] ?? '';
  assert.ok(text.includes(before), before);
  const from = text.indexOf(before) + 1;
  const { [path]: _, ...others } = files;
  return placeIn(path, `${text.slice(0, from)}<cursor>${text.slice(from)}`, others, settings);
};
const shown = ({ uri, span }: Location): string => {
  const path = relative(root, uri);
  return `${path}:${lineAt(linesOf(files[path] ?? ''), span.from) + 1} ${(files[path] ?? '').slice(span.from, span.to)}`;
};
const leads = (path: string, before: string): readonly string[] => definition(ask(path, before)).map(shown);
const named = (path: string, before: string): readonly string[] => references(ask(path, before), true).map(shown).toSorted();

describe('names of a Compose file', () => {
  it('lead from where they are used to where they are declared', () => {
    assert.deepEqual(leads('compose.yaml', 'db\n  secrets'), ['compose.yaml:25 db']);
    assert.deepEqual(leads('compose.yaml', 'django_key]'), ['compose.yaml:40 django_key']);
    assert.deepEqual(leads('compose.yaml', 'inside:\n        aliases'), ['compose.yaml:38 inside']);
    assert.deepEqual(leads('compose.yaml', 'media:/srv'), ['compose.yaml:36 media']);
    assert.deepEqual(leads('compose.yaml', 'web:ro'), ['compose.yaml:7 web']);
    assert.deepEqual(leads('compose.yaml', 'web\n  db:'), ['compose.yaml:7 web']);
    assert.deepEqual(leads('compose.yaml', 'data"'), ['compose.yaml:35 data']);
    assert.deepEqual(leads('compose.yaml', 'tuning\n'), ['compose.yaml:43 tuning']);
  });
  it('lead into the file that is read with it, or that is named', () => {
    assert.deepEqual(leads('compose.override.yaml', 'db:\n'), ['compose.yaml:25 db']);
    assert.deepEqual(leads('compose.override.yaml', 'inside]'), ['compose.yaml:38 inside']);
    assert.deepEqual(leads('compose.override.yaml', 'web:'), ['compose.yaml:7 web']);
    assert.deepEqual(leads('other/compose.yaml', 'worker'), ['compose.yaml:20 worker']);
    assert.deepEqual(leads('compose.yaml', './db:'), []);
  });
  it('lead to a service from where its host is named', () => {
    assert.deepEqual(leads('compose.yaml', 'db:5432/db'), ['compose.yaml:25 db']);
    assert.deepEqual(leads('compose.yaml', 'db"\n'), ['compose.yaml:25 db']);
    assert.deepEqual(leads('compose.yaml', 'db:5432 --'), ['compose.yaml:25 db']);
    assert.deepEqual(leads('compose.yaml', 'db\n      CACHE'), []);
    assert.match(hoverAt(ask('compose.yaml', 'db:5432 --')), /^\*\*service `db`\*\*/);
  });
  it('are found wherever they are used, as hosts too', () => {
    assert.deepEqual(named('compose.yaml', 'db:\n    image'), [
      'compose.override.yaml:4 db',
      'compose.yaml:10 db',
      'compose.yaml:11 db',
      'compose.yaml:22 db',
      'compose.yaml:25 db',
      'compose.yaml:4 db',
    ]);
    assert.deepEqual(named('compose.yaml', 'worker:'), ['compose.yaml:20 worker', 'other/compose.yaml:5 worker']);
    assert.deepEqual(
      highlights(ask('compose.yaml', 'inside:\nsecrets')).map(({ writes }) => writes),
      [true, false],
    );
  });
  it('are renamed in all files that are read together', () => {
    const place = ask('compose.override.yaml', 'db:\n');
    const edits = rename(place, 'postgres');
    const text = (path: string) => applyEdits(files[path] ?? '', [...edits].find(([uri]) => relative(root, uri) === path)?.[1] ?? []);
    assert.deepEqual([...edits.keys()].map((uri) => relative(root, uri)).toSorted(), ['compose.override.yaml', 'compose.yaml']);
    assert.equal(text('compose.override.yaml'), override.replace('db:', 'postgres:'));
    assert.equal(
      text('compose.yaml'),
      base
        .replace('    - db', '    - postgres')
        .replace('@db:', '@postgres:')
        .replace('"db"', '"postgres"')
        .replace('wait-for db', 'wait-for postgres')
        .replace('  db:\n', '  postgres:\n'),
    );
    assert.equal(refusal(place, 'postgres'), undefined);
    assert.match(refusal(place, 'mail') ?? '', /another service/);
    assert.ok(refusal(place, 'a b'));
    assert.equal(renameable(ask('compose.yaml', 'postgres:17')), undefined);
  });
  it('are shown as they are declared', () => {
    assert.match(
      hoverAt(ask('compose.override.yaml', 'db:\n')),
      /^\*\*service `db`\*\* · compose\.yaml\n\n```yaml\ndb:\n {2}image: postgres:17\n/,
    );
    assert.equal(hoverAt(ask('compose.yaml', 'django_key]')), '**secret `django_key`**\n\n```yaml\ndjango_key:\n  file: ./key.txt\n```');
    assert.equal(hoverAt(ask('compose.yaml', 'django_key:')), '');
  });
  it('are left to an extension that knows them', () => {
    const settings: Settings = { neighbours: [{ reports: [], helps: ['compose-names'] }] };
    assert.deepEqual(definition(ask('compose.yaml', 'tuning\n', settings)), []);
    assert.equal(renameable(ask('compose.yaml', 'tuning\n', settings)), undefined);
    assert.equal(hoverAt(ask('compose.yaml', 'tuning\n', settings)), '');
  });
});

describe('completion of names in a Compose file', () => {
  const others: Files = {
    Dockerfile: 'FROM a AS build\nFROM a AS run\n',
    'docker/web.env': 'A=1\n',
    '.env': 'B=1\n',
    'web.Dockerfile': 'FROM a\n',
  };
  const service = (lines: string) =>
    `services:\n  db:\n    image: postgres\n  cache:\n    image: redis\n  web:\n    build: .\n${lines}\nvolumes:\n  data:\nnetworks:\n  inside:\nsecrets:\n  key:\n    file: x\n`;
  const at = (lines: string) => placeIn('compose.yaml', service(lines), others);
  const labels = (lines: string): readonly string[] => itemsAt(at(lines)).map(({ label }) => label);
  it('offers what is declared, without what is there', () => {
    assert.deepEqual(labels('    depends_on:\n      - <cursor>'), ['cache', 'db']);
    assert.deepEqual(labels('    depends_on: [db, <cursor>]'), ['cache']);
    assert.deepEqual(labels('    networks:\n      - in<cursor>'), ['inside']);
    assert.deepEqual(labels('    secrets:\n      - <cursor>'), ['key']);
    assert.deepEqual(labels('    volumes:\n      - ./<cursor>'), []);
    assert.deepEqual(labels('    ports:\n      - <cursor>'), []);
  });
  it('writes what comes behind a name', () => {
    assert.equal(taken(at('    volumes:\n      - d<cursor>'), 'data'), service('    volumes:\n      - data:'));
    assert.equal(taken(at('    volumes:\n      - d<cursor>:/srv'), 'data'), service('    volumes:\n      - data:/srv'));
    assert.equal(taken(at('    depends_on:\n      <cursor>'), 'db'), service('    depends_on:\n      db:'));
  });
  it('offers conditions, stages and files', () => {
    assert.deepEqual(labels('    depends_on:\n      db:\n        condition: <cursor>')[0], 'service_healthy');
    const build = (line: string) => placeIn('compose.yaml', `services:\n  web:\n    build:\n      context: .\n${line}\n`, others);
    assert.deepEqual(
      itemsAt(build('      target: <cursor>')).map(({ label }) => label),
      ['build', 'run'],
    );
    assert.deepEqual(
      itemsAt(build('      target: r<cursor>')).map(({ label }) => label),
      ['build', 'run'],
    );
    assert.deepEqual(
      itemsAt(build('      dockerfile: <cursor>')).map(({ label }) => label),
      ['Dockerfile', 'web.Dockerfile', 'docker/'],
    );
    assert.deepEqual(labels('    env_file: <cursor>'), ['.env', 'docker/']);
  });
});

describe('variables that Compose fills in', () => {
  const text =
    'services:\n  web:\n    image: shop:${TAG:-${BASE}}\n    environment:\n      A: $PLAIN\n      B: "${ELSEWHERE}"\n      C: $$PLAIN\n';
  const others: Files = {
    '.env': 'TAG=1\nexport PLAIN=x\n',
    '.env.example': 'TAG=\nBASE=\n',
    'compose.override.yaml': 'services:\n  web:\n    command: run ${TAG}\n',
    'other/.env': 'ELSEWHERE=1\n',
  };
  const all: Files = { 'compose.yaml': text, ...others };
  const placed = (path: string, before: string) => {
    const from = (all[path] ?? '').indexOf(before) + 1;
    const { [path]: own = '', ...rest } = all;
    return placeIn(path, `${own.slice(0, from)}<cursor>${own.slice(from)}`, rest);
  };
  const said = ({ uri, span }: Location) =>
    `${relative(root, uri)} ${(all[relative(root, uri)] ?? '').slice(span.from, span.to)} ${span.from}`;
  it('lead to the environment file beside it, else to its example', () => {
    assert.deepEqual(definition(placed('compose.yaml', 'TAG:')).map(said), ['.env TAG 0']);
    assert.deepEqual(definition(placed('compose.yaml', 'BASE')).map(said), ['.env.example BASE 5']);
    assert.deepEqual(definition(placed('compose.yaml', 'PLAIN\n      B')).map(said), ['.env PLAIN 13']);
    assert.deepEqual(definition(placed('compose.yaml', 'ELSEWHERE')).map(said), []);
  });
  it('are found from both sides', () => {
    const uses = ['.env TAG 0', 'compose.override.yaml TAG 36', 'compose.yaml TAG 35'];
    const found = references(placed('.env', 'TAG'), true)
      .map(said)
      .filter((one) => !one.startsWith('.env.example'));
    assert.deepEqual(found.toSorted(), uses);
    assert.deepEqual(references(placed('compose.yaml', 'TAG:'), true).map(said).toSorted(), uses);
    assert.equal(references(placed('.env', 'TAG'), false).length, 2);
  });
  it('are completed', () => {
    const at = (line: string) => placeIn('compose.yaml', `services:\n  web:\n    image: a\n    environment:\n      A: ${line}\n`, others);
    assert.deepEqual(
      itemsAt(at('${<cursor>')).map(({ label }) => label),
      ['BASE', 'PLAIN', 'TAG'],
    );
    assert.ok(taken(at('${T<cursor>'), 'TAG').includes('A: ${TAG}\n'));
    assert.ok(taken(at('x-${<cursor>:-y}'), 'TAG').includes('A: x-${TAG:-y}\n'));
    assert.deepEqual(itemsAt(at('$${<cursor>')), []);
  });
});

describe('links of a Compose file', () => {
  const text = [
    'include: [shared/compose.yaml]',
    'services:',
    '  web:',
    '    build: .',
    '    image: shop',
    '    env_file: [.env, missing.env]',
    '    volumes: ["./nginx.conf:/etc/nginx/nginx.conf:ro", "./src:/src", "data:/data", "/etc/passwd:/x"]',
    '  worker: {image: shop}',
    '  db: {image: "postgres:17"}',
    'secrets: {key: {file: ./key.txt}}',
    '',
  ].join('\n');
  const others: Files = {
    'shared/compose.yaml': 'services: {a: {image: b}}\n',
    '.env': '',
    'nginx.conf': '',
    'src/a.py': '',
    'key.txt': '',
    Dockerfile: 'FROM a\n',
  };
  const found = (settings: Settings = {}) => {
    const { project, parsed } = placeIn('compose.yaml', `<cursor>${text}`, others, settings);
    return links(project, parsed).map(({ span, target }) => [text.slice(span.from, span.to), target.replace(`${root}/`, '')]);
  };
  it('lead to the files it names, and to the pages of images that nobody here builds', () => {
    assert.deepEqual(found(), [
      ['shared/compose.yaml', 'shared/compose.yaml'],
      ['.env', '.env'],
      ['./nginx.conf', 'nginx.conf'],
      ['./key.txt', 'key.txt'],
      ['"postgres:17"', 'https://hub.docker.com/_/postgres'],
    ]);
  });
  it('are left to extensions that have them', () => {
    assert.deepEqual(found({ neighbours: [{ reports: [], helps: ['compose', 'compose-names'] }] }), []);
  });
});
