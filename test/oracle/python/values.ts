// The evaluator against Python itself, on programs thrown together: nothing it says may be other than what Python does, whatever
// the variables are that it does not know.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isKnown } from '../../../server/src/project/settings/ask.ts';
import { viewOf } from '../../../server/src/project/settings/view-of.ts';
import { at, projectOf, root } from '../../support/project.ts';
import { shownValue } from '../../support/shown-value.ts';
import { allows, type Real } from './consistent.ts';
import { programs } from './programs.ts';

const environments: readonly Readonly<Record<string, string>>[] = [{}, { P: 'a,d' }, { Q: '1' }, { P: '1', Q: 'no' }];

export interface Outcome {
  readonly compared: number;
  readonly known: number;
  readonly wrong: readonly string[];
}

/** Runs programs in every environment, and compares. */
export const compareValues = (count: number, seed: number): Outcome => {
  const folder = mkdtempSync(join(tmpdir(), 'drydock-values-'));
  const texts = programs(count, seed);
  const runs = texts.flatMap((text, i) => {
    const path = join(folder, `p${i}.py`);
    writeFileSync(path, text);
    return environments.map((variables) => ({ text, path, variables }));
  });
  const input = runs.map(({ path, variables }) => JSON.stringify([path, variables])).join('\n');
  const python = spawnSync('python3', [join(dirname(fileURLToPath(import.meta.url)), 'values.py')], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  rmSync(folder, { recursive: true, force: true });
  const lines = python.stdout.split('\n');
  let [compared, known] = [0, 0];
  const wrong: string[] = [];
  for (const [i, { text, variables }] of runs.entries()) {
    const real = JSON.parse(lines[i] || '{"raised": "nothing"}') as Readonly<Record<string, Real>>;
    if ('raised' in real) continue;
    const view = viewOf(projectOf({ 'settings.py': text }), root, at('settings.py'), 'production');
    if (!view) throw new Error('the program was not evaluated');
    const set = new Set(Object.keys(variables));
    for (const name of new Set([...Object.keys(real), ...view.names()])) {
      const found = view.get(name);
      const one = real[name];
      compared++;
      if (found && isKnown(found.value)) known++;
      const fine = one === undefined ? !found?.certain : found ? allows(found.value, one, set) : view.open.length > 0;
      if (fine) continue;
      wrong.push(
        `${JSON.stringify(variables)}: ${name} is ${JSON.stringify(one)}, and we say ${found ? shownValue(found.value) + (found.certain ? '' : '?') : 'missing'}\n${text.slice(text.indexOf('\n\n', text.indexOf('def add')))}`,
      );
    }
  }
  return { compared, known, wrong };
};
