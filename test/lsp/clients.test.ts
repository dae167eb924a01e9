import assert from 'node:assert/strict';
import type { Command, Hover, SymbolInformation } from 'vscode-languageserver-protocol';
import { at, type Client, connect, endAll, modern, nextPush, range } from '../support/lsp.ts';
import { wordRule } from '../support/word-rule.ts';

const ini = 'file:///w/uwsgi.ini';
const document = { textDocument: { uri: ini } };

describe('a client that supports next to nothing', () => {
  const text = '[uwsgi]\nharakiri = bad\n';
  let client: Client;
  beforeEach(async () => {
    client = await connect({ rules: [wordRule], capabilities: {} });
    await client.open(ini, text);
  });
  afterEach(endAll);

  it('gets pushed diagnostics in their plainest form', async () => {
    assert.deepEqual(await nextPush(client, ini, 0), {
      uri: ini,
      diagnostics: [{ range: range(1, 11, 14), severity: 2, source: 'drydock', code: 'test/bad-word', message: 'This word is bad' }],
    });
  });

  it('gets hovers as plain text', async () => {
    const { contents } = await client.ask<Hover>('textDocument/hover', { ...document, position: at(1, 2) });
    assert.ok(typeof contents === 'object' && 'kind' in contents);
    assert.equal(contents.kind, 'plaintext');
    assert.match(contents.value, /^harakiri/);
    assert.doesNotMatch(contents.value, /`|\*\*|\]\(/);
  });

  it('gets completions without snippets, tags or shared ranges', async () => {
    await client.change(ini, 2, [{ text: '[uwsgi]\nhara\n' }]);
    const list = await client.complete(ini, at(1, 4));
    const item = list?.items.find(({ label }) => label === 'harakiri');
    assert.ok(item?.textEdit && 'range' in item.textEdit);
    assert.deepEqual(item.textEdit.range, range(1, 0, 4));
    assert.equal(list?.itemDefaults, undefined);
    for (const one of list?.items ?? []) {
      assert.equal(one.insertTextFormat, undefined);
      assert.equal(one.tags, undefined);
      assert.doesNotMatch(String(one.textEdit?.newText), /\$\{?\d/, one.label);
    }
  });

  it('gets no actions when it can neither read nor apply them', async () => {
    assert.deepEqual(await client.actions(ini, range(1, 12, 12)), []);
  });

  it('gets a flat outline', async () => {
    const [section, option] = await client.ask<SymbolInformation[]>('textDocument/documentSymbol', document);
    assert.equal(section?.name, 'uwsgi');
    assert.deepEqual(option, {
      name: 'harakiri',
      kind: 7,
      location: { uri: ini, range: range(1, 0, 14) },
      containerName: 'uwsgi',
    });
  });

  it('is told of settings by notification', async () => {
    const first = nextPush(client, ini, 0);
    await first;
    const second = nextPush(client, ini);
    await client.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { drydock: { rules: { 'test/bad-word': 'error' } } },
    });
    assert.equal((await second).diagnostics[0]?.severity, 1);
  });
});

describe('a client of the years in between', () => {
  afterEach(endAll);

  it('gets `changes` when it knows no versioned ones', async () => {
    const capabilities = { ...modern, workspace: { ...modern.workspace, workspaceEdit: {} } };
    const client = await connect({ rules: [wordRule], capabilities });
    await client.open(ini, '[uwsgi]\nx = bad\n');
    const [fix] = await client.actions(ini, range(1, 5, 5));
    assert.deepEqual(fix?.edit, { changes: { [ini]: [{ range: range(1, 4, 7), newText: 'good' }] } });
  });

  it('gets commands when it knows no action literals, and the server applies them', async () => {
    const capabilities = { ...modern, textDocument: { ...modern.textDocument, codeAction: {} } };
    const client = await connect({ rules: [wordRule], capabilities });
    await client.open(ini, '[uwsgi]\nx = bad\n');
    const [fix] = (await client.actions(ini, range(1, 5, 5))) as unknown as Command[];
    assert.equal(fix?.title, 'Write `good`');
    const applied = client.next<{ edit: unknown }>('workspace/applyEdit');
    await client.ask('workspace/executeCommand', fix);
    assert.deepEqual((await applied).edit, {
      documentChanges: [{ textDocument: { uri: ini, version: 1 }, edits: [{ range: range(1, 4, 7), newText: 'good' }] }],
    });
  });
});

describe('settings', () => {
  afterEach(endAll);
  const severity = async (client: Client) => (await client.problems(ini))[0]?.severity;

  it('may come with initialize, bare or below the name of the section', async () => {
    for (const initializationOptions of [
      { rules: { test: 'hint' } },
      { drydock: { rules: { test: 'hint' } } },
      { settings: { drydock: { rules: { test: 'hint' } } } },
    ]) {
      const client = await connect({ rules: [wordRule], capabilities: {}, initializationOptions });
      await client.open(ini, '[uwsgi]\nx = bad\n');
      assert.equal((await nextPush(client, ini, 0)).diagnostics[0]?.severity, 4);
    }
  });

  it('are asked for at the start and again when they change, where the client wants to be asked', async () => {
    const client = await connect({ rules: [wordRule], settings: { rules: { 'test/bad-word': 'info' } } });
    await client.next('workspace/configuration', () => true, 0);
    await client.open(ini, '[uwsgi]\nx = bad\n');
    assert.equal(await severity(client), 3);
    const wait = client.next('workspace/diagnostic/refresh');
    client.settings = { rules: { 'test/bad-word': 'error' } };
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await wait;
    assert.equal(await severity(client), 1);
  });

  it('leave files out by glob, written nested or flat', async () => {
    for (const settings of [{ files: { exclude: ['*.ini'] } }, { 'files.exclude': ['*.ini'] }]) {
      const client = await connect({ rules: [wordRule], settings });
      await client.next('workspace/configuration', () => true, 0);
      await client.open(ini, '[uwsgi]\nx = bad\n');
      assert.deepEqual(await client.problems(ini), []);
    }
  });

  it('switch everything off, and on again', async () => {
    const client = await connect({ rules: [wordRule], settings: { enable: false } });
    await client.next('workspace/configuration', () => true, 0);
    await client.open(ini, '[uwsgi]\nharakiri = bad\n');
    assert.deepEqual(await client.problems(ini), []);
    assert.equal(await client.ask('textDocument/hover', { ...document, position: at(1, 2) }), null);
    client.settings = {};
    const wait = client.next('workspace/diagnostic/refresh');
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await wait;
    assert.equal((await client.problems(ini)).length, 1);
  });

  it('of the wrong shape count as not set', async () => {
    for (const settings of [7, 'x', [], { rules: 3, files: 'x', uwsgiVersion: {} }, { rules: { test: 5, other: 'loud' } }]) {
      const client = await connect({ rules: [wordRule], settings });
      await client.next('workspace/configuration', () => true, 0);
      await client.open(ini, '[uwsgi]\nx = bad\n');
      assert.equal(await severity(client), 2);
      assert.deepEqual(
        client.heard.filter(({ method }) => method === 'window/logMessage'),
        [],
      );
    }
  });
});
