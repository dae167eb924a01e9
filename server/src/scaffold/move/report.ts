// The report of a move, a page of Markdown: what every option became, what was changed, and what is left to do.
import type { Target } from '../../knowledge/moving/tables.ts';
import type { Planned } from '../plan.ts';
import type { Origin, Outcome, Place, Verdict } from './plan.ts';

export interface Told {
  readonly from: Origin;
  readonly to: Target;
  /** The commands that start the new server, and where each stands; the first is shown. */
  readonly commands: readonly { readonly words: readonly string[]; readonly at: string }[];
  readonly verdicts: readonly Verdict[];
  readonly files: readonly Planned[];
  readonly notes: readonly string[];
  /** What behaves otherwise from now on. */
  readonly changes: readonly string[];
  /** Whether something starts the old server. */
  readonly found: boolean;
  /** Lines that still name the old server. */
  readonly still: readonly Place[];
  /** Imports of uWSGI that do without it. */
  readonly guarded: readonly Place[];
  /** What became of the old files. */
  readonly old: readonly string[];
}

const titles: Readonly<Record<Origin | Target, string>> = { uwsgi: 'uWSGI', daphne: 'Daphne', uvicorn: 'uvicorn', gunicorn: 'gunicorn' };

/** The parts of the table of options, in the order they are told. */
const parts: readonly (readonly [Outcome, (to: string) => string])[] = [
  ['became', () => 'What became part of the new set-up'],
  ['itself', (to) => `What ${to} does by itself`],
  ['platform', () => 'What the platform does now'],
  ['hand', () => 'What is left to write by hand'],
  ['instead', () => 'What has no equivalent, and what to do instead'],
  ['variable', () => 'Variables of the file'],
  ['unknown', () => 'Names that meant nothing'],
];

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*\n\s*/g, ' ');
const code = (text: string): string => (text === '' ? '' : `\`${text.replaceAll('`', "'")}\``);

const table = (verdicts: readonly Verdict[]): readonly string[] => [
  '| Option | Where | What it is now |',
  '| --- | --- | --- |',
  ...verdicts.map(({ option, value, at, text, link }) => {
    const whole = value === undefined ? option : value === '' ? option : `${option} = ${value}`;
    const source = link === '' ? '' : ` [Source](${link})`;
    return `| ${cell(code(whole))} | ${at ? cell(`${at.path}:${at.line}`) : ''} | ${cell(text)}${source} |`;
  }),
];

const states: Readonly<Record<Planned['state'], string>> = {
  new: 'new',
  same: 'as it was',
  extend: 'lines added',
  edit: 'changed',
  beside: 'written beside yours',
};

const list = (title: string, items: readonly string[]): readonly string[] =>
  items.length === 0 ? [] : ['', `## ${title}`, '', ...items.map((item) => `- ${item}`)];

/** Writes the page. */
export const reportOf = ({ from, to, commands, verdicts, files, notes, changes, guarded, old, found, still }: Told): string => {
  const [first] = commands;
  const shown = first?.words.map((word) => (/[\s"'*]/.test(word) ? JSON.stringify(word) : word)).join(' ');
  const counted = verdicts.length === 1 ? '1 option was' : `${verdicts.length} options were`;
  return [
    `# From ${titles[from]} to ${titles[to]}`,
    '',
    ...(found ? [] : [`Nothing that starts ${titles[from]} was found in the project, so no command was changed.`, '']),
    ...(shown ? ['The application is started with', '', '```console', shown, '```'] : []),
    ...(commands.length > 1 && found
      ? [
          '',
          `The same, with options of their own, in ${commands
            .slice(1)
            .map(({ at }) => at)
            .join(', ')}.`,
        ]
      : []),
    ...list('Left to do', notes),
    ...list(
      'Files',
      files
        .filter(({ state }) => state !== 'same')
        .map(({ path, state, instead }) => `${code(path)}: ${states[state]}${instead ? `, which stays as it is (${code(instead)})` : ''}`),
    ),
    ...list('What was taken away, and what stays', old),
    ...list(
      'Code that looks for uWSGI and does without it',
      guarded.map(({ path, line, text }) => `${path}:${line}: ${code(text)}`),
    ),
    ...list(
      `Lines that still name ${titles[from]}`,
      still.map(({ path, line, text }) => `${path}:${line}: ${code(text.slice(0, 120))}`),
    ),
    ...list('What behaves otherwise', changes),
    ...(verdicts.length > 0 ? ['', '## Every option', '', `${counted} read, those of included files too.`] : []),
    ...parts.flatMap(([outcome, title]) => {
      const own = verdicts.filter((one) => one.outcome === outcome);
      return own.length === 0 ? [] : ['', `### ${title(titles[to])}`, '', ...table(own)];
    }),
    '',
  ].join('\n');
};
