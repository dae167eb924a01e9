// argv to exit code. Never ends the process itself.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { version } from '../product.ts';
import { rules as register } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import { readArguments } from './arguments.ts';
import { check } from './check.ts';
import type { Command, Usage } from './command.ts';
import { describe } from './describe.ts';
import { explain } from './explain.ts';
import { helpOf, overview } from './help.ts';
import { init } from './init.ts';
import { exit, type Io, Misuse, notice, Unable } from './io.ts';
import { migrate } from './migrate.ts';
import { suggestion } from './nearest.ts';
import { rules as listRules } from './rules.ts';
import { serve } from './serve.ts';

const commands: readonly Command[] = [check, init, migrate, describe, listRules, explain, serve];
const names = commands.map(({ usage }) => usage.name);
const commandOf = (word: string): Command | undefined => commands.find(({ usage }) => usage.name === word);

/** The words before any command. */
const top: Usage = {
  name: '',
  brief: '',
  operands: '',
  most: 0,
  flags: [{ name: 'version', short: 'V', brief: '' }],
  notes: [],
};

/** Runs one command line (without `node` and the script) and gives the exit code. Rejects only on a bug of ours. */
export const main = async (argv: readonly string[], io: Io, rules: readonly Rule[] = register): Promise<number> => {
  const word = argv[0] ?? '';
  const command = commandOf(word);
  try {
    if (!command) return withoutCommand(argv, io);
    const given = readArguments(argv.slice(1), command.usage);
    if (given.has('help')) {
      io.stdout.write(helpOf(command.usage));
      return exit.clean;
    }
    return await command.run(given, io, rules);
  } catch (error) {
    if (!(error instanceof Misuse || error instanceof Unable)) throw error;
    notice(io, error.message);
    if (error instanceof Misuse) io.stderr.write(`See \`drydock${command ? ` ${word}` : ''} --help\`.\n`);
    return exit.failed;
  }
};

const withoutCommand = (argv: readonly string[], io: Io): number => {
  const [word, about, ...more] = argv;
  if (word === undefined) {
    io.stderr.write(overview(commands));
    return exit.failed;
  }
  if (word === 'help') {
    if (more.length > 0) throw new Misuse('`drydock help` takes one COMMAND');
    const command = about === undefined ? undefined : commandOf(about);
    if (about !== undefined && !command) throw new Misuse(`there is no command \`${about}\`${suggestion(about, names)}`);
    io.stdout.write(command ? helpOf(command.usage) : overview(commands));
    return exit.clean;
  }
  if (!word.startsWith('-') || word === '-') throw new Misuse(unknownCommand(word, io));
  const given = readArguments(argv, top);
  io.stdout.write(given.has('help') ? overview(commands) : `drydock ${version}\n`);
  return exit.clean;
};

const unknownCommand = (word: string, io: Io): string => {
  const meant = suggestion(word, names);
  if (meant === '' && (word === '-' || existsSync(resolve(io.cwd, word))))
    return `to check a file or folder, write \`drydock check ${word}\``;
  return `there is no command \`${word}\`${meant}`;
};
