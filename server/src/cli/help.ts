import { helpFlag } from './arguments.ts';
import type { Command, Flag, Usage } from './command.ts';

/** The help of one command. */
export const helpOf = (usage: Usage): string => {
  const flags = [...usage.flags, helpFlag].filter(({ hidden }) => !hidden);
  const line = ['drydock', usage.name, '[FLAGS]', usage.operands].filter(Boolean).join(' ');
  return [
    `${usage.brief}.`,
    '',
    `Usage: ${line}`,
    '',
    'Flags:',
    ...aligned(flags.map(rowOf)),
    ...usage.notes.flatMap((note) => ['', note]),
    '',
  ].join('\n');
};

/** The help of all commands together. */
export const overview = (commands: readonly Command[]): string =>
  [
    'Drydock checks the files that decide whether a Django application survives deployment in a container.',
    '',
    'Usage: drydock COMMAND [FLAGS] …',
    '',
    'Commands:',
    ...aligned(commands.map(({ usage }) => [[usage.name, usage.operands].filter(Boolean).join(' '), usage.brief] as const)),
    '',
    'Flags:',
    ...aligned([rowOf({ name: 'version', short: 'V', brief: 'Print the version' }), rowOf(helpFlag)]),
    '',
    '`drydock COMMAND --help` says more about a command.',
    'Exit codes: 0 clean, 1 problems of severity warning or error, 2 misuse or input that could not be read.',
    '',
  ].join('\n');

/** Longer lists of choices stand on a line of their own. */
const widest = 12;

const rowOf = ({ name, short, value, choices, brief }: Flag): readonly [string, string] => {
  const list = choices?.join('|') ?? '';
  const inline = list !== '' && list.length <= widest;
  const word = inline ? ` ${list}` : value ? ` ${value}` : '';
  return [`${short ? `-${short}, ` : '    '}--${name}${word}`, list === '' || inline ? brief : `${brief}:\n${choices?.join(', ') ?? ''}`];
};

const aligned = (rows: readonly (readonly [string, string])[]): readonly string[] => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right.replaceAll('\n', `\n${' '.repeat(width + 6)}`)}`);
};
