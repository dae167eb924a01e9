// Python itself against us: its parser against ours, on its standard library and on statements thrown together; and what settings
// modules thrown together end with against what we say of them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generated } from './generate.ts';
import { shapeOf } from './shape.ts';
import { compareValues } from './values.ts';

const here = dirname(fileURLToPath(import.meta.url));
const [count = 60, seed = 2026] = process.argv.slice(2).map(Number);
const python = (args: readonly string[], input: string) =>
  spawnSync('python3', ['-W', 'ignore', ...args], { input, encoding: 'utf8', maxBuffer: 2 ** 29 });

/** The modules of the standard library, tests and the files kept broken on purpose left out. */
const library = (): readonly string[] => {
  const { stdout } = python(['-c', 'import sys, sysconfig; print(sysconfig.get_paths()["stdlib"])'], '');
  const folder = stdout.trim();
  const names = folder === '' ? [] : (readdirSync(folder, { recursive: true }) as string[]);
  return names
    .filter((name) => name.endsWith('.py') && !/(?:^|\/)(?:test|tests|lib2to3|site-packages|dist-packages)\//.test(name))
    .map((name) => join(folder, name));
};

const version = python(['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], '').stdout?.trim() ?? '';
if (Number(version.split('.')[1] ?? 0) < 10) {
  console.error(`SKIPPED Python's own parser: python3 3.10 or newer is needed, found ${version || 'none'}`);
  console.log(`0 passed, 0 failed, ${count} skipped`);
} else {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-python-'));
  const made = generated(count, seed).map((text, i) => {
    const path = join(folder, `made_${i}.py`);
    writeFileSync(path, text);
    return path;
  });
  const paths = [...made, ...library()];
  const lines = python([join(here, 'shape.py')], paths.join('\n')).stdout.split('\n');
  rmSync(folder, { recursive: true, force: true, maxRetries: 0 });
  let passed = 0;
  let failed = 0;
  let unread = 0;
  for (const [i, path] of paths.entries()) {
    const wanted = lines[i] ?? '!';
    const text = made.includes(path) ? generated(count, seed)[i] : utf8(path);
    if (wanted.startsWith('!') || text === undefined) continue;
    const got = shapeOf(text);
    let at = 0;
    while (got[at] === wanted[at] && at < wanted.length) at++;
    if (got === wanted) passed++;
    // What we say we cannot read is no mistake, as long as it is rare.
    else if (/\b(?:broken|other)\b/.test(got.slice(Math.max(0, at - 80), at + 40))) unread++;
    else {
      failed++;
      console.log(
        `${path}\n   ours …${got.slice(Math.max(0, at - 80), at + 80)}\n  theirs …${wanted.slice(Math.max(0, at - 80), at + 80)}`,
      );
    }
  }
  const rare = unread * 100 <= paths.length;
  if (!rare) console.log(`${unread} of ${paths.length} modules hold something we cannot read`);
  console.log(`Python ${version}: ${paths.length} modules, ${unread} of them not read through`);
  // Twelve small throws find more than one large one: what a seed leads to is alike.
  const throws = Array.from({ length: 12 }, (_, i) => compareValues(count * 2, seed + i));
  for (const { compared, wrong } of throws) {
    for (const one of wrong) console.log(one);
    passed += compared - wrong.length;
    failed += wrong.length;
  }
  const sum = (of: (one: (typeof throws)[number]) => number) => throws.reduce((all, one) => all + of(one), 0);
  console.log(
    `${throws.length * count * 2} programs in every environment: ${sum(({ compared }) => compared)} values, ${sum(({ known }) => known)} of them known, ${sum(({ wrong }) => wrong.length)} wrong`,
  );
  console.log(`${passed + (rare ? unread : 0)} passed, ${failed + (rare ? 0 : unread)} failed, 0 skipped`);
  process.exitCode = failed > 0 || !rare ? 1 : 0;
}

function utf8(path: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(path));
  } catch {
    return undefined;
  }
}
