// The variables that somebody asked for to find out what a stage starts: in words of its commands, in scripts that these start, and those
// that servers read by themselves. Nobody can tell from the lines of the stage, so it is noted.
import type { Lookup } from '../../commands/resolve.ts';
import { memo } from '../memo.ts';
import type { Stage } from './facts.ts';
import { asRead } from './moved.ts';
import type { Instruction } from './parse.ts';

/** Kept at FROM, whatever is typed below it: a name that was asked for once counts from then on. */
const namesAt = memo((_: Instruction) => new Set<string>());

/** Gives the values of variables at the end of a stage, and notes their names. */
export const notingLookup =
  ({ from, environment }: Pick<Stage, 'from' | 'environment'>): Lookup =>
  (name) => {
    namesAt(asRead(from)).add(name);
    return environment.get(name)?.value;
  };

/** The names that were asked for; the set grows. */
export const namesAskedIn = ({ from }: Pick<Stage, 'from'>): ReadonlySet<string> => namesAt(asRead(from));
