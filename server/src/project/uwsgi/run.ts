// What is stored of some lines behind each other, and what of that is kept while nobody types in them.
import type { Implied } from '../../knowledge/entry.ts';
import { memo } from '../../languages/memo.ts';
import type { IniOption, Part } from '../../languages/uwsgi/facts.ts';
import type { Uri } from '../../text/uri.ts';
import { type Interest, interests, interestsOf, stillOf } from './interest.ts';
import { Row } from './passes.ts';
import type { Kinds } from './role.ts';
import type { Slot, Stored } from './stored.ts';

/** Options stored one behind the other, by what they are asked for. */
export interface Shelf {
  /** The first option of each key. */
  readonly firsts: readonly Slot[];
  /** By the number of the key that leads their group. */
  readonly groups: readonly (readonly [lead: number, slots: readonly Stored[]])[];
  /** The interests that some of them are of, by their numbers. */
  readonly interests: readonly number[];
  readonly byInterest: ReadonlyMap<number, readonly Stored[]>;
  /** What follows from the very name of one of them, and whether one is certain. */
  readonly implied: ReadonlyMap<Implied, boolean>;
}

/** The options that a stretch of lines gives, or a part of it. */
export class Run {
  readonly slots: Slot[] = [];
  /** Those whose values the passes fill in. */
  readonly row = new Row();
  private shelved: Shelf | undefined = undefined;
  private judged: Map<number, { readonly at: number; readonly slots: readonly Stored[] }> | undefined = undefined;
  /** The shelf of its options, for a file that is read. To be asked for when all of them are there. */
  shelf(uri: Uri): Shelf {
    this.shelved ??= shelve(this.slots, uri);
    return this.shelved;
  }
  /** Those of its options that are of an interest. To be asked for when the passes are over. */
  of(interest: Interest): readonly Stored[] {
    const slots = this.shelved?.byInterest.get(interest.index) ?? none;
    if (!interest.still) return slots;
    this.judged ??= new Map();
    const before = this.judged.get(interest.index);
    if (before?.at === this.row.passes) return before.slots;
    const now = stillOf(interest, slots);
    this.judged.set(interest.index, { at: this.row.passes, slots: now });
    return now;
  }
}

const none: readonly Stored[] = [];

const shelve = (slots: readonly Slot[], uri: Uri): Shelf => {
  const firsts = new Map<string, Slot>();
  const groups = new Map<number, Stored[]>();
  const byInterest = new Map<number, Stored[]>();
  const implied = new Map<Implied, boolean>();
  for (const slot of slots) {
    const { role } = slot;
    if (!firsts.has(slot.key)) firsts.set(slot.key, slot);
    if (role.index >= 0) put(groups, role.lead, slot);
    if (role.implies) for (const what of slot.entry?.implies ?? []) implied.set(what, slot.certain || implied.get(what) === true);
    const wanted = interestsOf(role);
    if (wanted.length === 0) continue;
    const own = role.own && !slot.again && slot.option.uri === uri;
    for (const one of wanted) if (own || !one.own) put(byInterest, one.index, slot);
  }
  return { firsts: [...firsts.values()], groups: [...groups], interests: [...byInterest.keys()], byInterest, implied };
};

const put = (map: Map<number, Stored[]>, key: number, slot: Slot): void => {
  const list = map.get(key);
  if (list) list.push(slot);
  else map.set(key, [slot]);
};

/**
 * A run that will be the same next time, whatever is written in other lines, but for what the last pass puts into its values: its
 * lines begin outside of blocks and end there, read no other files, and ask for nothing that stands elsewhere.
 */
export interface Kept {
  readonly run: Run;
  /** Openers that are carried out inside a block. */
  readonly nested: readonly IniOption[];
  /** What filling in the words of blocks took of the work. */
  readonly took: number;
  /** What it was made for: the file and the section that are read, the catalogue, and how many interests there were. */
  readonly uri: Uri;
  readonly section: string;
  readonly kinds: Kinds;
  readonly judged: number;
}

const latest = memo((_: Part): { kept?: Kept } => ({}));

/** The run that was kept of a part for the same purpose. */
export const keptRun = (part: Part, uri: Uri, section: string, kinds: Kinds): Kept | undefined => {
  const { kept } = latest(part);
  const fits = kept?.uri === uri && kept.section === section && kept.kinds === kinds && kept.judged === interests().length;
  return fits ? kept : undefined;
};

export const keep = (part: Part, kept: Omit<Kept, 'judged'>): void => {
  kept.run.row.last(new Set(kept.run.shelf(kept.uri).firsts));
  latest(part).kept = { judged: interests().length, ...kept };
};
