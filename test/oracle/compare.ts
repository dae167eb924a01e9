// Our reading of a file beside the real one's: accepted or not, and every stored option.
import { readdirSync } from 'node:fs';
import type { Knowledge } from '../../server/src/knowledge/entry.ts';
import { unknown } from '../../server/src/languages/maybe.ts';
import { type Expansion, expand } from '../../server/src/project/uwsgi/expand.ts';
import { compareProblems } from './problems.ts';
import { type Read, readWith } from './reader.ts';
import type { Binary } from './uwsgi-binaries.ts';
import { has, type Refusal, verdict } from './verdict.ts';
import { knownWorld } from './world.ts';

export interface Case {
  /** Its name in the folder. */
  readonly file: string;
  readonly text: string;
}

/** Told of each comparison: what was compared, of which case, and how they differ. */
export type Tell = (about: string, of: string, difference: string | undefined) => void;

export interface Comparison {
  readonly binary: Binary;
  readonly knowledge: Knowledge;
  /** The names the build itself lists, with no plugin loaded. */
  readonly options: ReadonlySet<string>;
  readonly folder: string;
  readonly cases: readonly Case[];
  readonly tell: Tell;
}

/** All that the process finds in its environment. */
export const environment: Readonly<Record<string, string>> = {
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C.UTF-8',
  SHIP: 'tug',
  EMPTY: '',
  FILE: 'word',
  LATE: 'late',
  KEY: 'x',
  DOLLAR: '$',
  REFERS: '%(x)',
};

/** Compares the cases one after the other. */
export const compare = async ({ binary, knowledge, options, folder, cases, tell }: Comparison): Promise<void> => {
  const loadable = pluginsIn(binary.plugins);
  for (const { file, text } of cases) {
    for (const strict of [false, true]) {
      const world = knownWorld({ folder, file, environment, binary });
      const expansion = expand(world.main, world, knowledge);
      const ours = verdict({ main: world.main, expansion, unread: world.unread, binary, knowledge, strict, loadable });
      const milliseconds = ours?.why === 'endless' ? 2500 : 5000;
      const real = await readWith({ binary, file, folder, strict, environment, milliseconds });
      const of = file.replace(/\.ini$/, '');
      const shown = text.length < 400 ? ` in ${JSON.stringify(text)}` : '';
      tell('verdict', of, verdictDifference(ours, real, strict, shown));
      if (!strict) compareProblems(of, { file, text, folder, binary, read: real }, tell);
      if (ours || real.shown === undefined) continue;
      if (!strict && !/plugin|declare-option/.test(text)) tell('ignored', of, ignoredDifference(expansion, binary, knowledge, options));
      const expected = listOf(expansion);
      tell(
        'options',
        of,
        expected === real.shown ? undefined : `${strict ? 'strict, ' : ''}${firstDifference(expected, real.shown)}${shown}`,
      );
    }
  }
};

const pluginsIn = (folder: string | undefined): ReadonlySet<string> =>
  new Set(folder ? readdirSync(folder).map((name) => name.replace(/_plugin\.so$/, '')) : []);

/** The list as `--show-config` prints it. */
const listOf = ({ stored }: Expansion): string =>
  stored.map(({ key, value }) => `${key} = ${value === unknown ? '<not known>' : value}\n`).join('');

const firstDifference = (ours: string, real: string): string => {
  const [left, right] = [ours.split('\n'), real.split('\n')];
  const at = left.findIndex((line, i) => line !== right[i]);
  const i = at < 0 ? left.length : at;
  return `we store ${JSON.stringify(left[i] ?? 'nothing more')}, uWSGI ${JSON.stringify(right[i] ?? 'nothing more')}`;
};

/** Keys that only one of us takes for an option; the others are ignored without a word. */
const ignoredDifference = ({ stored }: Expansion, binary: Binary, knowledge: Knowledge, options: ReadonlySet<string>) => {
  const key = stored.map((one) => one.key).find((name) => has(knowledge.find('uwsgi-option', name), binary, none) !== options.has(name));
  if (key === undefined) return undefined;
  return options.has(key) ? `we take ${key} for unknown, and it is an option` : `we take ${key} for an option, and uWSGI ignores it`;
};
const none: ReadonlySet<string> = new Set();

const verdictDifference = (ours: Refusal | undefined, real: Read, strict: boolean, shown: string): string | undefined => {
  const how = strict ? 'strict, ' : '';
  if (!ours) {
    if (real.shown !== undefined) return undefined;
    return `${how}we accept it, uWSGI ${real.timedOut ? 'never ends' : `says: ${lastWords(real.log)}`}${shown}`;
  }
  const said = `${ours.why} (${ours.about})`;
  if (real.shown !== undefined) return `${how}we refuse it for ${said}, uWSGI accepts it${shown}`;
  const marks = words[ours.why](ours.about);
  // A loop ends when memory does, by a signal, or when we lose patience.
  const looped = real.timedOut || real.code === undefined || real.log.includes('Cannot allocate memory');
  if (ours.why === 'endless' ? looped : real.log.includes(marks)) return undefined;
  return `${how}we refuse it for ${said}, uWSGI ${real.timedOut ? 'never ends' : `says: ${lastWords(real.log)}`}${shown}`;
};
const lastWords = (log: string): string => log.trim().split('\n').slice(-2).join(' / ').slice(0, 300);

/** What uWSGI prints when it refuses for our reason. */
const words: Readonly<Record<Refusal['why'], (about: string) => string>> = {
  'unknown option': (key) => `unknown config directive: ${key}\n`,
  'forbidden option': (key) => `forbidden option "${key}"`,
  'placeholder with the name of an option': () => 'as a placeholder, it is already available as an option',
  'block in a block': (key) => `recursive logic in options is not supported (option = ${key})`,
  'not a pair': () => 'invalid ',
  'file that cannot be read': () => '',
  'plugin that cannot be loaded': (name) => `unable to load plugin "${name}"`,
  value: () => 'invalid ',
  endless: () => '',
};
