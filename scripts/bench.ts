// How fast Drydock is, beside a named baseline. Prints, and never fails because something was slow.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { version } from '../server/src/product.ts';
import { fetchBaseline } from './bench/baseline.ts';
import { quick, thorough } from './bench/editing.ts';
import { measure } from './bench/measure.ts';
import { asMarkdown, asText, machine, type Report } from './bench/report.ts';
import type { Program } from './bench/talk.ts';

const usage = `Usage: npm run bench -- [--quick] [--server "COMMAND"] [--json FILE] [--write]
  --quick            fewer repetitions: a first impression, too few for a p99
  --server COMMAND   the language server to measure, such as "node path/to/server.js --stdio"; dist/server.js without it
  --json FILE        write the numbers as JSON too
  --write            put the table into docs/speed.md`;

const root = join(fileURLToPath(import.meta.url), '../..');
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    server: { type: 'string' },
    json: { type: 'string' },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

/** A command line as words; quotes hold blanks together. `node` is the Node that runs the bench. */
const wordsOf = (line: string): readonly string[] =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare], i) => {
    const word = double ?? single ?? bare ?? '';
    return i === 0 && word === 'node' ? process.execPath : word;
  });

const run = async (): Promise<void> => {
  const cache = join(root, '.cache/bench');
  mkdirSync(cache, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), 'drydock-bench-'));
  try {
    const server: Program = values.server
      ? { name: values.server, version: 'as it is', command: wordsOf(values.server) }
      : {
          name: 'dist/server.js',
          version, // The way the VS Code client starts it.
          command: [process.execPath, '--max-semi-space-size=64', '--min-semi-space-size=32', join(root, 'dist/server.js'), '--stdio'],
        };
    const said = (line: string) => console.error(line);
    const kind = machine();
    const baseline = await fetchBaseline(cache);
    const folder = join(scratch, 'project');
    mkdirSync(folder);
    const { rows, notes } = await measure({
      server,
      baseline: typeof baseline === 'string' ? undefined : baseline,
      effort: values.quick ? quick : thorough,
      root,
      cli: join(root, 'dist/cli.js'),
      folder: { path: folder, uri: pathToFileURL(folder).href },
      scratch,
      say: said,
    });
    const report: Report = {
      version: 1,
      date: new Date().toISOString().slice(0, 10),
      machine: kind,
      ours: `${server.name} ${server.version}`,
      theirs:
        typeof baseline === 'string' ? baseline : `${baseline.server.name} ${baseline.server.version}, on a Dockerfile of as many lines`,
      rows,
      notes: [...(values.quick ? ['Measured with --quick: too few repetitions to judge a budget by.'] : []), ...notes],
    };
    console.log(asText(report));
    if (values.json) writeFileSync(isAbsolute(values.json) ? values.json : resolve(values.json), `${JSON.stringify(report, null, 2)}\n`);
    if (values.write) writePage(asMarkdown(report));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};

/** Puts the table between the marks of the page. */
const writePage = (table: string): void => {
  const page = join(root, 'docs/speed.md');
  const [before, , after] = readFileSync(page, 'utf8').split(/<!-- (?:numbers begin|numbers end)[^>]*-->/);
  if (after === undefined) throw new Error('docs/speed.md has lost its marks');
  writeFileSync(page, `${before}<!-- numbers begin: written by npm run bench -- --write -->\n\n${table}\n\n<!-- numbers end -->${after}`);
};

if (values.help) console.log(usage);
else
  await run().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    // Not only an exit code: servers may still be running, and end with this process.
    process.exit(2);
  });
