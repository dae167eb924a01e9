// The whole run, part by part.
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Baseline } from './baseline.ts';
import { timeRun, writeProjectFiles, writeProjects } from './commands.ts';
import { coldStart, completeAway, type Desk, type Effort, type Folder, hoverAway, nudgeAway, sitDown, typeAway } from './editing.ts';
import { engineSteps } from './engine.ts';
import { type Figure, figure, quantile, type Row, single, verdict } from './numbers.ts';
import { catalogueReads, firstFinds, memoryAfter } from './probing.ts';
import { settingsPackage, settingsSample } from './settings-texts.ts';
import type { Program } from './talk.ts';
import { dockerfileSample, type Sample, uwsgiSample } from './texts.ts';
import { packExtension } from './vsix.ts';
import { workspaceFiles, workspaceSamples, writeWorkspace } from './workspace.ts';

/** What is measured, with what, and how often. */
export interface Bench {
  readonly server: Program;
  readonly baseline: Baseline | undefined;
  readonly effort: Effort;
  readonly root: string;
  readonly cli: string;
  /** An empty folder on disk, which becomes the project that the servers are started in. */
  readonly folder: Folder & { readonly path: string };
  /** Where files may be left behind. */
  readonly scratch: string;
  /** Told what is being done. */
  say(line: string): void;
}
export interface Measured {
  readonly rows: readonly Row[];
  readonly notes: readonly string[];
}

const sizes = [100, 1000, 5000] as const;
const dockerfileSizes = [100, 5000] as const;
const largest = 5000;
const budgets = { initialize: 120, keystroke: 8, anyKeystroke: 16, coldCheck: 2000, catalogue: 15, vsix: 1200, package: 5 } as const;
const projects = 200;
const packaged = 20;

/** Measures everything there is to measure; what cannot be had becomes a note. */
export const measure = async (bench: Bench): Promise<Measured> => {
  writeProjectFiles(bench.folder.path);
  const notes: string[] = [];
  const rows: Row[] = [];
  const parts: readonly (readonly [string, (bench: Bench, notes: string[]) => Promise<readonly Row[]> | readonly Row[]])[] = [
    ['Machine', unrest],
    ['Start', starts],
    ...sizes.map((lines) => [`uwsgi.ini, ${lines} lines`, (all: Bench) => uwsgiAtSize(all, lines)] as const),
    ...dockerfileSizes.map((lines) => [`Dockerfile, ${lines} lines`, (all: Bench) => dockerfileAtSize(all, lines)] as const),
    [`Settings, ${largest} lines`, settingsAtSize],
    ['A project of 200 files', manyFiles],
    ['Catalogue', catalogue],
    ['Memory', memory],
    ['Command line', commandLine],
    ['Size', size],
    ...sizes.map((lines) => [`Inside, uwsgi.ini, ${lines} lines`, (all: Bench) => inside(all, uwsgiSample(lines), lines)] as const),
    ...dockerfileSizes.map(
      (lines) => [`Inside, Dockerfile, ${lines} lines`, (all: Bench) => inside(all, dockerfileSample(lines), lines)] as const,
    ),
    [`Inside, settings, ${largest} lines`, (all: Bench) => inside(all, settingsSample(largest), largest)],
    [`Inside, ${packaged} settings modules`, insidePackage],
  ];
  for (const [name, part] of parts) {
    const from = performance.now();
    rows.push(...(await part(bench, notes)));
    bench.say(`${name}: ${((performance.now() - from) / 1000).toFixed(1)} s`);
  }
  return { rows, notes };
};

/** The same computation over and over: what its slowest runs take longer, the machine has added, and adds to every p99 below. */
const unrest = ({ effort }: Bench): readonly Row[] => {
  let sum = 0;
  const compute = (rounds: number): number => {
    const from = performance.now();
    for (let i = 0; i < rounds; i++) sum = (Math.imul(sum, 31) + i) | 0;
    return performance.now() - from;
  };
  compute(1e7);
  const rounds = Math.round((1e7 / compute(1e7)) * budgets.keystroke);
  const times = Array.from({ length: effort.strokes }, () => compute(rounds));
  return [{ part: 'The machine', what: `a fixed computation of about ${budgets.keystroke} ms, again and again`, ours: figure(times) }];
};

const starts = async ({ server, baseline, effort, folder }: Bench): Promise<readonly Row[]> => {
  const ours: number[] = [];
  const theirs: number[] = [];
  const node: number[] = [];
  // In turns, so that a busy moment hits all alike. The first round only warms the disk's cache.
  for (let i = -1; i < effort.starts; i++) {
    const one = await coldStart(server, folder);
    const other = baseline && (await coldStart(baseline.server, folder));
    const bare = timeRun([process.execPath, '-e', '0']);
    if (i < 0) continue;
    ours.push(one);
    node.push(bare);
    if (other !== undefined) theirs.push(other);
  }
  const middle = quantile(ours, 0.5);
  const kept = middle <= budgets.initialize || (theirs.length > 0 && middle <= quantile(theirs, 0.5));
  return [
    {
      part: 'Start',
      what: 'process start to `initialize` answered',
      ours: figure(ours),
      ...beside(theirs),
      budget: { words: `p50 ≤ ${budgets.initialize} ms or baseline`, verdict: verdict(kept) },
    },
    { part: 'Start', what: `of that, Node ${process.versions.node} starting and ending with nothing to do`, ours: figure(node) },
  ];
};

const beside = (theirs: readonly number[] | undefined): { readonly theirs?: Figure } =>
  theirs && theirs.length > 0 ? { theirs: figure(theirs) } : {};

/** What one server does with one file. */
interface Sat {
  readonly opened: readonly number[];
  readonly typed: readonly number[];
  readonly pushed: readonly number[];
  readonly completed: readonly number[];
  readonly hovered: readonly number[];
}

const sit = async ({ effort, folder }: Bench, program: Program, sample: Sample): Promise<Sat> => {
  const opened: number[] = [];
  let desk: Desk | undefined;
  for (let i = -1; i < effort.opens; i++) {
    await desk?.to.end();
    desk = await sitDown(program, folder, sample, true);
    if (i >= 0) opened.push(desk.opened);
  }
  if (!desk) throw new Error('Nothing was opened');
  const typed = await typeAway(desk, sample, effort.warmUp, effort.strokes);
  const completed = await completeAway(desk, sample, effort.questions);
  const hovered = await hoverAway(desk, sample, effort.questions);
  await desk.to.end();
  let pushed = typed;
  if (desk.way === 'pulled') {
    const other = await sitDown(program, folder, sample, false);
    pushed = await nudgeAway(other, 3, effort.pushes);
    await other.to.end();
  }
  return { opened, typed, pushed, completed, hovered };
};

type Budget = NonNullable<Row['budget']>;

const rowsOf = (part: string, ours: Sat, theirs: Sat | undefined, budget: Budget | undefined): readonly Row[] => {
  const row = (what: string, of: keyof Sat): Row => ({ part, what, ours: figure(ours[of]), ...beside(theirs?.[of]) });
  const typed = row('keystroke to diagnostics', 'typed');
  return [
    row('open to first diagnostics, fresh server', 'opened'),
    budget ? { ...typed, budget } : typed,
    row('the same, pushed when nobody types for 150 ms', 'pushed'),
    row('completion', 'completed'),
    row('hover', 'hovered'),
  ];
};

const uwsgiAtSize = async (bench: Bench, lines: number): Promise<readonly Row[]> => {
  const ours = await sit(bench, bench.server, uwsgiSample(lines));
  const theirs = bench.baseline && (await sit(bench, bench.baseline.server, dockerfileSample(lines)));
  const budget = lines === largest ? keystrokeBudget(quantile(ours.typed, 0.99)) : undefined;
  return rowsOf(`Editing a uwsgi.ini of ${lines.toLocaleString('en')} lines`, ours, theirs, budget);
};

/** Somebody types with one server and then with the other, again and again, so that a busy moment hits both alike. */
const typedInTurns = async ({ effort, folder }: Bench, programs: readonly Program[], sample: Sample): Promise<readonly number[][]> => {
  const times = programs.map((): number[] => []);
  for (let turn = 0; turn < effort.turns - 1; turn++) {
    for (const [i, program] of programs.entries()) {
      const desk = await sitDown(program, folder, sample, true);
      times[i]?.push(...(await typeAway(desk, sample, effort.warmUp, effort.strokes)));
      await desk.to.end();
    }
  }
  return times;
};

/** Both servers edit the very same Dockerfile, one right after the other; where they are compared, in turns. */
const dockerfileAtSize = async (bench: Bench, lines: number): Promise<readonly Row[]> => {
  const sample = dockerfileSample(lines);
  let ours = await sit(bench, bench.server, sample);
  let theirs = bench.baseline && (await sit(bench, bench.baseline.server, sample));
  if (bench.baseline && theirs && lines !== largest) {
    const [typed = [], others = []] = await typedInTurns(bench, [bench.server, bench.baseline.server], sample);
    // That they sat down one after the other was the first turn.
    const all = [...theirs.typed, ...others];
    ours = { ...ours, typed: [...ours.typed, ...typed] };
    // Who pushes at once has no other number for it.
    theirs = { ...theirs, typed: all, pushed: theirs.pushed === theirs.typed ? all : theirs.pushed };
  }
  const tail = quantile(ours.typed, 0.99);
  const words = `p99 ≤ ${budgets.anyKeystroke} ms`;
  const budget =
    lines === largest
      ? { words, verdict: verdict(tail <= budgets.anyKeystroke) }
      : theirs && { words: 'p50 and p99 ≤ baseline', verdict: verdict(isNoSlower(ours.typed, theirs.typed)) };
  return rowsOf(`Editing a Dockerfile of ${lines.toLocaleString('en')} lines, the same one for both`, ours, theirs, budget);
};

/** The baseline knows no Python. */
const settingsAtSize = async (bench: Bench): Promise<readonly Row[]> => {
  const sample = settingsSample(largest);
  const path = join(bench.folder.path, sample.name);
  writeFileSync(path, sample.text);
  const ours = await sit(bench, bench.server, sample);
  rmSync(path);
  const kept = quantile(ours.typed, 0.99) <= budgets.anyKeystroke;
  const budget = { words: `p99 ≤ ${budgets.anyKeystroke} ms`, verdict: verdict(kept) };
  return rowsOf(`Editing a settings module of ${largest.toLocaleString('en')} lines`, ours, undefined, budget);
};

/** What an edit in one of many settings modules costs until all of them are seen as one again. */
const insidePackage = ({ effort }: Bench): readonly Row[] => {
  const { steps } = engineSteps(settingsPackage(packaged), effort.warmUp, Math.min(200, effort.strokes));
  return [...steps].map(([what, times]) => ({
    part: `Inside, one keystroke in one of ${packaged} settings modules, step by step in one process`,
    what,
    ours: figure(times),
    ...(what === 'evaluate the settings'
      ? { budget: { words: `p99 ≤ ${budgets.package} ms`, verdict: verdict(quantile(times, 0.99) <= budgets.package) } }
      : {}),
  }));
};

const isNoSlower = (ours: readonly number[], theirs: readonly number[]): boolean =>
  [0.5, 0.99].every((part) => quantile(ours, part) <= quantile(theirs, part));

const keystrokeBudget = (tail: number): { readonly words: string; readonly verdict: string } => {
  const { keystroke, anyKeystroke } = budgets;
  const between = tail > keystroke && tail <= anyKeystroke;
  return {
    words: `p99 ≤ ${keystroke} ms, ${anyKeystroke} at the very most`,
    verdict: between ? `OVER ${keystroke}, within ${anyKeystroke}` : verdict(tail <= keystroke),
  };
};

/** A project with several services: a keystroke in one file may move what follows from all the others. */
const manyFiles = async ({ server, cli, effort, scratch }: Bench): Promise<readonly Row[]> => {
  const folder = join(scratch, 'workspace');
  writeWorkspace(folder);
  const part = `A project of ${workspaceFiles().size} files that are read`;
  const rows: Row[] = [];
  for (const sample of workspaceSamples()) {
    const desk = await sitDown(server, { uri: pathToFileURL(folder).href }, sample, true);
    const typed = await typeAway(desk, sample, effort.warmUp, effort.strokes);
    await desk.to.end();
    const kept = verdict(quantile(typed, 0.99) <= budgets.anyKeystroke);
    const budget = { words: `p99 ≤ ${budgets.anyKeystroke} ms`, verdict: kept };
    rows.push({ part, what: `keystroke to diagnostics in ${sample.name}`, ours: figure(typed), budget });
  }
  if (!existsSync(cli)) return rows;
  const times = Array.from({ length: Math.min(10, effort.starts) }, () => timeRun([process.execPath, cli, 'check', folder], [0, 1]));
  const budget = { words: `p50 ≤ ${budgets.coldCheck} ms`, verdict: verdict(quantile(times, 0.5) <= budgets.coldCheck) };
  return [...rows, { part, what: '`drydock check` of it, the start included', ours: figure(times), budget }];
};

const catalogue = async ({ server, effort, folder, scratch }: Bench, notes: string[]): Promise<readonly Row[]> => {
  const part = 'Catalogue';
  const finds = firstFinds(effort.starts, scratch);
  const reads = await catalogueReads(server, folder, uwsgiSample(100), scratch);
  if (!reads)
    notes.push('The server under test is no Node program, so nobody can look into it: neither its memory nor what it reads when.');
  const kept = quantile(finds, 0.5) <= budgets.catalogue;
  return [
    {
      part,
      what: 'first `find` of a process: unpacked, parsed, looked up',
      ours: figure(finds),
      budget: { words: `p50 ≤ ${budgets.catalogue} ms`, verdict: verdict(kept) },
    },
    ...(reads
      ? [
          {
            part,
            what: 'times it was read when the server was only greeted',
            ours: single(reads.greeted.seen.length, 'times'),
            budget: { words: 'never', verdict: verdict(reads.greeted.seen.length === 0) },
          },
          { part, what: 'times it was unpacked and parsed after the first hover', ours: single(reads.asked.seen.length, 'times') },
          {
            part,
            what: 'what that took inside the server',
            ours: single(
              reads.asked.seen.reduce((all, { took }) => all + took, 0),
              'ms',
            ),
          },
        ]
      : []),
  ];
};

const memory = async ({ server, baseline, effort, folder, scratch }: Bench): Promise<readonly Row[]> => {
  const strokes = effort.warmUp + effort.strokes;
  const sample = uwsgiSample(largest);
  const ours = await memoryAfter(server, folder, sample, strokes, scratch);
  const theirs = baseline && (await memoryAfter(baseline.server, folder, dockerfileSample(largest), strokes, scratch));
  if (!ours) return [];
  return (['rss', 'peak', 'heapUsed'] as const).map((what) => ({
    part: `Memory after ${strokes} keystrokes in ${largest.toLocaleString('en')} lines`,
    what: { rss: 'of the process (RSS)', peak: 'of the process, at most', heapUsed: 'of that, the heap in use (garbage included)' }[what],
    ours: single(ours[what] / 2 ** 20, 'MB'),
    ...(theirs ? { theirs: single(theirs[what] / 2 ** 20, 'MB') } : {}),
  }));
};

const commandLine = ({ cli, baseline, effort, scratch }: Bench, notes: string[]): readonly Row[] => {
  if (!existsSync(cli)) {
    notes.push('There is no dist/cli.js, so the command line was not measured.');
    return [];
  }
  const part = `Command line (baseline: the linter dockerfile-utils, which takes one file)`;
  const folder = join(scratch, 'projects');
  mkdirSync(folder);
  writeProjects(folder, projects);
  const one = join(folder, 'project-0');
  const version: number[] = [];
  const project1: number[] = [];
  const all: number[] = [];
  const theirs: number[] = [];
  for (let i = -1; i < Math.min(10, effort.starts); i++) {
    const words = [timeRun([process.execPath, cli, '--version']), timeRun([process.execPath, cli, 'check', one], [0, 1])];
    const many = timeRun([process.execPath, cli, 'check', folder], [0, 1]);
    const other = baseline && timeRun([...baseline.linter.command, join(one, 'Dockerfile')], [0, 1]);
    if (i < 0) continue;
    version.push(words[0] ?? Number.NaN);
    project1.push(words[1] ?? Number.NaN);
    all.push(many);
    if (other !== undefined) theirs.push(other);
  }
  const files = projects * 4;
  return [
    { part, what: '`drydock --version`: the cold start', ours: figure(version) },
    { part, what: '`drydock check` of one project', ours: figure(project1), ...beside(theirs) },
    { part, what: `\`drydock check\` of ${projects} projects, ${files} files that are read`, ours: figure(all) },
    { part, what: 'that is, files a second with the start, by the median', ours: single((files / quantile(all, 0.5)) * 1000, 'files/s') },
  ];
};

const size = ({ root, scratch }: Bench, notes: string[]): readonly Row[] => {
  const part = 'Size';
  const bundles = ['dist/client.js', 'dist/server.js', 'dist/engine.js', 'dist/cli.js'].filter((path) => existsSync(join(root, path)));
  const packed = packExtension(root, scratch);
  if (typeof packed === 'string') notes.push(packed);
  return [
    ...bundles.map((path) => ({ part, what: path, ours: single(statSync(join(root, path)).size / 1024, 'KB') })),
    ...(typeof packed === 'string'
      ? []
      : [
          {
            part,
            what: 'the .vsix without its pictures',
            ours: single((packed.all - packed.pictures) / 1024, 'KB'),
            budget: { words: `≤ ${budgets.vsix} KB`, verdict: verdict(packed.all - packed.pictures <= budgets.vsix * 1024) },
          },
        ]),
  ];
};

const inside = ({ effort }: Bench, sample: Sample, lines: number): readonly Row[] => {
  const part = `Inside, one keystroke in a ${sample.name} of ${lines.toLocaleString('en')} lines, step by step in one process`;
  const { steps, rules } = engineSteps(sample, effort.warmUp, Math.min(200, effort.strokes));
  const slow = [...rules].sort(([, a], [, b]) => quantile(b, 0.5) - quantile(a, 0.5)).slice(0, 5);
  return [
    ...[...steps].map(([what, times]) => ({ part, what, ours: figure(times) })),
    ...(lines === largest ? slow.map(([id, times]) => ({ part, what: `the slowest rules: ${id}`, ours: figure(times) })) : []),
  ];
};
