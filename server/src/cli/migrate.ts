// `drydock migrate`: from uWSGI or Daphne to uvicorn or gunicorn.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pythonNaming } from '../disk/mentions.ts';
import { walk } from '../disk/walk.ts';
import { targets } from '../knowledge/moving/tables.ts';
import { detectMove, planMove } from '../scaffold/move/move.ts';
import { type Move, type MoveAnswers, type MoveDetection, origins, type Stopped } from '../scaffold/move/plan.ts';
import { uriOfPath } from '../text/uri.ts';
import { askOne, linesFrom } from './ask.ts';
import { carryOut } from './carry-out.ts';
import { namedProject } from './choose-project.ts';
import type { Arguments, Command } from './command.ts';
import { createEngine } from './engine.ts';
import { createFailures } from './failures.ts';
import { exit, type Io, Misuse, notice } from './io.ts';
import { load } from './load.ts';
import { readerOf } from './reader.ts';
import { writingReason } from './write.ts';

/** `drydock migrate [PATH]`. */
export const migrate: Command = {
  usage: {
    name: 'migrate',
    brief: 'Move a Django project from uWSGI or Daphne to uvicorn or gunicorn',
    operands: '[PATH]',
    most: 1,
    flags: [
      { name: 'to', value: 'SERVER', choices: targets, brief: 'Where to move; uvicorn runs ASGI and gunicorn WSGI' },
      { name: 'from', value: 'SERVER', choices: origins, brief: 'What to move away from, where both are there' },
      { name: 'project', value: 'FOLDER', brief: 'The folder of manage.py, where there are several' },
      { name: 'yes', short: 'y', brief: 'Take every answer that the project gives itself' },
      { name: 'dry-run', brief: 'Print what would change, and write nothing but the report' },
      { name: 'report', value: 'FILE', brief: 'Write a page that says what became of every option' },
    ],
    notes: [
      'Without PATH the current folder is used. Dockerfile, Compose, Kubernetes, nginx and supervisord files, scripts, settings and requirements are edited in place; a Dockerfile that is not understood gets a new one beside it, as Dockerfile.new.',
      'Code that imports uwsgi stops the move: its places are listed, and nothing is written.',
      'Exit codes: 0 written or nothing to do, 1 code has to change first, 2 misuse or something that could not be read or written.',
    ],
  },
  async run(given, io, rules) {
    const root = resolve(io.cwd, given.operands[0] ?? '.');
    if (!existsSync(root) || !statSync(root).isDirectory()) throw new Misuse(`there is no folder \`${given.operands[0] ?? root}\``);
    const page = reportPath(given, io);
    const engine = createEngine(rules, io);
    await load(
      { folders: [{ word: given.operands[0] ?? '.', path: root }], texts: new Map(), stdin: undefined },
      engine.workspace,
      io,
      createFailures(io),
      undefined,
      () => root,
    );
    const uri = uriOfPath(root);
    const project = engine.workspace.now.projects().find((one) => one.root === uri);
    if (!project) {
      notice(io, 'no file that Drydock knows was found');
      return exit.failed;
    }
    const django = namedProject(given, project);
    const asked = !given.has('yes') && !given.has('dry-run') && io.isTTY ? linesFrom(io) : undefined;
    const answers = await answersOf(given, io, asked, detectMove(project, engine.knowledge, django));
    if (typeof answers === 'string') {
      notice(io, answers);
      return exit.failed;
    }
    const { files } = await walk(root);
    const planned = planMove(project, answers, {
      knowledge: engine.knowledge,
      django,
      code: answers.from === 'uwsgi' ? await pythonNaming('uwsgi', uri, files) : [],
      read: readerOf(root),
    });
    if ('refused' in planned) throw new Misuse(lower(planned.refused));
    if ('stopped' in planned) return stop(io, planned);
    return finish(given, io, root, planned, page, asked);
  },
};

const lower = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

/** Where the report goes; a file that exists and is no such report stays as it is. */
const reportPath = (given: Arguments, io: Io): string | undefined => {
  const word = given.value('report');
  if (word === undefined) return undefined;
  const path = resolve(io.cwd, word);
  if (!existsSync(dirname(path)))
    throw new Misuse(`there is no folder for \`${word}\`; make it first, or name another file with \`--report\``);
  if (!existsSync(path)) return path;
  if (!statSync(path).isFile() || !/^# From (?:uWSGI|Daphne) to /.test(readFileSync(path, 'utf8')))
    throw new Misuse(`\`${word}\` exists and is no report of ours; name another file with \`--report\``);
  return path;
};

const answersOf = async (
  given: Arguments,
  io: Io,
  lines: AsyncIterator<string> | undefined,
  { from, to }: MoveDetection,
): Promise<MoveAnswers | string> => {
  const origin = (given.value('from') as MoveAnswers['from'] | undefined) ?? from?.value;
  if (origin === undefined) return 'nothing to move was found: no file and no command of uWSGI, and none of Daphne';
  const target = given.value('to') as MoveAnswers['to'] | undefined;
  const only = origin === 'daphne' ? 'uvicorn' : undefined;
  if (target !== undefined || only !== undefined || given.has('yes') || given.has('dry-run'))
    return { from: origin, to: target ?? only ?? to.value };
  if (!lines) throw new Misuse('there is nobody to ask: add `--yes` to take the answers of the project, or `--dry-run` to look at them');
  const [chosen] = await askOne(io, lines, {
    title: 'Where to?',
    choices: [
      { value: 'uvicorn', label: 'uvicorn', brief: "runs Django's ASGI, with workers of its own: what we recommend" },
      { value: 'gunicorn', label: 'gunicorn', brief: "runs Django's WSGI, with processes and threads as uWSGI had them" },
    ],
    detected: to.value,
    because: to.because,
    many: false,
  });
  return { from: origin, to: chosen === 'gunicorn' ? 'gunicorn' : 'uvicorn' };
};

const stop = (io: Io, { stopped, places }: Stopped): number => {
  notice(io, lower(stopped));
  for (const { path, line, text } of places) io.stdout.write(`${path}:${line}: ${text}\n`);
  return exit.problems;
};

const finish = async (
  given: Arguments,
  io: Io,
  root: string,
  { files, notes, report }: Move,
  page: string | undefined,
  lines: AsyncIterator<string> | undefined,
): Promise<number> => {
  const outcome = await carryOut(given, io, root, files, lines);
  if (outcome !== 'done') return outcome === 'failed' ? exit.failed : exit.clean;
  if (page !== undefined) {
    try {
      writeFileSync(page, report);
    } catch (error) {
      notice(io, `${given.value('report') ?? ''}: ${writingReason(error)}`);
      return exit.failed;
    }
  }
  if (notes.length > 0) io.stdout.write(`\nLeft to do:\n${notes.map((note) => `- ${note}\n`).join('')}`);
  if (page === undefined) io.stdout.write('\n`--report FILE` writes a page that says what became of every option.\n');
  return exit.clean;
};
