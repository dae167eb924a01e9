// What a line is to uWSGI, whatever stands around it: found out once for each line, and kept for as long as nobody types in it.
import type { Knowledge, UwsgiOption } from '../../knowledge/entry.ts';
import type { Maybe } from '../../languages/maybe.ts';
import { memo } from '../../languages/memo.ts';
import type { AssignmentShape } from '../../languages/uwsgi/line.ts';
import { opensBlock } from '../../languages/uwsgi/words.ts';
import type { Interest } from './interest.ts';
import type { PassedBefore } from './passes.ts';

/** What a key is to uWSGI. One object for each key of the catalogue. */
export interface Kind {
  readonly key: string;
  readonly entry: UwsgiOption | undefined;
  /** The leading name of its group, whatever alias is written; the key where the catalogue has none. */
  readonly name: string;
  /** What reading the option does besides storing it. */
  readonly does: 'opens' | 'pairs' | 'sets' | 'includes' | 'reads' | 'declares' | 'injects' | 'loads' | undefined;
  /** Its number among the keys of the catalogue that were met; -1 where the catalogue has none. */
  readonly index: number;
  /** The number of the key that leads its group. */
  readonly lead: number;
  /** Whether something follows from naming it, whatever its value. */
  readonly implies: boolean;
}

/**
 * A line in one of the parts it plays: that of its own key, or that of the key that `set-placeholder = key=value` makes. Thousands
 * are gone through at each keystroke, so it holds by itself what is asked each time.
 */
export interface Role {
  readonly kinds: Kinds;
  readonly kind: Kind;
  readonly says: AssignmentShape;
  /** As in its kind. */
  readonly index: number;
  readonly lead: number;
  readonly implies: boolean;
  /** Whether uWSGI runs the option at once; nothing for a key that the catalogue does not have. */
  readonly immediate: boolean | undefined;
  /** What the line says as its value, and the signs of references in that. */
  readonly text: string;
  readonly signs: number;
  /** False for the second pair that a placeholder makes: that has no line of its own. */
  readonly own: boolean;
  /** True when outside of blocks it is just stored, with its value as it is written. */
  readonly plain: boolean;
  /** Which interests the line is of; `judged` is how many there were to ask. */
  interests: readonly Interest[];
  judged: number;
  /** What the last pass made of the value as it is written. */
  passed: PassedBefore | undefined;
  /** What the value as it is written makes where the line is a placeholder. */
  pair: Pair | undefined;
}
/** The second option that a placeholder makes, and the value it has. */
export interface Pair {
  readonly role: Role;
  readonly value: Maybe<string>;
}

/** Options that read another file as configuration. */
const configReaders = /^uwsgi_opt_load(?:_(?:config|xml|yml|json))?$/;

const doing = (key: string, entry: UwsgiOption | undefined): Kind['does'] => {
  if (opensBlock(key)) return 'opens';
  // `set` makes an ordinary option; what the others make counts as applied at once.
  if (entry?.parser === 'uwsgi_opt_set_placeholder') return key === 'set' ? 'sets' : 'pairs';
  if (key === 'include') return 'includes';
  if (key === 'ini') return 'reads';
  if (key === 'declare-option') return 'declares';
  if (key === 'inject-before' || key === 'inject-after') return 'injects';
  return entry && configReaders.test(entry.parser) && key !== 'inherit' ? 'loads' : undefined;
};

/** The kinds of a catalogue, by key. */
export interface Kinds {
  /** The kind of a key that was met and that the catalogue has; nothing for any other. */
  met(key: string): Kind | undefined;
  /** The kind of a key that the catalogue has, met or not. */
  find(key: string): Kind | undefined;
  of(key: string): Kind;
  /** How many keys of the catalogue were met. */
  count(): number;
}

export const kindsOf = memo((knowledge: Knowledge): Kinds => {
  const known = new Map<string, Kind>();
  const find = (key: string): Kind | undefined => {
    const before = known.get(key);
    if (before) return before;
    const entry = knowledge.find('uwsgi-option', key);
    if (!entry) return undefined;
    const { canonical: name } = entry;
    const index = known.size;
    const does = doing(key, entry);
    // A key is in the map before its leader is looked for: an alias may lead to a name that leads to itself alone.
    const kind = { key, entry, name, does, index, lead: index, implies: entry.implies.length > 0 };
    known.set(key, kind);
    if (name !== key) kind.lead = find(name)?.index ?? index;
    return kind;
  };
  return {
    met: (key) => known.get(key),
    find,
    of: (key) => find(key) ?? { key, entry: undefined, name: key, does: doing(key, undefined), index: -1, lead: -1, implies: false },
    count: () => known.size,
  };
});

/** The line in the part of any key; nothing of it is kept. */
export const roleFor = (key: string, says: AssignmentShape, kinds: Kinds): Role => {
  const kind = kinds.of(key);
  const { template, literal, pieces, text, signs } = says.wording;
  const { index, lead, implies, entry } = kind;
  return {
    kinds,
    kind,
    says,
    index,
    lead,
    implies,
    immediate: entry?.immediate,
    text,
    signs,
    own: index >= 0 && key === says.name,
    plain: kind.does === undefined && !says.namePieces && !template && (literal || !pieces),
    interests: none,
    judged: 0,
    passed: undefined,
    pair: undefined,
  };
};
const none: readonly Interest[] = [];

/** The line in the part of its own name. */
export const ownRole = (says: AssignmentShape, kinds: Kinds): Role => {
  const before = says.role as Role | undefined;
  if (before?.kinds === kinds) return before;
  const role = roleFor(says.name, says, kinds);
  says.role = role;
  return role;
};

/** What `key=value` in a placeholder's value makes; nothing without a `=`. */
export const pairOf = (role: Role, written: string): Pair | undefined => {
  if (role.pair && written === role.says.wording.text) return role.pair;
  const equals = written.indexOf('=');
  if (equals < 0) return undefined;
  const pair = { role: roleFor(written.slice(0, equals), role.says, role.kinds), value: written.slice(equals + 1) };
  if (written === role.says.wording.text) role.pair = pair;
  return pair;
};
