// What makes rules look at a line: judged from the line alone, once for each line, however often its file is read.
import type { UwsgiOption } from '../../knowledge/entry.ts';
import type { Saying } from '../../languages/uwsgi/line.ts';
import type { Role } from './role.ts';

/** Says of a line, by what it says and the entry of its key, whether it is worth a closer look. Must not throw. */
type Holds = (says: Saying, entry: UwsgiOption | undefined) => boolean;

export interface Interest {
  readonly index: number;
  readonly holds: Holds;
}

const all: Interest[] = [];

/**
 * Makes an interest; to be done once, where a rule is defined. A file has thousands of lines and a hundred rules read it at each
 * keystroke, so each of them should go through those alone that may concern it.
 */
export const interest = (holds: Holds): Interest => {
  const made = { index: all.length, holds };
  all.push(made);
  return made;
};

/** The interest in options of some entries. */
export const interestIn = (wanted: (entry: UwsgiOption) => boolean): Interest =>
  interest((_, entry) => entry !== undefined && wanted(entry));

/** True when the value of a line is what is written in it, whatever stands elsewhere: nothing is filled in. */
export const isFixed = ({ value }: Saying): boolean => value.signs === 0 && !value.pieces && !value.template;

/** The numbers of the interests that a line is of. */
export const interestsOf = (role: Role): readonly number[] => {
  if (role.judged !== all.length) {
    const { says, kind } = role;
    const found = all.flatMap(({ index, holds }) => (holds(says, kind.entry) ? [index] : []));
    role.interests = found.length === 0 ? none : found;
    role.judged = all.length;
  }
  return role.interests;
};
const none: readonly number[] = [];
