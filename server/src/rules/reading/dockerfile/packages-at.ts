// Which Debian packages are there at a point of a stage, those that come along with others included.
import type { Run, Stage } from '../../../languages/dockerfile/facts.ts';
import { placedRuns } from '../../../languages/dockerfile/files.ts';
import { type Asker, imageOf } from './image.ts';
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

/** Something may have been installed unseen before a command of the stage, or at all. */
const isUnseen = (stage: Stage, until: Run | undefined): boolean =>
  chainOf(stage).some(
    (one) =>
      bringsPrograms(one) ||
      placedRuns(one).some(
        ({ run, words }) =>
          words.length > 0 && opaque(words, run) && !(one === stage && until && run.command.span.from >= until.command.span.from),
      ),
  );

/** The packages that are there when a command of the stage begins (at its end when none is given). */
export const packagesAt = (subject: Asker, stage: Stage, until?: Run): PackagesAt => {
  const { images } = subject.knowledge;
  const image = imageOf(subject, stage);
  const names = new Set<string>();
  const unseen = isUnseen(stage, until);
  let complete = image !== undefined && !unseen;
  for (const one of chainOf(stage)) {
    for (const { name, tool, run, removed } of systemPackages(one)) {
      if (one === stage && until && run.command.span.from > until.command.span.from) continue;
      const release = tool === 'apt' && image?.family === 'debian' ? image.release : undefined;
      const known = release === undefined ? undefined : images.aptName(name, release);
      const real = known?.status === 'provided' ? (known.instead ?? name) : name;
      const along = release === undefined ? undefined : images.brings(real, release);
      if (!along) complete = false;
      // What came along with a package stays when it is removed.
      for (const other of along?.depends ?? []) names.add(other);
      if (!run.installation?.options.some((option) => option.name === '--no-install-recommends'))
        for (const other of along?.recommends ?? []) names.add(other);
      // It may be taken away only later.
      if (!removed || until) names.add(real);
    }
  }
  return {
    has: (name) => names.has(name) || (image !== undefined && images.hasPackage(image, name) === true),
    some: (pattern) => [...names].some((name) => pattern.test(name)),
    unseen,
    complete,
  };
};
