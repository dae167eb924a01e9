// The problems of one file as the client is told them. Most of them are what they were a keystroke ago.
import type { Diagnostic, Location as LspLocation, Range } from 'vscode-languageserver';
import type { Problem } from '../rules/rule.ts';
import type { SourceFile } from '../text/file.ts';
import { type Desk, severities, tags, toDiagnostic, toPlace, toPosition } from './convert.ts';

export interface Report {
  readonly items: Diagnostic[];
  /** A hash of the items: equal items, equal id. */
  readonly id: string;
  /** The hash of each item. */
  readonly hashes: readonly Hash[];
}
type Hash = readonly [high: number, low: number];

/** How far ahead an item of the report before is looked for: so many may go with one keystroke. */
const ahead = 4;

/** Makes a report. What the report before says in the same words of the same place is taken over as the very same object. */
export const reportOf = (file: SourceFile | undefined, problems: readonly Problem[], desk: Desk, before: Report | undefined): Report => {
  if (!file) return nothing;
  const items: Diagnostic[] = [];
  const hashes: Hash[] = [];
  let next = 0;
  let same = before?.items.length === problems.length;
  for (const problem of problems) {
    let at = next;
    const last = before ? Math.min(before.items.length, next + ahead) : 0;
    while (at < last && !saysIt(before?.items[at], file, problem, desk)) at++;
    const known = at < last ? before?.items[at] : undefined;
    const item = known ?? toDiagnostic(file, problem, desk);
    items.push(item);
    hashes.push((known && before?.hashes[at]) ?? hashOf(item));
    if (known) next = at + 1;
    else same = false;
  }
  return before && same ? before : { items, id: idOf(hashes), hashes };
};

/** Whether a diagnostic is what a problem would be made into. */
const saysIt = (one: Diagnostic | undefined, file: SourceFile, problem: Problem, desk: Desk): boolean => {
  if (one?.code !== problem.rule || one.message !== problem.message || one.severity !== severities[problem.severity]) return false;
  const tag = problem.tag && desk.abilities.problemTags ? tags[problem.tag] : undefined;
  if (one.tags?.[0] !== tag || !isRange(one.range, file, problem.at.span)) return false;
  const related = desk.abilities.relatedInformation ? problem.related : [];
  const told = one.relatedInformation ?? [];
  return (
    told.length === related.length &&
    related.every(({ at, message }, i) => message === told[i]?.message && isPlace(told[i]?.location, toPlace(at, desk)))
  );
};

const isRange = ({ start, end }: Range, file: SourceFile, { from, to }: Problem['at']['span']): boolean => {
  const first = toPosition(file, from);
  if (first.line !== start.line || first.character !== start.character) return false;
  const last = toPosition(file, to);
  return last.line === end.line && last.character === end.character;
};

const isPlace = (one: LspLocation | undefined, { uri, range: { start, end } }: LspLocation): boolean =>
  one?.uri === uri &&
  one.range.start.line === start.line &&
  one.range.start.character === start.character &&
  one.range.end.line === end.line &&
  one.range.end.character === end.character;

/** 53 bits of an item (after cyrb53, public domain), in two halves: enough to tell two answers about one file apart. */
const hashOf = ({ range, severity, code, message, tags: marks, relatedInformation }: Diagnostic): Hash => {
  let [high, low] = wordsHash(`${code}`);
  const take = (number: number): void => {
    high = Math.imul(high ^ number, 0x9e3779b1);
    low = Math.imul(low ^ number, 0x5f356495) ^ (high >>> 15);
  };
  const takeWords = (text: string): void => wordsHash(text).forEach(take);
  const takeRange = ({ start, end }: Range): void => {
    take(start.line);
    take(start.character);
    take(end.line);
    take(end.character);
  };
  takeRange(range);
  take(severity ?? 0);
  take(marks?.[0] ?? 0);
  takeWords(String(message));
  for (const one of relatedInformation ?? []) {
    takeWords(one.location.uri);
    takeRange(one.location.range);
    takeWords(one.message);
  }
  return [high, low];
};

/** The hashes of texts that were met lately: an edit moves hundreds of problems that say what they said before. */
const met = new Map<string, Hash>();
const mostMet = 5000;
const wordsHash = (text: string): Hash => {
  const before = met.get(text);
  if (before) return before;
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    high = Math.imul(high ^ c, 0x9e3779b1);
    low = Math.imul(low ^ c, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  if (met.size >= mostMet) met.clear();
  met.set(text, [high, low]);
  return [high, low];
};

/** The hashes of all items as letters and digits. */
const idOf = (hashes: readonly Hash[]): string => {
  let high = hashes.length;
  let low = 0;
  for (const [more, less] of hashes) {
    high = Math.imul(high ^ more, 0x9e3779b1);
    low = Math.imul(low ^ less, 0x5f356495) ^ (high >>> 15);
  }
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
};

/** The report of a file without problems, or of one that is gone. */
export const nothing: Report = { items: [], id: idOf([]), hashes: [] };
