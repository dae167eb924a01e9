// Facts marked (index) were read from the Packages and Contents lists of bullseye, bookworm and trixie (main, amd64) in November
// 2026; (classifiers), (files) from PyPI; the documentation of Django stands for its matrix.
import assert from 'node:assert/strict';
import type { ImageFacts, Names } from '../../server/src/knowledge/images/facts.ts';
import { createTables } from '../../server/src/knowledge/images/tables.ts';
import { tablesText } from '../../server/src/knowledge/images/tables-text.ts';
import { compareVersions } from '../../server/src/knowledge/images/version.ts';
import type { Written } from '../../server/src/knowledge/images/written.ts';
import { readImage } from '../../server/src/languages/dockerfile/image.ts';

const tables = createTables(tablesText);
const written = JSON.parse(tablesText()) as Written;
const releases = written.apt.releases;
const image = (text: string): ImageFacts => {
  const found = tables.image(readImage(text), '2026-11-21');
  assert.ok(found, text);
  return found;
};
const listsOf = (names: Names | undefined, release: string): readonly string[] =>
  (names && tables.packagesFor(names, { family: 'debian', release })) ?? [];

describe('Django and Python', () => {
  const answer = (django: string, python: string) => tables.djangoSupports(django, python)?.answer;
  it('go together as the documentation says', () => {
    assert.equal(answer('5.2', '3.13'), 'yes');
    assert.equal(answer('6.0.1', '3.12'), 'yes');
    assert.equal(answer('6.0', '3.11'), 'too-old');
    assert.equal(answer('5.0', '3.9'), 'too-old');
    assert.equal(answer('3.2', '3.12'), 'too-new');
    assert.equal(answer('1.11', '3.7'), undefined);
    assert.equal(answer('5.2', 'three'), undefined);
  });
  it('may need a later patch release', () => {
    assert.equal(answer('5.2.7', '3.14'), 'later');
    assert.equal(answer('5.2.8', '3.14'), 'yes');
    assert.equal(tables.djangoSupports('4.2.1', '3.12')?.since, '4.2.8');
    // (classifiers) of 6.1.2 and 6.1.3
    assert.equal(answer('6.1.2', '3.15'), 'later');
    assert.equal(answer('6.1.3', '3.15'), 'yes');
    assert.equal(answer('6.0.10', '3.15'), 'too-new');
  });
});

describe('distributions and their libraries', () => {
  it('need what they are built against and linked to', () => {
    // (index)
    const mysql = tables.nativeDependency('mysqlclient');
    assert.deepEqual(listsOf(mysql?.build, 'trixie'), ['build-essential', 'pkg-config', 'default-libmysqlclient-dev']);
    assert.deepEqual(listsOf(mysql?.runtime, 'trixie'), ['libmariadb3']);
    const ldap = tables.nativeDependency('python_ldap');
    assert.deepEqual(listsOf(ldap?.runtime, 'bullseye'), ['libldap-2.4-2', 'libsasl2-2']);
    assert.deepEqual(listsOf(ldap?.runtime, 'bookworm'), ['libldap-2.5-0', 'libsasl2-2']);
    assert.deepEqual(listsOf(ldap?.runtime, 'trixie'), ['libldap2', 'libsasl2-2']);
    assert.deepEqual(listsOf(tables.nativeDependency('uWSGI')?.runtime, 'trixie'), ['libpcre2-8-0']);
    const psycopg = tables.nativeDependency('psycopg2');
    assert.deepEqual(psycopg && tables.packagesFor(psycopg.build, { family: 'alpine', release: '3.22' }), ['build-base', 'libpq-dev']);
    assert.deepEqual(psycopg && tables.packagesFor(psycopg.build, { family: 'ubuntu', release: 'noble' }), undefined);
  });

  it('are found in any spelling and with the extras that are distributions of their own', () => {
    assert.equal(tables.nativeDependency('Python.LDAP')?.name, 'python-ldap');
    assert.equal(tables.nativeDependency('psycopg[c]')?.name, 'psycopg-c');
    assert.equal(tables.nativeDependency('psycopg[binary,pool]')?.name, 'psycopg-binary');
    assert.equal(tables.nativeDependency('psycopg [pool]')?.name, 'psycopg');
    assert.equal(tables.nativeDependency('requests'), undefined);
    assert.equal(tables.nativeDependency('constructor'), undefined);
    assert.equal(tables.nativeDependency(''), undefined);
  });

  it('name packages that each release has', () => {
    for (const name of Object.keys(written.native.distributions)) {
      const one = tables.nativeDependency(name);
      for (const release of releases)
        for (const wanted of [...listsOf(one?.build, release), ...listsOf(one?.runtime, release)])
          assert.equal(tables.aptName(wanted, release)?.status, 'real', `${name} on ${release}: ${wanted}`);
    }
  });

  it('know from which version on there is a wheel', () => {
    const wheel = (name: string, version: string, python: string, libc: 'glibc' | 'musl' = 'glibc') => {
      const one = tables.nativeDependency(name);
      assert.ok(one, name);
      return tables.hasWheel(one, version, python, libc);
    };
    // (files)
    assert.equal(wheel('psycopg2-binary', '2.8.6', '3.9'), true);
    assert.equal(wheel('psycopg2-binary', '2.8.6', '3.10'), false);
    assert.equal(wheel('psycopg2-binary', '2.9.9', '3.13'), false);
    assert.equal(wheel('psycopg2-binary', '2.9.10', '3.13'), true);
    assert.equal(wheel('psycopg2-binary', '2.9.2', '3.9', 'musl'), false);
    assert.equal(wheel('pillow', '9.5.0', '3.12'), false);
    assert.equal(wheel('xmlsec', '1.3.14', '3.12', 'musl'), true);
    assert.equal(wheel('pycurl', '7.45.7', '3.13', 'musl'), false);
    assert.equal(wheel('cryptography', '42.0.0', '3.14'), true);
    assert.equal(wheel('mysqlclient', '2.2.7', '3.13'), false);
    assert.equal(wheel('pymysql', '1.1.0', '3.13'), true);
    assert.equal(wheel('gevent', '24.2.1', '3.13'), undefined);
  });

  it('never have a first version that falls as Python rises', () => {
    for (const [name, { first }] of Object.entries(written.native.distributions))
      for (const table of [first?.glibc, first?.musl]) {
        const rows = Object.entries(table ?? {}).sort(([a], [b]) => compareVersions(a, b));
        for (const [at, [minor, version]] of rows.entries())
          assert.ok(at === 0 || compareVersions(rows[at - 1]?.[1] ?? '', version) <= 0, `${name} ${minor}`);
      }
  });
});

describe('commands of base images', () => {
  const has = (text: string, command: string) => tables.hasCommand(image(text), command);
  it('are those of the packages in the image', () => {
    // (index) minbase and buildpack-deps resolved, commands by Contents
    for (const command of ['useradd', 'groupadd', 'awk', 'which', 'perl', 'setpriv', 'getent'])
      for (const release of ['bullseye', 'bookworm', 'trixie'])
        assert.equal(has(`debian:${release}-slim`, command), true, `${command} ${release}`);
    for (const command of ['curl', 'wget', 'git', 'gcc', 'make', 'ps', 'nc', 'sudo', 'pg_isready', 'psql', 'msgfmt', 'unzip', 'pkg-config'])
      assert.equal(has('python:3.13-slim', command), false, command);
    for (const command of ['curl', 'wget', 'git', 'gcc', 'make', 'ps', 'unzip', 'pg_config', 'mysql_config'])
      assert.equal(has('python:3.13', command), true, command);
    for (const command of ['psql', 'nc', 'msgfmt', 'sudo', 'vim', 'node', 'cmake'])
      assert.equal(has('python:3.13', command), false, command);
  });

  it('have adduser on plain trixie no longer, but still in python slim', () => {
    // The published package lists of debian:trixie-slim and python:3.12.14-slim-trixie; bookworm's apt depends on adduser.
    assert.equal(has('debian:bookworm-slim', 'adduser'), true);
    assert.equal(has('debian:trixie-slim', 'adduser'), false);
    assert.equal(has('python:3.13-slim-trixie', 'adduser'), true);
    assert.equal(has('python:3.13-slim-trixie', 'useradd'), true);
  });

  it('differ on Alpine', () => {
    for (const command of ['adduser', 'wget', 'nc', 'ps', 'apk', 'su']) assert.equal(has('python:3.13-alpine', command), true, command);
    for (const command of ['useradd', 'bash', 'curl', 'apt-get', 'gcc', 'git', 'sudo'])
      assert.equal(has('python:3.13-alpine', command), false, command);
    assert.equal(has('python:3.13-slim', 'apk'), false);
    assert.equal(has('alpine:3.22', 'python3'), false);
  });

  it('are nearly none on distroless, and none but its own in the uv image', () => {
    for (const command of ['sh', 'bash', 'ls', 'cd', 'apt-get', 'pip'])
      assert.equal(has('gcr.io/distroless/python3-debian13', command), false, command);
    assert.equal(has('gcr.io/distroless/python3-debian13', 'python3'), true);
    assert.equal(has('ghcr.io/astral-sh/uv:0.9', 'uv'), true);
    assert.equal(has('ghcr.io/astral-sh/uv:0.9', 'sh'), false);
    assert.equal(has('ghcr.io/astral-sh/uv:python3.13-trixie-slim', 'uv'), true);
    assert.equal(has('ghcr.io/astral-sh/uv:python3.13-trixie-slim', 'python'), true);
  });

  it('are python3 nowhere on plain Debian and Ubuntu', () => {
    for (const base of ['debian:bookworm', 'ubuntu:24.04']) {
      assert.equal(has(base, 'python'), false, base);
      assert.equal(has(base, 'python3'), false, base);
    }
  });

  it('are left open where the tables do not know', () => {
    assert.equal(has('python:3.13-slim', 'frobnicate'), undefined);
    assert.equal(has('python:3.7-slim-buster', 'curl'), undefined);
    assert.equal(has('python:3.7-buster', 'bash'), true);
    assert.equal(has('node:22-slim', 'adduser'), undefined);
    assert.equal(has('python:3.13-slim', 'cd'), true);
    assert.equal(has('python:3.13-slim', 'constructor'), undefined);
  });

  it('come with packages that every release has', () => {
    for (const [command, { apt }] of Object.entries(written.commands.packages)) {
      if (!apt) continue;
      for (const release of releases) {
        const found = tables.aptName(apt, release);
        assert.ok(found === undefined || found.status === 'real' || command === 'yq', `${command}: ${apt} on ${release}`);
      }
    }
    assert.equal(tables.packageOf('psql', image('python:3.13-slim')), 'postgresql-client');
    assert.equal(tables.packageOf('useradd', image('python:3.13-alpine')), 'shadow');
    assert.equal(tables.packageOf('nc', image('python:3.13-slim')), 'netcat-openbsd');
    assert.equal(tables.packageOf('curl', image('gcr.io/distroless/python3-debian13')), undefined);
  });

  it('belong to profiles that exist', () => {
    for (const text of [
      'python:3',
      'python:3-slim',
      'python:3-alpine',
      'nginx',
      'nginx:alpine',
      'nginx:alpine-slim',
      'node',
      'node:slim',
      'node:alpine',
      'postgres',
      'postgres:alpine',
      'redis',
      'redis:alpine',
      'debian',
      'ubuntu',
      'alpine',
      'buildpack-deps:trixie',
    ])
      assert.ok(written.commands.profiles[image(text).profile], text);
  });

  it('come beside libraries the base has already', () => {
    // (index)
    assert.equal(tables.hasPackage(image('python:3.13-bookworm'), 'libpq-dev'), true);
    assert.equal(tables.hasPackage(image('python:3.13-slim-bookworm'), 'libpq5'), false);
    assert.equal(tables.hasPackage(image('python:3.13-trixie'), 'libmariadb3'), true);
    assert.equal(tables.hasPackage(image('python:3.13-trixie'), 'libpcre3'), false);
    assert.equal(tables.hasPackage(image('python:3.13-alpine'), 'libpq5'), undefined);
    assert.equal(tables.hasPackage(image('python:3.13-trixie'), 'cowsay'), undefined);
  });
});

describe('names of Debian packages', () => {
  const status = (name: string, release: string) => {
    const found = tables.aptName(name, release);
    return found && `${found.status}${found.instead ? ` ${found.instead}` : ''}`;
  };
  it('are there or not, release by release', () => {
    // (index)
    assert.equal(status('netcat', 'bullseye'), 'real');
    assert.equal(status('netcat', 'bookworm'), 'virtual netcat-openbsd');
    assert.equal(status('libgl1-mesa-glx', 'bookworm'), 'real');
    assert.equal(status('libgl1-mesa-glx', 'trixie'), 'absent libgl1');
    assert.equal(status('libmysqlclient-dev', 'bookworm'), 'absent default-libmysqlclient-dev');
    assert.equal(status('software-properties-common', 'trixie'), 'absent');
    assert.equal(status('libmagic1', 'trixie'), 'provided libmagic1t64');
    assert.equal(status('libssl1.1', 'bullseye'), 'real');
    assert.equal(status('libssl1.1', 'bookworm'), 'absent libssl3');
    assert.equal(status('python3-distutils', 'trixie'), 'absent python3-setuptools');
    assert.equal(status('libatlas-base-dev', 'trixie'), 'absent libopenblas-dev');
    assert.equal(status('build-essential', 'trixie'), 'real');
    assert.equal(status('frobnicate', 'trixie'), undefined);
    assert.equal(status('netcat', 'buster'), undefined);
    assert.equal(status('constructor', 'trixie'), undefined);
  });

  it('have only successors that the release has', () => {
    for (const [name, { in: by }] of Object.entries(written.apt.changed))
      for (const [release, { instead, provided }] of Object.entries(by)) {
        assert.ok(releases.includes(release), `${name} ${release}`);
        for (const one of [instead, provided])
          if (one) assert.equal(tables.aptName(one, release)?.status, 'real', `${name} on ${release}: ${one}`);
      }
  });

  it('tell what comes along with them', () => {
    const git = tables.brings('git', 'bookworm');
    assert.ok(git?.depends.includes('libsasl2-2') && git.recommends.includes('openssh-client'));
    assert.ok(tables.brings('build-essential', 'trixie')?.depends.includes('g++'));
    assert.ok(tables.brings('libpq-dev', 'trixie')?.depends.includes('libpq5'));
    // gettext depends on no curl and recommends it.
    assert.ok(
      !tables.brings('gettext', 'bookworm')?.depends.includes('curl') && tables.brings('gettext', 'bookworm')?.recommends.includes('curl'),
    );
    assert.equal(tables.brings('libpcre3', 'trixie'), undefined);
    assert.equal(tables.brings('git', 'buster'), undefined);
  });

  it('are offered for completion without those a release lacks', () => {
    const names = tables.aptNames('trixie');
    assert.ok(names.length > 500);
    assert.ok(names.includes('libpq-dev') && names.includes('libgl1'));
    assert.ok(!names.includes('netcat') && !names.includes('libpcre3'));
    assert.deepEqual(tables.aptNames('sarge'), []);
  });
});

describe('versions', () => {
  it('compare by number, and a missing part as it is told', () => {
    assert.ok(compareVersions('3.9', '3.10') < 0);
    assert.equal(compareVersions('3.9', '3.9.0'), 0);
    assert.ok(compareVersions('3.9', '3.9.5', Number.POSITIVE_INFINITY) > 0);
    assert.equal(compareVersions('3.9', '3.9', Number.POSITIVE_INFINITY), 0);
  });
});
