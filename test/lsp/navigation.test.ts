import assert from 'node:assert/strict';
import type { Location, Range, SemanticTokens, TextEdit, WorkspaceEdit } from 'vscode-languageserver-protocol';
import { at, type Client, connect, endAll, memoryDisk, range } from '../support/lsp.ts';

const ini = 'file:///w/uwsgi.ini';
const document = { textDocument: { uri: ini } };
const text = '[uwsgi]\nbase = /srv\nchdir = %(base)/app\npythonpath = %(base)\n';
const opened = async (content = text): Promise<Client> => {
  const client = await connect();
  await client.open(ini, content);
  return client;
};

describe('definition, references and rename', () => {
  afterEach(endAll);

  it('lead from a placeholder to its key and back to every use', async () => {
    const client = await opened();
    const [definition, ...more] = await client.ask<Location[]>('textDocument/definition', { ...document, position: at(2, 11) });
    assert.deepEqual(definition, { uri: ini, range: range(1, 0, 4) });
    assert.deepEqual(more, []);
    const uses = await client.ask<Location[]>('textDocument/references', {
      ...document,
      position: at(1, 1),
      context: { includeDeclaration: false },
    });
    assert.deepEqual(
      uses.map((use) => use.range.start.line),
      [2, 3],
    );
  });

  it('lead into another file of the workspace', async () => {
    const disk = memoryDisk({ 'file:///w/shop/wsgi.py': 'import os\napplication = 1\n', [ini]: '' });
    const client = await connect({ folders: ['file:///w'], disk });
    await client.open(ini, '[uwsgi]\nmodule = shop.wsgi:application\n');
    let found: Location[] = [];
    for (let i = 0; i < 100 && found.length === 0; i++) {
      found = await client.ask<Location[]>('textDocument/definition', { ...document, position: at(1, 25) });
    }
    assert.deepEqual(found, [{ uri: 'file:///w/shop/wsgi.py', range: range(1, 0, 11) }]);
  });

  it('rename a variable everywhere, and refuse an option’s name', async () => {
    const client = await opened();
    const here = { ...document, position: at(1, 2) };
    const prepared = await client.ask<{ range: Range; placeholder: string }>('textDocument/prepareRename', here);
    assert.equal(prepared.placeholder, 'base');
    const edit = await client.ask<WorkspaceEdit>('textDocument/rename', { ...here, newName: 'top' });
    const edits = edit.documentChanges?.flatMap((change) => ('edits' in change ? change.edits : [])) ?? [];
    assert.equal(edits.length, 3);
    await assert.rejects(client.ask('textDocument/rename', { ...here, newName: 'processes' }), /is an option of uWSGI/);
    assert.equal(await client.ask('textDocument/prepareRename', { ...document, position: at(2, 2) }), null);
  });
});

describe('formatting and semantic tokens', () => {
  afterEach(endAll);

  it('tidy a file by edits of the lines that change', async () => {
    const client = await opened('[uwsgi]\nmaster=true\nvacuum = true\n');
    const edits = await client.ask<TextEdit[]>('textDocument/formatting', { ...document, options: { tabSize: 2, insertSpaces: true } });
    assert.deepEqual(edits, [{ range: { start: at(1, 0), end: at(2, 0) }, newText: 'master = true\n' }]);
  });

  it('mark a placeholder’s key', async () => {
    const client = await opened();
    const { data } = await client.ask<SemanticTokens>('textDocument/semanticTokens/full', document);
    assert.deepEqual(data, [2, 10, 4, 0, 0, 1, 15, 4, 0, 0]);
  });
});
