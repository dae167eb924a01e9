// What the word under the caret of a command means: programs, commands of a tool, options and their values, applications.
import { shellCaret } from '../../commands/caret.ts';
import { spanIn } from '../../commands/spliced.ts';
import type { ToolOption } from '../../knowledge/entry.ts';
import { describe } from '../documentation.ts';
import type { Hover } from '../feature.ts';
import { modulesOf } from '../modules.ts';
import { distributionText, packageText } from './package-words.ts';
import type { CommandPlace } from './place.ts';
import { type Call, isInstall, roleOf } from './role.ts';
import { grammarOf, optionOf } from './tools.ts';

/** Markdown about the word under the caret; nothing when there is nothing to say. */
export const hoverCommand = (command: CommandPlace): Hover | undefined => {
  const { place, word } = command;
  const { knowledge } = place;
  const { spliced } = word;
  const role = roleOf(knowledge, command);
  const all = (markdown: string | undefined, from = 0, to = spliced.text.length): Hover | undefined =>
    markdown ? { span: spanIn(spliced, from, to), markdown } : undefined;
  const tool = (name: string | undefined) => {
    const entry = name === undefined ? undefined : knowledge.find('tool', name);
    return entry && describe(entry);
  };
  switch (role?.is) {
    case 'program':
    case 'module':
    case 'script':
      return all(tool(role.tool));
    case 'command': {
      const entry = knowledge.find('tool-command', `${role.call.tool} ${role.name}`);
      return all(entry && describe(entry));
    }
    case 'option': {
      const equals = spliced.text.indexOf('=');
      return all(optionText(command, role.call, role.flag), 0, equals < 0 ? spliced.text.length : equals);
    }
    case 'value':
      return all(valueText(role.option, role.flag, spliced.text.slice(role.from)), role.from);
    case 'uwsgi-value':
      return all(describe(role.option), role.from);
    case 'operand':
      return all(isInstall(role.call) ? distributionText(knowledge.images, spliced.text) : operandText(command, role.call, role.index));
    case 'package':
      return all(role.manager === 'apt' ? packageText(knowledge.images, spliced.text, command.image) : undefined);
    case 'line': {
      const inner = shellCaret(spliced, place.offset);
      return inner?.on === 'word' ? hoverCommand({ ...command, ...inner }) : undefined;
    }
    default:
      return undefined;
  }
};

const optionText = ({ place: { knowledge } }: CommandPlace, { tool, command }: Call, flag: string): string | undefined => {
  if (tool === 'uwsgi') {
    const option = knowledge.find('uwsgi-option', flag.replace(/^--/, ''));
    return option && describe(option);
  }
  const option = optionOf(knowledge, tool, command, flag);
  return option && describe(option);
};

/** What one value of an option says, then the option itself. */
const valueText = (option: ToolOption, flag: string, text: string): string => {
  const choice = option.values.find((one) => one.text === text);
  const standard = text !== '' && text === (option.effective ?? option.fallback);
  const note = [choice?.brief, standard ? 'The default' : ''].filter(Boolean).join('. ');
  return [`**\`${flag} ${text}\`**${note ? ` · ${note}` : ''}`, describe(option)].join('\n\n');
};

/** An application of the workspace, or what the word stands for. */
const operandText = ({ place: { knowledge, project }, word }: CommandPlace, { tool, command }: Call, index: number): string | undefined => {
  const operand = grammarOf(knowledge, tool).options.filter(
    (option) => option.positional && (command === '' ? option.commands.length === 0 : option.commands.includes(command)),
  )[index];
  if (!operand) return undefined;
  const { wsgi, asgi } = modulesOf(project);
  const { text } = word.spliced;
  const found = [...wsgi, ...asgi].find((one) => one.text === text || one.text === `${text}:application`);
  return [found ? `**\`${text}\`** · ${found.file}` : '', describe(operand)].filter(Boolean).join('\n\n');
};
