import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { writingReason } from '../../server/src/cli/write.ts';
import { defineRule, fix, insert, type Rule, replace } from '../../server/src/rules/rule.ts';
import { build, drydock, drydockUnprivileged, folder, inside, removeFolders, rewrite, wordRule } from './cli.ts';

const rules = [wordRule('AWFUL', 'error', rewrite('lawful')), wordRule('POOR', 'warning', rewrite('pure', false))];

describe('fixing', () => {
  before(function () {
    this.timeout(60_000);
    build();
  });
  afterEach(removeFolders);

  it('writes the safe fixes and reports what is left', async () => {
    const cwd = folder({ 'uwsgi.ini': '[uwsgi]\nname = AWFUL AWFUL\nthreads = POOR\n', 'sound_uwsgi.ini': '[uwsgi]\n' });
    const { code, out, err } = await inside(['check', '--fix'], { cwd, rules });
    assert.equal(readFileSync(join(cwd, 'uwsgi.ini'), 'utf8'), '[uwsgi]\nname = lawful lawful\nthreads = POOR\n');
    assert.match(out, /^uwsgi\.ini:3:11: warning: /);
    assert.match(out, /\n2 problems fixed in 1 file\. 1 problem \(1 warning\) in 1 of 2 files\n$/);
    assert.deepEqual([code, err], [1, '']);
  });
  it('ends with 0 when nothing is left', async () => {
    const cwd = folder({ 'uwsgi.ini': '[uwsgi]\nname = AWFUL\n' });
    const { code, out } = await inside(['check', '--fix'], { cwd, rules });
    assert.deepEqual([code, out], [0, '1 problem fixed in 1 file. No problems in 1 file\n']);
  });
  it('changes nothing the second time, with the rules of the product', () => {
    const cwd = folder({ 'uwsgi.ini': '# drydock: ignore[uwsgi/unknown-option]\n[uwsgi]\nstrict = true ; yes\nworkers = 4 # four\n' });
    drydock(['check', '--fix'], { cwd });
    const once = readFileSync(join(cwd, 'uwsgi.ini'), 'utf8');
    assert.doesNotMatch(once, /drydock: ignore/);
    const { out } = drydock(['check', '--fix'], { cwd });
    assert.equal(readFileSync(join(cwd, 'uwsgi.ini'), 'utf8'), once);
    assert.doesNotMatch(out, /fixed/);
    assert.equal(drydock(['check', '--fix', '--diff'], { cwd }).out, '');
  });
  for (const [kind, encode] of [
    ['little', (text: string) => Buffer.from(text, 'utf16le')],
    ['big', (text: string) => Buffer.from(text, 'utf16le').swap16()],
  ] as const) {
    it(`leaves a list for pip in the UTF-16 that it has, ${kind} end first`, async () => {
      const cwd = folder({ 'requirements.txt': encode('\ufeffdjango==5.2.8\r\nbrotlipy==0.7.0\r\n') });
      const { out, err } = await inside(['check', '--fix'], { cwd });
      assert.deepEqual(readFileSync(join(cwd, 'requirements.txt')), encode('\ufeffdjango==5.2.8\r\nBrotli\r\n'));
      assert.match(out, /^1 problem fixed in 1 file\./);
      assert.equal(err, '');
    });
  }
  it('tells of UTF-16 that only pip could read', async () => {
    const cwd = folder({ Dockerfile: Buffer.from('\ufeffFROM python\n', 'utf16le') });
    const { code, err } = await inside(['check'], { cwd });
    assert.match(err, /`Dockerfile` cannot be checked: it is UTF-16 text; save it as UTF-8/);
    assert.equal(code, 2);
  });
  it('fixes what fixes uncover', async () => {
    const chain: readonly Rule[] = [wordRule('one', 'warning', rewrite('two')), wordRule('two', 'warning', rewrite('three'))];
    const cwd = folder({ 'uwsgi.ini': '[uwsgi]\n; one\n' });
    await inside(['check', '--fix'], { cwd, rules: chain });
    assert.equal(readFileSync(join(cwd, 'uwsgi.ini'), 'utf8'), '[uwsgi]\n; three\n');
  });
  it('stops when fixes never come to an end', async () => {
    const growing = wordRule('awful', 'warning', (at) => ({ fixes: () => [fix('Grow', true, at.uri, insert(at.span.from, '!'))] }));
    const cwd = folder({ 'uwsgi.ini': '[uwsgi]\n; awful\n' });
    await inside(['check', '--fix'], { cwd, rules: [growing] });
    assert.equal(readFileSync(join(cwd, 'uwsgi.ini'), 'utf8'), `[uwsgi]\n; ${'!'.repeat(10)}awful\n`);
  });
  it('touches no file that was not named', async () => {
    const cwd = folder({ 'a/uwsgi.ini': '[uwsgi]\n; AWFUL\n', 'b/uwsgi.ini': '[uwsgi]\n; AWFUL\n' });
    await inside(['check', '--fix', 'a'], { cwd, rules });
    assert.equal(readFileSync(join(cwd, 'a/uwsgi.ini'), 'utf8'), '[uwsgi]\n; lawful\n');
    assert.equal(readFileSync(join(cwd, 'b/uwsgi.ini'), 'utf8'), '[uwsgi]\n; AWFUL\n');
  });
  it('keeps line ends, byte order mark and a missing last line end', async () => {
    const cwd = folder({ 'uwsgi.ini': '\ufeff[uwsgi]\r\nname = AWFUL\r\nmaster = true' });
    await inside(['check', '--fix'], { cwd, rules });
    assert.equal(readFileSync(join(cwd, 'uwsgi.ini'), 'utf8'), '\ufeff[uwsgi]\r\nname = lawful\r\nmaster = true');
  });
  it('keeps line ends with the rules of the product', () => {
    const cwd = folder({ 'uwsgi.ini': '# drydock: ignore[uwsgi/unknown-option]\r\n[uwsgi]\r\nmaster = true\r\n' });
    drydock(['check', '--fix'], { cwd });
    const text = readFileSync(join(cwd, 'uwsgi.ini'), 'utf8');
    assert.doesNotMatch(text, /drydock: ignore/);
    assert.doesNotMatch(text, /[^\r]\n/);
  });
  it('keeps the mode and leaves nothing beside the file', async () => {
    const cwd = folder({ 'uwsgi.ini': '[uwsgi]\n; AWFUL\n' });
    chmodSync(join(cwd, 'uwsgi.ini'), 0o751);
    await inside(['check', '--fix'], { cwd, rules });
    assert.equal(statSync(join(cwd, 'uwsgi.ini')).mode & 0o7777, 0o751);
    assert.deepEqual(readdirSync(cwd), ['.git', 'uwsgi.ini']);
  });
  it('keeps the owner', async function () {
    if (process.getuid?.() !== 0) this.skip();
    const cwd = folder({ 'uwsgi.ini': '[uwsgi]\n; AWFUL\n' });
    chownSync(join(cwd, 'uwsgi.ini'), 65534, 65533);
    await inside(['check', '--fix'], { cwd, rules });
    const { uid, gid } = statSync(join(cwd, 'uwsgi.ini'));
    assert.deepEqual([uid, gid], [65534, 65533]);
  });
  it('writes through a link', async () => {
    const cwd = folder({ 'real/uwsgi.ini': '[uwsgi]\n; AWFUL\n' });
    symlinkSync('real/uwsgi.ini', join(cwd, 'uwsgi.ini'));
    const { code, err } = await inside(['check', '--fix'], { cwd, rules });
    assert.ok(lstatSync(join(cwd, 'uwsgi.ini')).isSymbolicLink());
    assert.equal(readFileSync(join(cwd, 'real/uwsgi.ini'), 'utf8'), '[uwsgi]\n; lawful\n');
    assert.deepEqual([code, err], [0, '']);
  });
  it('keeps hard links together', async () => {
    const cwd = folder({ 'uwsgi.ini': '[uwsgi]\n; AWFUL\n' });
    linkSync(join(cwd, 'uwsgi.ini'), join(cwd, 'twin'));
    await inside(['check', '--fix'], { cwd, rules });
    assert.equal(readFileSync(join(cwd, 'twin'), 'utf8'), '[uwsgi]\n; lawful\n');
  });
  it('says that a file is read-only, and reports it as it is', async () => {
    const cwd = folder({ 'uwsgi.ini': '[uwsgi]\n; AWFUL\n', 'other_uwsgi.ini': '[uwsgi]\n; AWFUL\n' });
    chmodSync(join(cwd, 'uwsgi.ini'), 0o444);
    const { code, out, err } = await inside(['check', '--fix'], { cwd, rules });
    assert.equal(err, 'drydock: `uwsgi.ini` cannot be written: it is read-only\n');
    assert.match(out, /^uwsgi\.ini:2:3: error: /);
    assert.match(out, /\n1 problem fixed in 1 file\. 1 problem \(1 error\) in 1 of 2 files; 1 can be fixed with --fix\n$/);
    assert.equal(readFileSync(join(cwd, 'uwsgi.ini'), 'utf8'), '[uwsgi]\n; AWFUL\n');
    assert.equal(code, 2);
  });
  for (const [what, meddle, sentence] of [
    ['vanished', unlinkSync, 'it has vanished since it was read'],
    ['changed', (path: string) => writeFileSync(path, '[uwsgi]\nmine = 1\n'), 'it has changed since it was read; run Drydock again'],
  ] as const) {
    it(`says that a file has ${what} in the meantime`, async () => {
      const cwd = folder({ 'uwsgi.ini': '[uwsgi]\n; AWFUL\n' });
      const meddling = defineRule({
        ...wordRule('AWFUL', 'error'),
        reads: 'uwsgi',
        *check({ uri }) {
          yield {
            at: { uri, span: { from: 8, to: 9 } },
            message: 'Somebody else is here',
            fixes: () => {
              rmSync(join(cwd, 'uwsgi.ini'), { force: true });
              if (what === 'changed') meddle(join(cwd, 'uwsgi.ini'));
              return [fix('Tidy up', true, uri, replace({ from: 8, to: 15 }, ''))];
            },
          };
        },
      });
      const { code, err } = await inside(['check', '--fix'], { cwd, rules: [meddling] });
      assert.equal(err, `drydock: \`uwsgi.ini\` cannot be written: ${sentence}\n`);
      assert.equal(code, 2);
    });
  }
  it('has a sentence for each reason a file cannot be written', () => {
    const reason = (code: string) => writingReason(Object.assign(new Error('x'), { code }));
    assert.equal(reason('EACCES'), 'Permission denied: it cannot be written by this user');
    assert.equal(reason('EROFS'), 'It lies on a read-only file system');
    assert.equal(reason('ENOSPC'), 'There is no space left');
    assert.equal(reason('ENOENT'), 'It has vanished since it was read');
    assert.equal(reason('EIO'), 'x');
  });
  it('writes in place where the folder takes no new file', function () {
    const cwd = folder({ 'uwsgi.ini': '# drydock: ignore[uwsgi/unknown-option]\n[uwsgi]\n' });
    chmodSync(join(cwd, 'uwsgi.ini'), 0o666);
    chmodSync(cwd, 0o555);
    const ran = drydockUnprivileged(['check', '--fix'], cwd);
    chmodSync(cwd, 0o755);
    if (!ran) return this.skip();
    assert.doesNotMatch(readFileSync(join(cwd, 'uwsgi.ini'), 'utf8'), /drydock: ignore/);
    assert.equal(ran.err, '');
  });
  it('says that this user may not write', function () {
    const cwd = folder({ 'uwsgi.ini': '# drydock: ignore[uwsgi/unknown-option]\n[uwsgi]\n' });
    chmodSync(cwd, 0o555);
    const ran = process.getuid?.() === 0 ? drydockUnprivileged(['check', '--fix'], cwd) : undefined;
    chmodSync(cwd, 0o755);
    if (!ran) return this.skip();
    assert.equal(ran.err, 'drydock: `uwsgi.ini` cannot be written: permission denied: it cannot be written by this user\n');
    assert.equal(ran.code, 2);
  });
  it('reports what is left as JSON', async () => {
    const cwd = folder({ 'uwsgi.ini': '[uwsgi]\nname = AWFUL\nthreads = POOR\n' });
    const { out } = await inside(['check', '--fix', '--format', 'json'], { cwd, rules });
    const { problems }: { readonly problems: readonly { readonly rule: string }[] } = JSON.parse(out);
    assert.deepEqual(
      problems.map(({ rule }) => rule),
      ['uwsgi/POOR'],
    );
    assert.equal(readFileSync(join(cwd, 'uwsgi.ini'), 'utf8'), '[uwsgi]\nname = lawful\nthreads = POOR\n');
  });
});

describe('the fixes as a diff', () => {
  before(function () {
    this.timeout(60_000);
    build();
  });
  afterEach(removeFolders);

  it('are printed and not written, twice the same', async () => {
    const cwd = folder({ 'a/uwsgi.ini': '[uwsgi]\nname = AWFUL\nthreads = POOR\n', 'b/uwsgi.ini': '[uwsgi]\n' });
    const words = ['check', '--fix', '--diff', 'a', 'b'];
    const first = await inside(words, { cwd, rules });
    assert.equal(
      first.out,
      '--- a/a/uwsgi.ini\n+++ b/a/uwsgi.ini\n@@ -1,3 +1,3 @@\n [uwsgi]\n-name = AWFUL\n+name = lawful\n threads = POOR\n',
    );
    assert.equal(first.err, 'drydock: --fix would change 1 file and leave 1 problem\n');
    assert.equal(first.code, 1);
    assert.equal(readFileSync(join(cwd, 'a/uwsgi.ini'), 'utf8'), '[uwsgi]\nname = AWFUL\nthreads = POOR\n');
    assert.deepEqual(await inside(words, { cwd, rules }), first);
  });
  it('say that there is nothing to change', async () => {
    const { code, out, err } = await inside(['check', '--fix', '--diff'], { cwd: folder({ 'uwsgi.ini': '[uwsgi]\n' }), rules });
    assert.deepEqual([code, out, err], [0, '', 'drydock: --fix would change nothing\n']);
  });
  it('come from the built command too', () => {
    const cwd = folder({ 'uwsgi.ini': '# drydock: ignore[uwsgi/unknown-option]\n[uwsgi]\nmaster = true\n' });
    const { code, out } = drydock(['check', '--fix', '--diff'], { cwd });
    assert.ok(out.startsWith('--- a/uwsgi.ini\n+++ b/uwsgi.ini\n@@ -1,3 '));
    assert.match(out, /\n-# drydock: ignore\[uwsgi\/unknown-option\]\n/);
    assert.equal(code, 1);
  });
  it('are coloured on a terminal only', async () => {
    const cwd = folder({ 'uwsgi.ini': '[uwsgi]\n; AWFUL\n' });
    const { out } = await inside(['check', '--fix', '--diff'], { cwd, rules, isTTY: true });
    assert.ok(out.includes('\u001b[31m-; AWFUL\u001b[0m\n\u001b[32m+; lawful\u001b[0m\n'));
  });
});

describe('fixing standard input', () => {
  afterEach(removeFolders);
  const input = '[uwsgi]\r\nname = AWFUL\r\nthreads = POOR\r\n';

  it('puts the fixed text out and the report on standard error', async () => {
    const cwd = folder({ 'uwsgi.ini': 'untouched' });
    const { code, out, err } = await inside(['check', '--fix', '--stdin-filename', 'uwsgi.ini'], { cwd, input, rules });
    assert.equal(out, '[uwsgi]\r\nname = lawful\r\nthreads = POOR\r\n');
    assert.match(err, /^uwsgi\.ini:3:11: warning: /);
    assert.equal(readFileSync(join(cwd, 'uwsgi.ini'), 'utf8'), 'untouched');
    assert.equal(code, 1);
  });
  it('puts the text out as it came when there is nothing to fix', async () => {
    const cwd = folder({ 'drydock.yaml': 'ignore: ["old_uwsgi.ini"]\n' });
    for (const [name, text] of [
      ['uwsgi.ini', '[uwsgi]\n'],
      ['old_uwsgi.ini', input],
    ] as const) {
      const { code, out } = await inside(['check', '--fix', '--stdin-filename', name], { cwd, input: text, rules });
      assert.deepEqual([code, out], [0, text]);
    }
  });
  it('can be seen as a diff', async () => {
    const { out } = await inside(['check', '--fix', '--diff', '--stdin-filename', 'uwsgi.ini'], { cwd: folder({}), input, rules });
    assert.match(out, /\n-name = AWFUL\r\n\+name = lawful\r\n/);
  });
  it('puts nothing out when the input cannot be read', async () => {
    const words = ['check', '--fix', '--stdin-filename', 'uwsgi.ini'];
    const { code, out } = await inside(words, { cwd: folder({}), input: new Uint8Array([0, 1]), rules });
    assert.deepEqual([code, out], [2, '']);
  });
});
