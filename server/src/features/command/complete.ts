// What may stand at the caret of a command: programs, commands of a tool, options, their values, packages.
import { shellCaret } from '../../commands/caret.ts';
import { spanIn } from '../../commands/spliced.ts';
import type { ToolOption } from '../../knowledge/entry.ts';
import { relative } from '../../text/uri.ts';
import { completion } from '../completion.ts';
import type { Completion } from '../feature.ts';
import { item, spanFrom } from './item.ts';
import { packages } from './packages.ts';
import { type CommandPlace, shellWriting } from './place.ts';
import { type Call, type Role, roleOf } from './role.ts';
import { belongs, grammarOf, modules, takesWord } from './tools.ts';
import { usualCommands, usualOptions, usualPrograms } from './usual.ts';
import { uwsgiOptions, uwsgiValues } from './uwsgi.ts';
import { operandValues, valuesOf } from './values.ts';

/** Completions for the word under the caret; empty where nothing is known of the command. */
export const completeCommand = (command: CommandPlace): readonly Completion[] => {
  const role = roleOf(command.place.knowledge, command);
  switch (role?.is) {
    case 'program':
      return programs(command);
    case 'module':
      return moduleNames(command);
    case 'script':
      return scripts(command);
    case 'command':
      return command.word.typed.startsWith('-')
        ? options(command, role.call)
        : [...commandsOf(command, role), ...options(command, role.call)];
    case 'option':
      return role.call.tool === 'uwsgi' ? uwsgiOptions(command) : options(command, role.call);
    case 'value':
      return valuesOf(command, role.option, role.flag, role.from);
    case 'uwsgi-value':
      return uwsgiValues(command, role.option, role.from);
    case 'operand':
      return [...operandValues(command, role), ...(role.call.tool === 'uwsgi' ? uwsgiOptions(command) : options(command, role.call))];
    case 'package':
      return packages(command, role.manager);
    case 'foreign':
      return foreign(command, role);
    case 'line': {
      const inner = shellCaret(command.word.spliced, command.place.offset);
      if (inner?.on !== 'word') return [];
      const { form, write } = shellWriting(inner.word.quoted);
      return completeCommand({ ...command, ...inner, form, write: (text) => command.write(write(text)) });
    }
    default:
      // `sh` and its like are given scripts.
      return role === undefined && command.at === 1 && !command.word.typed.startsWith('-') ? scriptPaths(command, '1') : [];
  }
};

const rank = (list: string | undefined, words: readonly string[]): number => {
  const order = list?.split(' ') ?? [];
  const at = words.map((word) => order.indexOf(word)).filter((place) => place >= 0);
  return at.length > 0 ? Math.min(...at) : 99;
};
const two = (number: number): string => String(number).padStart(2, '0');

/** Options of the tool that are not given yet, and those that may be given again. */
const options = (command: CommandPlace, { tool, command: name, given }: Call): readonly Completion[] => {
  const { place, form, word } = command;
  const order = usualOptions[name ? `${tool} ${name}` : tool];
  // An option that stands there already is complete: only its name is replaced, up to its equals sign.
  const equals = word.spliced.text.indexOf('=');
  const span = equals < 0 ? spanFrom(command, 0) : spanIn(word.spliced, 0, equals);
  const out: Completion[] = [];
  const add = (option: ToolOption, flag: string, off: boolean) => {
    const valued = !off && takesWord(option) && equals < 0;
    const insert = flag + (valued ? (form === 'list' ? '=' : ' ') : '');
    const place = rank(order, off ? [flag] : option.flags);
    const stale = option.deprecated !== undefined;
    out.push(
      completion(flag, 'option', span, {
        detail: off ? `Switches \`${option.flags[0]}\` off.` : option.brief,
        insert,
        plain: insert,
        sort: `5${stale ? 9 : off && place === 99 ? 5 : option.container && place === 99 ? 3 : place === 99 ? 4 : 1}${two(place)}${flag}`,
        deprecated: stale,
        again: valued,
        entry: { kind: 'tool-option', name: option.name },
      }),
    );
  };
  for (const option of grammarOf(place.knowledge, tool).options) {
    if (!belongs(option, name) || option.positional || option.removed !== undefined) continue;
    const here = option.flags.includes(word.spliced.text) || option.off.includes(word.spliced.text);
    if (given.has(option.name) && !option.repeatable && !here) continue;
    const [long] = option.flags;
    if (long) add(option, long, false);
    for (const flag of option.off) if (flag.startsWith('--')) add(option, flag, true);
  }
  return out;
};

const commandsOf = (command: CommandPlace, { call }: Role & { readonly is: 'command' }): readonly Completion[] => {
  const { knowledge } = command.place;
  const { tool, command: before } = call;
  const seen = new Set<string>();
  return grammarOf(knowledge, tool).commands.flatMap((name) => {
    if (before && !name.startsWith(`${before} `)) return [];
    const word = (before ? name.slice(before.length + 1) : name).split(' ')[0] ?? '';
    if (seen.has(word)) return [];
    seen.add(word);
    const whole = before ? `${before} ${word}` : word;
    const entry = knowledge.find('tool-command', `${tool} ${whole}`);
    return [
      item(command, word, 'keyword', entry?.brief ?? '', `2${two(rank(usualCommands[tool], [word]))}${word}`, {
        behind: command.form === 'line' ? ' ' : '',
        ...(entry ? { entry: { kind: entry.kind, name: entry.name } } : {}),
      }),
    ];
  });
};

const programs = (command: CommandPlace): readonly Completion[] => {
  const { when, image, place } = command;
  const own = scriptPaths(command, '2');
  // A path that is typed is no name of a program.
  if (own.length > 0 && command.word.typed.includes('/')) return own;
  const known = usualPrograms.flatMap((program, i) => {
    if (program.when !== 'always' && program.when !== when) return [];
    if (program.text === 'apt-get' && image && image.packageManager !== 'apt') return [];
    if (program.text === 'exec' && command.form === 'list') return [];
    const { text, brief } = program;
    const name = text === 'waitress-serve' ? 'waitress' : text;
    const entry = place.knowledge.find('tool', name);
    return [
      item(command, text, 'value', brief, `1${two(i)}`, {
        behind: command.form === 'line' ? ' ' : '',
        ...(entry ? { entry: { kind: 'tool' as const, name } } : {}),
      }),
    ];
  });
  return [...known, ...own];
};

/** The project's own scripts, where they lie in the container. */
const scriptPaths = (command: CommandPlace, group: string): readonly Completion[] =>
  (command.scripts?.() ?? []).map(({ path, uri }) =>
    item(command, path, 'file', relative(command.place.project.root, uri), `${group}${path}`, {
      behind: command.form === 'line' ? ' ' : '',
    }),
  );

const moduleNames = (command: CommandPlace): readonly Completion[] =>
  [...Object.entries(modules), ['venv', ''] as const].map(([name, tool]) =>
    item(
      command,
      name,
      'module',
      tool ? (command.place.knowledge.find('tool', tool)?.brief ?? '') : 'Makes a virtual environment',
      `1${name}`,
    ),
  );

const scripts = (command: CommandPlace): readonly Completion[] => [
  item(command, 'manage.py', 'file', command.place.knowledge.find('tool', 'manage')?.brief ?? '', '0', {
    behind: command.form === 'line' ? ' ' : '',
    entry: { kind: 'tool', name: 'manage' },
  }),
  item(command, '-m', 'option', 'Starts a module', '1', { behind: command.form === 'line' ? ' ' : '' }),
];

/** Words of programs that have no chapter, as far as images need them. */
const foreign = (command: CommandPlace, { program, before }: Role & { readonly is: 'foreign' }): readonly Completion[] => {
  const offer = (list: readonly (readonly [text: string, brief: string])[]) =>
    list
      .filter(([text]) => !before.includes(text))
      .map(([text, brief], i) => item(command, text, text.startsWith('-') ? 'option' : 'keyword', brief, two(i)));
  const verb = before.find((word) => !word.startsWith('-'));
  if (program === 'apt-get' || program === 'apt') {
    if (verb === 'install') {
      return offer([
        ['-y', 'Answers every question with yes; without it the build stops'],
        ['--no-install-recommends', 'Leaves out what packages only recommend'],
      ]);
    }
    return verb
      ? []
      : offer([
          ['update', 'Fetches the lists of packages'],
          ['install', 'Installs packages'],
          ['upgrade', 'Brings what is installed up to date'],
        ]);
  }
  if (program === 'apk') {
    if (verb === 'add')
      return offer([
        ['--no-cache', 'Keeps the index out of the image'],
        ['--virtual', 'Names a group, to remove it again'],
      ]);
    return verb
      ? []
      : offer([
          ['add', 'Installs packages'],
          ['del', 'Removes packages'],
        ]);
  }
  return [];
};
