// Asks the real uWSGI about the hand-made and the generated files, and compares it with what we say.
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { knowledge } from '../support/project.ts';
import { type Case, compare } from './compare.ts';
import { deviations } from './deviations.ts';
import { generated } from './generate.ts';
import { compareNames } from './names.ts';
import { survivors } from './reader.ts';
import { type Binary, debianBinary, type Found, pipBinary } from './uwsgi-binaries.ts';

const began = Date.now();
const cases = join(dirname(fileURLToPath(import.meta.url)), 'cases');
const folder = mkdtempSync(join(tmpdir(), 'drydock-oracle-'));
let passed = 0;
let failed = 0;
let skipped = 0;

cpSync(cases, folder, { recursive: true });
const handMade = readdirSync(cases).filter((name) => name.endsWith('.ini'));
// `tsx test/oracle/run.ts 5000 7` asks about more files, and others.
const [count = 320, seed = 2025] = process.argv.slice(2).map(Number);
const many = generated(count, seed).map((text, i) => {
  const name = `generated-${String(i + 1).padStart(4, '0')}.ini`;
  writeFileSync(join(folder, name), text);
  return name;
});
const all: readonly Case[] = [...handMade, ...many].map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));

const skip = (count: number, why: string) => {
  skipped += count;
  console.log(`SKIPPED: ${why}`);
};

/** Counts what one build says; a difference that is known passes, and one that is known and gone fails. */
const judge = async (binary: Binary) => {
  const expected = new Set(deviations.filter(({ build }) => build === undefined || build === binary.build));
  const seen = new Set<string>();
  const tell = (about: string, of: string, difference: string | undefined) => {
    const known = [...expected].find((deviation) => deviation.about === about && deviation.of === of);
    if (difference !== undefined && known) seen.add(`${about} ${of}`);
    if (difference === undefined || known) {
      passed++;
      return;
    }
    failed++;
    console.log(`${binary.build} ${binary.version}: ${of}: ${about}: ${difference}`);
  };
  const options = compareNames(
    binary,
    knowledge,
    (of, difference) => tell('names', of, difference),
    (why) => skip(1, why),
  );
  await Promise.all(
    [0, 1].map((half) => compare({ binary, knowledge, options, folder, cases: all.filter((_, i) => i % 2 === half), tell })),
  );
  for (const { about, of, reason } of expected) {
    if (seen.has(`${about} ${of}`)) continue;
    failed++;
    console.log(`${binary.build} ${binary.version}: ${of}: ${about}: this difference is gone, take it off the list (${reason})`);
  }
};

const judgeFound = async (found: Found) => {
  if ('missing' in found) {
    skip(all.length, `the ${found.build} build of uWSGI was not asked: ${found.missing}`);
    return;
  }
  const from = Date.now();
  await judge(found);
  console.log(`${found.build} ${found.version}: ${all.length} files in ${((Date.now() - from) / 1000).toFixed(1)} s`);
};

try {
  await judgeFound(debianBinary());
  await judgeFound(pipBinary());
} finally {
  rmSync(folder, { recursive: true, force: true });
}

// The kernel may need a moment to bury what was killed.
for (let tries = 0; tries < 40 && survivors().length > 0; tries++) await new Promise((resolve) => setTimeout(resolve, 50));
const left = survivors();
if (left.length > 0) {
  failed++;
  console.log(`processes left behind: ${left.join(', ')}`);
} else passed++;

console.log(`${((Date.now() - began) / 1000).toFixed(1)} s in all`);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 ? 1 : 0;
