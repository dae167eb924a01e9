import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readHead, readText } from '../../server/src/disk/read.ts';
import { walk } from '../../server/src/disk/walk.ts';
import { foldersOf } from '../../server/src/project/folders.ts';
import { relative, uriOfPath } from '../../server/src/text/uri.ts';

let folder = '';
const write = (path: string, content: string | Uint8Array = '') => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
};
const found = async (limit?: number) => {
  const { files, ...rest } = await walk(folder, limit === undefined ? {} : { limit });
  return { names: files.map((file) => relative(uriOfPath(folder), file)), ...rest };
};
const refusal = async (path: string, limit?: number) => {
  const read = await readText(join(folder, path), limit);
  return 'text' in read ? 'none' : read.refused;
};

describe('files on disk', () => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'drydock-disk-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('lists every file, the ones near the root first', async () => {
    for (const path of ['b/deep/uwsgi.ini', 'a/x.py', 'manage.py', '.env']) write(path);
    const { names, complete, problems } = await found();
    assert.deepEqual(names, ['.env', 'manage.py', 'a/x.py', 'b/deep/uwsgi.ini']);
    assert.equal(complete, true);
    assert.deepEqual(problems, []);
  });

  it('leaves out foreign folders and virtual environments of any name, but not a folder called static', async () => {
    for (const path of ['node_modules/x/uwsgi.ini', 'my-env/pyvenv.cfg', 'my-env/lib/y.py', '.git/config', 'static/a.css', 'env/real.py'])
      write(path);
    const { names, skipped } = await found();
    assert.deepEqual(names, ['env/real.py', 'static/a.css']);
    assert.equal(skipped.length, 3);
  });

  it('walks a root that is itself a virtual environment', async () => {
    write('pyvenv.cfg');
    write('uwsgi.ini');
    assert.deepEqual((await found()).names, ['pyvenv.cfg', 'uwsgi.ini']);
  });

  it('leaves out folders that a .gitignore names, the nearest file deciding, and keeps single ignored files', async () => {
    write('.gitignore', 'build/\n*.ini\n/out\n');
    write('build/a.txt');
    write('uwsgi.ini');
    write('app/.gitignore', '!build/\ncache/\n');
    write('app/build/kept.txt');
    write('app/cache/b.txt');
    write('app/out/kept.txt');
    write('out/c.txt');
    assert.deepEqual(
      (await found()).names.filter((name) => !name.endsWith('.gitignore')),
      ['uwsgi.ini', 'app/build/kept.txt', 'app/out/kept.txt'],
    );
  });

  it('hands on the .gitignore files it met, by which a project tells what other machines may have', async () => {
    write('.gitignore', '*.local.py\nsecret/\n');
    write('app/.gitignore', '!kept.local.py\n');
    const { gitignores, names, ...rest } = await found();
    const root = uriOfPath(folder);
    const { ignored } = foldersOf({ root, files: names.map((name) => uriOfPath(join(folder, name))), ...rest, gitignores });
    assert.deepEqual(
      ['a.local.py', 'app/b.local.py', 'app/kept.local.py', 'app/secret/x.ini', 'plain.py'].filter((name) =>
        ignored(uriOfPath(join(folder, name))),
      ),
      ['a.local.py', 'app/b.local.py', 'app/secret/x.ini'],
    );
  });

  it('ends when symbolic links lead in a circle, and follows a link that leads elsewhere', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'drydock-linked-'));
    try {
      writeFileSync(join(elsewhere, 'uwsgi.ini'), '');
      write('app/x.py');
      symlinkSync(folder, join(folder, 'app', 'up'));
      symlinkSync(elsewhere, join(folder, 'linked'));
      symlinkSync('nowhere', join(folder, 'dangling'));
      symlinkSync('selfish', join(folder, 'selfish'));
      const { names, problems } = await found();
      assert.deepEqual(names, ['app/x.py', 'linked/uwsgi.ini']);
      assert.deepEqual(
        problems.map(({ reason }) => reason),
        ['Its symbolic links lead in a circle'],
      );
    } finally {
      rmSync(elsewhere, { recursive: true, force: true });
    }
  });

  it('stops at the limit and says that it did', async () => {
    for (const name of 'abcdef') write(`${name}.txt`);
    const { names, complete } = await found(4);
    assert.equal(names.length, 4);
    assert.equal(complete, false);
  });

  it('reports a missing root instead of rejecting', async () => {
    const { files, problems } = await walk(join(folder, 'missing'));
    assert.deepEqual(files, []);
    assert.equal(problems[0]?.reason, 'There is no such file or folder');
  });

  it('keeps a byte order mark and refuses what is no UTF-8 text, each for its own reason', async () => {
    write('bom.ini', '\ufeff[uwsgi]\n');
    write('latin.ini', Buffer.from('[uwsgi]\nname = caf\xe9\n', 'latin1'));
    write('wide.ini', Buffer.from('\ufeff[uwsgi]\n', 'utf16le'));
    write('binary.ini', Buffer.from([91, 0, 1, 2]));
    write('large.ini', 'x'.repeat(101));
    const read = await readText(join(folder, 'bom.ini'));
    assert.ok('text' in read && read.text === '\ufeff[uwsgi]\n');
    assert.equal(await refusal('latin.ini'), 'not utf-8');
    assert.equal(await refusal('wide.ini'), 'not utf-8');
    assert.equal(await refusal('binary.ini'), 'binary');
    assert.equal(await refusal('large.ini', 100), 'too large');
    assert.equal(await refusal('missing.ini'), 'missing');
    assert.equal(await refusal('.'), 'folder');
    const latin = await readText(join(folder, 'latin.ini'));
    assert.match('sentence' in latin ? latin.sentence : '', /line 2/);
  });

  it('does not wait for a named pipe', async function () {
    if (process.platform === 'win32') this.skip();
    execFileSync('mkfifo', [join(folder, 'pipe.ini')]);
    assert.equal(await refusal('pipe.ini'), 'not a file');
    assert.equal(await readHead(join(folder, 'pipe.ini')), undefined);
  });

  it('reads the head of a large file without the rest', async () => {
    write('big.ini', `[uwsgi]\n${'x'.repeat(10_000)}`);
    assert.equal((await readHead(join(folder, 'big.ini')))?.length, 4096);
  });
});
