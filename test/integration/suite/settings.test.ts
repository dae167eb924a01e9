import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEditors, inWorkspace, noProblem, problem, write } from './workbench.ts';

const MISSPELT = '[uwsgi]\nmodule = shop.wsgi\nproceses = 4\n';

/** Opens a file of the sample once the server surely runs. */
async function opened(name: string): Promise<vscode.TextDocument> {
  const { document: ours } = await write('ready-uwsgi.ini', MISSPELT);
  await problem(ours.uri, 'uwsgi/unknown-option');
  const document = await vscode.workspace.openTextDocument(inWorkspace(name));
  await vscode.window.showTextDocument(document);
  return document;
}

/** The place behind some text of a document. */
function behind(document: vscode.TextDocument, text: string): vscode.Position {
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0, `${text} is not in ${document.uri.path}`);
  return document.positionAt(at + text.length);
}

async function hovered(document: vscode.TextDocument, text: string): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, behind(document, text));
  return hovers
    .flatMap((hover) => hover.contents)
    .map((part) => (typeof part === 'string' ? part : part.value))
    .join('\n');
}

async function offered(document: vscode.TextDocument, at: vscode.Position): Promise<readonly string[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>('vscode.executeCompletionItemProvider', document.uri, at);
  return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}

describe('Drydock in a settings module', () => {
  afterEach(closeEditors);

  it('explains a setting, and says what it comes to in production', async () => {
    const document = await opened('shop/settings.py');
    assert.match(await hovered(document, 'STATIC_RO'), /In production\W+\(`shop\.settings`\): `static`/);
  });

  it('completes middleware inside a string, with the whole path replaced', async () => {
    const document = await opened('shop/settings.py');
    const labels = await offered(document, behind(document, "MIDDLEWARE = ['django."));
    assert.ok(labels.includes('django.middleware.gzip.GZipMiddleware'), `offered: ${labels.slice(0, 20).join(', ')}`);
  });

  it('serves a module that settings import, whatever it is called', async () => {
    const settings = await opened('shop/settings.py');
    const { document: own } = await write('shop/hosts.py', "CSRF_TRUSTED_ORIGINS = ['shop.example.com']\n");
    assert.doesNotMatch(await hovered(own, 'CSRF_TRU'), /In production/);
    // A tab of its own: the next file would take the place of a preview, and what is in no tab is not asked about.
    await vscode.window.showTextDocument(own, { preview: false });
    const { document } = await write('shop/settings.py', `from shop.hosts import *\n${settings.getText()}`);
    try {
      await problem(own.uri, 'settings/csrf-origin-scheme');
      await vscode.window.showTextDocument(own);
      // Typed, not saved: the document itself is served.
      const edit = new vscode.WorkspaceEdit();
      edit.insert(own.uri, own.positionAt(own.getText().indexOf('shop.ex')), 'https://');
      await vscode.workspace.applyEdit(edit);
      await noProblem(own.uri, 'settings/csrf-origin-scheme');
      assert.match(await hovered(own, 'CSRF_TRU'), /In production/);
    } finally {
      await write('shop/settings.py', document.getText().replace('from shop.hosts import *\n', ''));
    }
  });

  it('says nothing in other Python files', async () => {
    await opened('shop/settings.py');
    const { document } = await write('shop/views.py', 'DEBUG = True\n');
    assert.doesNotMatch(await hovered(document, 'DEB'), /In production/);
  });
});
