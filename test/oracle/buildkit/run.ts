// Asks BuildKit's own checks about Dockerfiles, and compares: what we leave out because a neighbour reports it must really be
// reported there, what both check must agree, and nothing the scaffold writes may have a warning.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { lineAt, linesOf } from '../../../server/src/text/lines.ts';
import { tried, unable } from '../../scaffold/proof/container.ts';
import { at, runner, snapshotOf } from '../../support/project.ts';
import { equal, left } from './deviations.ts';
import { imagesOf, ofCases, ofScaffold, type Subject } from './subjects.ts';

interface Warning {
  readonly check: string;
  /** From 1. */
  readonly line: number;
}

/** What the real thing said; a sentence where it could not read the file. */
type Answer = readonly Warning[] | string;

const folder = mkdtempSync(join(tmpdir(), 'drydock-buildkit-'));
const write = (path: string, text: string): void => {
  const whole = join(folder, path);
  mkdirSync(dirname(whole), { recursive: true });
  writeFileSync(whole, text);
};

interface Reported {
  readonly warnings:
    | readonly { readonly ruleName: string; readonly location?: { readonly ranges?: readonly { start: { line: number } }[] } }[]
    | null;
  readonly buildError?: { readonly message?: string };
}

const answerOf = (number: number): Answer => {
  const text = readFileSync(join(folder, `${number}.json`), 'utf8');
  const json = text.slice(text.indexOf('{'));
  try {
    const { warnings, buildError } = JSON.parse(json) as Reported;
    if (buildError) return buildError.message ?? 'it was refused';
    return (warnings ?? []).map(({ ruleName, location }) => ({ check: ruleName, line: location?.ranges?.[0]?.start.line ?? 0 }));
  } catch {
    return (
      readFileSync(join(folder, `${number}.err`), 'utf8')
        .trim()
        .split('\n')
        .at(-1) ?? 'no answer'
    );
  }
};

/** Our findings by line, and which of them are left out beside an editor extension that runs BuildKit's checks. */
const ours = (subject: Subject): readonly { readonly rule: string; readonly line: number; readonly hidden: boolean }[] => {
  const found = (reports: readonly string[]) => {
    const project = snapshotOf(subject.files, { neighbours: [{ reports, helps: [] }] }).project(at('Dockerfile'));
    return project ? runner.problems(project, at('Dockerfile')) : [];
  };
  const rest = new Set(found(['buildkit']).map(({ rule, at: { span } }) => `${rule} ${span.from}`));
  const lines = linesOf(subject.files['Dockerfile'] ?? '');
  return found([]).map(({ rule, at: { span } }) => ({
    rule,
    line: lineAt(lines, span.from) + 1,
    hidden: !rest.has(`${rule} ${span.from}`),
  }));
};

/** The lines an instruction covers belong to one warning: those from its first to the one that is named. */
const same = (text: string, a: number, b: number): boolean => {
  const rows = text.split('\n');
  const [from, to] = a < b ? [a, b] : [b, a];
  return rows.slice(from - 1, to - 1).every((row) => /\\\s*$/.test(row) || /^\s*#/.test(row));
};

const compare = (subject: Subject, answer: Answer): readonly string[] => {
  if (typeof answer === 'string') return [];
  const text = subject.files['Dockerfile'] ?? '';
  const own = ours(subject);
  const rows = text.split('\n');
  const where = (line: number): string => `${line}: ${rows[line - 1] ?? ''}`;
  const hidden = own
    .filter((one) => one.hidden && !answer.some(({ line }) => same(text, line, one.line)))
    .map(({ rule, line }) => `${rule} is left to BuildKit, which says nothing on line ${where(line)}`);
  const silent = answer
    .filter(({ check, line }) => equal.has(check) && !own.some((one) => one.hidden && same(text, one.line, line)))
    .filter(({ check, line }) => !left.some((one) => one.check === check && one.line.test(rows[line - 1] ?? '')))
    .map(({ check, line }) => `BuildKit's ${check} is no finding of ours on line ${where(line)}`);
  return [...hidden, ...silent];
};

const main = (): void => {
  const cases = ofCases();
  const scaffold = ofScaffold();
  const subjects = [...cases, ...scaffold];
  const why = unable();
  if (why) {
    console.error(`SKIPPED BuildKit's own checks: ${why}`);
    console.log(`0 passed, 0 failed, ${subjects.length} skipped`);
    return;
  }
  write('.check', readFileSync(join(import.meta.dirname, 'check.sh'), 'utf8'));
  write('images', `${[...new Set(subjects.flatMap(({ files }) => imagesOf(files['Dockerfile'] ?? '')))].join('\n')}\n`);
  for (const [number, { files }] of subjects.entries()) for (const [path, text] of Object.entries(files)) write(`${number}/${path}`, text);
  const run = tried('checked', folder);
  if (run.status !== 0) {
    console.error(`SKIPPED BuildKit's own checks: ${run.stderr.trim().split('\n').at(-1)}`);
    console.log(`0 passed, 0 failed, ${subjects.length} skipped`);
    return;
  }
  let passed = 0;
  let refused = 0;
  const faults: string[] = [];
  for (const [number, subject] of subjects.entries()) {
    const answer = answerOf(number);
    const isOurs = number >= cases.length;
    if (typeof answer === 'string') {
      refused++;
      console.log(`  refused: ${subject.name}: ${answer}`);
    }
    const said = isOurs
      ? typeof answer === 'string'
        ? [answer]
        : answer.map(({ check, line }) => `${check} on line ${line}`)
      : compare(subject, answer);
    if (said.length === 0) passed++;
    for (const one of said) faults.push(`${subject.name}\n    ${one}`);
  }
  for (const fault of faults) console.log(`  ✘ ${fault}`);
  console.log(`${subjects.length} Dockerfiles, ${scaffold.length} of them the scaffold's; BuildKit refused ${refused}`);
  console.log(`${passed} passed, ${subjects.length - passed} failed, 0 skipped`);
  process.exitCode = passed < subjects.length ? 1 : 0;
};

try {
  main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
