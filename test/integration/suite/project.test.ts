import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEditors, codeOf, inWorkspace, noProblem, problem, write } from './workbench.ts';

const IMAGE = [
  'FROM python:3.13-slim-trixie',
  'WORKDIR /app',
  'RUN pip install django gunicorn',
  'COPY . .',
  'USER 1000',
  'CMD ["gunicorn", "store.wsgi", "--bind", "0.0.0.0:8000"]',
  '',
].join('\n');
const COMPOSE = 'services:\n  store:\n    build: .\n    ports:\n      - "80:8080"\n';
const RULE = 'project/port-mismatch';

/** A second project in the folder, with a root of its own. */
async function store(): Promise<{ readonly image: vscode.Uri; readonly compose: vscode.Uri }> {
  await write('store/drydock.yaml', 'settings-module: store.settings\n');
  await write('store/manage.py', 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "store.settings")\n');
  const { document: image } = await write('store/Dockerfile', IMAGE);
  const { document: compose } = await write('store/compose.yaml', COMPOSE);
  return { image: image.uri, compose: compose.uri };
}

describe('Drydock across files', () => {
  afterEach(closeEditors);
  // Its second project is gone before the next suite begins.
  after(() => vscode.workspace.fs.delete(inWorkspace('store'), { recursive: true }));

  it('tells the contradiction in the other file, and takes it back at once when this one is edited', async () => {
    const { image, compose } = await store();
    const found = await problem(compose, RULE);
    assert.match(found.message, /8000/);
    assert.equal(found.relatedInformation?.[0]?.location.uri.path, image.path, 'the other half is not linked');
    const editor = await vscode.window.showTextDocument(image);
    const at = IMAGE.indexOf('8000');
    const port = new vscode.Range(editor.document.positionAt(at), editor.document.positionAt(at + 4));
    await editor.edit((edit) => edit.replace(port, '8080'));
    await noProblem(compose, RULE);
    await editor.edit((edit) => edit.replace(port, '9000'));
    assert.match((await problem(compose, RULE)).message, /9000/);
  });

  it('shows the deployments on a page that cannot be changed, with the open findings', async () => {
    const { compose } = await store();
    await problem(compose, RULE);
    await vscode.commands.executeCommand('drydock.showDeployment');
    const page = await vscode.workspace.openTextDocument(vscode.Uri.parse('drydock:/Deployments.md'));
    const text = page.getText();
    assert.match(text, /^# Deployments of store$/m);
    assert.match(text, /^request --> gunicorn, on 0\.0\.0\.0:8000 \(Dockerfile:6\) --> store\.wsgi$/m);
    assert.match(text, /error `project\/port-mismatch`/);
    assert.ok(text.includes('](/store/Dockerfile#L6)'), `no link to the line:\n${text}`);
    const labels = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    assert.ok(
      labels.some((label) => /Deployments/.test(label)),
      `the tabs are ${labels.join(', ')}`,
    );
  });

  it('leads from a port of Compose to the server that listens', async () => {
    const { image, compose } = await store();
    await problem(compose, RULE);
    const document = await vscode.workspace.openTextDocument(compose);
    const edit = new vscode.WorkspaceEdit();
    const at = COMPOSE.indexOf('8080');
    edit.replace(compose, new vscode.Range(document.positionAt(at), document.positionAt(at + 4)), '8000');
    await vscode.workspace.applyEdit(edit);
    await noProblem(compose, RULE);
    const places = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      compose,
      document.positionAt(at + 1),
    );
    const [first] = places;
    assert.ok(first, 'no definition');
    const target = 'targetUri' in first ? first.targetUri : first.uri;
    assert.equal(target.path, image.path);
    assert.equal(vscode.languages.getDiagnostics(compose).filter((one) => codeOf(one) === RULE).length, 0);
  });
});
