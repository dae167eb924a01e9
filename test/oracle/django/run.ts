// Asks the real Djangos about many settings modules, and compares what they say with what we say.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { knowledge } from '../../support/project.ts';
import { type Answers, type Asked, ask, isRaised } from './asking.ts';
import { type Case, cases, oddCases, plainCase } from './cases.ts';
import { type Django, djangos } from './environments.ts';
import { faults } from './faults.ts';
import { type Harm, harms } from './harms.ts';
import { askTables, judgeTables } from './tables.ts';
import { judgeValues } from './values.ts';
import { judgeSound, judgeVerdicts, rulesIn } from './verdicts.ts';

const began = Date.now();
let [passed, failed, skipped] = [0, 0, 0];
const scratch = mkdtempSync(join(tmpdir(), 'drydock-django-'));

const tell = (difference: string | undefined) => {
  if (difference === undefined) passed++;
  else {
    failed++;
    console.log(difference);
  }
};

const percent = ({ known, met }: { readonly known: number; readonly met: number }): string => `${((known / met) * 100).toFixed(1)} %`;

const questions = ['values', 'setup', 'checks', 'collectstatic --dry-run'];
const control = 'nothing wrong, switch';
const harmsOf = (line: string): readonly Harm[] =>
  harms.filter((harm) => (harm.lines ?? faults.find(({ name }) => name === harm.fault)?.lines)?.includes(line) ?? true);

/** That a fault does what its row says, that nothing but the fault does it, and whether Django's checks see it. */
const judgeHarm = ({ line, version }: Django, harm: Harm, faulty: Answers | undefined, sound: Answers | undefined) => {
  const about = `Django ${version}: ${harm.fault}`;
  const answered = JSON.stringify(faulty);
  tell(faulty && harm.shows(faulty) ? undefined : `${about}: the harm is not there: ${answered}`);
  tell(sound && !harm.shows(sound) ? undefined : `${about}: a good project shows the harm too: ${JSON.stringify(sound)}`);
  const ids = faulty?.['checks'];
  const silent = Array.isArray(ids) && ids.length === 0 && !isRaised(faulty?.['setup']);
  const { rule } = harm;
  if (rule) tell(rulesIn(plainCase(line, version, harm.fault)).has(rule) ? undefined : `${about}: ${rule} is silent`);
  if (harm.silent !== silent) tell(`${about}: the checks of Django ${silent ? 'say nothing' : 'speak'}: ${answered}`);
};

/** Lists and paths as one text, so that `Path("/a")` and `"/a"`, and a list and a tuple, are the same thing written in other forms. */
const essence = (value: unknown): string =>
  JSON.stringify(value)
    ?.replaceAll(/\{"path":("[^"]*")\}/g, '$1')
    .replaceAll('{"tuple":', '{"list":') ?? 'missing';

/** That each form ends in the same value as the plain one: otherwise the cases would not be what their names say. */
const judgeForms = (where: string, all: readonly Case[], answers: readonly (Answers | undefined)[]) => {
  const plain = new Map<string, string>();
  for (const [at, one] of all.entries()) {
    const values = answers[at]?.['values'];
    const value = isRaised(values) ? `${values.raised}: ${values.message}` : essence((values as Answers | undefined)?.[one.fault.target]);
    if (one.form === 'plain') plain.set(one.fault.name, value);
    const meant = plain.get(one.fault.name);
    tell(value === meant ? undefined : `${where}: ${one.id}: ${one.fault.target} is ${value}, and ${meant} in the plain form`);
  }
};

const judge = async (django: Django, folder: string) => {
  const from = Date.now();
  const { line, version } = django;
  const where = `Django ${version}`;
  const all = cases(line, version);
  const shown = harmsOf(line);
  const strange = oddCases(line, version);
  const asked: readonly Asked[] = [
    ...all.map((one) => ({ one, ask: questions })),
    ...shown.flatMap((harm) =>
      [harm.fault, control].map((fault) => ({ one: plainCase(line, version, fault), ask: ['setup', 'checks', ...harm.ask] })),
    ),
    ...strange.map((one) => ({ one, ask: ['values'] })),
    askTables(knowledge, line, version),
  ];
  const answers = await ask(django, asked, folder);
  for (const [
    at,
    {
      one,
      ask: [first = ''],
    },
  ] of asked.entries())
    if (answers[at]?.[first] === undefined) tell(`${where}: ${one.id}: no answer`);
  judgeForms(where, all, answers);
  for (const [at, harm] of shown.entries()) {
    const first = all.length + at * 2;
    judgeHarm(django, harm, answers[first], answers[first + 1]);
  }
  const values = judgeValues(where, all, answers);
  const ofStrange = answers.slice(all.length + shown.length * 2, -1);
  const others = judgeValues(where, strange, ofStrange);
  for (const [at, one] of strange.entries()) {
    const found = ofStrange[at]?.['values'];
    if (isRaised(found)) tell(`${where}: ${one.id}: Python refuses it: ${found.raised}: ${found.message}`);
  }
  passed += others.modules - new Set(others.wrong.map((wrong) => wrong.split(': ', 2)[1])).size;
  for (const wrong of others.wrong) tell(wrong);
  passed += values.modules - new Set(values.wrong.map((one) => one.split(': ', 2)[1])).size;
  for (const wrong of values.wrong) tell(wrong);
  for (const { known, met } of [values.all, values.written])
    tell(known / met >= 0.9 ? undefined : `${where}: only ${known} of ${met} settings are known`);
  const verdicts = judgeVerdicts(where, line, all, answers);
  passed += verdicts.compared - verdicts.wrong.length;
  for (const wrong of [...verdicts.wrong, ...judgeSound(where, all)]) tell(wrong);
  const tables = judgeTables(knowledge, line, answers.at(-1) ?? {});
  passed += tables.compared - tables.wrong.length;
  for (const wrong of tables.wrong) tell(`${where}: ${wrong}`);
  const open = values.forms.map(({ form, known, met }) => `${form} ${known}/${met}`).join(', ');
  console.log(
    `${where}: of ${values.all.met} settings ${percent(values.all)} known, of ${values.written.met} written in a form ${percent(values.written)}${open ? `; less: ${open}` : ''}`,
  );
  console.log(`${where}: of ${others.all.met} settings in ${others.modules} odd modules ${percent(others.all)} known`);
  console.log(
    `${where}: ${all.length} modules, ${shown.length} harms, ${tables.compared} facts, ${verdicts.compared} verdicts in ${((Date.now() - from) / 1000).toFixed(1)} s`,
  );
};

try {
  const waiting = [...djangos()];
  // Two at a time: each is one process, with a child for the module it is asked about.
  const worker = async (name: string) => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      if ('missing' in next.found) {
        const many = cases(next.line, next.line).length;
        skipped += many;
        console.log(`SKIPPED: Django ${next.line} was not asked: ${next.found.missing}`);
      } else await judge(next.found, join(scratch, `${name}-${next.line}`));
    }
  };
  await Promise.all(['a', 'b'].map(worker));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

console.log(`${((Date.now() - began) / 1000).toFixed(1)} s in all`);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 ? 1 : 0;
