// What every scaffold promises of the server that runs: asked with real requests.
import assert from 'node:assert/strict';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { ask } from './requests.ts';

/** How static files are compressed on the way: nginx of Debian knows no brotli. */
export interface Serving {
  readonly port: number;
  readonly brotli: boolean;
  readonly health: string | undefined;
  /** A page that names a stylesheet by its hash, and how. */
  readonly page?: string | undefined;
  readonly named?: RegExp | undefined;
  /** Where an upload would be, which nobody serves. */
  readonly uploads?: string | undefined;
  /** The host in front of the names of static files. */
  readonly host?: string | undefined;
}

/** The stylesheet of the project that is made here. */
const madeStyle = /href="([^"]+site\.[0-9a-f]{12}\.css)"/;

/** Asks for the page and everything that hangs on it; throws on the first promise that is broken. */
export const keepsPromises = async (serving: Serving): Promise<void> => {
  const { port, brotli, health, host = '', page = '/', named: pattern = madeStyle, uploads = '/media/upload.txt' } = serving;
  const home = await ask(port, page);
  assert.equal(home.status, 200, `the page answers ${home.status}`);
  assert.match(String(home.headers['strict-transport-security']), /max-age=\d+/, 'HSTS on the page');
  const named = pattern.exec(home.body.toString())?.[1] ?? '';
  assert.ok(named.startsWith(`${host}/`), `the page names a stylesheet by its hash: ${home.body.toString()}`);
  const hashed = named.slice(host.length);

  const plain = await ask(port, hashed);
  assert.equal(plain.status, 200, `${hashed} answers ${plain.status}`);
  assert.match(String(plain.headers['cache-control']), /max-age=315360000, public, immutable/, 'hashed files are immutable');
  assert.match(String(plain.headers['content-type']), /^text\/css/);

  const unhashed = await ask(port, hashed.replace(/\.[0-9a-f]{12}/, ''));
  assert.equal(unhashed.status, 200);
  assert.match(String(unhashed.headers['cache-control']), /max-age=604800/, 'files without a hash are kept seven days');

  const gzip = await ask(port, hashed, { 'accept-encoding': 'gzip' });
  assert.equal(gzip.headers['content-encoding'], 'gzip');
  assert.deepEqual(gunzipSync(gzip.body), plain.body);
  if (brotli) {
    const packed = await ask(port, hashed, { 'accept-encoding': 'br' });
    assert.equal(packed.headers['content-encoding'], 'br');
    assert.deepEqual(brotliDecompressSync(packed.body), plain.body);
  }

  const head = await ask(port, hashed, {}, 'HEAD');
  assert.equal(head.status, 200);
  assert.equal(head.body.length, 0);
  assert.equal(Number(head.headers['content-length']), plain.body.length);
  const range = await ask(port, hashed, { range: 'bytes=0-9' });
  assert.equal(range.status, 206);
  assert.deepEqual(range.body, plain.body.subarray(0, 10));

  assert.equal((await ask(port, uploads)).status, 404, 'uploads are not served by the application');
  if (health !== undefined) assert.equal((await ask(port, health)).status, 200, 'the health endpoint');
};
