// Releases of distributions, as far as requirements and lock files tell.
import { compareVersions } from '../../knowledge/images/version.ts';
import { type Maybe, unknown } from '../../languages/maybe.ts';
import { memo } from '../../languages/memo.ts';
import type { Distribution } from '../../languages/requirements/facts.ts';
import { slashPath, type Uri } from '../../text/uri.ts';
import type { Project } from '../project.ts';
import type { Release } from './view.ts';

/** Whether the release that is installed is this one or a newer one. */
export const atLeast = ({ exact, least, below }: Release, version: string): Maybe<boolean> => {
  if (exact !== undefined) return compareVersions(exact, version) >= 0;
  if (least !== undefined && compareVersions(least, version) >= 0) return true;
  if (below !== undefined && compareVersions(below, version) <= 0) return false;
  return unknown;
};

const nowhere: Release = { exact: undefined, least: undefined, below: undefined, at: undefined };

type Bounds = Pick<Release, 'exact' | 'least' | 'below'>;

/** The bounds that specifiers of pip or Poetry set: `>=4.2,<5.0`, `~=4.2`, `^4.2`, `==4.2.*`. */
export const boundsOf = (specifier: string): Bounds => {
  let [exact, least, below]: (string | undefined)[] = [];
  const atMost = (version: string) => {
    if (below === undefined || compareVersions(version, below) < 0) below = version;
  };
  const from = (version: string) => {
    if (least === undefined || compareVersions(version, least) > 0) least = version;
  };
  for (const part of specifier.split(',')) {
    const [, sign = '', version = '', wild] =
      /^\s*(===?|~=|>=|<=|>|<|!=|\^|~)?\s*v?(\d+(?:\.\d+)*(?:(?:a|b|rc|\.dev|\.post)\d+)?)(\.\*)?\s*$/.exec(part) ?? [];
    if (version === '') continue;
    const numbers = version.split('.').map((one) => Number.parseInt(one, 10));
    if (wild || sign === '~=' || sign === '~') {
      const kept = wild ? numbers : sign === '~=' ? numbers.slice(0, -1) : numbers.slice(0, 2);
      from(version);
      atMost(next(kept));
    } else if (sign === '^') {
      const significant = numbers.findIndex((one) => one > 0);
      from(version);
      atMost(next(numbers.slice(0, Math.max(1, significant + 1))));
    } else if (sign === '==' || sign === '===') exact = version;
    else if (sign === '>=' || sign === '>') from(version);
    else if (sign === '<') atMost(version);
    else if (sign === '<=') atMost(next(numbers));
    // Poetry's plain `4.2` is one release; pip writes no specifier without a sign.
    else if (sign === '') exact = version;
  }
  return { exact, least, below };
};

/** The first version that does not begin with these numbers. */
const next = (numbers: readonly number[]): string => [...numbers.slice(0, -1), (numbers.at(-1) ?? 0) + 1].join('.');

const isDevelopment = /dev|test|lint|doc|ci\b/i;

interface Candidate {
  readonly one: Distribution;
  readonly uri: Uri;
}

/** How close a file is to a folder: files above it or in it come first. */
const distanceTo = (folder: string, uri: Uri): number => {
  const parts = (path: string): readonly string[] => path.split('/').filter(Boolean);
  const own = parts(folder);
  const other = parts(slashPath(uri)).slice(0, -1);
  let shared = 0;
  while (shared < own.length && own[shared] === other[shared]) shared++;
  return own.length - shared + (other.length - shared);
};

/** The release of a distribution for the Django project in a folder. Where files disagree, the nearest and the strictest win. */
export const releaseOf = ({ all }: { readonly all: Pick<Project['all'], 'requirements'> }, folder: Uri, name: string): Release => {
  const kept = releases(all.requirements);
  const key = `${name} ${folder}`;
  const before = kept.get(key);
  if (before) return before;
  const found = candidates(all.requirements).get(name);
  const release = found ? releaseAmong(found, folder) : nowhere;
  kept.set(key, release);
  return release;
};
/** The releases that were asked for, by name and folder. */
const releases = memo((_: Project['all']['requirements']) => new Map<string, Release>());
const candidates = memo((files: Project['all']['requirements']): ReadonlyMap<string, readonly Candidate[]> => {
  const byName = new Map<string, Candidate[]>();
  for (const { facts } of files) {
    if (facts.template) continue;
    for (const one of facts.distributions) {
      const list = byName.get(one.name);
      if (list) list.push({ one, uri: facts.uri });
      else byName.set(one.name, [{ one, uri: facts.uri }]);
    }
  }
  return byName;
});

const releaseAmong = (found: readonly Candidate[], folder: Uri): Release => {
  const path = slashPath(folder);
  const ranked = found
    .map((candidate) => ({
      candidate,
      far: distanceTo(path, candidate.uri),
      side: isDevelopment.test(slashPath(candidate.uri).slice(path.length)) || candidate.one.group !== undefined ? 1 : 0,
    }))
    .sort((a, b) => a.side - b.side || a.far - b.far);
  const exacts = ranked.flatMap(({ candidate: { one, uri }, far, side }) => {
    const version = one.version ?? boundsOf(one.specifier).exact;
    return version === undefined ? [] : [{ version, at: { uri, span: one.span }, far, side }];
  });
  const [first] = exacts;
  if (first) {
    const rivals = exacts.filter(({ far, side }) => far === first.far && side === first.side);
    if (rivals.every(({ version }) => version === first.version)) return { ...nowhere, exact: first.version, at: first.at };
    const sorted = rivals.map(({ version }) => version).sort((a, b) => compareVersions(a, b));
    return { exact: undefined, least: sorted[0], below: undefined, at: first.at };
  }
  const [nearest] = ranked;
  if (!nearest) return nowhere;
  const { one, uri } = nearest.candidate;
  return { ...boundsOf(one.specifier), at: { uri, span: one.span } };
};
