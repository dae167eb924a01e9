import assert from 'node:assert/strict';
import { type Files, itemsAt, placeIn, taken } from '../../support/ask.ts';

const shop: Files = {
  'manage.py': '',
  'requirements.txt': '',
  'requirements/prod.txt': '',
  'secret.env': '',
  'media/logo.png': '',
  '.dockerignore': 'secret.env\nmedia\n',
  'shop/__init__.py': '',
  'shop/asgi.py': 'application = 1\n',
  'shop/wsgi.py': 'application = 1\n',
  'shop/settings/__init__.py': '',
  'shop/settings/local.py': '',
  'shop/settings/production.py': '',
};
const stages = 'FROM python:3.12-slim-bookworm AS build\nRUN python -m venv /opt/venv\nFROM build AS test\n';
const ask = (marked: string, others: Files = shop) => placeIn('Dockerfile', marked, others);
const labels = (marked: string, others?: Files): readonly string[] => itemsAt(ask(marked, others)).map(({ label }) => label);
const first = (marked: string, count: number, others?: Files): readonly string[] => labels(marked, others).slice(0, count);
const taking = (marked: string, label: string, others?: Files): string => taken(ask(marked, others), label);

describe('completion of instructions', () => {
  it('offers all of them where a line begins, the usual ones first', () => {
    const all = labels(`${stages}<cursor>`);
    assert.deepEqual(all.slice(0, 6), ['FROM', 'RUN', 'COPY', 'ENV', 'WORKDIR', 'CMD']);
    assert.equal(all.filter((label) => /^[A-Z]+$/.test(label)).length, 18);
    assert.equal(taking('FROM a\nEX<cursor>\n', 'EXPOSE'), 'FROM a\nEXPOSE \n');
  });
  it('puts FROM and ARG first in an empty file', () => assert.deepEqual(first('<cursor>', 2), ['FROM', 'ARG']));
  it('follows the case of the file', () => assert.ok(labels('from a\n<cursor>').includes('run')));
  it('leaves out what ONBUILD may not put off', () => {
    const all = labels('FROM a\nONBUILD <cursor>');
    assert.ok(all.includes('COPY') && !all.includes('FROM') && !all.includes('ONBUILD'));
  });
  it('marks MAINTAINER as out of use', () => {
    const item = itemsAt(ask('FROM a\n<cursor>')).find(({ label }) => label === 'MAINTAINER');
    assert.ok(item?.deprecated);
  });
  it('offers nothing in the middle of a comment', () => assert.deepEqual(labels('FROM a\n# some <cursor>text\n'), []));
  it('writes whole lines with the application of the workspace', () => {
    assert.equal(
      taking('FROM a\n<cursor>', 'CMD uvicorn'),
      'FROM a\nCMD ["uvicorn", "shop.asgi:application", "--host", "0.0.0.0", "--port", "8000"]',
    );
    const item = itemsAt(ask('FROM a\n<cursor>')).find(({ label }) => label === 'RUN pip install');
    assert.match(item?.insert ?? '', /\\\\\n/);
    assert.match(item?.plain ?? '', /^RUN --mount=type=cache,target=\/root\/\.cache\/pip \\\n/);
  });
});

describe('completion of parser directives', () => {
  it('offers the three of them on the first lines, with values', () => {
    assert.deepEqual(labels('# <cursor>'), ['syntax', 'escape', 'check']);
    assert.equal(taking('# syn<cursor>\nFROM a\n', 'syntax'), '# syntax=\nFROM a\n');
    assert.deepEqual(labels('# syntax=<cursor>\n'), ['docker/dockerfile:1', 'docker/dockerfile:1-labs']);
    assert.deepEqual(labels('# escape=<cursor>\n'), ['\\', '`']);
  });
  it('offers the checks of a build, those that are named left out', () => {
    assert.deepEqual(labels('# check=<cursor>\n'), ['skip=', 'error=true']);
    const all = labels('# check=skip=StageNameCasing,<cursor>\n');
    assert.equal(all.length, 21);
    assert.ok(!all.includes('StageNameCasing'));
    assert.equal(taking('# check=skip=JSON<cursor>;error=true\n', 'JSONArgsRecommended'), '# check=skip=JSONArgsRecommended;error=true\n');
    assert.deepEqual(labels('# check=skip=all;<cursor>\n'), ['error=true']);
  });
  it('offers only check above an instruction further down', () => assert.deepEqual(labels('FROM a\n# <cursor>\nRUN b\n'), ['check']));
});

describe('completion of flags', () => {
  it('offers those of the instruction that are not given yet', () => {
    assert.deepEqual(labels('FROM a\nCOPY --<cursor>'), ['--from', '--chown', '--chmod', '--link', '--exclude', '--parents']);
    assert.deepEqual(labels('FROM a\nCOPY --link --chown=1 --<cursor>'), ['--from', '--chmod', '--exclude', '--parents']);
    assert.deepEqual(labels('FROM a\nRUN --<cursor>'), ['--mount', '--device', '--network', '--security']);
    assert.deepEqual(labels('FROM a\nRUN --mount=type=tmpfs,target=/t --m<cursor>').includes('--mount'), true);
    assert.deepEqual(labels('FROM a\nHEALTHCHECK --<cursor>').length, 5);
    assert.deepEqual(labels('FROM --<cursor>'), ['--platform']);
    assert.deepEqual([...labels('FROM a\nADD --<cursor>')].sort(), [
      '--checksum',
      '--chmod',
      '--chown',
      '--exclude',
      '--keep-git-dir',
      '--link',
      '--unpack',
    ]);
  });
  it('ends the name as the flag needs it', () => {
    assert.equal(taking('FROM a\nCOPY --li<cursor>\n', '--link'), 'FROM a\nCOPY --link \n');
    assert.equal(taking('FROM a\nCOPY --ch<cursor>=1 a b\n', '--chown'), 'FROM a\nCOPY --chown=1 a b\n');
  });
  it('offers no flags behind the first word', () => assert.ok(!labels('FROM a\nCOPY x --<cursor>').includes('--from')));
  it('offers values', () => {
    assert.deepEqual(labels('FROM a\nRUN --network=<cursor>'), ['default', 'none', 'host']);
    assert.deepEqual(labels('FROM a\nRUN --security=<cursor>'), ['sandbox', 'insecure']);
    assert.deepEqual(first('FROM --platform=<cursor>', 1), ['$BUILDPLATFORM']);
    assert.equal(taking('FROM a\nCOPY --chmod=7<cursor> a b\n', '755'), 'FROM a\nCOPY --chmod=755 a b\n');
  });
  it('offers mounts, their options and values', () => {
    assert.deepEqual(labels('FROM a\nRUN --mount=<cursor>'), ['type=cache', 'type=bind', 'type=secret', 'type=ssh', 'type=tmpfs']);
    assert.deepEqual(labels('FROM a\nRUN --mount=type=<cursor>'), ['cache', 'bind', 'secret', 'ssh', 'tmpfs']);
    assert.deepEqual(labels('FROM a\nRUN --mount=type=tmpfs,<cursor>'), ['target', 'ro', 'size']);
    assert.ok(!labels('FROM a\nRUN --mount=type=cache,dst=/x,<cursor>').includes('target'));
    assert.deepEqual(labels('FROM a\nRUN --mount=type=cache,sharing=<cursor>'), ['locked', 'shared', 'private']);
    assert.equal(first('FROM a\nRUN --mount=type=cache,target=<cursor>', 1)[0], '/root/.cache/pip');
    assert.equal(
      taking('FROM a\nRUN --mount=type=cache,sha<cursor>,target=/x y\n', 'sharing'),
      'FROM a\nRUN --mount=type=cache,sharing=,target=/x y\n',
    );
    assert.deepEqual(labels('FROM a\nRUN --mount=type=bind,source=requirements.txt,target=<cursor>'), ['requirements.txt']);
    const token = 'FROM a AS b\nRUN --mount=type=secret,id=token x\nFROM a\n';
    assert.deepEqual(labels(`${token}RUN --mount=type=secret,id=<cursor>`), ['token']);
    assert.deepEqual(labels(`${token}RUN --mount=type=cache,id=<cursor>`), []);
    assert.ok(labels('FROM a\nRUN --mount=type=bind,source=<cursor>').includes('requirements.txt'));
    assert.equal(first(`${stages}RUN --mount=from=<cursor>`, 1)[0], 'build');
    assert.equal(first(`${stages}RUN --mount=from=build,source=<cursor>,target=/x`, 1)[0], '/opt/venv');
  });
});

describe('completion of images and stages', () => {
  it('offers stages and the images Django projects are built on', () => {
    assert.deepEqual(first('FROM <cursor>', 3), ['python', 'ghcr.io/astral-sh/uv', 'debian']);
    assert.deepEqual(first(`${stages}FROM <cursor>`, 3), ['test', 'build', 'python']);
    assert.equal(taking('FROM pyt<cursor> AS x\n', 'python'), 'FROM python: AS x\n');
  });
  it('offers tags that still get fixes before those that get none', () => {
    const items = itemsAt(ask('FROM python:<cursor>'));
    const lively = items.filter(({ deprecated }) => !deprecated);
    assert.equal(items.indexOf(lively.at(-1) as (typeof items)[0]), lively.length - 1);
    assert.match(lively[0]?.label ?? '', /^3\.\d+-slim-trixie$/);
    const old = items.find(({ label }) => label === '3.9-slim-bookworm');
    assert.ok(old?.deprecated);
    assert.match(old.detail, /Python 3\.9 ended 2025-10-31/);
    assert.match(items.find(({ label }) => label === '3.12-slim-bookworm')?.detail ?? '', /Debian 12 \(bookworm\) until 2028-06-30/);
    assert.equal(taking('FROM python:3.1<cursor>\n', '3.13-slim-trixie'), 'FROM python:3.13-slim-trixie\n');
  });
  it('puts Pythons that the Django of the project does not know behind those it does', () => {
    const items = itemsAt(ask('FROM python:<cursor>', { 'requirements.txt': 'Django==4.2.16\n' }));
    assert.equal(items[0]?.label, '3.12-slim-trixie');
    assert.match(
      items.find(({ label }) => label === '3.14-slim-trixie')?.detail ?? '',
      /^Django 4\.2\.16 promises nothing for it; Python 3\.14/,
    );
  });
  it('has tags of the other images, too', () => {
    for (const [image, tag] of [
      ['debian', 'trixie-slim'],
      ['ghcr.io/astral-sh/uv', 'python3.13-trixie-slim'],
      ['nginx', '1.30-alpine'],
      ['nginxinc/nginx-unprivileged', '1.30-trixie'],
      ['postgres', '17-trixie'],
      ['redis', '8.10'],
      ['node', '24-bookworm-slim'],
    ])
      assert.ok(labels(`FROM ${image}:<cursor>`).includes(tag ?? ''), image);
    assert.deepEqual(labels('FROM registry.example.com/team/base:<cursor>'), []);
  });
  it('offers earlier stages, then images, in --from', () => {
    assert.deepEqual(first(`${stages}COPY --from=<cursor>`, 3), ['build', 'ghcr.io/astral-sh/uv', 'python']);
    assert.match(first('FROM a\nCOPY --from=ghcr.io/astral-sh/uv:<cursor>', 1)[0] ?? '', /^0\.\d+$/);
  });
  it('offers AS', () => assert.deepEqual(labels('FROM python:3.12 <cursor>'), ['AS']));
});

describe('completion of variables', () => {
  it('offers them in here-documents where they are filled in', () => {
    const file = 'FROM a\nENV DIR=/srv\n';
    assert.equal(taking(`${file}RUN <<EOF\necho $D<cursor>\nEOF\n`, 'DIR'), `${file}RUN <<EOF\necho $DIR\nEOF\n`);
    assert.equal(taking(`${file}RUN <<'EOF'\necho \${D<cursor>\nEOF\n`, 'DIR'), `${file}RUN <<'EOF'\necho \${DIR}\nEOF\n`);
    assert.ok(labels(`${file}COPY <<EOF /x\na=$<cursor>\nEOF\n`).includes('DIR'));
    assert.ok(!labels(`${file}COPY <<"EOF" /x\na=$<cursor>\nEOF\n`).includes('DIR'));
  });
  const file = 'ARG PYTHON_VERSION=3.12\nFROM python:${PYTHON_VERSION} AS a\nARG MODE\nENV HOME_OF=/srv\n';
  it('offers those declared in front of the first stage, and the platforms, in FROM', () => {
    const all = labels(`ARG PYTHON_VERSION=3.12\nFROM python:$<cursor>`);
    assert.equal(all[0], 'PYTHON_VERSION');
    assert.ok(all.includes('TARGETPLATFORM'));
  });
  it('offers those of the stage elsewhere, and closes a brace', () => {
    const all = labels(`${file}WORKDIR $<cursor>`);
    assert.deepEqual(all.slice(0, 2), ['HOME_OF', 'MODE']);
    assert.ok(!all.includes('PYTHON_VERSION'));
    assert.equal(taking(`${file}WORKDIR \${HO<cursor>/x\n`, 'HOME_OF'), `${file}WORKDIR \${HOME_OF}/x\n`);
    assert.equal(taking(`${file}WORKDIR \${HO<cursor>}/x\n`, 'HOME_OF'), `${file}WORKDIR \${HOME_OF}/x\n`);
    assert.ok(labels(`${file}RUN echo "$<cursor>"`).includes('MODE'));
  });
  it('offers names for ARG: those above first, then what every build knows', () => {
    const all = labels(`${file}ARG <cursor>`);
    assert.equal(all[0], 'PYTHON_VERSION');
    assert.ok(all.includes('TARGETARCH') && all.includes('HTTPS_PROXY'));
  });
  it('offers names and values for ENV', () => {
    assert.deepEqual(first('FROM a\nENV <cursor>', 3), ['PYTHONUNBUFFERED', 'PYTHONDONTWRITEBYTECODE', 'DJANGO_SETTINGS_MODULE']);
    assert.equal(taking('FROM a\nENV A=1 \\\n    PYTHONUN<cursor>\n', 'PYTHONUNBUFFERED'), 'FROM a\nENV A=1 \\\n    PYTHONUNBUFFERED=\n');
    assert.deepEqual(labels('FROM a\nENV PYTHONUNBUFFERED=<cursor>'), ['1']);
    assert.deepEqual(first('FROM a\nENV DJANGO_SETTINGS_MODULE=<cursor>', 2), ['shop.settings.production', 'shop.settings.local']);
    assert.ok(!labels('FROM a\nENV PYTHONUNBUFFERED=1 <cursor>').includes('PYTHONUNBUFFERED'));
    assert.deepEqual(labels('FROM a\nENV UVICORN_LOG_LEVEL=<cursor>').includes('info'), true);
  });
  it('offers the variables of uWSGI to who begins one, and their values', () => {
    assert.ok(!labels('FROM a\nENV <cursor>').some((label) => label.startsWith('UWSGI_')));
    assert.ok(labels('FROM a\nENV UWSGI_<cursor>').includes('UWSGI_HTTP_SOCKET'));
    assert.deepEqual(labels('FROM a\nENV UWSGI_MODULE=<cursor>'), ['shop.wsgi:application']);
    assert.deepEqual(labels('FROM a\nENV UWSGI_MASTER=<cursor>'), ['true', 'false']);
  });
  it('completes options of gunicorn in GUNICORN_CMD_ARGS', () => {
    assert.equal(
      taking('FROM a\nENV GUNICORN_CMD_ARGS="--bi<cursor> --workers 2"\n', '--bind'),
      'FROM a\nENV GUNICORN_CMD_ARGS="--bind  --workers 2"\n',
    );
    assert.equal(first('FROM a\nENV GUNICORN_CMD_ARGS="--bind <cursor>"', 1)[0], '0.0.0.0:8000');
  });
});

describe('completion of paths, users and other words', () => {
  it('offers what the context holds, less what .dockerignore leaves out', () => {
    const all = labels('FROM a\nCOPY <cursor> .');
    assert.deepEqual(all.slice(0, 2), ['manage.py', 'requirements.txt']);
    assert.ok(all.includes('shop/') && all.includes('.'));
    assert.ok(!all.includes('secret.env') && !all.includes('media/'));
    assert.deepEqual(labels('FROM a\nCOPY requirements/<cursor> .'), ['prod.txt']);
    assert.equal(taking('FROM a\nCOPY requirements/p<cursor> .\n', 'prod.txt'), 'FROM a\nCOPY requirements/prod.txt .\n');
  });
  it('offers folders for what is copied', () => {
    const all = labels('FROM a\nWORKDIR /srv/app\nCOPY x <cursor>');
    assert.ok(all.includes('./') && all.includes('/srv/app/'));
  });
  it('offers what another stage made', () => {
    assert.equal(first(`${stages}FROM x\nCOPY --from=build <cursor>`, 1)[0], '/opt/venv');
    assert.deepEqual(labels('FROM a\nCOPY --from=ghcr.io/astral-sh/uv:0.9 <cursor>').slice(0, 2), ['/uv', '/uvx']);
  });
  it('offers users, by number first', () => {
    assert.deepEqual(labels('FROM python:3.12\nRUN useradd -u 10001 --create-home app\nUSER <cursor>'), ['10001', 'app', 'root']);
    assert.deepEqual(labels('FROM python:3.12\nRUN adduser -D app\nCOPY --chown=<cursor>'), ['app:app']);
    assert.deepEqual(first('FROM node:24\nUSER <cursor>', 1), ['node']);
  });
  it('offers signals, ports, shells, the parts of a health check', () => {
    assert.equal(first('FROM a\nSTOPSIGNAL <cursor>', 1)[0], 'SIGTERM');
    assert.deepEqual(first('FROM a\nEXPOSE <cursor>\nCMD ["uvicorn", "a:b", "--port", "9000"]', 1), ['9000']);
    assert.ok(first('FROM a\nSHELL <cursor>', 1)[0]?.includes('pipefail'));
    assert.deepEqual(first('FROM a\nHEALTHCHECK <cursor>', 2), ['CMD', 'NONE']);
    assert.deepEqual(first('FROM a\nWORKDIR /srv\nWORKDIR <cursor>', 1), ['/srv']);
    assert.ok(labels('FROM a\nLABEL org<cursor>').includes('org.opencontainers.image.source'));
  });
});

describe('beside an extension for Dockerfiles', () => {
  const beside = (marked: string): readonly string[] =>
    itemsAt(placeIn('Dockerfile', marked, shop, { neighbours: [{ reports: [], helps: ['dockerfile'] }] })).map(({ label }) => label);
  it('only what it cannot know is offered', () => {
    assert.ok(!beside('FROM a\n<cursor>').includes('RUN'));
    assert.ok(beside('FROM a\n<cursor>').includes('CMD uvicorn'));
    assert.deepEqual([...beside('FROM a\nCOPY --<cursor>')].sort(), ['--chmod', '--exclude', '--link', '--parents']);
    assert.deepEqual(beside('FROM a\nRUN --<cursor>').length, 4);
    assert.ok(beside('FROM python:<cursor>').includes('3.13-slim-trixie'));
    assert.ok(beside('FROM a\nCMD ["gunicorn", "--<cursor>"]').includes('--bind'));
  });
  it('the setting brings everything back, or takes it away without one', () => {
    const all = (generalHelp: 'on' | 'off', helps: readonly 'dockerfile'[]) =>
      itemsAt(placeIn('Dockerfile', 'FROM a\n<cursor>', shop, { generalHelp, neighbours: [{ reports: [], helps }] })).map(
        ({ label }) => label,
      );
    assert.ok(all('on', ['dockerfile']).includes('RUN'));
    assert.ok(!all('off', []).includes('RUN'));
  });
});
