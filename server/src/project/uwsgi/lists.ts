// The stored options by what they are asked for. Filled while a file is read, so that its lines are gone through once.

import type { Implied } from '../../knowledge/entry.ts';
import type { Uri } from '../../text/uri.ts';
import type { Interest } from './interest.ts';
import type { Kinds } from './role.ts';
import type { Run } from './run.ts';
import type { Slot, Stored } from './stored.ts';

const none: readonly Stored[] = [];
/** Lists that make one list, one behind the other. */
type Pieces = (readonly Stored[])[];

export class Lists {
  private readonly kinds: Kinds;
  /** The file that is read. */
  private readonly uri: Uri;
  /** By the number of the key that leads their group. */
  private readonly groups: (Pieces | undefined)[] = [];
  /** The runs that hold options of an interest, and these together once they were asked for. */
  private readonly byInterest: (Run[] | undefined)[] = [];
  private readonly interesting: (readonly Stored[] | undefined)[] = [];
  private readonly implied = new Map<Implied, boolean>();
  /** The first option of each key: keys of the catalogue by their number, others by their name. */
  private readonly known: (Slot | undefined)[];
  private readonly others = new Map<string, Slot>();

  constructor(kinds: Kinds, uri: Uri) {
    this.kinds = kinds;
    this.uri = uri;
    this.known = new Array<Slot | undefined>(kinds.count());
  }

  /** Takes note of an option that is stored now; its run is added when all of it is there. */
  meet(slot: Slot): void {
    const { index, kind } = slot.role;
    if (index >= 0) this.known[index] ??= slot;
    else if (!this.others.has(kind.key)) this.others.set(kind.key, slot);
  }
  /** Adds a run behind those before; of one that is `kept` no option was met yet. */
  add(run: Run, kept: boolean): void {
    if (run.slots.length === 0) return;
    const { firsts, groups, interests, implied } = run.shelf(this.uri);
    if (kept) for (const slot of firsts) this.meet(slot);
    for (const [lead, slots] of groups) put(this.groups, lead, slots);
    for (const index of interests) {
      const runs = this.byInterest[index];
      if (runs) runs.push(run);
      else this.byInterest[index] = [run];
    }
    for (const [what, certain] of implied) this.implied.set(what, certain || this.implied.get(what) === true);
  }

  /** A key's first definition answers for all (uwsgi_get_exported_opt). */
  first(key: string): Stored | undefined {
    const other = this.others.get(key);
    if (other) return other;
    const kind = this.kinds.met(key);
    return kind && this.known[kind.index];
  }
  /** The first options of keys that the catalogue does not have, in order: variables of the file, and slips. */
  get unlisted(): Iterable<Stored> {
    return this.others.values();
  }
  /** All options of the group that a name of the catalogue belongs to; nothing for other names. */
  group(name: string): readonly Stored[] | undefined {
    const kind = this.kinds.find(name);
    return kind && whole(this.groups[kind.lead]);
  }
  /** Those whose lines are of an interest. */
  of(interest: Interest): readonly Stored[] {
    const before = this.interesting[interest.index];
    if (before) return before;
    const found: Stored[] = [];
    for (const run of this.byInterest[interest.index] ?? []) for (const one of run.of(interest)) found.push(one);
    this.interesting[interest.index] = found;
    return found;
  }
  /** Whether this follows from the very name of an option: certainly or only perhaps; undefined where it does not. */
  implies(what: Implied): 'certainly' | 'perhaps' | undefined {
    const certain = this.implied.get(what);
    return certain === undefined ? undefined : certain ? 'certainly' : 'perhaps';
  }
}

const put = (all: (Pieces | undefined)[], index: number, slots: readonly Stored[]): void => {
  const pieces = all[index];
  if (pieces) pieces.push(slots);
  else all[index] = [slots];
};

/** The pieces as one list, which they are from then on. */
const whole = (pieces: Pieces | undefined): readonly Stored[] => {
  if (!pieces) return none;
  if (pieces.length > 1) pieces.splice(0, pieces.length, empty.concat(...pieces));
  return pieces[0] ?? none;
};
const empty: Stored[] = [];
