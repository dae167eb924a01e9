import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMessageConnection } from 'vscode-languageserver-protocol/node';
import { uriOfPath } from '../../server/src/text/uri.ts';
import { drive, range } from '../support/lsp.ts';

const root = join(import.meta.dirname, '..', '..');
const exit = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once('exit', resolve));

describe('dist/server.js over standard input and output', function () {
  this.timeout(60_000);
  let folder = '';
  const children: ChildProcess[] = [];
  const start = (script: string, ...flags: string[]) => {
    const child = spawn(process.execPath, [join(root, 'dist', script), ...flags], { stdio: ['pipe', 'pipe', 'pipe'] });
    children.push(child);
    return child;
  };

  before(() => {
    if (!existsSync(join(root, 'dist', 'server.js'))) execFileSync(process.execPath, ['esbuild.mjs'], { cwd: root });
    folder = mkdtempSync(join(tmpdir(), 'drydock-stdio-'));
    writeFileSync(join(folder, 'uwsgi.ini'), '[uwsgi]\nproceses = 4\n');
    writeFileSync(join(folder, 'latin-uwsgi.ini'), Buffer.from('[uwsgi]\nproceses = \xe9\n', 'latin1'));
  });
  after(() => {
    for (const child of children) child.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [title, script, flags] of [
    ['reads a folder from disk, answers, and ends when told', 'server.js', ['--stdio']],
    ['takes standard input and output when no transport is named', 'server.js', []],
    ['is also in the command line', 'cli.js', ['serve', '--stdio']],
  ] as const) {
    it(title, async () => {
      const child = start(script, ...flags);
      const ended = exit(child);
      const client = await drive(
        createMessageConnection(child.stdout as NonNullable<typeof child.stdout>, child.stdin as NonNullable<typeof child.stdin>),
        {
          folders: [uriOfPath(folder)],
        },
      );
      const checked = await client.ask<{ files: number; warnings: number }>('drydock/checkProject');
      assert.equal(checked.files, 1);
      assert.ok(checked.warnings >= 1);
      const problems = await client.problems(uriOfPath(join(folder, 'uwsgi.ini')));
      const unknown = problems.find(({ code }) => code === 'uwsgi/unknown-option');
      assert.deepEqual(unknown?.range, range(1, 0, 8));
      await client.connection.sendRequest('shutdown');
      await client.connection.sendNotification('exit');
      assert.equal(await ended, 0);
    });
  }

  it('ends when the client hangs up', async () => {
    const child = start('server.js', '--stdio');
    const ended = exit(child);
    child.stdin?.end();
    assert.notEqual(await ended, null);
  });
});
