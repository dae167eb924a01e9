// Which Python an image gets.
import type { Knowledge } from '../knowledge/entry.ts';
import { compareVersions } from '../knowledge/images/version.ts';
import type { Project } from '../project/project.ts';
import type { DjangoProject } from '../project/settings/view.ts';
import type { Detected } from './detect.ts';

/** What we take when the project says nothing: a release behind the newest, which every wheel is built for. */
const usual = '3.13';

/** The Python minor to build on: what the project asks for, else the newest that its Django supports and wheels are built for. */
export const pythonFor = (project: Project, django: DjangoProject, knowledge: Knowledge): Detected<string> => {
  for (const { facts } of project.all.requirements) {
    const { python } = facts;
    const exact = python && /^(?:==|~=|\^)?\s*(3\.\d+)(?:\.\d+|\.\*)?$/.exec(python.specifier.trim())?.[1];
    if (exact) return { value: exact, because: `the project asks for Python ${python.specifier}` };
  }
  const ranges = project.all.requirements.flatMap(({ facts }) => (facts.python ? [facts.python.specifier] : []));
  const version = django.release('django');
  const supports = (one: string | undefined) => (one === undefined ? undefined : knowledge.images.djangoSupports(one, usual)?.minors);
  const least = version.exact ?? version.least;
  // `Django>=3,<5`: pip installs the newest that fits.
  const release = supports(least) ? least : newestBelow(version.below, (one) => supports(one) !== undefined);
  const supported = supports(release);
  const candidates = [usual, ...[...(supported ?? [])].reverse()];
  const fits = candidates.find((minor) => (!supported || supported.includes(minor)) && ranges.every((range) => allows(range, minor)));
  if (fits === undefined) return { value: usual, because: '' };
  return { value: fits, because: fits === usual ? '' : `it suits Django ${release ?? ''} and what the project asks for` };
};

/** The newest series of Django that a bound lets in. */
const newestBelow = (bound: string | undefined, isKnown: (series: string) => boolean): string | undefined => {
  if (bound === undefined) return undefined;
  const top = Number.parseInt(bound, 10);
  for (let major = top; major >= top - 2; major--)
    for (const minor of [2, 1, 0]) {
      const series = `${major}.${minor}`;
      if (compareVersions(series, bound) < 0 && isKnown(series)) return series;
    }
  return undefined;
};

const minorOf = (text: string): number => Number(/^3\.(\d+)/.exec(text)?.[1] ?? Number.NaN);

/** Whether a range such as `>=3.11,<3.14` allows a minor; parts it does not understand allow everything. */
const allows = (range: string, minor: string): boolean =>
  range.split(',').every((part) => {
    const [, sign = '', version = ''] = /^\s*(>=|>|<=|<|\^)\s*([\d.]+)/.exec(part) ?? [];
    const bound = minorOf(version);
    const own = minorOf(minor);
    if (Number.isNaN(bound)) return true;
    if (sign === '>=' || sign === '^' || sign === '>') return own >= bound;
    if (sign === '<=') return own <= bound;
    // `<3.14` and `<3.14.2` differ in that the second lets 3.14 itself in.
    return sign === '<' ? own < bound || (own === bound && /^3\.\d+\.[1-9]/.test(version)) : true;
  });
