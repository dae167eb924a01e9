// The one build file: four CommonJS bundles in dist/. `--dev` keeps names and writes source maps; `--watch` builds again on change.
import { chmod, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { brotliCompressSync, constants } from 'node:zlib';
import { build, context } from 'esbuild';

const dev = process.argv.includes('--dev');
const watch = process.argv.includes('--watch');

/**
 * The generated texts (catalogue, pages) are most of what we ship. Bundles keep them compressed and unpack them when first asked,
 * which takes two milliseconds. Such a file exports one function that returns one literal.
 * @type {import('esbuild').Plugin}
 */
const packedTexts = {
  name: 'packed-texts',
  setup(bundle) {
    bundle.onLoad({ filter: /[\\/][a-z]+-text\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const [, name, literal] = /export const (\w+) = \(\): string => (`[\s\S]*`|'[\s\S]*'|"[\s\S]*");?\s*$/.exec(source) ?? [];
      if (!name || !literal) return { errors: [{ text: `${path} does not end in one function that returns one literal` }] };
      const { text } = await import(`data:text/javascript;base64,${Buffer.from(`export const text = ${literal};`).toString('base64')}`);
      const packed = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: text.length } }).toString('base64');
      // Plain ASCII need not be decoded.
      const encoding = /^[\0-\x7f]*$/.test(text) ? 'latin1' : 'utf8';
      return {
        loader: 'js',
        contents: [
          `import { brotliDecompressSync } from 'node:zlib';`,
          `export const ${name} = () => brotliDecompressSync(Buffer.from('${packed}', 'base64')).toString('${encoding}');`,
        ].join('\n'),
      };
    });
  },
};

/**
 * The server answers the greeting before it has read what answers anything else: that is a bundle of its own, which takes the
 * library of the protocol from the bundle that has it.
 * @type {import('esbuild').Plugin}
 */
const restLater = {
  name: 'rest-later',
  setup(bundle) {
    bundle.onResolve({ filter: /^\.\/engine\.js$/ }, () => ({ path: './engine.js', external: true }));
    bundle.onLoad({ filter: /[\\/]lsp[\\/]rest\.ts$/ }, () => ({
      loader: 'js',
      contents: `export const loadRest = () => require('./engine.js').loadRest();`,
    }));
  },
};
/** @type {import('esbuild').Plugin} */
const sharedProtocol = {
  name: 'shared-protocol',
  setup(bundle) {
    bundle.onResolve({ filter: /^vscode-languageserver$/ }, () => ({ path: './server.js', external: true }));
  },
};

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minify: !dev,
  sourcemap: dev,
  legalComments: 'none',
  logLevel: 'warning',
  plugins: [packedTexts],
};

/** @type {readonly (import('esbuild').BuildOptions & { readonly outfile: string })[]} */
const bundles = [
  { ...shared, entryPoints: ['client/src/extension.ts'], outfile: 'dist/client.js', external: ['vscode'] },
  { ...shared, entryPoints: ['server/src/lsp/bin.ts'], outfile: 'dist/server.js', plugins: [restLater] },
  { ...shared, entryPoints: ['server/src/lsp/rest.ts'], outfile: 'dist/engine.js', plugins: [packedTexts, sharedProtocol] },
  { ...shared, entryPoints: ['server/src/cli/bin.ts'], outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' } },
];

// A build that fails leaves the bundles of the one before it in place.
await mkdir('dist', { recursive: true });
// The package is an ES module, its bundles are CommonJS: the language client cannot be bundled otherwise.
await writeFile('dist/package.json', '{ "type": "commonjs" }\n');
for (const options of bundles) {
  if (watch) await (await context(options)).watch();
  else await build(options);
  if (!dev) await rm(`${options.outfile}.map`, { force: true });
}
if (!watch) {
  await chmod('dist/cli.js', 0o755);
  for (const { outfile } of bundles) console.log(`${outfile}  ${Math.round((await stat(outfile)).size / 1024)} KB`);
}
