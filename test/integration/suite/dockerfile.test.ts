import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEditors, problem, write } from './workbench.ts';

const MISSPELT = '[uwsgi]\nmodule = shop.wsgi\nproceses = 4\n';
const TEXT =
  'FROM python:3.12-slim-bookworm AS build\nWORKDIR /app\n  RUN true\nFROM python:3.12-slim-bookworm\nCOPY --from=build /app /app\nCMD ["gunicorn", "--"]\n';

/** Opens a Dockerfile once the server surely runs. */
async function opened(): Promise<vscode.TextDocument> {
  const { document: ours } = await write('ready-uwsgi.ini', MISSPELT);
  await problem(ours.uri, 'uwsgi/unknown-option');
  const { document } = await write('Dockerfile.pictured', TEXT);
  return document;
}

function textOf(hovers: readonly vscode.Hover[]): string {
  return hovers
    .flatMap((hover) => hover.contents)
    .map((part) => (typeof part === 'string' ? part : part.value))
    .join('\n');
}

function labelsOf(list: vscode.CompletionList): readonly string[] {
  return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
}

describe('Drydock in a Dockerfile', () => {
  afterEach(closeEditors);

  it('is known by its name', async () => {
    const document = await opened();
    assert.equal(document.languageId, 'dockerfile');
  });

  it('explains an image and an instruction on hover', async () => {
    const document = await opened();
    const at = (line: number, column: number) =>
      vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, new vscode.Position(line, column));
    assert.match(textOf(await at(0, 10)), /Python 3\.12/);
    assert.match(textOf(await at(1, 2)), /later instructions and the container start in/);
  });

  it('completes options of the server that it starts, and stages', async () => {
    const document = await opened();
    const at = (line: number, column: number) =>
      vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        new vscode.Position(line, column),
      );
    const options = labelsOf(await at(5, 20));
    assert.ok(options.includes('--bind'), `offered: ${options.slice(0, 20).join(', ')}`);
    const stages = labelsOf(await at(4, 12));
    assert.ok(stages.includes('build'), `offered: ${stages.slice(0, 20).join(', ')}`);
  });

  it('leads from a stage to where it is made, and renames it', async () => {
    const { uri } = await opened();
    const here = new vscode.Position(4, 14);
    const [place] = await vscode.commands.executeCommand<vscode.Location[]>('vscode.executeDefinitionProvider', uri, here);
    assert.equal(place?.range.start.line, 0);
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>('vscode.executeDocumentRenameProvider', uri, here, 'compile');
    assert.equal(edit.get(uri).length, 2);
  });

  it('is its formatter', async () => {
    const { uri } = await opened();
    const options = { tabSize: 4, insertSpaces: true };
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[] | undefined>('vscode.executeFormatDocumentProvider', uri, options);
    assert.equal(edits?.length, 1);
  });

  it('is not the formatter of files that others format', async () => {
    await opened();
    const { document } = await write('compose.yaml', 'services:\n   web:\n      image: x\n');
    const options = { tabSize: 2, insertSpaces: true };
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[] | undefined>(
      'vscode.executeFormatDocumentProvider',
      document.uri,
      options,
    );
    assert.equal(edits, undefined);
  });
});
