// The tables as their text holds them; scripts/tables writes it from the chapters beside this file.
import type { Day, ImageKind, Period } from './facts.ts';

/** From that day on. */
export interface Since {
  readonly from: Day;
  readonly release?: string;
  readonly line?: string;
  readonly expected?: boolean;
}
/** Up to and including that version; without one, from there on. */
export interface UpTo {
  readonly upTo?: string;
  readonly release: string;
}

/** A line of tags, such as `3.12` of python or `22` of node. */
export interface WrittenLine {
  readonly from?: Day;
  readonly to?: Day;
  readonly expected?: boolean;
  /** What its tags without a release lead to. */
  readonly debian?: string;
  readonly alpine?: string;
  /** What its earlier tags led to last. */
  readonly 'debian-before'?: readonly UpTo[];
  readonly 'alpine-before'?: readonly UpTo[];
  /** The releases it was published on, `alpine3.22` among them. */
  readonly releases?: Readonly<Record<string, Period>>;
  readonly patches?: Readonly<Record<string, Period>>;
}

interface WrittenRelease {
  readonly version?: string;
  readonly released?: Day;
  readonly bugfixes?: Day;
  readonly security?: Day;
  readonly lts?: Day | true;
  readonly end?: Day;
  readonly archived?: boolean;
  readonly python?: string;
}

export interface WrittenBase {
  readonly kind: ImageKind;
  readonly names?: readonly string[];
  readonly registries?: readonly string[];
  readonly user: string;
  readonly 'tags-of'?: string;
  readonly tags?: Readonly<Record<string, { readonly user: string; readonly shell: boolean }>>;
  readonly ends?: Readonly<Record<string, Day>>;
}

export interface WrittenProfile {
  readonly open?: boolean;
  readonly sets: readonly string[];
  readonly has?: readonly string[];
  readonly lacks?: readonly string[];
  readonly unsure?: readonly string[];
  /** Commands and sets of a release, beside the others. */
  readonly releases?: Readonly<Record<string, readonly string[]>>;
}

type AptNames = readonly string[] | Readonly<Record<string, readonly string[]>>;
interface WrittenNames {
  readonly apt?: AptNames;
  readonly apk?: readonly string[];
}
export interface WrittenNative {
  readonly kind: 'compiled' | 'loads' | 'pure' | 'runs';
  readonly wheels: 'linux' | 'none' | 'pure';
  readonly first?: { readonly glibc?: Readonly<Record<string, string>>; readonly musl?: Readonly<Record<string, string>> };
  readonly musl?: 'none';
  readonly 'runtime-always'?: boolean;
  readonly build?: WrittenNames;
  readonly runtime?: WrittenNames;
  readonly 'needed-by'?: readonly string[];
  readonly notes?: readonly string[];
}

interface WrittenApt {
  readonly provided?: string;
  readonly virtual?: boolean;
  readonly absent?: boolean;
  readonly instead?: string;
}

/** All chapters. */
export interface Written {
  readonly dated: Day;
  readonly python: { readonly releases: Readonly<Record<string, WrittenRelease>> };
  readonly debian: {
    readonly releases: Readonly<Record<string, WrittenRelease>>;
    readonly names: Readonly<Record<string, readonly Since[]>>;
  };
  readonly ubuntu: {
    readonly releases: Readonly<Record<string, WrittenRelease>>;
    readonly names: Readonly<Record<string, readonly Since[]>>;
  };
  readonly alpine: { readonly releases: Readonly<Record<string, WrittenRelease>> };
  readonly django: {
    readonly releases: Readonly<
      Record<string, WrittenRelease & { readonly python: readonly string[]; readonly added?: Readonly<Record<string, string>> }>
    >;
  };
  readonly 'python-tags': { readonly newest: readonly Since[]; readonly lines: Readonly<Record<string, WrittenLine>> };
  readonly 'other-tags': {
    readonly images: Readonly<
      Record<string, { readonly names: Readonly<Record<string, string>>; readonly lines: Readonly<Record<string, WrittenLine>> }>
    >;
  };
  readonly 'uv-tags': {
    readonly releases: Readonly<Record<string, Period & { readonly upTo?: string }>>;
    readonly debian: readonly UpTo[];
    readonly alpine: readonly UpTo[];
    readonly pythons: Readonly<Record<string, Period & { readonly alpine: string }>>;
  };
  readonly bases: { readonly mirrors: readonly string[]; readonly images: Readonly<Record<string, WrittenBase>> };
  readonly commands: {
    readonly sets: Readonly<Record<string, readonly string[]>>;
    readonly profiles: Readonly<Record<string, WrittenProfile>>;
    readonly managers: Readonly<Record<string, readonly string[]>>;
    readonly builtins: readonly string[];
    readonly packages: Readonly<Record<string, { readonly apt?: string; readonly apk?: string }>>;
    readonly bases: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  };
  readonly native: { readonly distributions: Readonly<Record<string, WrittenNative>> };
  readonly apt: {
    readonly releases: readonly string[];
    readonly changed: Readonly<Record<string, { readonly note?: string; readonly in: Readonly<Record<string, WrittenApt>> }>>;
    readonly everywhere: readonly string[];
  };
  /** By package, then by the releases the list holds for, parted by blanks: what it depends on `+` what it recommends. */
  readonly brings: { readonly packages: Readonly<Record<string, Readonly<Record<string, string>>>> };
}
