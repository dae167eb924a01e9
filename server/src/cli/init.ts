// `drydock init`: container files for a Django project.
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Answers, balancers, databases, managers, medias, servers, statics } from '../scaffold/answers.ts';
import { completed, detect } from '../scaffold/detect.ts';
import { extraAnswers, questionsFor } from '../scaffold/questions.ts';
import { planScaffold, type Scaffold } from '../scaffold/scaffold.ts';
import { uriOfPath } from '../text/uri.ts';
import { askOne, linesFrom } from './ask.ts';
import { carryOut } from './carry-out.ts';
import { chooseProject, noManage, withSettings } from './choose-project.ts';
import type { Arguments, Command } from './command.ts';
import { createEngine } from './engine.ts';
import { createFailures } from './failures.ts';
import { exit, type Io, Misuse, notice } from './io.ts';
import { load } from './load.ts';
import { readerOf } from './reader.ts';

/** `drydock init [PATH]`. */
export const init: Command = {
  usage: {
    name: 'init',
    brief: 'Write container files for a Django project',
    operands: '[PATH]',
    most: 1,
    flags: [
      { name: 'yes', short: 'y', brief: 'Take every answer that the project gives itself' },
      { name: 'dry-run', brief: 'Print what would change, and write nothing' },
      { name: 'only-static', brief: 'Serve static files with WhiteNoise: settings and requirements alone' },
      { name: 'server', value: 'SERVER', choices: servers, brief: 'What runs the application' },
      { name: 'static', value: 'BY', choices: statics, brief: 'Who serves static files' },
      { name: 'media', value: 'BY', choices: medias, brief: 'Who keeps uploaded files' },
      { name: 'manager', value: 'MANAGER', choices: managers, brief: 'What installs the Python packages' },
      { name: 'database', value: 'DATABASE', choices: databases, brief: 'Which database client is needed' },
      { name: 'balancer', value: 'BALANCER', choices: balancers, brief: 'What spreads requests over several containers' },
      { name: 'python', value: 'VERSION', brief: 'The Python of the image, such as 3.13' },
      { name: 'port', value: 'PORT', brief: 'The port the container listens on' },
      { name: 'settings', value: 'MODULE', brief: 'The settings module of production' },
      { name: 'project', value: 'FOLDER', brief: 'The folder of manage.py, where there are several' },
      { name: 'no-health', brief: 'Probe the port alone: no view for health checks' },
      { name: 'gettext', brief: 'Compile translations in the build' },
      { name: 'kubernetes', brief: 'Write manifests for Kubernetes too' },
      { name: 'ci', brief: 'Write a GitHub workflow too' },
      { name: 'replace', brief: 'Write over files that exist with another text, instead of beside them' },
    ],
    notes: [
      'Without PATH the current folder is used. What is not given by a flag is asked for, or taken from the project with --yes.',
      'A file that exists is never written over unasked: ours goes beside it, as NAME.new.',
      'Exit codes: 0 written or nothing to do, 2 misuse or something that could not be read or written.',
    ],
  },
  async run(given, io, rules) {
    const root = resolve(io.cwd, given.operands[0] ?? '.');
    if (!existsSync(root) || !statSync(root).isDirectory()) throw new Misuse(`there is no folder \`${given.operands[0] ?? root}\``);
    const failures = createFailures(io);
    const engine = createEngine(rules, io);
    await load(
      { folders: [{ word: given.operands[0] ?? '.', path: root }], texts: new Map(), stdin: undefined },
      engine.workspace,
      io,
      failures,
    );
    const uri = uriOfPath(root);
    const project = engine.workspace.now.projects().find((one) => one.root === uri);
    const found = project ? chooseProject(given, project) : noManage;
    if (!project || typeof found === 'string') {
      notice(io, typeof found === 'string' ? found : noManage);
      return exit.failed;
    }
    const chosen = withSettings(given, found);
    const detection = detect(project, chosen, engine.knowledge);
    const detected = Object.fromEntries(Object.entries(detection).map(([name, { value }]) => [name, value])) as unknown as Answers;
    const flags = answersOf(given);
    let answers: Answers = { ...detected, ...flags };
    let lines: AsyncIterator<string> | undefined;
    if (!given.has('yes') && !given.has('dry-run')) {
      if (!io.isTTY)
        throw new Misuse('there is nobody to ask: add `--yes` to take the answers of the project, or `--dry-run` to look at them');
      lines = linesFrom(io);
      answers = { ...answers, ...(await ask(io, lines, detection, flags)) };
    }
    const read = readerOf(root);
    const scope = given.has('only-static') ? 'static' : 'all';
    const plan = (replace: ReadonlySet<string>) =>
      planScaffold(project, chosen, completed(project, chosen, answers, engine.knowledge), scope, read, replace);
    let made = plan(new Set());
    if ('refused' in made) throw new Misuse(lower(made.refused));
    if (given.has('replace')) made = plan(new Set(made.files.flatMap(({ instead }) => instead ?? [])));
    if ('refused' in made) throw new Misuse(lower(made.refused));
    return finish(given, io, root, made, lines);
  },
};

/** A sentence that goes on behind ours. */
const lower = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

const finish = async (
  given: Arguments,
  io: Io,
  root: string,
  { files, notes }: Scaffold,
  lines: AsyncIterator<string> | undefined,
): Promise<number> => {
  const outcome = await carryOut(given, io, root, files, lines);
  if (outcome !== 'done') return outcome === 'failed' ? exit.failed : exit.clean;
  if (notes.length > 0) io.stdout.write(`\nLeft to do:\n${notes.map((note) => `- ${note}\n`).join('')}`);
  return exit.clean;
};

/** The answers that flags give. */
const answersOf = (given: Arguments): Partial<Answers> => {
  const out: { -readonly [K in keyof Answers]?: Answers[K] } = {};
  const word = <K extends 'server' | 'static' | 'media' | 'manager' | 'database' | 'balancer'>(name: K) => {
    const value = given.value(name);
    if (value !== undefined) out[name] = value as Answers[K];
  };
  for (const name of ['server', 'static', 'media', 'manager', 'database', 'balancer'] as const) word(name);
  const python = given.value('python');
  if (python !== undefined && !/^3\.\d{1,2}$/.test(python)) throw new Misuse(`\`${python}\` is no Python minor; write it as 3.13`);
  if (python !== undefined) out.python = python;
  const port = given.value('port');
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) < 65536))
    throw new Misuse(`\`${port}\` is no port`);
  if (port !== undefined) out.port = Number(port);
  if (given.has('no-health')) out.health = undefined;
  if (given.has('gettext')) out.gettext = true;
  if (given.has('kubernetes')) out.kubernetes = true;
  if (given.has('ci')) out.ci = true;
  return out;
};

/** Asks in the terminal; an empty line takes what stands in brackets. */
const ask = async (
  io: Io,
  lines: AsyncIterator<string>,
  detection: ReturnType<typeof detect>,
  flags: Partial<Answers>,
): Promise<Partial<Answers>> => {
  let answers: Partial<Answers> = { ...flags };
  for (const { name } of questionsFor(detection, answers)) {
    if (name !== 'extras' && name in flags) continue;
    const question = questionsFor(detection, answers).find((one) => one.name === name);
    if (!question) continue;
    const chosen = await askOne(io, lines, question);
    answers = name === 'extras' ? { ...extraAnswers(chosen), ...answers } : { ...answers, [name]: chosen[0] };
  }
  return answers;
};
