// What somebody meant who wrote a name that uWSGI does not have.
import type { Knowledge } from '../../knowledge/entry.ts';
import type { IniOption } from '../../languages/uwsgi/facts.ts';
import { distance } from '../../text/distance.ts';

/** The guess: a near name, `name: value`, `static-map /x=…` without its `=`, a name known to mean nothing, or no idea. */
export type Likeness =
  | { readonly is: 'near'; readonly name: string; readonly sure: boolean }
  | { readonly is: 'colon' | 'mount'; readonly name: string }
  | { readonly is: 'nothing'; readonly why: string }
  | { readonly is: 'unlike' };

/** Names that circulate in copied files, and what they were meant to be. None of them was ever an option. */
const circulating: Readonly<Record<string, string>> = {
  'py-callos-afterfork': 'py-call-osafterfork',
  'log-slow-time': 'log-slow',
  'chmod-sock': 'chmod-socket',
  process: 'processes',
  user: 'uid',
  username: 'uid',
  group: 'gid',
  groupname: 'gid',
  gropuname: 'gid',
  'exec-pre': 'exec-pre-app',
  'exec-before': 'exec-asap',
  'emperor-user-clone': 'emperor-use-clone',
  'socket-modifier1': 'http-socket-modifier1',
  'psgi-file': 'psgi',
  port: 'http-socket',
  bind: 'http-socket',
  threads_count: 'threads',
  timeout: 'harakiri',
};
const meaningless: Readonly<Record<string, string>> = {
  'log-buffering': 'there is no such setting: remove the line',
};

const cache = new WeakMap<Knowledge, Map<string, Likeness>>();

/** The likeliest meaning of an unknown name. Remembered by name. */
export const likeliest = (option: IniOption, knowledge: Knowledge): Likeness => {
  let known = cache.get(knowledge);
  if (!known) {
    known = new Map();
    cache.set(knowledge, known);
  }
  const key = `${option.name}${option.bare ? '' : '='}${/\s[;#]/.test(option.value.text) ? ';' : ''}`;
  const before = known.get(key);
  if (before) return before;
  const made = guess(option, knowledge);
  known.set(key, made);
  return made;
};

const guess = ({ name, bare, value }: IniOption, knowledge: Knowledge): Likeness => {
  // A note behind the value becomes part of it as soon as the name is right.
  const clean = !/\s[;#]/.test(value.text);
  const has = (word: string): boolean => knowledge.find('uwsgi-option', word) !== undefined;
  const colon = /^([a-z0-9-]+)\s*:\s*\S/.exec(name)?.[1];
  if (bare && colon && has(colon)) return { is: 'colon', name: colon };
  const spaced = /^([a-z0-9-]+)\s+\S/.exec(name)?.[1];
  if (spaced && has(spaced) && !bare) return { is: 'mount', name: spaced };
  const tidy = name.toLowerCase().replace(/^-+/, '').replaceAll('_', '-').replace(/\s+/g, '-');
  if (tidy !== name && has(tidy)) return { is: 'near', name: tidy, sure: clean };
  const why = meaningless[name];
  if (why) return { is: 'nothing', why };
  const meant = circulating[name] ?? circulating[tidy];
  if (meant) return { is: 'near', name: meant, sure: false };
  // One slip in short names, up to three in long ones.
  const most = Math.min(3, Math.max(1, Math.floor(tidy.length / 4)));
  let best: { readonly name: string; readonly cost: number; readonly rank: number } | undefined;
  let rivals = 0;
  for (const { name: candidate, rank, value } of knowledge.list('uwsgi-option')) {
    // Nobody means a logic word by a name that carries a value of its own.
    if (value === 'logic') continue;
    const cost = distance(tidy, candidate, most);
    if (cost > most) continue;
    if (best && cost === best.cost) rivals++;
    if (best && cost < best.cost) rivals = 0;
    if (!best || cost < best.cost || (cost === best.cost && rank > best.rank)) best = { name: candidate, cost, rank };
  }
  if (!best) return { is: 'unlike' };
  // Applied unasked only for one slip, with a single candidate, in a word long enough not to be a name of its own.
  return { is: 'near', name: best.name, sure: clean && best.cost === 1 && rivals === 0 && tidy.length >= 6 };
};
