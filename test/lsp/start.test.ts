// What is read before the greeting is what a person waits for at each start: it stays the protocol and a few small files.
import assert from 'node:assert/strict';
import { join, relative } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..', '..');

describe('the start of the server', () => {
  it('reads nothing but the protocol before it has greeted', async () => {
    const { metafile } = await build({
      absWorkingDir: root,
      entryPoints: ['server/src/lsp/bin.ts'],
      bundle: true,
      platform: 'node',
      write: false,
      metafile: true,
      packages: 'external',
      plugins: [
        {
          name: 'rest-later',
          setup: (bundle) => bundle.onLoad({ filter: /[\\/]lsp[\\/]rest\.ts$/ }, () => ({ contents: 'export const loadRest = () => {};' })),
        },
      ],
    });
    const read = Object.keys(metafile.inputs).map((path) => relative('server/src', path).replaceAll('\\', '/'));
    assert.deepEqual(read.sort(), [
      'features/legend.ts',
      'lsp/abilities.ts',
      'lsp/bin.ts',
      'lsp/greeting.ts',
      'lsp/node.ts',
      'lsp/protocol.ts',
      'lsp/rest.ts',
      'lsp/triggers.ts',
      'lsp/whole-messages.ts',
      'product.ts',
    ]);
    const [output] = Object.values(metafile.outputs);
    const libraries = output?.imports.map(({ path }) => path).filter((path) => !path.startsWith('node:'));
    assert.deepEqual([...new Set(libraries)].sort(), ['vscode-languageserver', 'vscode-languageserver/node']);
  });
});
