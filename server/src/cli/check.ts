import type { Problem } from '../rules/rule.ts';
import { pathOf, type Uri } from '../text/uri.ts';
import type { Arguments, Command } from './command.ts';
import { createEngine, type Engine } from './engine.ts';
import { createFailures, type Failures } from './failures.ts';
import { applyFixes, type Fixed, putBack } from './fix.ts';
import { type Inputs, readInputs } from './inputs.ts';
import { exit, type Io, Misuse, notice } from './io.ts';
import { inFolder, load } from './load.ts';
import { paintFor } from './reporters/colour.ts';
import { diff } from './reporters/diff.ts';
import { json } from './reporters/json.ts';
import { counted, createShow, shownPath } from './reporters/report.ts';
import { many, text } from './reporters/text.ts';
import { replaceText } from './write.ts';

/** `drydock check`: the problems of files and folders, and their safe fixes. */
export const check: Command = {
  usage: {
    name: 'check',
    brief: 'Check files, and the files below folders',
    operands: '[PATH…]',
    most: Number.POSITIVE_INFINITY,
    flags: [
      { name: 'format', value: 'FORMAT', choices: ['text', 'json'], brief: 'How to print: for people (the default) or for programs' },
      { name: 'fix', brief: 'Write the safe fixes, then report what is left' },
      { name: 'diff', brief: 'With --fix: print what it would change, and write nothing' },
      { name: 'stdin-filename', value: 'NAME', brief: 'Check standard input as if it were the file NAME' },
      { name: 'verbose', brief: 'Show hints too' },
    ],
    notes: [
      'Without PATH the current folder is checked. A PATH that is a file is checked even if git ignores it.',
      'The project around a PATH is read as well, since files speak about each other, but only what lies under the PATHs is\nreported and fixed. With --stdin-filename and --fix the fixed text goes to standard output, the report to standard error.',
      'Exit codes: 0 clean, 1 problems of severity warning or error, 2 misuse or input that could not be read.',
    ],
  },
  async run(given, io, rules) {
    const { paths, stdinName } = wanted(given);
    const failures = createFailures(io);
    const engine = createEngine(rules, io);
    const inputs = await readInputs(paths, stdinName, io, failures);
    const asked = await load(inputs, engine.workspace, io, failures);
    const files = asked.filter((uri) => !engine.ignores(uri));
    tellLeftOut(inputs, asked, files, io, failures);
    const problemsNow = (): readonly Problem[] => files.flatMap((uri) => engine.problems(uri));
    if (!given.has('fix')) return report(given, io, io.stdout, engine, files, failures);

    const before = problemsNow();
    const fixed = applyFixes(engine, files);
    const gone = Math.max(0, before.length - problemsNow().length);
    if (given.has('diff')) {
      const paint = paintFor(io);
      io.stdout.write(fixed.map((one) => diff(shownPath(io.cwd, pathOf(one.uri)), one.before, one.after, paint)).join(''));
      notice(
        io,
        fixed.length > 0
          ? `--fix would change ${many(fixed.length, 'file')} and leave ${many(before.length - gone, 'problem')}`
          : '--fix would change nothing',
      );
      return codeOf(before, engine, failures);
    }
    if (inputs.stdin) {
      io.stdout.write(engine.workspace.now.parsed(inputs.stdin)?.file.text ?? '');
      return report(given, { ...io, isTTY: false }, io.stderr, engine, files, failures);
    }
    const written = await writeAll(fixed, engine, io, failures);
    return report(given, io, io.stdout, engine, files, failures, {
      problems: Math.max(0, before.length - problemsNow().length),
      files: written,
    });
  },
};

/** What the words mean together. */
const wanted = (given: Arguments): { readonly paths: readonly string[]; readonly stdinName: string | undefined } => {
  const { operands } = given;
  const stdinName = given.value('stdin-filename');
  const paths = operands.filter((word) => word !== '-');
  const isJson = given.value('format') === 'json';
  if (given.has('diff') && !given.has('fix')) throw new Misuse('`--diff` shows what `--fix` would write; give both');
  if (given.has('diff') && isJson) throw new Misuse('`--diff` prints a diff, so it does not go with `--format json`');
  if (stdinName === undefined && operands.includes('-'))
    throw new Misuse('`-` is standard input; say what file it stands for with `--stdin-filename NAME`');
  if (operands.includes('')) throw new Misuse('a PATH is empty; write `.` for the current folder');
  if (stdinName !== undefined && given.has('fix')) {
    if (paths.length > 0) throw new Misuse('`--fix` takes either standard input or PATHs');
    if (isJson) throw new Misuse('with `--fix` the fixed text of standard input is the output, so `--format json` has no place');
  }
  return { paths: paths.length === 0 && stdinName === undefined ? ['.'] : paths, stdinName };
};

/** Says why something that was named yields no report. */
const tellLeftOut = (inputs: Inputs, asked: readonly Uri[], files: readonly Uri[], io: Io, failures: Failures): void => {
  const checked = new Set(files);
  for (const uri of asked)
    if (inputs.texts.has(uri) && !checked.has(uri))
      notice(io, `\`${shownPath(io.cwd, pathOf(uri))}\` is not checked: drydock.yaml ignores it`);
  for (const folder of inputs.folders) {
    if (inFolder(folder, files).length > 0) continue;
    if (inFolder(folder, asked).length > 0) notice(io, `drydock.yaml ignores everything in \`${folder.word}\` that Drydock knows`);
    else if (!failures.any) notice(io, `nothing to check in \`${folder.word}\`: no file there is one that Drydock knows`);
  }
};

/** Writes fixed texts; what cannot be written is told and goes back to what it was. Gives the number of files written. */
const writeAll = async (fixed: readonly Fixed[], engine: Engine, io: Io, failures: Failures): Promise<number> => {
  let written = 0;
  for (const { uri, before, after } of fixed) {
    const sentence = await replaceText(pathOf(uri), before, after);
    if (sentence === undefined) written++;
    else {
      failures.tell(shownPath(io.cwd, pathOf(uri)), 'written', sentence);
      putBack(engine, uri, before);
    }
  }
  return written;
};

/** Prints the problems of files as they are in the workspace. */
const report = (
  given: Arguments,
  io: Io,
  out: Io['stdout'],
  engine: Engine,
  files: readonly Uri[],
  failures: Failures,
  fixed?: { readonly problems: number; readonly files: number },
): number => {
  const problems = files.flatMap((uri) => engine.problems(uri));
  const { now } = engine.workspace;
  const show = createShow(io.cwd, (uri) => now.parsed(uri)?.file.text, engine.fixes);
  const data = { problems: problems.map(show), files: files.length };
  const options = { paint: paintFor(io), verbose: given.has('verbose'), ...(fixed ? { fixed } : {}) };
  out.write(given.value('format') === 'json' ? json(data) : text(data, options));
  return codeOf(problems, engine, failures);
};

const codeOf = (problems: readonly Problem[], engine: Engine, failures: Failures): number => {
  if (failures.any || engine.failed) return exit.failed;
  const { error, warning } = counted(problems);
  return error + warning > 0 ? exit.problems : exit.clean;
};
