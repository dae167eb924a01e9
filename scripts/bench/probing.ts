// What only the server itself can tell: its memory, and when it read the catalogue.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { catalogueText } from '../../server/src/knowledge/catalogue-text.ts';
import { type Folder, greet, sitDown, typeAway } from './editing.ts';
import { type Program, talk } from './talk.ts';
import type { Sample } from './texts.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

/** What the probe wrote when its process ended. Bytes and milliseconds. */
export interface Probed {
  readonly rss: number;
  readonly heapUsed: number;
  /** The most memory the process ever had. */
  readonly peak: number;
  readonly seen: readonly { readonly what: string; readonly at: number; readonly took: number }[];
}

/** A server whose process loads the probe first; nothing when it is no Node program. */
const probed = (program: Program): Program | undefined => {
  const [file = '', ...words] = program.command;
  if (!/(?:^|[\\/])node(?:\.exe)?$/.test(file)) return undefined;
  return { ...program, command: [file, '--require', join(here, 'probe.cjs'), ...words] };
};

/** The memory of a server that had a file open in which a person typed. */
export const memoryAfter = async (
  program: Program,
  folder: Folder,
  sample: Sample,
  strokes: number,
  scratch: string,
): Promise<Probed | undefined> => {
  const watched = probed(program);
  if (!watched) return undefined;
  const out = join(scratch, 'probe.json');
  const desk = await sitDown(watched, folder, sample, true, { BENCH_PROBE: out });
  await typeAway(desk, sample, 0, strokes);
  await desk.to.end();
  return JSON.parse(readFileSync(out, 'utf8')) as Probed;
};

/** How often a server unpacked or parsed a text as large as the catalogue: when it was only greeted, and after one hover. */
export const catalogueReads = async (
  program: Program,
  folder: Folder,
  sample: Sample,
  scratch: string,
): Promise<{ readonly greeted: Probed; readonly asked: Probed } | undefined> => {
  const watched = probed(program);
  if (!watched) return undefined;
  const out = join(scratch, 'probe.json');
  const to = talk(watched, { BENCH_PROBE: out });
  await greet(to, folder, true);
  await to.end();
  const greeted = JSON.parse(readFileSync(out, 'utf8')) as Probed;
  const desk = await sitDown(watched, folder, sample, true, { BENCH_PROBE: out });
  await desk.ask('hover', { line: 1, character: 2 });
  await desk.to.end();
  return { greeted, asked: JSON.parse(readFileSync(out, 'utf8')) as Probed };
};

/** The milliseconds of the first `find`, in as many fresh processes. */
export const firstFinds = (count: number, scratch: string): readonly number[] => {
  const packed = join(scratch, 'catalogue.txt');
  writeFileSync(packed, brotliCompressSync(catalogueText()).toString('base64'));
  return Array.from({ length: count }, () => {
    const run = spawnSync(process.execPath, ['--import', 'tsx', join(here, 'first-find.ts'), packed], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    if (run.status !== 0) throw new Error(`first-find ended with ${run.status}: ${run.stderr}`);
    return Number(run.stdout);
  });
};
