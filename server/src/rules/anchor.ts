// Places in a Dockerfile that move with their instruction, so that what was found there can be told again after an edit elsewhere.
import type { Change, Lists } from '../languages/dockerfile/change.ts';
import { type DockerfileFacts, type Stage, wholeOf } from '../languages/dockerfile/facts.ts';
import type { Instruction } from '../languages/dockerfile/parse.ts';
import { reachOf } from '../languages/dockerfile/reach.ts';
import { memo } from '../languages/memo.ts';
import type { Location, Span } from '../text/span.ts';
import type { Uri } from '../text/uri.ts';
import type { Finding } from './rule.ts';

/** A place that moves with an instruction: in which of some lists that is, which one it is there, how far behind its beginning. */
interface Anchor {
  readonly list: number;
  readonly at: number;
  readonly behind: number;
}
type Anchors = readonly [Anchor, Anchor];

/** Of a finding: where it lies, and what is related to it; nothing for places in other files. */
export type Places = readonly (Anchors | undefined)[];

/** The declarations in front of the first FROM, which any stage may speak of. */
const globalsOf = memo(({ globals }: DockerfileFacts): readonly Instruction[] => globals.map(({ instruction }) => instruction));
const allOf = ({ instructions }: Stage): readonly Instruction[] => instructions;

/** The instructions a stage may speak of: the declarations in front of the first FROM, and those of all the stages it is made from. */
export const listsOf = (facts: DockerfileFacts, stage: Stage, instructionsOf: (stage: Stage) => readonly Instruction[] = allOf): Lists => [
  globalsOf(wholeOf(facts)),
  ...reachOf(stage).map(instructionsOf),
];

/** The last of some in the order of the file that begins at or before an offset. */
const lastBefore = (all: readonly Instruction[], offset: number): number => {
  let low = 0;
  let high = all.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((all[middle] as Instruction).span.from <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** The instruction that an offset lies in; nothing when it lies in none of the lists. */
const anchorOf = (lists: Lists, offset: number, before: number): Anchor | undefined => {
  for (let list = 0; list < lists.length; list++) {
    const all = lists[list] as readonly Instruction[];
    const at = lastBefore(all, before);
    const found = all[at]?.span;
    if (found && before >= found.from && before <= found.to && (before < found.to || offset === before))
      return { list, at, behind: offset - found.from };
  }
  return undefined;
};
/** The end of one instruction is where the next begins, so an end goes with what is in front of it. */
const anchorsOf = (lists: Lists, { from, to }: Span): Anchors | undefined => {
  const start = anchorOf(lists, from, from);
  const end = to > from ? anchorOf(lists, to, to - 1) : start;
  return start && end ? [start, end] : undefined;
};

/** The places of a finding as they can be kept; nothing when one in this file does not move with an instruction of the lists. */
export const placesOf = ({ at, related }: Finding, uri: Uri, lists: Lists): Places | undefined => {
  const all = [at, ...(related ?? []).map((one) => one.at)];
  const out = all.map((one) => (one.uri === uri ? anchorsOf(lists, one.span) : undefined));
  return all.some((one, i) => one.uri === uri && !out[i]) ? undefined : out;
};

const anchorAfter = ({ steps }: Change, anchor: Anchor): Anchor | undefined => {
  const { list, at, behind } = anchor;
  const step = steps[list];
  if (!step || (at >= step.head && at < step.tail)) return undefined;
  return at < step.head || step.by === 0 ? anchor : { list, at: at + step.by, behind };
};

/** The places as they count after an edit, the same list where none of them counts anew; nothing when one lies in an instruction that it changed. */
export const placesAfter = (change: Change, places: Places): Places | undefined => {
  let out: (Anchors | undefined)[] | undefined;
  for (let i = 0; i < places.length; i++) {
    const one = places[i];
    if (!one) continue;
    const [from, to] = [anchorAfter(change, one[0]), anchorAfter(change, one[1])];
    if (!(from && to)) return undefined;
    if (from === one[0] && to === one[1]) continue;
    out ??= [...places];
    out[i] = [from, to];
  }
  return out ?? places;
};

/** Finds an instruction: in which list it is, and which one there. */
export type Seek = (list: number, at: number) => Instruction | undefined;
export const seekIn =
  (lists: Lists): Seek =>
  (list, at) =>
    lists[list]?.[at];

const offsetAt = (seek: Seek, { list, at, behind }: Anchor): number => (seek(list, at)?.span.from ?? 0) + behind;
const movedTo = (seek: Seek, location: Location, anchors: Anchors | undefined): Location =>
  anchors ? { uri: location.uri, span: { from: offsetAt(seek, anchors[0]), to: offsetAt(seek, anchors[1]) } } : location;

/** A finding where its instructions are now, with fixes that are worked out there. */
export const movedFinding = (finding: Omit<Finding, 'fixes'>, seek: Seek, places: Places, fixes: Finding['fixes']): Finding => {
  const { severity, tag, neighbours, related } = finding;
  // Hundreds are made with each keystroke, so no spread puts them together.
  const now: { -readonly [K in keyof Finding]: Finding[K] } = { at: movedTo(seek, finding.at, places[0]), message: finding.message };
  if (severity) now.severity = severity;
  if (tag) now.tag = tag;
  if (neighbours) now.neighbours = neighbours;
  if (related) now.related = related.map((one, i) => ({ at: movedTo(seek, one.at, places[i + 1]), message: one.message }));
  if (fixes) now.fixes = fixes;
  return now;
};
