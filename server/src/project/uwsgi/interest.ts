// What makes rules look at a line: judged from the line alone, once for each line, however often its file is read.
import type { UwsgiOption } from '../../knowledge/entry.ts';
import type { AssignmentShape } from '../../languages/uwsgi/line.ts';
import type { Role } from './role.ts';
import type { Stored } from './stored.ts';

/** Says of a line, by what it says and the entry of its key, whether it is worth a closer look. */
type Holds = (says: AssignmentShape, entry: UwsgiOption | undefined, key: string) => boolean;

/** Says of an option, by what its line says and its final value alone, whether something is to be said of it. */
type Still = (one: Stored) => boolean;

export interface Interest {
  readonly index: number;
  /** True for an interest in the options that the file itself gives: lines whose own name is in the catalogue, each once. */
  readonly own: boolean;
  readonly holds: Holds;
  readonly still: Still | undefined;
}

const all: Interest[] = [];
const add = (own: boolean, holds: Holds, still: Still | undefined): Interest => {
  const made = { index: all.length, own, holds, still };
  all.push(made);
  return made;
};

/**
 * Makes an interest in options that the file itself gives; to be done once, where a rule is defined. A file has thousands of lines
 * and a hundred rules read it at each keystroke, so each of them should go through those alone that may concern it. `holds` judges
 * the line, once; `still`, where there is one, the option with the value that it has in the end, whenever that may have changed.
 */
export const interest = (holds: (says: AssignmentShape, entry: UwsgiOption) => boolean, still?: Still): Interest =>
  add(true, (says, entry) => entry !== undefined && holds(says, entry), still);

/** The same by the entry alone. */
export const interestIn = (wanted: (entry: UwsgiOption) => boolean): Interest => interest((_, entry) => wanted(entry));

/** An interest in whatever is stored: variables, the pairs that placeholders make, the lines of included files, each round of a loop. */
export const wideInterest = (holds: Holds): Interest => add(false, holds, undefined);

/** True when the value of a line is what is written in it, whatever stands elsewhere: nothing is filled in. */
export const isFixed = ({ wording }: AssignmentShape): boolean => wording.signs === 0 && !wording.pieces && !wording.template;

export const interests = (): readonly Interest[] => all;

/** The interests that a line is of. */
export const interestsOf = (role: Role): readonly Interest[] => {
  if (role.judged !== all.length) {
    const { says, kind } = role;
    const found = all.filter((one) => isOf(one, says, kind.entry, kind.key));
    role.interests = found.length === 0 ? none : found;
    role.judged = all.length;
  }
  return role.interests;
};
const none: readonly Interest[] = [];

/** Those that are of an interest with the values they have now. */
export const stillOf = ({ still }: Interest, options: readonly Stored[]): readonly Stored[] =>
  still
    ? options.filter((one) => {
        try {
          return still(one);
        } catch {
          return true;
        }
      })
    : options;

/** One that throws is a mistake of its rule alone: the rule is given the line, and what it does with it is caught there. */
const isOf = ({ holds }: Interest, says: AssignmentShape, entry: UwsgiOption | undefined, key: string): boolean => {
  try {
    return holds(says, entry, key);
  } catch {
    return true;
  }
};
