// Loaded into a server before the server itself: what it held in memory, and what it read of the catalogue and when.
// At the end of the process that is written to the file BENCH_PROBE.
const { writeFileSync } = require('node:fs');
const zlib = require('node:zlib');

const out = process.env.BENCH_PROBE;
/** In characters. Longer texts than this are no messages: only the catalogue is that large. */
const large = 400_000;
const started = performance.now();
/** Milliseconds since the start at which each large text was unpacked or parsed, and how long that took. */
const seen = [];

const watched = (what, run, sizeOf) =>
  function watch(...words) {
    const from = performance.now();
    const result = Reflect.apply(run, this, words);
    if (sizeOf(words, result) > large) seen.push({ what, at: from - started, took: performance.now() - from });
    return result;
  };

if (out) {
  zlib.brotliDecompressSync = watched('unpack', zlib.brotliDecompressSync, (_, result) => result.length);
  JSON.parse = watched('parse', JSON.parse, ([text]) => (typeof text === 'string' ? text.length : 0));
  process.once('exit', () => {
    const { rss, heapUsed } = process.memoryUsage();
    writeFileSync(out, JSON.stringify({ rss, heapUsed, peak: process.resourceUsage().maxRSS * 1024, seen }));
  });
}
