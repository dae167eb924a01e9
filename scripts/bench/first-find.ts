// The catalogue: what its first use costs, and that nothing of it is read before. Run as a program of its own by itself.
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { createKnowledge } from '../../server/src/knowledge/catalogue.ts';
import { tablesText } from '../../server/src/knowledge/images/tables-text.ts';

/** Prints the milliseconds of the first `find` of a process, of a catalogue packed as the bundles have it. */
const [path] = process.argv.slice(2);
const packed = readFileSync(path ?? '', 'latin1');
const from = performance.now();
const unpack = () => brotliDecompressSync(Buffer.from(packed, 'base64')).toString('latin1');
const entry = createKnowledge(unpack, tablesText).find('uwsgi-option', 'master');
const took = performance.now() - from;
if (!entry) throw new Error('The catalogue has no `master`');
console.log(took);
