import assert from 'node:assert/strict';
import { at, connect, endAll, memoryDisk, nextPush, pushed, range } from '../support/lsp.ts';
import { pairRule, wordRule } from '../support/word-rule.ts';

const ini = 'file:///w/uwsgi.ini';
const other = 'file:///w/other-uwsgi.ini';
const rules = [wordRule, pairRule];
const codes = (items: readonly { readonly code?: unknown }[]) => items.map(({ code }) => code);

describe('documents', () => {
  afterEach(endAll);

  it('follow incremental changes, several in one message, each against the text before it', async () => {
    const client = await connect({ rules });
    await client.open(ini, '[uwsgi]\nname = \n');
    await client.change(ini, 2, [
      { range: range(1, 7, 7), text: '🦀 ba' },
      { range: range(1, 12, 12), text: 'd' },
      { range: { start: at(0, 0), end: at(0, 0) }, text: '\n' },
    ]);
    assert.deepEqual((await client.problems(ini))[0]?.range, range(2, 10, 13));
  });

  it('are the same file in every spelling of its address, and are answered in the client’s own', async () => {
    const client = await connect({ rules, capabilities: pushed });
    const spelling = 'file:///w/my%20app%40x/uwsgi.ini';
    const first = nextPush(client, spelling);
    await client.open(spelling, '[uwsgi]\nname = bad\n');
    assert.equal((await first).diagnostics.length, 1);
    assert.equal((await client.problems('file:///w/my app@x/uwsgi.ini')).length, 1);
  });

  it('work before they have a file, when their text says what they are', async () => {
    const client = await connect({ rules });
    await client.open('untitled:Untitled-1', '[uwsgi]\nname = bad\n', 'plaintext');
    await client.open('untitled:Untitled-2', 'Some words, bad ones\n', 'plaintext');
    assert.equal((await client.problems('untitled:Untitled-1')).length, 1);
    assert.equal((await client.problems('untitled:Untitled-2')).length, 0);
    await client.change('untitled:Untitled-2', 2, [{ text: '[uwsgi]\nname = bad\n' }]);
    assert.equal((await client.problems('untitled:Untitled-2')).length, 1);
  });

  it('win over the disk while open, and fall back to it when closed', async () => {
    const disk = memoryDisk({ [ini]: '[uwsgi]\nname = good\n' });
    const client = await connect({ rules, disk, folders: ['file:///w'] });
    await client.ask('drydock/checkProject');
    await client.open(ini, '[uwsgi]\nname = bad\n');
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: ini, type: 2 }] });
    await client.ask('drydock/checkProject');
    assert.equal((await client.problems(ini)).length, 1);
    await client.close(ini);
    await client.ask('drydock/checkProject');
    assert.equal((await client.problems(ini)).length, 0);
  });

  it('survive changes and closings of documents that were never opened', async () => {
    const client = await connect({ rules });
    await client.change(ini, 2, [{ text: '[uwsgi]\nname = bad\n' }]);
    await client.close(ini);
    assert.deepEqual(await client.problems(ini), []);
    assert.deepEqual(
      client.heard.filter(({ method }) => method === 'window/logMessage'),
      [],
    );
  });
});

describe('folders', () => {
  afterEach(endAll);

  it('are projects of their own, and a file belongs to the nearest', async () => {
    const disk = memoryDisk({ 'file:///w/a/uwsgi.ini': '[uwsgi]\nx = first\n', 'file:///w/b/uwsgi.ini': '[uwsgi]\nx = second\n' });
    const client = await connect({ rules, disk, folders: ['file:///w/a', 'file:///w/b/'] });
    await client.ask('drydock/checkProject');
    assert.deepEqual(await client.problems('file:///w/a/uwsgi.ini'), []);
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: {
        added: [{ uri: 'file:///w', name: 'w' }],
        removed: [
          { uri: 'file:///w/a', name: 'a' },
          { uri: 'file:///w/b', name: 'b' },
        ],
      },
    });
    await client.ask('drydock/checkProject');
    assert.deepEqual(codes(await client.problems('file:///w/a/uwsgi.ini')), ['test/pair']);
  });

  it('take their files along when they are removed, but not the open ones', async () => {
    const disk = memoryDisk({ 'file:///w/a/uwsgi.ini': '[uwsgi]\nx = bad\n', [ini]: '[uwsgi]\nx = bad\n' });
    const client = await connect({ rules, disk, folders: ['file:///w'] });
    await client.ask('drydock/checkProject');
    await client.open(ini, '[uwsgi]\nx = bad\n');
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [], removed: [{ uri: 'file:///w', name: 'w' }] },
    });
    assert.deepEqual(
      (await client.pullAll()).items.map(({ uri }) => uri),
      [ini],
    );
  });

  it('may be named in the ways of older clients', async () => {
    const disk = memoryDisk({ [ini]: '[uwsgi]\nx = bad\n' });
    for (const initialize of [{ rootUri: 'file:///w' }, { rootUri: null, rootPath: '/w' }]) {
      const client = await connect({ rules, disk, initialize: { workspaceFolders: null, ...initialize } });
      assert.deepEqual(await client.ask('drydock/checkProject'), { files: 1, errors: 0, warnings: 1, infos: 0, hints: 0 });
    }
  });

  it('see files that come and go on disk, and look at nothing in foreign folders', async () => {
    const disk = memoryDisk({ [ini]: '[uwsgi]\nx = first\n' });
    const client = await connect({ rules, disk, folders: ['file:///w'] });
    await client.ask('drydock/checkProject');
    const told = async (uri: string, type: 1 | 2 | 3) => {
      const wait = client.next('workspace/diagnostic/refresh');
      await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type }] });
      await wait;
    };
    disk.files.set(other as never, '[uwsgi]\nx = second\n');
    await told(other, 1);
    assert.deepEqual(codes(await client.problems(ini)), ['test/pair']);
    disk.files.delete(other as never);
    await told(other, 3);
    assert.deepEqual(codes(await client.problems(ini)), []);
    const { walked } = disk;
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: 'file:///w/node_modules/x/uwsgi.ini', type: 1 }],
    });
    await client.problems(ini);
    assert.equal(disk.walked, walked);
  });

  it('are watched where the client watches files, and not asked for where it does not', async () => {
    const client = await connect({ folders: ['file:///w'] });
    const { registrations } = await client.next<{ registrations: { method: string }[] }>(
      'client/registerCapability',
      ({ registrations: list }) => list.some(({ method }) => method === 'workspace/didChangeWatchedFiles'),
      0,
    );
    assert.equal(registrations.length, 1);
    const bare = await connect({ capabilities: {}, folders: ['file:///w'] });
    await bare.ask('drydock/checkProject');
    assert.deepEqual(
      bare.heard.filter(({ method }) => method !== 'textDocument/publishDiagnostics'),
      [],
    );
  });

  it('do not hold up answers while they are being walked', async () => {
    let finish: () => void = () => undefined;
    const walking = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const disk = memoryDisk({ [other]: '[uwsgi]\nx = second\n' });
    const slow = { ...disk, walk: (root: Parameters<typeof disk.walk>[0]) => walking.then(() => disk.walk(root)) };
    const client = await connect({ rules, disk: slow, folders: ['file:///w'] });
    await client.open(ini, '[uwsgi]\nx = first bad\n');
    assert.deepEqual(codes(await client.problems(ini)), ['test/bad-word']);
    const wait = client.next('workspace/diagnostic/refresh');
    finish();
    await wait;
    assert.deepEqual(codes(await client.problems(ini)), ['test/pair', 'test/bad-word']);
  });
});
