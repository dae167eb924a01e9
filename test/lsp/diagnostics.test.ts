import assert from 'node:assert/strict';
import type { WorkspaceDocumentDiagnosticReport } from 'vscode-languageserver-protocol';
import type { Status } from '../../server/src/lsp/protocol.ts';
import { type Client, connect, endAll, memoryDisk, nextPush, pushed, range } from '../support/lsp.ts';
import { pairRule, wordRule } from '../support/word-rule.ts';

const ini = 'file:///w/uwsgi.ini';
const other = 'file:///w/other-uwsgi.ini';
const rules = [wordRule, pairRule];

describe('pulled diagnostics', () => {
  afterEach(endAll);

  it('are complete: place, severity, source, code and the page behind it', async () => {
    const client = await connect({ rules });
    await client.open(ini, '[uwsgi]\nname = bad\n');
    assert.deepEqual(await client.problems(ini), [
      {
        range: range(1, 7, 10),
        severity: 2,
        source: 'drydock',
        code: 'test/bad-word',
        codeDescription: { href: 'https://github.com/drydock/django-drydock/blob/main/docs/rules/test/bad-word.md' },
        message: 'This word is bad',
      },
    ]);
  });

  it('are answered with "unchanged" while the problems are the same, also after typing elsewhere', async () => {
    const client = await connect({ rules });
    await client.open(ini, '[uwsgi]\nname = bad\n');
    const first = await client.pull(ini);
    assert.equal(first.kind, 'full');
    assert.deepEqual(await client.pull(ini, first.resultId), { kind: 'unchanged', resultId: first.resultId });
    await client.change(ini, 2, [{ text: '[uwsgi]\nname = bad\n# more\n' }]);
    assert.equal((await client.pull(ini, first.resultId)).kind, 'unchanged');
    await client.change(ini, 3, [{ text: '[uwsgi]\nname = good\n' }]);
    const last = await client.pull(ini, first.resultId);
    assert.deepEqual(last.kind === 'full' && last.items, []);
  });

  it('count columns in UTF-16 units, so an emoji takes two', async () => {
    const client = await connect({ rules });
    await client.open(ini, '[uwsgi]\nname = 🦀é bad\n');
    assert.deepEqual((await client.problems(ini))[0]?.range, range(1, 11, 14));
    assert.equal(client.greeting.capabilities.positionEncoding, 'utf-16');
  });

  it('find the right line with CRLF line ends', async () => {
    const client = await connect({ rules });
    await client.open(ini, '[uwsgi]\r\n\r\nname = bad\r\n');
    assert.deepEqual((await client.problems(ini))[0]?.range, range(2, 7, 10));
  });

  it('are empty, and cost nothing, for files that are not ours', async () => {
    const client = await connect({ rules });
    await client.open('file:///w/setup.cfg', '[metadata]\nname = bad\n', 'uwsgi');
    assert.deepEqual(await client.problems('file:///w/setup.cfg'), []);
    assert.deepEqual(await client.problems('file:///w/never-opened.ini'), []);
  });

  it('judge a file by its name and first lines, not by the language the editor says', async () => {
    const client = await connect({ rules });
    await client.open('file:///w/site.conf', '# bad\n[uwsgi]\n', 'nginx');
    assert.equal((await client.problems('file:///w/site.conf')).length, 1);
    await client.change('file:///w/site.conf', 2, [{ text: '# bad\n[other]\n' }]);
    assert.equal((await client.problems('file:///w/site.conf')).length, 0);
  });

  it('point at the other file of a contradiction', async () => {
    const client = await connect({ rules });
    await client.open(ini, '[uwsgi]\nname = first\n');
    await client.open(other, '[uwsgi]\nname = second\n');
    const [problem] = await client.problems(ini);
    assert.deepEqual(problem?.relatedInformation, [{ location: { uri: other, range: range(1, 7, 13) }, message: 'Here' }]);
  });

  it('never arrive by push as well', async () => {
    const client = await connect({ rules });
    await client.open(ini, '[uwsgi]\nname = first\n');
    await client.open(other, '[uwsgi]\nname = first\n');
    await client.problems(ini);
    await client.problems(other);
    await client.change(other, 2, [{ text: '[uwsgi]\nname = second bad\n' }]);
    await client.next('workspace/diagnostic/refresh');
    assert.deepEqual(
      client.heard.filter(({ method }) => method === 'textDocument/publishDiagnostics'),
      [],
    );
  });
});

describe('a refresh of pulled diagnostics', () => {
  afterEach(endAll);
  const refreshes = (client: Client) => client.heard.filter(({ method }) => method === 'workspace/diagnostic/refresh').length;

  it('is asked for once when typing in one file moves the problems of another open file', async () => {
    const client = await connect({ rules });
    await client.open(ini, '[uwsgi]\nname = first\n');
    await client.open(other, '[uwsgi]\nname = third\n');
    assert.deepEqual(await client.problems(ini), []);
    await client.problems(other);
    const wait = client.next('workspace/diagnostic/refresh');
    await client.change(other, 2, [{ text: '[uwsgi]\nname = secon\n' }]);
    await client.change(other, 3, [{ text: '[uwsgi]\nname = second\n' }]);
    await wait;
    assert.equal((await client.problems(ini)).length, 1);
    assert.equal(refreshes(client), 1);
  });

  it('is not asked for when only the file that is typed in has other problems', async () => {
    const client = await connect({ rules, initializationOptions: { client: 'vscode' } });
    await client.open(ini, '[uwsgi]\nname = first\n');
    await client.open(other, '[uwsgi]\n');
    await client.problems(ini);
    await client.problems(other);
    // The status comes last when things have calmed down.
    await client.next<Status>('drydock/status', ({ state, files }) => state === 'ready' && files === 2, 0);
    const calm = client.next<Status>('drydock/status', ({ problems }) => problems === 1);
    await client.change(other, 2, [{ text: '[uwsgi]\nname = bad\n' }]);
    await calm;
    assert.equal(refreshes(client), 0);
  });

  it('is asked for when a file changes on disk', async () => {
    const disk = memoryDisk({ [ini]: '[uwsgi]\nname = good\n' });
    const client = await connect({ rules, disk, folders: ['file:///w'] });
    await client.ask('drydock/checkProject');
    await client.pullAll();
    disk.files.set(ini as never, '[uwsgi]\nname = bad\n');
    const wait = client.next('workspace/diagnostic/refresh');
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: ini, type: 2 }] });
    await wait;
    assert.equal((await client.problems(ini)).length, 1);
  });

  it('is asked for when drydock.yaml changes on disk', async () => {
    const config = 'file:///w/drydock.yaml';
    const disk = memoryDisk({ [ini]: '[uwsgi]\nname = bad\n', [config]: 'rules: {}\n' });
    const client = await connect({ rules, disk, folders: ['file:///w'] });
    await client.ask('drydock/checkProject');
    await client.open(ini, '[uwsgi]\nname = bad\n');
    assert.equal((await client.problems(ini)).length, 1);
    disk.files.set(config as never, 'rules:\n  test/bad-word: off\n');
    const wait = client.next('workspace/diagnostic/refresh');
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: config, type: 2 }] });
    await wait;
    assert.deepEqual(await client.problems(ini), []);
  });
});

describe('workspace diagnostics', () => {
  afterEach(endAll);
  const byUri = (items: readonly WorkspaceDocumentDiagnosticReport[]) => new Map(items.map((item) => [item.uri, item]));

  it('cover files that are not open, with versions for those that are', async () => {
    const disk = memoryDisk({ [ini]: '[uwsgi]\nname = bad\n', [other]: '[uwsgi]\n', 'file:///w/tox.ini': '[tox]\nbad\n' });
    const client = await connect({ rules, disk, folders: ['file:///w'] });
    await client.ask('drydock/checkProject');
    await client.open(other, '[uwsgi]\nname = bad\n');
    const found = byUri((await client.pullAll()).items);
    assert.deepEqual([...found.keys()].sort(), [other, ini]);
    const disked = found.get(ini);
    assert.ok(disked?.kind === 'full' && disked.items.length === 1 && disked.version === null);
    assert.equal(found.get(other)?.version, 1);
  });

  it('are answered with "unchanged" where nothing moved, and empty a file that is gone', async () => {
    const disk = memoryDisk({ [ini]: '[uwsgi]\nname = bad\n', [other]: '[uwsgi]\nname = bad\n' });
    const client = await connect({ rules, disk, folders: ['file:///w'] });
    await client.ask('drydock/checkProject');
    const previous = (await client.pullAll()).items.map(({ uri, resultId }) => ({ uri, value: resultId ?? '' }));
    disk.files.delete(other as never);
    await client.ask('drydock/checkProject');
    const found = byUri((await client.pullAll(previous)).items);
    assert.equal(found.get(ini)?.kind, 'unchanged');
    const gone = found.get(other);
    assert.deepEqual(gone?.kind === 'full' && gone.items, []);
  });
});

describe('pushed diagnostics', () => {
  afterEach(endAll);

  it('arrive when a file opens, carry its version, and go when the text is mended', async () => {
    const client = await connect({ rules, capabilities: pushed });
    assert.equal(client.greeting.capabilities.diagnosticProvider, undefined);
    const first = nextPush(client, ini);
    await client.open(ini, '[uwsgi]\nname = bad\n');
    assert.equal((await first).diagnostics.length, 1);
    assert.equal((await first).version, 1);
    const second = nextPush(client, ini);
    await client.change(ini, 2, [{ text: '[uwsgi]\nname = good\n' }]);
    assert.deepEqual(await second, { uri: ini, version: 2, diagnostics: [] });
  });

  it('are sent for the files whose problems moved, and for no other', async () => {
    const client = await connect({ rules, capabilities: pushed });
    await client.open(ini, '[uwsgi]\nname = first\n');
    const opened = nextPush(client, other);
    await client.open(other, '[uwsgi]\nname = bad\n');
    await opened;
    const since = client.heard.length;
    const moved = nextPush(client, ini);
    await client.change(other, 2, [{ text: '[uwsgi]\nname = bad\nx = second\n' }]);
    assert.equal((await moved).diagnostics[0]?.code, 'test/pair');
    assert.deepEqual(
      client.heard
        .slice(since)
        .filter(({ method }) => method === 'textDocument/publishDiagnostics')
        .map(({ params }) => (params as { uri: string }).uri),
      [ini],
    );
  });

  it('cover files of a folder that are not open', async () => {
    const disk = memoryDisk({ [ini]: '[uwsgi]\nname = bad\n' });
    const client = await connect({ rules, disk, folders: ['file:///w'], capabilities: pushed });
    assert.equal((await nextPush(client, ini, 0)).diagnostics.length, 1);
  });

  it('are taken back when a file outside every folder is closed', async () => {
    const client = await connect({ rules, capabilities: pushed });
    const first = nextPush(client, ini);
    await client.open(ini, '[uwsgi]\nname = bad\n');
    await first;
    const last = nextPush(client, ini);
    await client.close(ini);
    assert.deepEqual((await last).diagnostics, []);
  });
});
