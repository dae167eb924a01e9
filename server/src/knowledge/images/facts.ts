// What the tables know of base images, releases, packages and commands: types only.

/** A calendar day as `YYYY-MM-DD`; such texts sort as the days do. */
export type Day = string;

/** The parts of an image name, as the readers of Dockerfile and compose take it apart. */
export interface ImageReference {
  /** Empty or missing for Docker Hub. */
  readonly registry?: string | undefined;
  readonly repository: string;
  /** Missing means `latest`, unless there is a digest. */
  readonly tag?: string | undefined;
  readonly digest?: string | undefined;
}

export type ImageKind = 'alpine' | 'debian' | 'distroless' | 'nginx' | 'node' | 'postgres' | 'python' | 'redis' | 'ubi' | 'ubuntu' | 'uv';
/** `none`: programs without a distribution around them. */
export type Family = 'alpine' | 'debian' | 'none' | 'rhel' | 'ubuntu';
export type PackageManager = 'apk' | 'apt' | 'dnf' | 'microdnf' | 'none';

/** From when to when something was rebuilt; no `to`: it still is. `expected`: by the usual practice, not seen. */
export interface Period {
  readonly from: Day;
  readonly to?: Day | undefined;
  readonly expected?: boolean | undefined;
}

/** What a base image is and brings, as its name tells. What the tables do not know is undefined. */
export interface ImageFacts {
  readonly kind: ImageKind;
  /** The entry of bases.yaml: `python`, `nginx-unprivileged`, `uv`. */
  readonly name: string;
  readonly family: Family;
  /** A code name of Debian or Ubuntu, a version of Alpine (`3.22`) or of UBI (`9`). */
  readonly release: string | undefined;
  /** As small as it comes: `slim` of python, node and uv, `minimal` of UBI. */
  readonly slim: boolean;
  /** The minor that `python3` is, such as `3.12`; undefined when there is none or the name does not tell. */
  readonly python: string | undefined;
  /** The user it starts as, by name or number. */
  readonly user: string;
  /** Whether it has a shell at `/bin/sh` or on its PATH. */
  readonly shell: boolean;
  readonly packageManager: PackageManager;
  /** The profile of commands.yaml. */
  readonly profile: string;
  /** Whether the programs of uv are in it. */
  readonly uv: boolean;
  /** What the next rebuild under the same name may change; nothing of it when a digest pins the image. */
  readonly moves: { readonly release: boolean; readonly python: boolean; readonly patch: boolean };
  /** When the tag was rebuilt; `never` for a combination that was never published; undefined when not known. */
  readonly published: Period | 'never' | undefined;
}

/** The life of a release. */
export interface Life {
  readonly released: Day | undefined;
  /** Its last day with fixes for ordinary bugs, where that differs from the end. */
  readonly bugfixes: Day | undefined;
  /** Its last day with security fixes for everybody. */
  readonly end: Day | undefined;
}

/** The life of a Debian release; `end` is that of the long-term support. */
export interface DebianLife extends Life {
  /** The last day of the regular security support. */
  readonly security: Day | undefined;
  /** The mirrors no longer carry it: `apt-get update` fails. */
  readonly archived: boolean;
  /** The minor of its own `python3`. */
  readonly python: string | undefined;
}

/** Whether a Django runs on a Python, and if not, why. */
export interface DjangoSupport {
  /** `later`: a later patch release of the same Django does. `too-old`: pip refuses it. `too-new`: not promised, often works. */
  readonly answer: 'later' | 'too-new' | 'too-old' | 'yes';
  /** The first patch release that supports the minor, where it came after the first of all. */
  readonly since: string | undefined;
  /** The minors this Django supports in its newest patch release. */
  readonly minors: readonly string[];
}

/** Names of packages: for apt one list, or one by release; for apk one list. */
export interface Names {
  readonly apt: readonly string[] | Readonly<Record<string, readonly string[]>>;
  /** Undefined when the tables do not say. */
  readonly apk: readonly string[] | undefined;
}

/** What a distribution of PyPI needs of the system. */
export interface NativeDependency {
  /** Its normalised name. */
  readonly name: string;
  /** `compiled`: has an extension module; `loads`: opens a library at run time; `runs`: starts a program; `pure`: needs nothing. */
  readonly kind: 'compiled' | 'loads' | 'pure' | 'runs';
  /** `linux`: wheels that carry their libraries; `none`: always built from source on Linux; `pure`: no extension module. */
  readonly wheels: 'linux' | 'none' | 'pure';
  /** The oldest version with an x86_64 wheel by Python minor; undefined when not looked up. */
  readonly first: { readonly glibc: Readonly<Record<string, string>>; readonly musl: Readonly<Record<string, string>> } | undefined;
  /** Whether it is built from source on Alpine for certain. */
  readonly noMusl: boolean;
  readonly build: Names;
  readonly runtime: Names;
  /** Whether `runtime` is needed beside a wheel too. */
  readonly always: boolean;
  /** Distributions that pull it in. */
  readonly neededBy: readonly string[];
  readonly notes: readonly string[];
}

/** The packages that come along with another, as far as a rule may ask for them. */
export interface Brought {
  readonly depends: readonly string[];
  /** Installed too, unless apt is told not to. */
  readonly recommends: readonly string[];
}

/** Whether a release of Debian has a package of that name. */
export interface AptName {
  /** `provided`: under another name, which apt picks; `virtual`: several packages provide it and apt refuses to choose. */
  readonly status: 'absent' | 'provided' | 'real' | 'virtual';
  /** The name to write for that release; undefined when there is no successor, or the name is right. */
  readonly instead: string | undefined;
  readonly note: string | undefined;
}
