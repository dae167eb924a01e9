// The stored options by what they are asked for. Filled while a file is read, so that its lines are gone through once.

import type { Uri } from '../../text/uri.ts';
import { type Interest, interests, interestsOf } from './interest.ts';
import type { Kinds } from './role.ts';
import type { Slot, Stored } from './stored.ts';

const none: readonly Stored[] = [];

export class Lists {
  private readonly kinds: Kinds;
  /** The file that is read. */
  private readonly uri: Uri;
  /** By the number of the key that leads their group. */
  private readonly groups: (Stored[] | undefined)[];
  private readonly byInterest: readonly Stored[][];
  /** The first option of each key: keys of the catalogue by their number, others by their name. */
  private readonly known: (Slot | undefined)[];
  private readonly others = new Map<string, Slot>();
  private readonly naming: Stored[] = [];

  constructor(kinds: Kinds, uri: Uri) {
    this.kinds = kinds;
    this.uri = uri;
    this.groups = new Array<Stored[] | undefined>(kinds.count());
    this.known = new Array<Slot | undefined>(kinds.count());
    this.byInterest = interests().map(() => []);
  }

  add(slot: Slot): void {
    const { role } = slot;
    const { index } = role;
    if (index >= 0) {
      this.known[index] ??= slot;
      const group = this.groups[role.lead];
      if (group) group.push(slot);
      else this.groups[role.lead] = [slot];
      if (role.implies) this.naming.push(slot);
    } else if (!this.others.has(role.kind.key)) this.others.set(role.kind.key, slot);
    const wanted = interestsOf(role);
    if (wanted.length === 0) return;
    const own = role.own && !slot.again && slot.option.uri === this.uri;
    for (const one of wanted) if (own || !one.own) this.byInterest[one.index]?.push(slot);
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
    return kind && (this.groups[kind.lead] ?? none);
  }
  /** Those whose lines are of an interest. */
  of({ index }: Interest): readonly Stored[] {
    return this.byInterest[index] ?? none;
  }
  /** Those from whose very name something follows. */
  get implying(): readonly Stored[] {
    return this.naming;
  }
}
