// The tables of base images, releases, packages and commands: what rules, completion and hover ask of them.
import type {
  AptName,
  Brought,
  Day,
  DebianLife,
  DjangoSupport,
  ImageFacts,
  ImageReference,
  Life,
  Names,
  NativeDependency,
} from './facts.ts';
import { imageFacts } from './image.ts';
import { type OfferedTag, tagsOf } from './offer.ts';
import { compareVersions } from './version.ts';
import type { Written, WrittenNative } from './written.ts';

/** Questions to the tables. None reads the clock: where a day matters, the asker hands it in. */
export interface Tables {
  /** The day up to which the tables were kept. */
  dated(): Day;
  /** What an image is, as its name tells; undefined for images the tables do not know. `today` is by default the tables' own day. */
  image(reference: ImageReference, today?: Day): ImageFacts | undefined;
  /** Tags of an image that were ever published up to a day, the newest line first; empty for images the tables do not know. */
  tags(reference: ImageReference, today: Day): readonly OfferedTag[];
  /** Tags of the official python image that were rebuilt on a day, the newest line and release first, Alpine last. */
  pythonTags(today: Day): readonly string[];
  /** The life of a Python minor such as `3.12`. */
  pythonEnd(minor: string): Life | undefined;
  /** The life of a Debian release by code name. */
  debianEnd(release: string): DebianLife | undefined;
  /** The number of a Debian release: `13` for `trixie`. */
  debianVersion(release: string): string | undefined;
  /** The life of an Ubuntu release by code name. */
  ubuntuEnd(release: string): Life | undefined;
  /** The life of an Alpine release such as `3.22`. */
  alpineEnd(release: string): Life | undefined;
  /** The life of a Django release by a version of it, such as `5.2.3`. */
  djangoEnd(version: string): Life | undefined;
  /** The Python minor that a distribution has as its own `python3`. */
  distributionPython(family: ImageFacts['family'], release: string): string | undefined;
  /** Whether a Django (`5.2` means its newest patch release, `5.2.3` itself) runs on a Python minor; undefined for unknown ones. */
  djangoSupports(django: string, python: string): DjangoSupport | undefined;
  /** What a distribution needs of the system, by a name in any spelling and with extras, such as `psycopg[c]`. */
  nativeDependency(name: string): NativeDependency | undefined;
  /** The distributions that `nativeDependency` knows, sorted. */
  distributionNames(): readonly string[];
  /** The packages to install on that image for building or running something; undefined where the tables do not say. */
  packagesFor(names: Names, image: Pick<ImageFacts, 'family' | 'release'>): readonly string[] | undefined;
  /** Whether there is a wheel for that version, minor and C library; undefined when not known. */
  hasWheel(dependency: NativeDependency, version: string, python: string, libc: 'glibc' | 'musl'): boolean | undefined;
  /** Whether a base has a command before anything is installed; undefined when the tables do not say. */
  hasCommand(image: ImageFacts, command: string): boolean | undefined;
  /** Whether a base has a Debian package before anything is installed; undefined when the tables do not say. */
  hasPackage(image: ImageFacts, name: string): boolean | undefined;
  /** The package to install for a command on that image. */
  packageOf(command: string, image: Pick<ImageFacts, 'packageManager'>): string | undefined;
  /** Whether a Debian release has a package of that name; undefined for names and releases the tables do not have. */
  aptName(name: string, release: string): AptName | undefined;
  /** What comes along with a package of a Debian release; undefined for names and releases the tables do not have. */
  brings(name: string, release: string): Brought | undefined;
  /** All package names of a Debian release the tables have, sorted. */
  aptNames(release: string): readonly string[];
}

const minorOf = (version: string): string => version.split('.').slice(0, 2).join('.');
const life = (one: { readonly released?: Day; readonly bugfixes?: Day; readonly end?: Day } | undefined): Life | undefined =>
  one && { released: one.released, bugfixes: one.bugfixes, end: one.end };
const noNames: Names = { apt: [], apk: undefined };

const dependency = (name: string, one: WrittenNative): NativeDependency => ({
  name,
  kind: one.kind,
  wheels: one.wheels,
  first: one.first && { glibc: one.first.glibc ?? {}, musl: one.first.musl ?? {} },
  noMusl: one.musl === 'none' || one.wheels === 'none',
  build: one.build ? { apt: one.build.apt ?? [], apk: one.build.apk } : noNames,
  runtime: one.runtime ? { apt: one.runtime.apt ?? [], apk: one.runtime.apk } : noNames,
  always: one.kind === 'loads' || one.kind === 'runs' || (one['runtime-always'] ?? false),
  neededBy: one['needed-by'] ?? [],
  notes: one.notes ?? [],
});

/** The commands of one image: those it has, and those it has not. */
const commandsOf = ({ commands }: Written, image: ImageFacts, every: ReadonlySet<string>) => {
  const profile = commands.profiles[image.profile];
  if (!profile) return undefined;
  const own = profile.releases ? profile.releases[image.release ?? ''] : [];
  const spread = (name: string) => commands.sets[name] ?? [name];
  const has = new Set([...profile.sets.flatMap(spread), ...(profile.has ?? []), ...(own ?? []).flatMap(spread)]);
  if (image.uv) for (const one of commands.sets['uv'] ?? []) has.add(one);
  const unsure = new Set(profile.unsure);
  // A profile that differs by release is closed only for the releases it knows.
  const closed = !profile.open && own !== undefined;
  const lacks = new Set(closed ? [...every].filter((one) => !has.has(one) && !unsure.has(one)) : profile.lacks);
  return { has, lacks };
};

/** Names that are being typed are many; more than these are forgotten. */
const mostImages = 500;

/** Makes the tables from their text. Nothing is read before the first question; then the text is parsed once. */
export const createTables = (text: () => string): Tables => {
  let parsed: Written | undefined;
  const written = (): Written => {
    // Objects without a prototype: `constructor` is no package.
    parsed ??= JSON.parse(text(), (_key, value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.setPrototypeOf(value, null) : value,
    ) as Written;
    return parsed;
  };
  let every: ReadonlySet<string> | undefined;
  const everyCommand = (): ReadonlySet<string> => {
    const { sets, profiles, packages, builtins } = written().commands;
    const listed = Object.values(profiles).flatMap(({ has = [], lacks = [], unsure = [] }) => [...has, ...lacks, ...unsure]);
    every ??= new Set([...Object.values(sets).flat(), ...listed, ...builtins, ...Object.keys(packages)]);
    return every;
  };
  /** What commandsOf said, by profile, release and uv. */
  const known = new Map<string, ReturnType<typeof commandsOf>>();
  let everywhere: ReadonlySet<string> | undefined;
  /** What was said of images, by name and day: every rule asks about every stage. */
  const images = new Map<string, { readonly facts: ImageFacts | undefined }>();
  /** Answers that are long lists, as they are asked for again and again while somebody types. */
  const offered = new Map<string, readonly OfferedTag[]>();
  const named = new Map<string, readonly string[]>();
  return {
    dated: () => written().dated,
    image: (reference, today) => {
      const { registry = '', repository, tag = '', digest = '' } = reference;
      const key = `${registry} ${repository} ${tag} ${digest} ${today}`;
      const before = images.get(key);
      if (before) return before.facts;
      const facts = imageFacts(written(), reference, today ?? written().dated);
      if (images.size >= mostImages) images.clear();
      images.set(key, { facts });
      return facts;
    },
    tags: (reference, today) => {
      const key = `${reference.registry}/${reference.repository} ${today}`;
      const list = offered.get(key) ?? tagsOf(written(), reference, today);
      if (list.length > 0) offered.set(key, list);
      return list;
    },
    pythonTags: (today) =>
      Object.entries(written()['python-tags'].lines)
        .reverse()
        .flatMap(([line, { releases = {} }]) => {
          const alive = Object.entries(releases).filter(([, { from, to }]) => from <= today && (to === undefined || to > today));
          const names = alive.map(([release]) => release).reverse();
          return [
            ...names.filter((one) => !one.startsWith('alpine')).flatMap((one) => [`${line}-slim-${one}`, `${line}-${one}`]),
            ...names.filter((one) => one.startsWith('alpine')).map((one) => `${line}-${one}`),
          ];
        }),
    pythonEnd: (minor) => life(written().python.releases[minor]),
    debianEnd: (release) => {
      const one = written().debian.releases[release];
      if (!one) return undefined;
      const end = typeof one.lts === 'string' ? one.lts : undefined;
      return {
        released: one.released,
        bugfixes: undefined,
        end,
        security: one.security,
        archived: one.archived ?? false,
        python: one.python,
      };
    },
    debianVersion: (release) => written().debian.releases[release]?.version,
    ubuntuEnd: (release) => life(written().ubuntu.releases[release]),
    alpineEnd: (release) => life(written().alpine.releases[release]),
    djangoEnd: (version) => life(written().django.releases[minorOf(version)]),
    distributionPython: (family, release) =>
      family === 'debian' || family === 'ubuntu' || family === 'alpine' ? written()[family].releases[release]?.python : undefined,
    djangoSupports: (django, python) => {
      const one = written().django.releases[minorOf(django)];
      if (!one || !/^\d+\.\d+$/.test(python)) return undefined;
      const minors = one.python;
      const since = one.added?.[python];
      if (minors.includes(python)) {
        const early = since !== undefined && compareVersions(django, since, Number.POSITIVE_INFINITY) < 0;
        return { answer: early ? 'later' : 'yes', since, minors };
      }
      return { answer: compareVersions(python, minors[0] ?? '') < 0 ? 'too-old' : 'too-new', since: undefined, minors };
    },
    nativeDependency: (name) => {
      const [, bare = '', extras = ''] = /^([^[\s]+)\s*(?:\[([^\]]*)\])?/.exec(name.trim()) ?? [];
      const { distributions } = written().native;
      const key = bare === 'django.contrib.gis' ? bare : bare.replace(/[-_.]+/g, '-').toLowerCase();
      // The extras of psycopg are distributions of their own.
      const extra = extras
        .split(',')
        .map((one) => `${key}-${one.trim()}`)
        .find((one) => distributions[one] !== undefined);
      const found = extra ?? key;
      const one = distributions[found];
      return one && dependency(found, one);
    },
    distributionNames: () => Object.keys(written().native.distributions).sort(),
    packagesFor: ({ apt, apk }, { family, release }) => {
      if (family === 'alpine') return apk;
      if (family !== 'debian' || release === undefined || !written().apt.releases.includes(release)) return undefined;
      return Array.isArray(apt) ? (apt as readonly string[]) : (apt as Readonly<Record<string, readonly string[]>>)[release];
    },
    hasWheel: ({ wheels, first, noMusl }, version, python, libc) => {
      if (wheels === 'pure') return true;
      if (wheels === 'none' || (libc === 'musl' && noMusl)) return false;
      if (!first) return undefined;
      const from = first[libc][python];
      if (from !== undefined) return compareVersions(version, from) >= 0;
      // No wheel up to now; a later version may have one.
      return written().python.releases[python] && compareVersions(python, '3.8') >= 0 ? false : undefined;
    },
    hasCommand: (image, command) => {
      const { managers, builtins } = written().commands;
      if (image.shell && builtins.includes(command)) return true;
      if (Object.values(managers).some((list) => list.includes(command))) return (managers[image.packageManager] ?? []).includes(command);
      const key = `${image.profile} ${image.release} ${image.uv}`;
      if (!known.has(key)) known.set(key, commandsOf(written(), image, everyCommand()));
      const own = known.get(key);
      return own?.has.has(command) ? true : own?.lacks.has(command) ? false : undefined;
    },
    hasPackage: (image, name) => {
      const { bases } = written().commands;
      const list = image.release ? bases[image.profile]?.[image.release] : undefined;
      if (!list) return undefined;
      if (list.includes(name)) return true;
      return Object.values(bases).some((base) => Object.values(base).some((one) => one.includes(name))) ? false : undefined;
    },
    packageOf: (command, { packageManager }) =>
      packageManager === 'apt' || packageManager === 'apk' ? written().commands.packages[command]?.[packageManager] : undefined,
    aptName: (name, release) => {
      const { releases, changed, everywhere: all } = written().apt;
      if (!releases.includes(release)) return undefined;
      const one = changed[name];
      everywhere ??= new Set(all);
      if (!one) return everywhere.has(name) ? { status: 'real', instead: undefined, note: undefined } : undefined;
      const there = one.in[release];
      if (!there) return { status: 'real', instead: undefined, note: one.note };
      if (there.provided) return { status: 'provided', instead: there.provided, note: one.note };
      return { status: there.virtual ? 'virtual' : 'absent', instead: there.instead, note: one.note };
    },
    brings: (name, release) => {
      const lists = written().brings.packages[name];
      const text = lists && Object.entries(lists).find(([those]) => those.split(' ').includes(release))?.[1];
      if (text === undefined) return undefined;
      const [depends = '', recommends = ''] = text.split(/(?:^| )\+ /);
      const words = (list: string) => list.split(' ').filter(Boolean);
      return { depends: words(depends), recommends: words(recommends) };
    },
    aptNames: (release) => {
      const { releases, changed, everywhere: all } = written().apt;
      if (!releases.includes(release)) return [];
      const list = named.get(release) ?? [...all, ...Object.keys(changed).filter((name) => !changed[name]?.in[release])].sort();
      named.set(release, list);
      return list;
    },
  };
};
