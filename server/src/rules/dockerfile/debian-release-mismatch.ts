import type { ImageFacts } from '../../knowledge/images/facts.ts';
import type { Copy, Stage } from '../../languages/dockerfile/facts.ts';
import { absolute } from '../../languages/dockerfile/files.ts';
import { minding, requirements, targets, unread } from '../../languages/dockerfile/minds.ts';
import { imageRequirements } from '../../project/dockerfile/requirements.ts';
import { isCompiled, nativeOf } from '../reading/dockerfile/built-from-source.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { copiedTrees } from '../reading/dockerfile/python.ts';
import { withRelease } from '../reading/dockerfile/retag.ts';
import { servesDevelopment } from '../reading/dockerfile/shipped.ts';
import { eased, stageName } from '../reading/dockerfile/stages.ts';
import { defineRule, type Finding, type Fix, type Severity, type Subject } from '../rule.ts';

/** Releases from old to new, each with its C library. */
const glibc: Readonly<Record<string, number>> = { bullseye: 2.31, bookworm: 2.36, trixie: 2.41 };
/** The C library that something needs once it was compiled on a release; read from the files of Debian's own packages. */
const needs: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  psycopg2: { trixie: 2.38 },
  'psycopg-c': { trixie: 2.38 },
  uwsgi: { bookworm: 2.34, trixie: 2.38 },
  libpq: { bookworm: 2.33, trixie: 2.38 },
  libmariadb: { bookworm: 2.34, trixie: 2.34 },
  libgdal: { trixie: 2.38 },
};
const needed = (name: string, on: string): number => (Object.hasOwn(needs, name) ? (needs[name]?.[on] ?? 0) : 0);

interface Judgement {
  readonly severity: Severity;
  readonly words: string;
}

/** What was compiled on one release is linked to the libraries of that release. */
export default defineRule({
  id: 'dockerfile/debian-release-mismatch',
  title: 'Compiled files stay on the Debian release they were compiled on',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R04'],
  reads: 'dockerfile',
  by: 'build',
  words: /--from/,
  minds: minding(requirements, targets, unread),
  *check(subject) {
    for (const into of subject.facts.stages) {
      const ours = imageOf(subject, into);
      for (const copy of into.copies) {
        const theirs = copy.stage && imageOf(subject, copy.stage);
        if (!copy.stage || !theirs || !ours || theirs.family !== 'debian' || ours.family !== 'debian') continue;
        if (theirs.release === ours.release || !glibc[theirs.release ?? ''] || !glibc[ours.release ?? '']) continue;
        const found = judge(subject, into, copy, copy.stage, theirs, ours);
        if (found) {
          yield found;
          // What is wrong with one copy is wrong with the others from that stage.
          break;
        }
      }
    }
  },
});

const judge = (
  subject: Subject<'dockerfile'>,
  into: Stage,
  copy: Copy,
  from: Stage,
  theirs: ImageFacts,
  ours: ImageFacts,
): Finding | undefined => {
  const paths = copy.sources.map((source) => ({ source, path: source.known ? (absolute('/', source.text) ?? '') : '' }));
  const library = paths.find(({ path }) => /\/lib[^/]*\.so(?:\.|$)|-linux-gnu(?:\/|$)/.test(path));
  const packages =
    copiedTrees(into, copy)[0]?.source ?? paths.find(({ path }) => /\/(?:site|dist)-packages$|\/lib\/python3\.\d+$/.test(path))?.source;
  const there = library ? ofLibrary(library.path, theirs, ours) : packages ? ofPackages(subject, from, theirs, ours) : undefined;
  const source = library?.source ?? packages;
  if (!there || !source) return undefined;
  const { uri } = subject;
  return {
    at: { uri, span: source.span },
    message: `${capital(stageName(from))} is Debian ${theirs.release} and ${stageName(into)} Debian ${ours.release}: ${there.words}; build both on one release`,
    severity: eased(there.severity, servesDevelopment(subject, into)),
    related: [
      {
        at: { uri, span: from.image.span },
        message: `Debian ${theirs.release}${theirs.moves.release ? ', for the moment: this tag names no release' : ''}`,
      },
    ],
    fixes: (): readonly Fix[] => {
      const [one, other] = ours.moves.release && !theirs.moves.release ? [into, theirs.release] : [from, ours.release];
      const again = one === into ? ([from, ours.release] as const) : ([into, theirs.release] as const);
      return [...(other ? withRelease(subject, one, other) : []), ...(again[1] ? withRelease(subject, again[0], again[1]) : [])];
    },
  };
};

const capital = (text: string): string => `${text[0]?.toUpperCase()}${text.slice(1)}`;

/** A library that is copied by itself. */
const ofLibrary = (path: string, theirs: ImageFacts, ours: ImageFacts): Judgement | undefined => {
  const name = /\/(lib[a-z]+)[^/]*$/.exec(path)?.[1] ?? '';
  const [on, have] = [theirs.release ?? '', glibc[ours.release ?? ''] ?? 0];
  const wants = needed(name, on);
  if (wants > have) return { severity: 'error', words: `the library needs glibc ${wants}, and there is only ${have}, so it is not loaded` };
  return (glibc[on] ?? 0) > have
    ? { severity: 'warning', words: `the library may need a newer glibc than ${have}, and libraries beside it that are not there` }
    : undefined;
};

/** Python packages, some of them compiled. */
const ofPackages = (subject: Subject<'dockerfile'>, from: Stage, theirs: ImageFacts, ours: ImageFacts): Judgement | undefined => {
  const { images } = subject.knowledge;
  const { byName, complete } = imageRequirements(subject.project, subject.facts, from);
  const [on, have] = [theirs.release ?? '', glibc[ours.release ?? ''] ?? 0];
  const compiled: string[] = [];
  for (const one of byName.values()) {
    const dependency = nativeOf(subject, one);
    if (!dependency || one.marker !== '' || isCompiled(subject, dependency, one, theirs) !== true) continue;
    const wants = needed(dependency.name, on);
    if (wants > have)
      return {
        severity: 'error',
        words: `\`${one.name}\` is compiled there and needs glibc ${wants}, and here is only ${have}, so its import fails`,
      };
    const [linked] = (images.packagesFor(dependency.runtime, theirs) ?? []).filter(
      (name) => !(images.packagesFor(dependency.runtime, ours) ?? []).map(plain).includes(plain(name)),
    );
    if (linked)
      return {
        severity: 'error',
        words: `\`${one.name}\` is linked there to a library of \`${linked}\`, which has another version here, so its import fails`,
      };
    compiled.push(one.name);
  }
  if ((glibc[on] ?? 0) <= have) return undefined;
  const [first] = compiled;
  if (first) return { severity: 'warning', words: `\`${first}\` is compiled there and may need a newer glibc than ${have}` };
  return complete ? undefined : { severity: 'info', words: `what is compiled there may need a newer glibc than ${have}` };
};

/** A name without the mark of the change to 64 bits of time, which changed no library. */
const plain = (name: string): string => name.replace(/t64$/, '');
