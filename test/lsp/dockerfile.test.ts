import assert from 'node:assert/strict';
import type {
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  Location,
  SignatureHelp,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { at, type Client, connect, endAll, modern, range } from '../support/lsp.ts';

const uri = 'file:///w/Dockerfile';
const document = { textDocument: { uri } };
const text = 'FROM python:3.12-slim AS build\nFROM debian\nCOPY --from=build \\\n   /a /b\nRUN --mount=from=build,target=/x y\n';
const opened = async (neighbours: readonly string[] = []): Promise<Client> => {
  const client = await connect({ initializationOptions: { client: 'vscode', neighbours } });
  await client.open(uri, text, 'dockerfile');
  return client;
};

describe('a Dockerfile over the protocol', () => {
  afterEach(endAll);

  it('gets all that an editor asks for', async () => {
    const client = await opened();
    const here = { ...document, position: at(2, 13) };
    assert.deepEqual(await client.ask<Location[]>('textDocument/definition', here), [{ uri, range: range(0, 25, 30) }]);
    const lit = await client.ask<DocumentHighlight[]>('textDocument/documentHighlight', here);
    assert.deepEqual(
      lit.map(({ range: { start }, kind }) => [start.line, kind]),
      [
        [0, 3],
        [2, 2],
        [4, 2],
      ],
    );
    const edit = await client.ask<WorkspaceEdit>('textDocument/rename', { ...here, newName: 'compile' });
    assert.equal(edit.documentChanges?.flatMap((change) => ('edits' in change ? change.edits : [])).length, 3);
    await assert.rejects(client.ask('textDocument/rename', { ...here, newName: 'a b' }), /begins with a letter/);
    const [link] = await client.ask<DocumentLink[]>('textDocument/documentLink', document);
    assert.deepEqual(link, { range: range(0, 5, 21), target: 'https://hub.docker.com/_/python' });
    const help = await client.ask<SignatureHelp>('textDocument/signatureHelp', { ...document, position: at(0, 10) });
    assert.equal(help.signatures[0]?.label, 'FROM image[:tag][@digest] AS name');
    assert.equal(help.activeParameter, 0);
    const symbols = await client.ask<DocumentSymbol[]>('textDocument/documentSymbol', document);
    assert.deepEqual(
      symbols.map(({ name }) => name),
      ['build', 'debian'],
    );
    assert.ok((await client.ask<FoldingRange[]>('textDocument/foldingRange', document)).length > 0);
    const hover = await client.ask<Hover>('textDocument/hover', { ...document, position: at(0, 2) });
    assert.match(JSON.stringify(hover.contents), /Starts a stage/);
    const options = { tabSize: 4, insertSpaces: true };
    assert.deepEqual(await client.ask<TextEdit[]>('textDocument/formatting', { ...document, options }), [
      { range: range(3, 0, 3), newText: '    ' },
    ]);
    const elsewhere = { start: at(0, 0), end: at(1, 0) };
    assert.deepEqual(await client.ask<TextEdit[]>('textDocument/rangeFormatting', { ...document, options, range: elsewhere }), []);
    const list = await client.complete(uri, at(2, 5), undefined);
    const from = list?.items.find(({ label }) => label === '--from');
    assert.equal(
      (await client.ask<{ documentation: { value: string } }>('completionItem/resolve', from)).documentation.value.includes(
        'Variables are not allowed',
      ),
      true,
    );
  });

  it('is left alone beside an extension that does the same: no empty answers that would hide its own', async () => {
    const client = await opened(['ms-azuretools.vscode-containers']);
    assert.equal(await client.ask('textDocument/foldingRange', document), null);
    assert.equal(await client.ask('textDocument/semanticTokens/full', document), null);
    assert.deepEqual(await client.ask('textDocument/documentSymbol', document), []);
    assert.equal(await client.ask('textDocument/prepareRename', { ...document, position: at(2, 13) }), null);
    assert.equal(await client.ask('textDocument/signatureHelp', { ...document, position: at(0, 10) }), null);
    assert.equal(await client.ask('textDocument/hover', { ...document, position: at(0, 2) }), null);
    assert.match(JSON.stringify(await client.ask('textDocument/hover', { ...document, position: at(0, 12) })), /Python 3\.12/);
  });
});

describe('a Dockerfile without a name', () => {
  afterEach(endAll);
  it('is known by how it begins', async () => {
    const client = await connect();
    const untitled = 'untitled:Untitled-1';
    await client.open(untitled, '# mine\nFROM python:3.12\n', 'dockerfile');
    const hover = await client.ask('textDocument/hover', { textDocument: { uri: untitled }, position: at(1, 8) });
    assert.match(JSON.stringify(hover), /Python 3\.12/);
    await client.open('untitled:Untitled-2', 'From here to there\nis far', 'plaintext');
    assert.equal(await client.ask('textDocument/hover', { textDocument: { uri: 'untitled:Untitled-2' }, position: at(0, 2) }), null);
  });
});

describe('the formatter', () => {
  afterEach(endAll);
  const capabilities = { ...modern, textDocument: { ...modern.textDocument, formatting: { dynamicRegistration: true } } };
  const languages = (params: unknown): readonly string[] =>
    (params as { registrations: { method: string; registerOptions?: { documentSelector: { language: string }[] } }[] }).registrations
      .filter(({ method }) => method === 'textDocument/formatting')
      .flatMap(({ registerOptions }) => registerOptions?.documentSelector.map(({ language }) => language) ?? []);

  it('is registered in VS Code for the files it formats, and not for those of an active neighbour', async () => {
    const client = await connect({ capabilities, initializationOptions: { client: 'vscode', neighbours: ['docker.docker'] } });
    assert.equal(client.greeting.capabilities.documentFormattingProvider, undefined);
    const first = await client.next<unknown>('client/registerCapability', (params) => languages(params).length > 0, 0);
    assert.deepEqual(languages(first), ['uwsgi']);
    const wait = client.next<unknown>('client/registerCapability', (params) => languages(params).length > 0);
    await client.connection.sendNotification('drydock/neighbours', []);
    assert.deepEqual(languages(await wait), ['uwsgi', 'dockerfile']);
    await client.next('client/unregisterCapability', () => true, 0);
  });

  it('is announced from the start elsewhere', async () => {
    const client = await connect({ capabilities });
    assert.equal(client.greeting.capabilities.documentFormattingProvider, true);
  });
});
