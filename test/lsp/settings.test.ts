import assert from 'node:assert/strict';
import type { CompletionList, Hover, InlayHint, Location } from 'vscode-languageserver-protocol';
import { at, type Client, connect, endAll, memoryDisk, modern, range } from '../support/lsp.ts';

const settings = 'file:///w/shop/settings.py';
const document = { textDocument: { uri: settings } };
const text = [
  'from pathlib import Path',
  'BASE_DIR = Path(__file__).parent.parent',
  'STATIC_ROOT = BASE_DIR / "static"',
  'MIDDLEWARE = ["shop.middleware.Health"]',
  'X_FRAME_OPTIONS = ""',
  '',
].join('\n');
const opened = async (own: object = {}): Promise<Client> => {
  const disk = memoryDisk({
    'file:///w/manage.py':
      'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\nfrom django.core.management import execute_from_command_line\n',
    'file:///w/requirements.txt': 'Django==5.2.1\n',
    'file:///w/shop/__init__.py': '',
    'file:///w/shop/middleware.py': 'class Health:\n    pass\n',
    [settings]: text,
  });
  const client = await connect({
    folders: ['file:///w'],
    disk,
    settings: own,
    capabilities: { ...modern, workspace: { ...modern.workspace, inlayHint: { refreshSupport: true } } },
  });
  await client.open(settings, text);
  return client;
};
/** Asks until the workspace was read and there is something to say. */
const patiently = async <T>(ask: () => Promise<T>, enough: (answer: T) => boolean): Promise<T> => {
  for (let i = 0; i < 100; i++) {
    const answer = await ask();
    if (enough(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return assert.fail('no answer came');
};

describe('a settings module over the protocol', () => {
  afterEach(endAll);

  it('is explained, completed and followed', async () => {
    const client = await opened();
    const hover = await patiently(
      () => client.ask<Hover | null>('textDocument/hover', { ...document, position: at(2, 3) }),
      (answer) => answer !== null,
    );
    assert.match(JSON.stringify(hover?.contents), /In production/);
    const list = await client.ask<CompletionList>('textDocument/completion', { ...document, position: at(4, 19) });
    assert.deepEqual(
      list.items.map(({ label }) => label),
      ['DENY', 'SAMEORIGIN'],
    );
    const [found] = await client.ask<Location[]>('textDocument/definition', { ...document, position: at(3, 20) });
    assert.deepEqual(found, { uri: 'file:///w/shop/middleware.py', range: range(0, 6, 12) });
  });

  it('shows resolved values between the lines only where that was asked for', async () => {
    const lines = { start: at(0, 0), end: at(5, 0) };
    const client = await opened({ inlayHints: true });
    const [hint] = await patiently(
      () => client.ask<InlayHint[]>('textDocument/inlayHint', { ...document, range: lines }),
      ({ length }) => length > 0,
    );
    await patiently(
      async () => client.heard.some(({ method }) => method === 'workspace/inlayHint/refresh'),
      (told) => told,
    );
    assert.deepEqual([hint?.label, hint?.position], ['static in production', at(2, 33)]);
    assert.deepEqual(
      await client.ask<InlayHint[]>('textDocument/inlayHint', { ...document, range: { start: at(3, 0), end: at(5, 0) } }),
      [],
    );
    const quiet = await opened();
    await patiently(
      () => quiet.ask<Hover | null>('textDocument/hover', { ...document, position: at(2, 3) }),
      (answer) => answer !== null,
    );
    assert.deepEqual(await quiet.ask<InlayHint[]>('textDocument/inlayHint', { ...document, range: lines }), []);
  });
});
