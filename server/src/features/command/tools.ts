// The options of each tool by their spellings, and its commands.

import type { Argument } from '../../commands/resolve.ts';
import { programOf } from '../../commands/wrappers.ts';
import type { Knowledge, ToolOption } from '../../knowledge/entry.ts';
import { memo } from '../../languages/memo.ts';

/** All that a tool understands. */
export interface Grammar {
  readonly options: readonly ToolOption[];
  /** Names of its commands, such as `install` and `pip install`. */
  readonly commands: readonly string[];
  readonly flags: ReadonlyMap<string, readonly ToolOption[]>;
}

const grammars = memo((knowledge: Knowledge): ReadonlyMap<string, Grammar> => {
  const out = new Map<string, { options: ToolOption[]; commands: string[]; flags: Map<string, ToolOption[]> }>();
  for (const { name } of knowledge.list('tool')) out.set(name, { options: [], commands: [], flags: new Map() });
  for (const { name } of knowledge.list('tool-command')) {
    const blank = name.indexOf(' ');
    out.get(name.slice(0, blank))?.commands.push(name.slice(blank + 1));
  }
  for (const option of knowledge.list('tool-option')) {
    const grammar = out.get(option.tool);
    grammar?.options.push(option);
    for (const flag of [...option.flags, ...option.off]) grammar?.flags.set(flag, [...(grammar.flags.get(flag) ?? []), option]);
  }
  return out;
});

const none: Grammar = { options: [], commands: [], flags: new Map() };
export const grammarOf = (knowledge: Knowledge, tool: string): Grammar => grammars(knowledge).get(tool) ?? none;

/** Tools whose options of the whole program stand in front of the command, and are refused behind it. */
const inFront: ReadonlySet<string> = new Set(['celery']);

/** Whether an option belongs to a command of its tool; without a command only those that every command has. */
export const belongs = ({ tool, commands }: ToolOption, command: string): boolean =>
  commands.includes(command) || (commands.length === 0 && (command === '' || !inFront.has(tool)));

/** The option that a spelling sets, in a command of its tool. */
export const optionOf = (knowledge: Knowledge, tool: string, command: string, flag: string): ToolOption | undefined => {
  const found = grammarOf(knowledge, tool).flags.get(flag);
  return found?.find((option) => option.commands.includes(command)) ?? found?.find(({ commands }) => commands.length === 0);
};

/** Whether the word behind the option belongs to it. */
export const takesWord = ({ argument, bare }: ToolOption): boolean => argument !== 'none' && bare === undefined;

const programs: Readonly<Record<string, string>> = {
  uvicorn: 'uvicorn',
  gunicorn: 'gunicorn',
  daphne: 'daphne',
  hypercorn: 'hypercorn',
  granian: 'granian',
  'waitress-serve': 'waitress',
  uwsgi: 'uwsgi',
  pyuwsgi: 'uwsgi',
  pip: 'pip',
  pipenv: 'pipenv',
  poetry: 'poetry',
  uv: 'uv',
  celery: 'celery',
  'django-admin': 'manage',
  'manage.py': 'manage',
};
/** What `python -m` starts. */
export const modules: Readonly<Record<string, string>> = {
  uvicorn: 'uvicorn',
  gunicorn: 'gunicorn',
  daphne: 'daphne',
  hypercorn: 'hypercorn',
  granian: 'granian',
  waitress: 'waitress',
  pyuwsgi: 'uwsgi',
  pip: 'pip',
  pipenv: 'pipenv',
  poetry: 'poetry',
  uv: 'uv',
  celery: 'celery',
  django: 'manage',
};

export const isPython = (name: string): boolean => /^(?:python|pypy)(?:\d(?:\.\d+)?)?$/.test(name);

/** The tool that a word starts. */
export const toolNamed = (word: Argument | undefined): string | undefined => {
  const name = programOf(word);
  const plain = /^pip\d(?:\.\d+)?$/.test(name) ? 'pip' : name;
  return Object.hasOwn(programs, plain) ? programs[plain] : undefined;
};
