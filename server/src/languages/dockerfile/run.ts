// The simple commands of RUN, CMD, ENTRYPOINT and HEALTHCHECK.
import type { ShellCommand, ShellWord } from '../../commands/command.ts';
import { movedCommands } from '../../commands/moved.ts';
import { splitShell } from '../../commands/shell.ts';
import { sliceOf, unspliced } from '../../commands/spliced.ts';
import { memo } from '../memo.ts';
import type { JsonWord } from './arguments.ts';
import { readAs } from './moved.ts';
import type { Instruction } from './parse.ts';

/** The commands of an instruction at the place where it was read. */
export const commandsAsRead = memo((instruction: Instruction): readonly ShellCommand[] => {
  const { command, heredocs, line, script } = instruction;
  if (!command) return [];
  if (command.form === 'exec') return execCommand(command.words, command.span);
  const { from, to } = command.body;
  const [only] = heredocs;
  if (only && heredocs.length === 1 && only.at.from === from && only.at.to === to) {
    const text = script.text.slice(line.text.length + 1, line.text.length + 1 + only.body.to - only.body.from);
    // A script with a first line of its own may be in any language.
    if (text.startsWith('#!') && !/^#!.*\b(?:ba|da|a|k|z)?sh\b/.test(text)) return [];
    return splitShell(unspliced(only.chomp ? text.replace(/^\t+/gm, (tabs) => ' '.repeat(tabs.length)) : text, only.body.from));
  }
  return splitShell(sliceOf(script, from, heredocs.length > 0 ? script.text.length : to));
});

/** Whether a RUN is a here-document that the shell of the image reads: not another program, and no script with a first line of its own. */
export const isPlainScript = ({ name, command, heredocs, line, script }: Instruction): boolean => {
  const [only] = heredocs;
  if (name !== 'RUN' || !only || heredocs.length > 1 || command?.form !== 'shell') return false;
  return only.at.from === command.body.from && only.at.to === command.body.to && !script.text.startsWith('#!', line.text.length + 1);
};

/** The commands an instruction starts. A here-document that is a whole script is split when a shell reads it. */
export const runCommands = memo((instruction: Instruction): readonly ShellCommand[] => {
  const { read, by } = readAs(instruction);
  return movedCommands(commandsAsRead(read), by);
});

/** The line in `["sh", "-c", "…"]`. */
export const shellLine = (list: readonly JsonWord[]): JsonWord | undefined => {
  const [program, flag, line] = list;
  return program && flag && /^(?:.*\/)?(?:ba|da|a)?sh$/.test(program.text) && /^-[a-z]*c$/.test(flag.text) ? line : undefined;
};

const execCommand = (list: readonly JsonWord[], span: ShellCommand['span']): readonly ShellCommand[] => {
  const line = shellLine(list);
  if (line) return splitShell(line.spliced);
  const words = list.map(plain);
  return [{ assignments: [], words, redirects: [], span, before: 'start', after: 'end', certain: true }];
};

const plain = ({ text, span }: JsonWord): ShellWord => ({
  parts: [{ is: 'text', text, span, quoted: true }],
  text,
  literal: true,
  span,
});
