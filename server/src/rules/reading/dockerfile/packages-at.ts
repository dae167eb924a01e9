// Which Debian packages are there at a point of a stage, those that come along with others included.
import type { Run, Stage } from '../../../languages/dockerfile/facts.ts';
import { placedRuns } from '../../../languages/dockerfile/files.ts';
import { type Asker, imageOf, perStage } from './image.ts';
import { chainOf } from './shipped.ts';
import { bringsPrograms, opaque, systemPackages } from './system-packages.ts';

export interface PackagesAt {
  has(name: string): boolean;
  /** True when one of the names fits the pattern. */
  some(pattern: RegExp): boolean;
  /** True when a command may have installed anything. */
  readonly unseen: boolean;
  /** False then, and when what comes along with one of the packages is not known. */
  readonly complete: boolean;
}

/** When something first happened: an offset in the text for the stage's own commands, before all of them for those of the stages below. */
interface Timeline {
  readonly names: ReadonlyMap<string, number>;
  /** The names that are still there at the end. */
  readonly left: ReadonlySet<string>;
  /** Something may have been installed unseen by a command that begins there. */
  readonly unseen: number;
  /** A package that nobody knows what it brings along. */
  readonly unknown: number;
}

const below = -1;
const never = Number.POSITIVE_INFINITY;

const timelineOf = perStage((subject: Asker, stage: Stage): Timeline => {
  const { images } = subject.knowledge;
  const image = imageOf(subject, stage);
  const names = new Map<string, number>();
  const left = new Set<string>();
  let unseen = never;
  let unknown = image ? never : below;
  for (const one of chainOf(stage)) {
    const when = ({ command }: Run): number => (one === stage ? command.span.from : below);
    if (bringsPrograms(one)) unseen = below;
    for (const { run, words } of placedRuns(one)) {
      if (when(run) >= unseen) break;
      if (words.length > 0 && opaque(words, run)) unseen = when(run);
    }
    for (const { name, tool, run, removed } of systemPackages(one)) {
      const at = when(run);
      const add = (other: string, stays: boolean) => {
        if ((names.get(other) ?? never) > at) names.set(other, at);
        if (stays) left.add(other);
      };
      const release = tool === 'apt' && image?.family === 'debian' ? image.release : undefined;
      const known = release === undefined ? undefined : images.aptName(name, release);
      const real = known?.status === 'provided' ? (known.instead ?? name) : name;
      const along = release === undefined ? undefined : images.brings(real, release);
      if (!along) unknown = Math.min(unknown, at);
      // What came along with a package stays when it is removed.
      for (const other of along?.depends ?? []) add(other, true);
      if (!run.installation?.options.some((option) => option.name === '--no-install-recommends'))
        for (const other of along?.recommends ?? []) add(other, true);
      add(real, !removed);
    }
  }
  return { names, left, unseen, unknown };
});

/** The packages that are there when a command of the stage begins (at its end when none is given). */
export const packagesAt = (subject: Asker, stage: Stage, until?: Run): PackagesAt => {
  const { names, left, unseen, unknown } = timelineOf(subject, stage);
  const image = imageOf(subject, stage);
  const at = until?.command.span.from ?? never;
  // What a later command takes away is still there.
  const there = (name: string): boolean => (until ? (names.get(name) ?? never) <= at : left.has(name));
  const isUnseen = until ? unseen < at : unseen < never;
  return {
    has: (name) => there(name) || (image !== undefined && subject.knowledge.images.hasPackage(image, name) === true),
    some: (pattern) => [...names.keys()].some((name) => pattern.test(name) && there(name)),
    unseen: isUnseen,
    complete: !isUnseen && !(unknown <= at && unknown < never),
  };
};
