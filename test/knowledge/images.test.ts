// Facts marked (index) were read from the Packages and Contents lists of bullseye, bookworm and trixie (main, amd64) in November
// 2026; (list) from the history of the list that Docker Hub builds its official images from.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { derivePython } from '../../scripts/tables/derive.ts';
import { chapters, generateTables, readChapter } from '../../scripts/tables/generate.ts';
import type { ImageFacts, ImageReference } from '../../server/src/knowledge/images/facts.ts';
import { createTables } from '../../server/src/knowledge/images/tables.ts';
import { tablesText } from '../../server/src/knowledge/images/tables-text.ts';
import type { Written } from '../../server/src/knowledge/images/written.ts';
import { readImage } from '../../server/src/languages/dockerfile/image.ts';

const root = join(fileURLToPath(import.meta.url), '../../..');
const tables = createTables(tablesText);
const written = JSON.parse(tablesText()) as Written;
const today = '2026-11-21';

const image = (text: string, day = today): ImageFacts => {
  const found = tables.image(readImage(text), day);
  assert.ok(found, text);
  return found;
};
/** What matters most of an image, in one line. */
const short = (text: string, day = today): string => {
  const { kind, family, release, slim, python } = image(text, day);
  return [kind, family, release ?? '-', slim ? 'slim' : 'full', python ?? '-'].join(' ');
};

describe('tables of base images', () => {
  it('are what the chapters make', () => {
    for (const { path, text } of generateTables(root)) assert.equal(readFileSync(join(root, path), 'utf8'), text, path);
  });

  it('are parsed once, and not before the first question', () => {
    let asked = 0;
    const counted = createTables(() => {
      asked += 1;
      return tablesText();
    });
    assert.equal(asked, 0);
    counted.pythonEnd('3.12');
    counted.debianEnd('trixie');
    assert.equal(asked, 1);
  });

  it('say in each chapter when and from where they were taken', () => {
    for (const name of chapters) {
      const chapter = readChapter(root, name);
      assert.match(chapter.dated, /^20\d\d-\d\d-\d\d$/, name);
      assert.ok(chapter.sources.length > 0, name);
      for (const source of chapter.sources) assert.match(source, /^https:\/\//, name);
    }
  });

  it('have real days everywhere, and no period that ends before it begins', () => {
    const visit = (value: unknown, path: string): void => {
      if (typeof value === 'string' && /^\d{4}-\d/.test(value)) {
        assert.ok(new Date(`${value}T00:00:00Z`).toISOString().startsWith(value), `${path}: ${value}`);
      } else if (typeof value === 'object' && value !== null) {
        const { from, to, released, end } = value as Readonly<Record<string, unknown>>;
        if (typeof from === 'string' && typeof to === 'string') assert.ok(from < to, path);
        if (typeof released === 'string' && typeof end === 'string') assert.ok(released < end, path);
        for (const [key, one] of Object.entries(value)) visit(one, `${path}/${key}`);
      }
    };
    visit(written, '');
  });

  it('name nothing twice and keep their names sorted', () => {
    const { everywhere, changed } = written.apt;
    const all = [...everywhere, ...Object.keys(changed)];
    assert.equal(new Set(all).size, all.length);
    assert.deepEqual(everywhere, [...everywhere].sort());
    const native = Object.keys(written.native.distributions);
    assert.deepEqual(native, [...native].sort());
    for (const [name, list] of Object.entries(written.commands.sets)) assert.equal(new Set(list).size, list.length, name);
    const repositories = Object.values(written.bases.images).flatMap(({ names = [] }) => names);
    assert.equal(new Set(repositories).size, repositories.length);
  });
});

describe('the python image', () => {
  it('is read with and without patch, release and size', () => {
    assert.equal(short('python:3.12-slim'), 'python debian trixie slim 3.12');
    assert.equal(short('python:3.12'), 'python debian trixie full 3.12');
    assert.equal(short('python:3.12.4-slim-bookworm'), 'python debian bookworm slim 3.12');
    assert.equal(short('python:3.12-alpine3.22'), 'python alpine 3.22 full 3.12');
    assert.equal(short('python:3.13-alpine'), 'python alpine 3.24 full 3.13');
  });

  it('leads an old tag to the release it was last built on', () => {
    // (list) 3.12.11 was replaced on 2025-10-09, after trixie became the default; 3.12.10 on 2025-06-04, before.
    assert.equal(image('python:3.12.11-slim').release, 'trixie');
    assert.equal(image('python:3.12.10-slim').release, 'bookworm');
    assert.equal(image('python:3.12.4').release, 'bookworm');
    // (list) 3.8 left in October 2024 on bookworm, 3.6 in January 2022 on bullseye.
    assert.equal(image('python:3.8').release, 'bookworm');
    assert.equal(image('python:3.6-slim').release, 'bullseye');
    // (list) 3.11.9 was on Alpine 3.19, from 2024-05-22 on 3.20.
    assert.equal(image('python:3.11.9-alpine').release, '3.20');
  });

  it('takes the newest line of the day for tags without one', () => {
    assert.equal(short('python', '2026-08-21'), 'python debian trixie full 3.14');
    assert.equal(short('python:3-slim', '2026-08-21'), 'python debian trixie slim 3.14');
    assert.equal(image('python:latest').python, '3.15');
    assert.equal(image('python:slim-bookworm', '2024-01-01').python, '3.12');
    // (list) buster was dropped when 3.11 was the newest.
    assert.equal(image('python:buster').python, '3.11');
  });

  it('is found behind the names and mirrors of Docker Hub, and nowhere else', () => {
    const plain = image('python:3.13-slim');
    for (const prefix of ['docker.io/library/', 'docker.io/', 'library/', 'index.docker.io/library/', 'mirror.gcr.io/library/'])
      assert.deepEqual(image(`${prefix}python:3.13-slim`), plain, prefix);
    assert.deepEqual(image('public.ecr.aws/docker/library/python:3.13-slim'), plain);
    for (const other of ['registry.example.com/python:3.13', 'acme/python:3.13', 'quay.io/python:3.13', 'mirror.gcr.io/acme/python:3'])
      assert.equal(tables.image(readImage(other), today), undefined, other);
  });

  it('keeps still under a digest, and is unknown by a digest alone', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    assert.deepEqual(image('python:3.13-slim').moves, { release: true, python: false, patch: true });
    assert.deepEqual(image('python:3').moves, { release: true, python: true, patch: true });
    assert.deepEqual(image('python:3.13.5-slim-trixie').moves, { release: false, python: false, patch: false });
    assert.deepEqual(image(`python:3@${digest}`).moves, { release: false, python: false, patch: false });
    assert.equal(tables.image(readImage(`python@${digest}`), today), undefined);
  });

  it('knows what was never published and what is no longer rebuilt', () => {
    assert.equal(image('python:3.14-slim-bullseye').published, 'never');
    assert.equal(image('python:3.12-buster').published, 'never');
    // (list) the bullseye variants left on 2025-08-12, 3.9 on 2025-11-04 or the day before.
    assert.deepEqual(image('python:3.12-bullseye').published, { from: '2023-10-02', to: '2025-08-12', expected: undefined });
    assert.equal(image('python:3.13-slim-trixie').published !== 'never', true);
    assert.equal(image('python:3.13-alpine3.99').published, undefined);
    assert.equal(image('python:3.15-slim-bookworm').published !== 'never', true);
  });

  it('claims nothing for candidates, odd words, Windows and Python 2', () => {
    assert.equal(image('python:3.15.0rc1').release, undefined);
    assert.equal(image('python:3.15.0rc1-slim-trixie').python, '3.15');
    for (const tag of ['3.13-windowsservercore', '3.13-mine', 'main'])
      assert.equal(tables.image({ repository: 'python', tag }, today), undefined, tag);
    assert.equal(image('python:2.7').python, undefined);
    assert.equal(image('python:2.7').release, undefined);
  });

  it('offers the tags that are rebuilt, newest line and release first', () => {
    const tags = tables.pythonTags('2026-08-21');
    assert.deepEqual(tags.slice(0, 3), ['3.14-slim-trixie', '3.14-trixie', '3.14-slim-bookworm']);
    for (const tag of ['3.14-slim-trixie', '3.10-bookworm', '3.12-alpine3.23']) assert.ok(tags.includes(tag), tag);
    for (const tag of ['3.12-slim-bullseye', '3.9-slim-trixie', '3.15-slim-trixie']) assert.ok(!tags.includes(tag), tag);
  });

  it('has its derived releases between the oldest and the newest published ones', () => {
    const chapter = readChapter(root, 'python-tags') as unknown as Parameters<typeof derivePython>[0];
    for (const [name, line] of Object.entries(derivePython(chapter))) {
      const known = Object.keys(line.releases ?? {});
      for (const one of [line.debian, ...(line['debian-before'] ?? []).map(({ release }) => release)])
        assert.ok(name === '3.6' || known.includes(one ?? ''), `${name} ${one}`);
      for (const one of [line.alpine, ...(line['alpine-before'] ?? []).map(({ release }) => release)])
        assert.ok(known.includes(`alpine${one}`), `${name} alpine${one}`);
    }
  });
});

describe('other base images', () => {
  const cases: Readonly<Record<string, string>> = {
    // (list)
    'debian:12-slim': 'debian debian bookworm slim -',
    'debian:13.4': 'debian debian trixie full -',
    'debian:stable-slim': 'debian debian trixie slim -',
    'debian:bookworm-20240130-slim': 'debian debian bookworm slim -',
    'ubuntu:24.04': 'ubuntu ubuntu noble full -',
    'ubuntu:jammy-20240111': 'ubuntu ubuntu jammy full -',
    ubuntu: 'ubuntu ubuntu resolute full -',
    'alpine:3.20.3': 'alpine alpine 3.20 full -',
    alpine: 'alpine alpine 3.24 full -',
    'alpine:edge': 'alpine alpine - full -',
    'nginx:1.27': 'nginx debian bookworm full -',
    'nginx:1.25.2-alpine': 'nginx alpine 3.18 full -',
    'nginx:stable-alpine-slim': 'nginx alpine 3.24 slim -',
    'nginxinc/nginx-unprivileged:1.29-alpine': 'nginx alpine 3.23 full -',
    'node:22-slim': 'node debian bookworm slim -',
    'node:18.15': 'node debian bullseye full -',
    'node:20.18.0-alpine': 'node alpine 3.20 full -',
    'node:lts-bookworm-slim': 'node debian bookworm slim -',
    'node:gallium-alpine': 'node alpine 3.18 full -',
    'postgres:16': 'postgres debian trixie full -',
    'postgres:16.2-alpine': 'postgres alpine 3.19 full -',
    'postgres:17.4': 'postgres debian bookworm full -',
    'redis:7-alpine': 'redis alpine 3.21 full -',
    'redis:8.4.0': 'redis debian bookworm full -',
    'buildpack-deps:bookworm': 'debian debian bookworm full -',
    // uv's own list of images, by its history
    'ghcr.io/astral-sh/uv:python3.12-bookworm-slim': 'uv debian bookworm slim 3.12',
    'ghcr.io/astral-sh/uv:0.5.1-python3.12-trixie': 'uv debian trixie full 3.12',
    'ghcr.io/astral-sh/uv:python3.13-alpine': 'uv alpine 3.23 full 3.13',
    'ghcr.io/astral-sh/uv:0.8-debian-slim': 'uv debian bookworm slim -',
    'ghcr.io/astral-sh/uv:debian': 'uv debian trixie full -',
    'ghcr.io/astral-sh/uv:0.12.5': 'uv none - full -',
    // distroless: its build files
    'gcr.io/distroless/python3-debian12': 'distroless debian bookworm slim 3.11',
    'gcr.io/distroless/python3-debian13:nonroot': 'distroless debian trixie slim 3.13',
    'registry.access.redhat.com/ubi9/python-312:latest': 'ubi rhel 9 full 3.12',
    'registry.redhat.io/ubi9/python-312-minimal': 'ubi rhel 9 slim 3.12',
  };
  for (const [text, expected] of Object.entries(cases)) it(`reads ${text}`, () => assert.equal(short(text), expected));

  it('know the user, the shell and the package manager', () => {
    const parts = (text: string) => {
      const { user, shell, packageManager } = image(text);
      return [user, shell, packageManager];
    };
    assert.deepEqual(parts('python:3.13-slim'), ['root', true, 'apt']);
    assert.deepEqual(parts('nginxinc/nginx-unprivileged:alpine'), ['101', true, 'apk']);
    assert.deepEqual(parts('gcr.io/distroless/python3-debian13'), ['root', false, 'none']);
    assert.deepEqual(parts('gcr.io/distroless/python3-debian13:debug-nonroot'), ['65532', true, 'none']);
    assert.deepEqual(parts('ghcr.io/astral-sh/uv:latest'), ['root', false, 'none']);
    assert.deepEqual(parts('registry.redhat.io/ubi9/python-312-minimal'), ['1001', true, 'microdnf']);
  });

  it('know which are no longer built', () => {
    const until = (text: string) => {
      const { published } = image(text);
      return published === 'never' ? 'never' : published?.to;
    };
    assert.equal(until('ghcr.io/astral-sh/uv:python3.12-bookworm-slim'), '2026-02-05');
    assert.equal(until('ghcr.io/astral-sh/uv:0.11-bookworm'), 'never');
    assert.equal(until('ghcr.io/astral-sh/uv:0.9.30-bookworm'), '2026-02-05');
    assert.equal(until('gcr.io/distroless/python3-debian12'), '2026-05-12');
    assert.equal(until('node:18'), '2025-05-28');
    assert.equal(until('node:22'), undefined);
  });

  it('take any reference without an error', () => {
    for (const repository of ['', 'python', '/', 'constructor', '__proto__', 'node', 'debian', 'ghcr.io/astral-sh/uv'])
      for (const tag of [
        '',
        '-',
        '3',
        '3.',
        '3.13-',
        'constructor',
        '__proto__',
        'alpine',
        'latest',
        '999999.1',
        'lts-fermium',
        '18-beta1',
      ]) {
        const reference: ImageReference = { repository, tag };
        assert.doesNotThrow(() => tables.image(reference, today), `${repository}:${tag}`);
      }
  });
});

describe('lives of releases', () => {
  it('end when upstream says', () => {
    // python.org's table of branches and the endoflife.date records
    assert.equal(tables.pythonEnd('3.9')?.end, '2025-10-31');
    assert.equal(tables.pythonEnd('3.10')?.end, '2026-10-31');
    assert.equal(tables.pythonEnd('3.13')?.bugfixes, '2026-10-31');
    assert.equal(tables.pythonEnd('2.7'), undefined);
    // the distro-info-data package of sid, version 2026.10.12
    assert.deepEqual(tables.debianEnd('bookworm'), {
      released: '2023-06-10',
      bugfixes: undefined,
      end: '2028-06-30',
      security: '2026-07-11',
      archived: false,
      python: '3.11',
    });
    assert.equal(tables.debianEnd('bullseye')?.end, '2026-08-31');
    assert.equal(tables.debianEnd('buster')?.archived, true);
    assert.equal(tables.debianEnd('forky')?.end, undefined);
    assert.equal(tables.ubuntuEnd('noble')?.end, '2029-05-31');
    assert.equal(tables.ubuntuEnd('focal')?.end, '2025-05-29');
    assert.equal(tables.alpineEnd('3.21')?.end, '2026-11-01');
    assert.equal(tables.djangoEnd('5.2.8')?.end, '2028-04-30');
    assert.equal(tables.djangoEnd('4.2')?.end, '2026-04-30');
  });

  it('tell the Python of a distribution', () => {
    // (index) the dependency of the package python3
    assert.equal(tables.distributionPython('debian', 'bullseye'), '3.9');
    assert.equal(tables.distributionPython('debian', 'trixie'), '3.13');
    assert.equal(tables.distributionPython('ubuntu', 'jammy'), '3.10');
    assert.equal(tables.distributionPython('rhel', '9'), undefined);
  });
});
