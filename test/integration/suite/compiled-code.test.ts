import * as assert from 'node:assert/strict';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { compiledCode, forgetOtherVersions } from '../../../client/src/compiled-code.ts';
import { closeEditors, eventually, inWorkspace, problem, write } from './workbench.ts';

const { fs } = vscode.workspace;
const at = vscode.Uri.joinPath;

describe('What was compiled of the server', () => {
  const storage = inWorkspace('storage');
  const keeper = { globalStorageUri: storage, extension: { packageJSON: { version: '1.2.0' } } as vscode.Extension<unknown> };
  const names = async (folder: vscode.Uri) => (await fs.readDirectory(folder)).map(([name]) => name).sort();
  afterEach(async () => {
    await closeEditors();
    await fs.delete(storage, { recursive: true, useTrash: false }).then(undefined, () => undefined);
  });

  it('is kept for the next start', async () => {
    const data = process.env['DRYDOCK_TEST_DATA'];
    assert.ok(data, 'nobody said where VS Code keeps its data');
    const { document } = await write('kept-uwsgi.ini', '[uwsgi]\nproceses = 4\n');
    await problem(document.uri, 'uwsgi/unknown-option');
    // Node writes it when the process ends.
    await vscode.commands.executeCommand('drydock.restartServer');
    const sizes = await eventually(async () => {
      const all = await readdir(data, { recursive: true, withFileTypes: true });
      const kept = all.filter((one) => one.isFile() && /drydock\.django-drydock[\\/]compiled[\\/]\d/.test(one.parentPath));
      return kept.length > 0 ? Promise.all(kept.map(async (one) => (await stat(join(one.parentPath, one.name))).size)) : undefined;
    }, 'no compiled code was kept');
    assert.ok(Math.max(...sizes) > 300_000, `the files that were kept have ${sizes.join(', ')} bytes`);
  });

  it('lies in a folder of the version', () => {
    assert.equal(compiledCode(keeper).NODE_COMPILE_CACHE, at(storage, 'compiled', '1.2.0').fsPath);
  });

  it('by other versions is removed, and nothing else', async () => {
    const text = new TextEncoder().encode('code');
    for (const version of ['1.1.0', '1.2.0']) await fs.writeFile(at(storage, 'compiled', version, 'v24', 'code'), text);
    await fs.writeFile(at(storage, 'other'), text);
    await forgetOtherVersions(keeper);
    assert.deepEqual(await names(at(storage, 'compiled')), ['1.2.0']);
    assert.deepEqual(await names(at(storage, 'compiled', '1.2.0', 'v24')), ['code']);
    assert.deepEqual(await names(storage), ['compiled', 'other']);
  });

  it('is nothing to stumble over where nothing was kept yet', async () => {
    await fs.createDirectory(storage);
    await forgetOtherVersions(keeper);
    assert.deepEqual(await names(storage), []);
  });
});
