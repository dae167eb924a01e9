// A tag taken apart, and the lines of tags asked where it leads.
import type { Day, Period } from './facts.ts';
import { compareVersions } from './version.ts';
import type { Since, UpTo, WrittenLine } from './written.ts';

/** A tag such as `3.12.4-slim-bookworm` taken apart. */
export interface Tag {
  /** `3.12.4`; empty when the tag starts with no number. */
  readonly version: string;
  /** A candidate or beta: of such the tables know the line only. */
  readonly early: boolean;
  /** `bookworm`, `alpine` or `alpine3.22`; empty when the tag names none. */
  readonly release: string;
  readonly slim: boolean;
  /** All other words in their order. */
  readonly words: readonly string[];
}

/** Takes a tag apart; `codes` are the code names of releases. */
export const readTag = (text: string, codes: ReadonlySet<string>): Tag => {
  const [first = '', ...rest] = text.split('-');
  const number = /^(\d+(?:\.\d+)*)((?:a|b|rc|beta)\d+)?$/.exec(first);
  const words = number ? rest : [first, ...rest];
  const isRelease = (word: string) => codes.has(word) || /^alpine(?:3\.\d+)?$/.test(word);
  return {
    version: number?.[1] ?? '',
    early: number?.[2] !== undefined || words.some((word) => /^rc\d*$/.test(word)),
    release: words.find(isRelease) ?? '',
    slim: words.includes('slim'),
    words: words.filter((word) => word !== '' && word !== 'slim' && !/^rc\d*$/.test(word) && !isRelease(word)),
  };
};

/** The entry that holds on a day. */
export const onDay = <T extends Since>(list: readonly T[], today: Day): T | undefined => list.findLast((one) => one.from <= today);

/** The release that a version leads to, by a list that ends with the entry for all later versions. */
export const upTo = (list: readonly UpTo[], version: string): string | undefined =>
  list.find((one) => one.upTo === undefined || compareVersions(version, one.upTo, Number.POSITIVE_INFINITY) <= 0)?.release;

/** The line a version belongs to: `3.12` for `3.12.4`, `22` for `22.11`. */
export const lineOf = (lines: Readonly<Record<string, WrittenLine>>, version: string): string | undefined => {
  const parts = version.split('.');
  const minor = parts.slice(0, 2).join('.');
  return parts.length > 1 && lines[minor] ? minor : lines[parts[0] ?? ''] ? parts[0] : undefined;
};

/** What a tag without a release of its own leads to. */
export const defaultRelease = (line: WrittenLine, branch: 'alpine' | 'debian', version: string): string | undefined => {
  const final = line[branch];
  const before = line[branch === 'alpine' ? 'alpine-before' : 'debian-before'] ?? [];
  return upTo(before, version) ?? final;
};

/** The part two periods share; undefined when there is none. */
export const overlap = (one: Period, other: Period): Period | undefined => {
  const from = [one.from, other.from].sort().at(-1) ?? one.from;
  const to = one.to === undefined || (other.to !== undefined && other.to < one.to) ? other.to : one.to;
  if (to !== undefined && to <= from) return undefined;
  return { from, to, expected: one.expected || other.expected };
};
