import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { createFailures } from '../../server/src/cli/failures.ts';
import { load } from '../../server/src/cli/load.ts';
import { createWorkspace } from '../../server/src/project/workspace.ts';
import { defineRule, type Rule } from '../../server/src/rules/rule.ts';
import { relative, uriOfPath } from '../../server/src/text/uri.ts';
import { today } from '../support/project.ts';
import {
  build,
  drydock,
  drydockIntoHead,
  drydockUnprivileged,
  folder,
  inside,
  processOf,
  type Ran,
  removeFolders,
  wordRule,
} from './cli.ts';

const sound = '[uwsgi]\nmaster = true\nstrict = true\n';
/** For tests that are not about problems: whatever rules the product has, these files are clean. */
const rules: readonly Rule[] = [];
const faulty = '# drydock: ignore[uwsgi/unknown-option]\n[uwsgi]\nmaster = true\n';
const faultyLine = /^uwsgi\.ini:1:19: warning: .* \[project\/unused-ignore\]$/m;

/** Checks a bad input beside a faulty file: told in one sentence, the other file still checked, exit code 2. */
const refused = ({ code, out, err }: Ran, sentence: string) => {
  assert.equal(err, `drydock: ${sentence}\n`);
  assert.match(out, faultyLine);
  assert.equal(code, 2);
};

describe('what is checked', () => {
  before(function () {
    this.timeout(60_000);
    build();
  });
  afterEach(removeFolders);

  it('ends with 0 and says so when all is well', () => {
    const cwd = folder({ 'drydock.yaml': 'rules:\n  uwsgi: off\n  project: off\n', 'uwsgi.ini': sound });
    assert.deepEqual(drydock(['check', 'uwsgi.ini'], { cwd }), { code: 0, out: 'No problems in 1 file\n', err: '' });
  });
  it('ends with 1 when there is a problem', () => {
    const { code, out, err } = drydock(['check', '.'], { cwd: folder({ 'uwsgi.ini': faulty }) });
    assert.match(out, faultyLine);
    assert.deepEqual([code, err], [1, '']);
  });
  it('checks the current folder when nothing is named', async () =>
    assert.equal((await inside(['check'], { cwd: folder({ 'deep/down/uwsgi.ini': sound }), rules })).out, 'No problems in 1 file\n'));

  it('refuses a missing path', () =>
    refused(
      drydock(['check', 'nowhere.ini', 'uwsgi.ini'], { cwd: folder({ 'uwsgi.ini': faulty }) }),
      '`nowhere.ini` cannot be checked: there is no such file or folder',
    ));
  it('refuses a path below a file', () =>
    refused(
      drydock(['check', 'uwsgi.ini/x', 'uwsgi.ini'], { cwd: folder({ 'uwsgi.ini': faulty }) }),
      '`uwsgi.ini/x` cannot be checked: it is not a folder',
    ));
  it('refuses a binary file', () =>
    refused(
      drydock(['check', '.'], { cwd: folder({ 'uwsgi.ini': faulty, 'old_uwsgi.ini': new Uint8Array([0x5b, 0, 1, 2]) }) }),
      '`old_uwsgi.ini` cannot be checked: it is a binary file',
    ));
  it('refuses a file of 50 MB', () => {
    const cwd = folder({ 'uwsgi.ini': faulty, 'big_uwsgi.ini': '' });
    truncateSync(join(cwd, 'big_uwsgi.ini'), 50 * 1024 * 1024);
    refused(drydock(['check', '.'], { cwd }), '`big_uwsgi.ini` cannot be checked: it is 50 MB large; files above 2 MB are not read');
  });
  it('refuses what is not UTF-8, and names the line', () =>
    refused(
      drydock(['check', '.'], { cwd: folder({ 'uwsgi.ini': faulty, 'latin.ini': Buffer.from('[uwsgi]\n; caf\xe9\n', 'latin1') }) }),
      '`latin.ini` cannot be checked: it is not UTF-8: line 2 holds a byte that means nothing there; save it as UTF-8',
    ));
  it('refuses links that lead in a circle, named', () => {
    const cwd = folder({ 'uwsgi.ini': faulty });
    symlinkSync('b.ini', join(cwd, 'a.ini'));
    symlinkSync('a.ini', join(cwd, 'b.ini'));
    refused(drydock(['check', 'a.ini', 'uwsgi.ini'], { cwd }), '`a.ini` cannot be checked: its symbolic links lead in a circle');
  });
  it('refuses links that lead in a circle, met on the way', () => {
    const cwd = folder({ 'uwsgi.ini': faulty });
    symlinkSync('round.ini', join(cwd, 'round.ini'));
    refused(drydock(['check'], { cwd }), '`round.ini` cannot be checked: its symbolic links lead in a circle');
  });
  it('checks a file once although a linked folder leads round to it', async () => {
    const cwd = folder({ 'app/uwsgi.ini': sound });
    symlinkSync('..', join(cwd, 'app/again'));
    assert.deepEqual(await inside(['check'], { cwd, rules }), { code: 0, out: 'No problems in 1 file\n', err: '' });
  });
  it('refuses what is no regular file', function () {
    const cwd = folder({ 'uwsgi.ini': faulty });
    if (spawnSync('mkfifo', [join(cwd, 'pipe.ini')]).status !== 0) this.skip();
    refused(drydock(['check', 'pipe.ini', 'uwsgi.ini'], { cwd }), '`pipe.ini` cannot be checked: it is not a regular file');
  });
  it('refuses a file and a folder that this user may not read', function () {
    const cwd = folder({ 'uwsgi.ini': faulty, 'secret_uwsgi.ini': sound, 'vault/uwsgi.ini': sound });
    chmodSync(cwd, 0o755);
    chmodSync(join(cwd, 'secret_uwsgi.ini'), 0);
    chmodSync(join(cwd, 'vault'), 0);
    const ran = drydockUnprivileged(['check', '.'], cwd);
    chmodSync(join(cwd, 'vault'), 0o755);
    if (!ran) return this.skip();
    refused(
      ran,
      [
        '`vault` cannot be checked: permission denied: it cannot be read by this user',
        'drydock: `secret_uwsgi.ini` cannot be checked: permission denied: it cannot be read by this user',
      ].join('\n'),
    );
  });
  it('refuses a named file that is none of ours', () =>
    refused(
      drydock(['check', 'notes.md', 'uwsgi.ini'], { cwd: folder({ 'uwsgi.ini': faulty, 'notes.md': '# Notes\n' }) }),
      '`notes.md` cannot be checked: it is not a file Drydock knows',
    ));
  it('tells a path that is named twice once', async () => {
    const { err } = await inside(['check', 'nowhere', 'nowhere'], { cwd: folder({}) });
    assert.equal(err, 'drydock: `nowhere` cannot be checked: there is no such file or folder\n');
  });
  it('passes over binary and broken files that are none of ours', async () => {
    const cwd = folder({
      'uwsgi.ini': sound,
      'logo.conf': new Uint8Array([0, 1]),
      'latin.cfg': Buffer.from('[tool]\nx = \xe9\n', 'latin1'),
    });
    assert.deepEqual(await inside(['check'], { cwd, rules }), { code: 0, out: 'No problems in 1 file\n', err: '' });
  });

  it('says in a sentence that a folder holds nothing of ours', () => {
    const cwd = folder({ 'docs/index.md': '# Docs\n' });
    const err = 'drydock: nothing to check in `docs`: no file there is one that Drydock knows\n';
    assert.deepEqual(drydock(['check', 'docs'], { cwd }), { code: 0, out: '', err });
  });
  it('says so beside another folder that holds something', async () => {
    const cwd = folder({ 'docs/index.md': '# Docs\n', 'deploy/uwsgi.ini': sound });
    const { code, out, err } = await inside(['check', 'docs', 'deploy'], { cwd, rules });
    assert.equal(err, 'drydock: nothing to check in `docs`: no file there is one that Drydock knows\n');
    assert.deepEqual([code, out], [0, 'No problems in 1 file\n']);
  });

  it('reports only on what was named, though it reads the whole project', async () => {
    const cwd = folder({
      'drydock.yaml': 'rules:\n  uwsgi/awful: error\n',
      'a/uwsgi.ini': '[uwsgi]\n; awful\n',
      'b/uwsgi.ini': '[uwsgi]\n; awful\n',
    });
    const { out } = await inside(['check', '../a'], { cwd: join(cwd, 'b'), rules: [wordRule('awful', 'hint')] });
    assert.match(out, /^\.\.\/a\/uwsgi\.ini:2:3: error: /);
    assert.match(out, /\n1 problem \(1 error\) in 1 file\n$/);
  });
  it('knows the files of the project beside the named one', async () => {
    const cwd = folder({ 'app/uwsgi.ini': sound, Dockerfile: 'FROM scratch\n' });
    const seen: unknown[] = [];
    const rule = defineRule({
      ...wordRule('awful', 'warning'),
      reads: 'uwsgi',
      *check({ project }) {
        seen.push(project.complete, ...['Dockerfile', 'nowhere'].map((name) => project.exists(uriOfPath(join(cwd, name)))));
      },
    });
    await inside(['check', 'app/uwsgi.ini'], { cwd, rules: [rule] });
    assert.deepEqual(seen, [true, true, false]);
  });
  it('checks a file once however often it is named', async () => {
    const cwd = folder({ 'a/uwsgi.ini': sound });
    assert.equal((await inside(['check', 'a', '.', 'a/uwsgi.ini', './a/../a/uwsgi.ini'], { cwd, rules })).out, 'No problems in 1 file\n');
  });
  it('passes over what git ignores, unless it is named', async () => {
    const cwd = folder({ '.gitignore': 'build/\n', 'uwsgi.ini': sound, 'build/uwsgi.ini': sound, 'build/deep/uwsgi.ini': sound });
    assert.equal((await inside(['check'], { cwd, rules })).out, 'No problems in 1 file\n');
    assert.equal((await inside(['check', 'build/uwsgi.ini'], { cwd, rules })).out, 'No problems in 1 file\n');
    assert.equal((await inside(['check', 'build'], { cwd, rules })).out, 'No problems in 2 files\n');
  });
  it('checks a named file or folder where no walk would go', async () => {
    const cwd = folder({ 'node_modules/x/uwsgi.ini': sound });
    assert.equal((await inside(['check'], { cwd, rules })).out, '');
    assert.equal((await inside(['check', 'node_modules/x/uwsgi.ini'], { cwd, rules })).out, 'No problems in 1 file\n');
    assert.equal((await inside(['check', 'node_modules/x'], { cwd, rules })).out, 'No problems in 1 file\n');
  });
  it('says that drydock.yaml ignores what was named', async () => {
    const cwd = folder({ 'drydock.yaml': 'ignore:\n  - old\n', 'old/uwsgi.ini': faulty });
    const file = await inside(['check', 'old/uwsgi.ini'], { cwd, rules });
    assert.deepEqual(file, { code: 0, out: '', err: 'drydock: `old/uwsgi.ini` is not checked: drydock.yaml ignores it\n' });
    const all = await inside(['check', 'old'], { cwd, rules });
    assert.deepEqual(all, { code: 0, out: '', err: 'drydock: drydock.yaml ignores everything in `old` that Drydock knows\n' });
  });
  it('says that a folder is too large to be checked to its end', async () => {
    const cwd = folder({ 'a_uwsgi.ini': sound, 'b_uwsgi.ini': sound, 'c_uwsgi.ini': sound });
    let err = '';
    const stderr = { write: (text: string) => (err += text) };
    const io = { stdout: stderr, stderr, stdin: (async function* () {})(), cwd, env: {}, isTTY: false, today };
    const failures = createFailures(io);
    const files = await load(
      { folders: [{ word: '.', path: cwd }], texts: new Map(), stdin: undefined },
      createWorkspace(),
      io,
      failures,
      2,
    );
    assert.deepEqual(
      files.map((file) => relative(uriOfPath(cwd), file)),
      ['a_uwsgi.ini', 'b_uwsgi.ini'],
    );
    assert.equal(err, 'drydock: `.` cannot be checked: more than 2 files lie in it, and the rest was left out; name smaller folders\n');
    assert.ok(failures.any);
  });

  it('prints no stack trace for a rule that fails, goes on, and ends with 2', async () => {
    const broken = defineRule({
      ...wordRule('broken', 'warning'),
      reads: 'uwsgi',
      // biome-ignore lint/correctness/useYield: it fails before it finds anything
      *check() {
        throw new TypeError('x is undefined');
      },
    });
    const cwd = folder({ 'a/uwsgi.ini': '[uwsgi]\n; awful\n', 'b/uwsgi.ini': sound });
    const { code, out, err } = await inside(['check'], { cwd, rules: [broken, wordRule('awful', 'warning')] });
    assert.equal(
      err,
      'drydock: the rule `uwsgi/broken` failed on `a/uwsgi.ini`: x is undefined; this is a bug in Drydock, please report it at https://github.com/drydock/django-drydock/issues\n',
    );
    assert.match(out, /1 problem \(1 warning\) in 1 of 2 files/);
    assert.equal(code, 2);
  });
  it('survives fixes that cannot be worked out', async () => {
    const rule = wordRule('awful', 'warning', () => ({
      fixes: () => {
        throw new Error('no way');
      },
    }));
    const cwd = folder({ 'uwsgi.ini': '[uwsgi]\n; awful\n' });
    for (const words of [['check'], ['check', '--fix']]) {
      const { code, out, err } = await inside(words, { cwd, rules: [rule] });
      assert.match(err, /^drydock: the rule `.*` failed on `uwsgi\.ini`: no way; this is a bug in Drydock/);
      assert.match(out, /^uwsgi\.ini:2:3: warning:/);
      assert.equal(code, 2);
    }
  });
});

describe('standard input', () => {
  before(function () {
    this.timeout(60_000);
    build();
  });
  afterEach(removeFolders);

  it('is checked under its name', () => {
    const { code, out, err } = drydock(['check', '--stdin-filename', 'uwsgi.ini'], { cwd: folder({}), input: faulty });
    assert.match(out, faultyLine);
    assert.deepEqual([code, err], [1, '']);
  });
  it('stands for the text on disk, in the project of that place', async () => {
    const cwd = folder({ 'drydock.yaml': 'rules:\n  uwsgi/awful: error\n', 'a/uwsgi.ini': '[uwsgi]\n', 'a/other_uwsgi.ini': '; awful\n' });
    const input = '[uwsgi]\n; awful\n';
    const { out } = await inside(['check', '-', '--stdin-filename=a/uwsgi.ini'], { cwd, input, rules: [wordRule('awful', 'hint')] });
    assert.match(out, /^a\/uwsgi\.ini:2:3: error: /);
    assert.match(out, /\n1 problem \(1 error\) in 1 file\n$/);
  });
  it('may stand for a file in a folder that is not there yet', async () => {
    const { code, out } = await inside(['check', '--stdin-filename', 'new/deep/uwsgi.ini'], { cwd: folder({}), input: sound, rules });
    assert.deepEqual([code, out], [0, 'No problems in 1 file\n']);
  });
  it('is checked beside paths', async () => {
    const cwd = folder({ 'a/uwsgi.ini': sound });
    assert.equal(
      (await inside(['check', '--stdin-filename', 'b_uwsgi.ini', 'a'], { cwd, input: sound, rules })).out,
      'No problems in 2 files\n',
    );
  });
  for (const [what, input, sentence] of [
    ['binary', new Uint8Array([0, 1, 2]), 'it is a binary file'],
    ['UTF-16', Buffer.from('\ufeff[uwsgi]\n', 'utf16le'), 'it is UTF-16 text; save it as UTF-8'],
    ['endless', Buffer.alloc(3 * 1024 * 1024, 'a'), 'more than 2 MB came in on standard input'],
  ] as const) {
    it(`is refused when it is ${what}`, async () => {
      const { code, out, err } = await inside(['check', '--stdin-filename', 'uwsgi.ini'], { cwd: folder({}), input });
      assert.equal(err, `drydock: \`uwsgi.ini\` cannot be checked: ${sentence}\n`);
      assert.deepEqual([code, out], [2, '']);
    });
  }
  it('is refused when it cannot be read at all', async () => {
    const input = {
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('EIO: i/o error, read')) }),
    };
    const { code, err } = await inside(['check', '--stdin-filename', 'uwsgi.ini'], { cwd: folder({}), input });
    assert.equal(err, 'drydock: `uwsgi.ini` cannot be checked: standard input cannot be read: EIO: i/o error, read\n');
    assert.equal(code, 2);
  });
  it('is refused under a name that is none of ours', async () => {
    const { code, err } = await inside(['check', '--stdin-filename', 'notes.md'], { cwd: folder({}), input: sound, rules });
    assert.equal(err, 'drydock: `notes.md` cannot be checked: it is not a file Drydock knows\n');
    assert.equal(code, 2);
  });
});

describe('the process', () => {
  before(function () {
    this.timeout(60_000);
    build();
  });
  afterEach(removeFolders);
  const many = `[uwsgi]\n${'# drydock: ignore[uwsgi/unknown-option]\n'.repeat(8000)}`;

  it('writes all of a large result into a pipe', () => {
    const { code, out } = drydock(['check', '--format', 'json'], { cwd: folder({ 'uwsgi.ini': many }) });
    assert.ok(out.length > 3_000_000);
    const { problems }: { readonly problems: readonly unknown[] } = JSON.parse(out);
    assert.equal(problems.length, 8000);
    assert.equal(code, 1);
  });
  it('is quiet when its reader goes away', async () => {
    const { code, err } = await drydockIntoHead(['check'], folder({ 'uwsgi.ini': many }));
    assert.deepEqual([code, err], [1, '']);
  });
  it('honours NO_COLOR and FORCE_COLOR', () => {
    const cwd = folder({ 'uwsgi.ini': faulty });
    assert.ok(!drydock(['check'], { cwd }).out.includes('\u001b'));
    assert.ok(drydock(['check'], { cwd, env: { FORCE_COLOR: '1' } }).out.includes('\u001b'));
    assert.ok(!drydock(['check'], { cwd, env: { FORCE_COLOR: '1', NO_COLOR: '1' } }).out.includes('\u001b'));
  });
  it('answers the language server protocol under serve --stdio', async function () {
    this.timeout(30_000);
    const message = (content: object) => {
      const body = JSON.stringify({ jsonrpc: '2.0', ...content });
      return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    };
    const [file, args] = processOf(['serve', '--stdio']);
    const child = spawn(file, args, { cwd: folder({}) });
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
      if (out.includes('"id":2')) child.stdin.end(message({ method: 'exit' }));
    });
    child.stdin.write(message({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } }));
    child.stdin.write(message({ method: 'initialized', params: {} }) + message({ id: 2, method: 'shutdown' }));
    const code = await new Promise((done) => child.on('close', done));
    assert.match(out, /^Content-Length: \d+\r\n\r\n\{.*"id":1.*"capabilities"/s);
    assert.equal(code, 0);
  });
  it('says in a sentence that the current folder is gone', () => {
    const cwd = folder({ 'gone/x': '' });
    const [file, args] = processOf(['check']);
    const { status, stderr } = spawnSync('sh', ['-c', 'rm -r ../gone; exec "$0" "$@"', file, ...args], {
      cwd: join(cwd, 'gone'),
      encoding: 'utf8',
    });
    assert.equal(stderr, 'drydock: `.` cannot be checked: there is no such file or folder\n');
    assert.equal(status, 2);
  });
});
