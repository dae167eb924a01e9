import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEditors, codeOf, diagnostics, EXTENSION, inWorkspace, noProblem, problem, write } from './workbench.ts';

const RULE = 'uwsgi/unknown-option';
const MISSPELT = '[uwsgi]\nmodule = shop.wsgi\nmaster = true\nproceses = 4\nharakiri = 30\nvacuum = true\n';

describe('Drydock in VS Code', () => {
  afterEach(closeEditors);

  it('is installed, and wakes when a uwsgi.ini is opened', async () => {
    const extension = vscode.extensions.getExtension(EXTENSION);
    assert.ok(extension, `${EXTENSION} is not installed`);
    const document = await vscode.workspace.openTextDocument(inWorkspace('uwsgi.ini'));
    await vscode.window.showTextDocument(document);
    assert.equal(document.languageId, 'uwsgi');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('registers its commands', async () => {
    const all = new Set(await vscode.commands.getCommands(true));
    const wanted = [
      'checkProject',
      'showDeployment',
      'restartServer',
      'showLog',
      'openRule',
      'copyDebugInformation',
      'addContainerFiles',
      'serveStaticFiles',
      'moveToUvicorn',
      'moveFromDaphne',
    ];
    assert.deepEqual(
      wanted.filter((name) => !all.has(`drydock.${name}`)),
      [],
    );
  });

  it('reports a misspelt option at the word, with a link to the rule', async () => {
    const { document } = await write('misspelt-uwsgi.ini', MISSPELT);
    const found = await problem(document.uri, RULE);
    assert.equal(document.getText(found.range), 'proceses');
    assert.equal(found.source, 'drydock');
    assert.ok(typeof found.code === 'object', 'the code carries no link');
    assert.match(found.code.target.toString(), /^https:\/\/.*unknown-option/);
  });

  it('clears the problem when the misspelling is edited away', async () => {
    const editor = await write('edited-uwsgi.ini', MISSPELT);
    await problem(editor.document.uri, RULE);
    await editor.edit((edit) => edit.insert(new vscode.Position(3, 'proces'.length), 's'));
    assert.match(editor.document.getText(), /^processes = 4$/m);
    await noProblem(editor.document.uri, RULE);
  });

  it('offers a quick fix that mends the option and its problem', async () => {
    const { document } = await write('fixed-uwsgi.ini', MISSPELT);
    const { range } = await problem(document.uri, RULE);
    const kind = vscode.CodeActionKind.QuickFix.value;
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
      kind,
      10,
    );
    const fix = actions.find((action) => action.isPreferred && action.edit !== undefined);
    assert.ok(fix?.edit, `no preferred quick fix among: ${actions.map((action) => action.title).join(', ')}`);
    assert.equal(await vscode.workspace.applyEdit(fix.edit), true);
    assert.match(document.getText(), /^processes = 4$/m);
    assert.doesNotMatch(document.getText(), /proceses/);
    await noProblem(document.uri, RULE);
  });

  it('explains an option on hover', async () => {
    const { document } = await write('hover-uwsgi.ini', MISSPELT);
    await problem(document.uri, RULE);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      new vscode.Position(4, 3),
    );
    const text = hovers
      .flatMap((hover) => hover.contents)
      .map((part) => (typeof part === 'string' ? part : part.value))
      .join('\n');
    assert.match(text, /harakiri/);
    assert.ok(text.length > 20, `the hover says only: ${text}`);
  });

  it('completes the name of an option', async () => {
    const { document } = await write('complete-uwsgi.ini', '[uwsgi]\nmax-re\nproceses = 4\n');
    await problem(document.uri, RULE);
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      new vscode.Position(1, 'max-re'.length),
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(labels.includes('max-requests'), `offered: ${labels.slice(0, 20).join(', ')}`);
  });

  it('goes on finding problems after Restart Server', async () => {
    const editor = await write('restart-uwsgi.ini', MISSPELT);
    const { uri } = editor.document;
    await problem(uri, RULE);
    await vscode.commands.executeCommand('drydock.restartServer');
    // A second misspelling, because the first one's problem may still be that of the server before.
    await editor.edit((edit) => edit.insert(new vscode.Position(4, 0), 'proceses = 8\n'));
    await diagnostics(uri, 'both misspellings', (all) => all.filter((each) => codeOf(each) === RULE).length === 2);
  });

  it('stays out of files that are not its own', async () => {
    const { document } = await write('plain.ini', '[server]\nproceses = 4\n');
    const { document: ours } = await write('beside-uwsgi.ini', MISSPELT);
    await problem(ours.uri, RULE);
    assert.deepEqual(
      vscode.languages.getDiagnostics(document.uri).filter((each) => each.source === 'drydock'),
      [],
    );
  });
});
