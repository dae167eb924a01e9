import assert from 'node:assert/strict';
import { debianPackage, optionRow, optionRows, targets } from '../../../server/src/knowledge/moving/tables.ts';
import { judge } from '../../../server/src/scaffold/move/verdict.ts';
import { knowledge } from '../../support/project.ts';

/** What belongs together when a project leaves uWSGI: the questions that every report must answer. */
const groups = `http-socket
http
socket uwsgi-socket
chmod-socket
chown-socket
https https-socket
http-to-https
protocol
module
wsgi-file
callable
mount manage-script-name
chdir
pythonpath pp
home virtualenv venv
env
processes workers
threads
enable-threads
master
lazy-apps lazy
single-interpreter
harakiri
harakiri-verbose py-tracebacker
harakiri-graceful-timeout harakiri-graceful-signal harakiri-queue-threshold
max-requests
max-requests-delta
max-worker-lifetime max-worker-lifetime-delta
min-worker-lifetime
reload-on-rss evil-reload-on-rss
reload-on-as limit-as
reload-on-exception
worker-reload-mercy reload-mercy
die-on-term
vacuum
need-app
strict
listen
buffer-size
post-buffering
limit-post
max-vars
socket-timeout http-timeout
http-keepalive http11-socket
so-keepalive tcp-nodelay socket-sndbuf socket-rcvbuf
reuse-port
http-chunked-input http-auto-chunked
http-websockets
http-raw-body http-manage-expect
http-enable-proxy-protocol
http-var log-x-forwarded-for
add-header
del-header collect-header route route-run error-route
static-map static-map2 check-static
static-expires static-expires-uri static-expires-type
static-gzip static-gzip-all
static-index
mime-file mimefile
honour-range
static-safe static-skip-ext
offload-threads
file-serve-mode
http-auto-gzip
disable-logging
log-4xx log-5xx log-slow log-zero
log-format logformat
log-date logformat-strftime
logto logto2 logger req-logger log-maxsize log-reopen
log-master threaded-logger log-encoder
memory-report
stats stats-http stats-pusher-default-freq carbon
alarm alarm-freq
pidfile safe-pidfile
daemonize
uid gid chroot umask
auto-procname procname-prefix procname-prefix-spaced
max-fd
cpu-affinity
thunder-lock
cheaper cheaper-algo cheaper-busyness-max
idle die-on-idle cheap
touch-reload touch-chain-reload reload
master-fifo
py-autoreload
gevent gevent-monkey-patch async ugreen asyncio tornado
import shared-import python-import
exec-asap exec-pre-app hook-post-app
attach-daemon smart-attach-daemon attach-daemon2
mule mules farm
spooler spooler-processes
cron cron2 unique-cron timer
cache2 sharedarea queue locks
legion legion-node
emperor vassals-set
fastrouter subscribe-to zerg
plugins need-plugin
ignore-sigpipe ignore-write-errors disable-write-exception
py-call-osafterfork py-call-uwsgi-fork-hooks
close-on-exec no-orphans reaper
honour-stdin
optimize
include inherit`
  .split('\n')
  .map((line) => line.split(' '));

const optionOf = (key: string) => {
  const entry = knowledge.find('uwsgi-option', key);
  return { key, entry, names: entry ? [key, entry.name, entry.canonical, ...entry.aliases] : [key], used: false };
};

describe('the table of options', () => {
  it('answers for all that belongs together, for each server', () => {
    for (const group of groups)
      for (const name of group) {
        const row = optionRow('uwsgi', optionOf(name).names);
        assert.ok(row, `${name} has a row`);
        for (const to of targets) {
          const { outcome, text, link } = judge('uwsgi', optionOf(name), to);
          assert.ok(text.length > 5, `${name} for ${to}: ${text}`);
          assert.match(link, /^https:\/\//, name);
          assert.notEqual(outcome, 'variable', name);
        }
      }
  });

  it('gives every option that the catalogue explains a verdict that says more than its name', () => {
    const explained = knowledge.list('uwsgi-option').filter(({ body }) => body !== '');
    assert.ok(explained.length > 300);
    for (const { name } of explained)
      for (const to of targets) {
        const { outcome, text } = judge('uwsgi', optionOf(name), to);
        assert.match(outcome, /^(?:itself|platform|hand|instead)$/, name);
        assert.match(text, /^(?:[A-Z`]|nginx|django-|gunicorn|uvicorn).{4,}[.!`)]$/s, `${name} for ${to}: ${text}`);
      }
  });

  it('says something of the rest too', () => {
    for (const { name } of knowledge.list('uwsgi-option')) assert.ok(judge('uwsgi', optionOf(name), 'uvicorn').text.length > 5, name);
  });

  it('tells variables and names that mean nothing apart', () => {
    assert.equal(judge('uwsgi', { key: 'root', names: ['root'], entry: undefined, used: true }, 'uvicorn').outcome, 'variable');
    assert.equal(judge('uwsgi', { key: 'proceses', names: ['proceses'], entry: undefined, used: false }, 'uvicorn').outcome, 'unknown');
  });

  it('names only options that uWSGI has', () => {
    const names = knowledge.list('uwsgi-option').flatMap(({ name, aliases }) => [name, ...aliases]);
    // `end` closes blocks and is no option.
    for (const { names: own } of optionRows('uwsgi'))
      for (const name of own)
        if (name !== 'end')
          assert.ok(name.endsWith('*') ? names.some((one) => one.startsWith(name.slice(0, -1))) : names.includes(name), name);
  });

  it('has rows that are whole, each name in one of them', () => {
    for (const server of ['uwsgi', 'daphne'] as const) {
      const seen = new Set<string>();
      for (const row of optionRows(server)) {
        for (const name of row.names) {
          assert.ok(!seen.has(name), `${name} stands twice`);
          seen.add(name);
        }
        const heirs = server === 'daphne' ? [row.uvicorn] : [row.uvicorn, row.gunicorn];
        if (heirs.some((heir) => heir === undefined))
          assert.ok(row.platform ?? row.instead, `${row.names[0]} says what to do for each server`);
        for (const text of [
          row.platform,
          row.instead,
          row.note,
          ...heirs.map((heir) => heir && ('becomes' in heir ? heir.becomes : heir.itself)),
        ])
          if (text !== undefined) assert.match(text, /\.$/, row.names[0]);
        assert.match(row.link, /^https:\/\//);
      }
    }
  });

  it('knows every option of Daphne that its command line takes', () => {
    for (const { name } of knowledge.list('tool-option').filter(({ tool }) => tool === 'daphne')) {
      const key = name.replace(/^daphne -*/, '').replace(/^--?/, '');
      if (key.includes(' ') || key.startsWith('<')) continue;
      assert.ok(optionRow('daphne', [key]), key);
    }
  });
});

describe('the table of packages', () => {
  const releases = ['bullseye', 'bookworm', 'trixie'];

  it('names packages that Debian has, as far as our lists of Debian go', () => {
    for (const release of releases)
      for (const alpine of [
        'postgresql-dev',
        'libpq',
        'jpeg-dev',
        'zlib-dev',
        'libffi-dev',
        'mariadb-connector-c',
        'geos',
        'libmagic',
        'tiff',
        'openldap',
      ])
        for (const name of debianPackage(alpine, release)?.names ?? assert.fail(`${alpine} of ${release}`)) {
          const found = knowledge.images.aptName(name, release);
          assert.ok(found === undefined || found.status === 'real', `${name} in ${release}: ${found?.status}`);
        }
  });

  it('changes names with the release', () => {
    assert.deepEqual(debianPackage('libffi', 'bullseye'), { for: 'runtime', names: ['libffi7'] });
    assert.deepEqual(debianPackage('libffi', 'trixie'), { for: 'runtime', names: ['libffi8'] });
  });

  it('drops what only uWSGI wanted, and knows compilers for what they are', () => {
    assert.deepEqual(debianPackage('linux-headers', 'trixie'), { for: 'uwsgi', names: [] });
    assert.equal(debianPackage('gcc', 'trixie')?.for, 'compiler');
    assert.equal(debianPackage('no-such-package', 'trixie'), undefined);
  });
});
