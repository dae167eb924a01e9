// What a word of a command is: the program, a command of it, an option, the value of one, an operand.
import type { CommandCaret } from '../../commands/caret.ts';
import type { Argument } from '../../commands/resolve.ts';
import { programOf, unwrap } from '../../commands/wrappers.ts';
import type { Knowledge, ToolOption, UwsgiOption } from '../../knowledge/entry.ts';
import { grammarOf, isPython, modules, optionOf, takesWord, toolNamed } from './tools.ts';

/** A call of a tool, read up to a word of it. */
export interface Call {
  readonly tool: string;
  /** The tool's own command, `pip install` of uv; empty when it has none or none is named yet. */
  readonly command: string;
  /** The options in front of the word, and behind it. */
  readonly given: ReadonlySet<string>;
}

export type Role =
  /** A program is named; `tool` when we know it. */
  | { readonly is: 'program'; readonly tool: string | undefined }
  /** Behind `python`, and behind `python -m`. */
  | { readonly is: 'script' | 'module'; readonly tool: string | undefined }
  | { readonly is: 'command'; readonly call: Call; readonly name: string }
  | { readonly is: 'option'; readonly call: Call; readonly flag: string }
  /** The value begins at `from` of the word. */
  | { readonly is: 'value'; readonly call: Call; readonly option: ToolOption; readonly flag: string; readonly from: number }
  | { readonly is: 'uwsgi-value'; readonly call: Call; readonly option: UwsgiOption; readonly from: number }
  | { readonly is: 'operand'; readonly call: Call; readonly index: number }
  /** A line for a shell of its own: `sh -c '…'`. */
  | { readonly is: 'line' }
  /** A system package, or a word of a program we do not know. */
  | { readonly is: 'package'; readonly manager: 'apt' | 'apk' }
  | { readonly is: 'foreign'; readonly program: string; readonly before: readonly string[] };

const managers: Readonly<Record<string, 'apt' | 'apk'>> = { apt: 'apt', 'apt-get': 'apt', aptitude: 'apt', apk: 'apk' };
const installs: ReadonlySet<string> = new Set(['install', 'add']);

/** The role of the word under the caret. */
export const roleOf = (knowledge: Knowledge, { words: all, at, word }: CommandCaret): Role | undefined => {
  const caret = all[at];
  if (!caret) return undefined;
  const { words } = unwrap(all);
  const here = words.indexOf(caret);
  // Words of a wrapper itself: the user of `gosu`, the `run` of uv.
  if (here < 0) return at === 0 ? { is: 'program', tool: toolNamed(all[0]) } : roleIn(knowledge, all, 0, at, word.typed);
  const [first] = words;
  if (here === 0) return { is: 'program', tool: toolNamed(first) };
  const name = programOf(first);
  if (/^(?:ba|da|a|k|z)?sh$/.test(name))
    return words[here - 1] && /^-[a-z]*c$/.test(words[here - 1]?.text ?? '') ? { is: 'line' } : undefined;
  if (isPython(name)) {
    const dash = words.findIndex(({ text }, i) => i > 0 && !/^-[^m]/.test(text));
    if (dash < 0 || here < dash) return undefined;
    if (words[dash]?.text !== '-m')
      return here === dash ? { is: 'script', tool: toolNamed(words[dash]) } : roleIn(knowledge, words, dash, here, word.typed);
    if (here <= dash) return undefined;
    const module = words[dash + 1]?.text ?? '';
    const tool = Object.hasOwn(modules, module) ? modules[module] : undefined;
    if (here === dash + 1) return { is: 'module', tool };
    return tool ? inTool(knowledge, tool, words, dash + 2, here, word.typed) : undefined;
  }
  return roleIn(knowledge, words, 0, here, word.typed);
};

const roleIn = (knowledge: Knowledge, words: readonly Argument[], from: number, here: number, typed: string): Role | undefined => {
  const tool = toolNamed(words[from]);
  if (tool) return inTool(knowledge, tool, words, from + 1, here, typed);
  const program = programOf(words[from]);
  const before = words.slice(from + 1, here).map(({ text }) => text);
  const manager = Object.hasOwn(managers, program) ? managers[program] : undefined;
  if (manager && !typed.startsWith('-') && installs.has(before.find((text) => !text.startsWith('-')) ?? ''))
    return { is: 'package', manager };
  return program ? { is: 'foreign', program, before } : undefined;
};

const inTool = (knowledge: Knowledge, tool: string, words: readonly Argument[], from: number, here: number, typed: string): Role => {
  const { commands } = grammarOf(knowledge, tool);
  const given = new Set<string>();
  let command = '';
  let operands = 0;
  const call = (): Call => ({ tool, command, given });
  for (let i = from; i < words.length; i++) {
    const text = words[i]?.text ?? '';
    const equals = text.startsWith('--') ? text.indexOf('=') : -1;
    const flag = equals < 0 ? text : text.slice(0, equals);
    const isOption = text.startsWith('-') && (text.length > 1 || i === here);
    if (isOption) {
      const option = tool === 'uwsgi' ? undefined : optionOf(knowledge, tool, command, flag);
      const uwsgi = tool === 'uwsgi' ? uwsgiOption(knowledge, flag) : undefined;
      if (i !== here) {
        if (option || uwsgi) given.add((option ?? uwsgi)?.name ?? '');
        const valued = equals < 0 && (option ? takesWord(option) : uwsgi?.argument === 'required');
        if (valued && i + 1 === here) {
          if (option) return finish(knowledge, { is: 'value', call: call(), option, flag, from: 0 }, words, here);
          if (uwsgi) return { is: 'uwsgi-value', call: call(), option: uwsgi, from: 0 };
        }
        if (valued) i++;
        continue;
      }
      if (equals >= 0 && typed.length > equals) {
        if (option) return { is: 'value', call: call(), option, flag, from: equals + 1 };
        if (uwsgi) return { is: 'uwsgi-value', call: call(), option: uwsgi, from: equals + 1 };
      }
      return finish(knowledge, { is: 'option', call: call(), flag }, words, here);
    }
    // uv's commands may have two words.
    const longer = command ? `${command} ${text}` : text;
    const starts = commands.some((one) => one === longer || one.startsWith(`${longer} `));
    const complete = commands.includes(command);
    if (i === here) {
      if (commands.length > 0 && !complete) return { is: 'command', call: call(), name: longer };
      return finish(knowledge, { is: 'operand', call: call(), index: operands }, words, here);
    }
    if (commands.length > 0 && !complete && (starts || command === '')) command = longer;
    else operands++;
  }
  return { is: 'operand', call: call(), index: operands };
};

/** Adds the options behind the caret to those that are given. */
const finish = (knowledge: Knowledge, role: Role, words: readonly Argument[], here: number): Role => {
  if (!('call' in role)) return role;
  const { tool, command, given } = role.call;
  const all = new Set(given);
  for (const { text } of words.slice(here + 1)) {
    const flag = text.startsWith('--') ? text.replace(/=.*$/s, '') : text;
    const option = text.startsWith('-') ? optionOf(knowledge, tool, command, flag) : undefined;
    if (option) all.add(option.name);
  }
  return { ...role, call: { tool, command, given: all } };
};

const uwsgiOption = (knowledge: Knowledge, flag: string): UwsgiOption | undefined =>
  flag.startsWith('--')
    ? knowledge.find('uwsgi-option', flag.slice(2))
    : knowledge.list('uwsgi-option').find(({ short, name, canonical }) => short === flag.slice(1, 2) && name === canonical);

/** Whether the operands of a call are distributions to install. */
export const isInstall = ({ tool, command }: Call): boolean =>
  tool === 'pip' || (tool === 'pipenv' && command === 'install') || (tool === 'uv' && command === 'pip install');
