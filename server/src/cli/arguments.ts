// argv to arguments: what is wrong is told in a sentence, never guessed.
import { parseArgs } from 'node:util';
import type { Arguments, Flag, Usage } from './command.ts';
import { Misuse } from './io.ts';
import { suggestion } from './nearest.ts';

/** Every command understands these. */
export const helpFlag: Flag = { name: 'help', short: 'h', brief: 'Print this help' };

/** Reads the words behind a command by its usage. Throws `Misuse`. */
export const readArguments = (argv: readonly string[], usage: Usage): Arguments => {
  const flags = [...usage.flags, helpFlag];
  const options = Object.fromEntries(
    flags.map(({ name, short, value }) => [
      name,
      { type: value ? ('string' as const) : ('boolean' as const), ...(short ? { short } : {}) },
    ]),
  );
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true });
  const values = new Map<string, string>();
  const operands: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const flag = flags.find(({ name }) => name === token.name);
    if (!flag) {
      const names = flags.filter(({ hidden }) => !hidden).map(({ name }) => name);
      throw new Misuse(`${about(usage)} has no flag \`${token.rawName}\`${suggestion(token.name, names, '--')}`);
    }
    if (values.has(flag.name)) throw new Misuse(`\`--${flag.name}\` is given twice; give it once`);
    values.set(flag.name, wordOf(flag, token.value, token.inlineValue === true));
  }
  if (operands.length > usage.most && !values.has('help')) {
    const takes = usage.most === 0 ? 'takes nothing behind it' : `takes one ${usage.operands}`;
    throw new Misuse(`${about(usage)} ${takes}, but got \`${operands.join(' ')}\``);
  }
  return { has: (flag) => values.has(flag), value: (flag) => values.get(flag), operands };
};

const about = ({ name }: Usage): string => (name === '' ? '`drydock`' : `\`drydock ${name}\``);

const wordOf = (flag: Flag, value: string | undefined, inline: boolean): string => {
  if (!flag.value) {
    if (inline) throw new Misuse(`\`--${flag.name}\` takes no value, but got \`${value}\``);
    return '';
  }
  const wanted = flag.choices ? `${flag.choices.slice(0, -1).map(quoted).join(', ')} or ${quoted(flag.choices.at(-1) ?? '')}` : flag.value;
  if (value === undefined || value === '' || (!inline && value.startsWith('-')))
    throw new Misuse(`\`--${flag.name}\` needs a value: ${wanted}`);
  if (flag.choices && !flag.choices.includes(value))
    throw new Misuse(`\`--${flag.name}\` is ${wanted}, not \`${value}\`${suggestion(value, flag.choices)}`);
  return value;
};

const quoted = (word: string): string => `\`${word}\``;
