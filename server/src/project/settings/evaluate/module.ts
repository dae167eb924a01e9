// Whole modules, each run once for as long as it and what it imports stay the same.

import type { Parsed } from '../../../languages/language.ts';
import { unknown } from '../../../languages/maybe.ts';
import { memo } from '../../../languages/memo.ts';
import type { Uri } from '../../../text/uri.ts';
import { runModule } from './edition.ts';
import type { Found, Heap, Module, World } from './runtime.ts';
import { Watched } from './watched.ts';

/** A module that was run. */
export interface Evaluated {
  readonly module: Module;
  readonly heap: Heap;
  /** Every file that took part, this one last. */
  readonly files: readonly Uri[];
  /** Files it imports that were not read. */
  readonly wanted: readonly Uri[];
}

/** The files of a project as the evaluator asks for them, and what it may assume. One object for as long as these stay the same. */
export interface Sources {
  readonly world: World;
  readonly parsed: (uri: Uri) => Parsed<'python'> | undefined;
  readonly find: (from: Uri, level: number, module: string) => Found;
  readonly glob: (from: Uri, pattern: string) => readonly Uri[];
  readonly nameOf: (uri: Uri) => string;
  /** Stays the same object while results for unchanged modules may be kept. */
  readonly ground: object;
  /** Stays the same object while no file comes or goes. */
  readonly paths: object;
}

interface Kept {
  readonly ground: object;
  readonly world: Watched;
  readonly result: Evaluated;
  /** The modules that were asked for, and what they gave. */
  readonly uses: ReadonlyMap<Uri, Evaluated | undefined>;
  /** Files that were run inside this one. */
  readonly reads: ReadonlyMap<Uri, Parsed<'python'> | undefined>;
}

const keptBy = memo((_: Parsed<'python'>) => new Map<string, Kept>());

const deepestImport = 24;

/** Evaluates modules of a project. */
export interface Evaluator {
  readonly evaluated: (uri: Uri) => Evaluated | undefined;
}

export const evaluatorOf = (sources: Sources): Evaluator => {
  const done = new Map<Uri, Evaluated | undefined>();
  /** The modules that are being evaluated, the innermost last; and whether one of them was asked for again. */
  const active: Uri[] = [];
  const circular = new Set<Uri>();
  /** The modules of which it is being found out whether what is kept of them still holds. */
  const checked = new Set<Uri>();
  /**
   * What came out of modules that import each other, and of those that import such: it depends on who began. It counts for as long as
   * that one is at work, or for the one that began.
   */
  const partial = new Map<Uri, Evaluated>();
  const begun = new Map<Uri, Evaluated>();
  const entangled = new Set<Evaluated | undefined>();
  const { role, name = role } = sources.world;

  const evaluated = (uri: Uri): Evaluated | undefined => {
    if (done.has(uri)) return done.get(uri);
    const before = (active.length > 0 ? partial : begun).get(uri);
    if (before) return before;
    const parsed = sources.parsed(uri);
    if (!parsed) return undefined;
    const results = keptBy(parsed);
    const own = results.get(name);
    // Most modules ask nothing that differs between a deployment and production in general.
    const kept = own?.ground === sources.ground ? own : [...results.values()].find((one) => one.world.answersLike(sources.world));
    // What is kept of modules that import each other would ask after itself: it is asked once, and made anew inside.
    const asked = kept && !checked.has(uri) && !active.includes(uri);
    const half = partial.size;
    if (asked) checked.add(uri);
    const holds = asked && stillHolds(kept);
    if (asked) checked.delete(uri);
    if (holds) {
      if (kept !== own) results.set(name, { ...kept, ground: sources.ground });
      done.set(uri, kept.result);
      return kept.result;
    }
    // What was found out on the way may have begun somewhere else in the circle than this module does.
    if (asked) for (const one of [...partial.keys()].slice(half)) partial.delete(one);
    const uses = new Map<Uri, Evaluated | undefined>();
    const reads = new Map<Uri, Parsed<'python'> | undefined>();
    active.push(uri);
    const world = new Watched(sources.world);
    const { result, keep } = runModule(sources, name, world, parsed, {
      evaluated(other) {
        if (active.includes(other)) {
          for (const one of active.slice(active.indexOf(other))) circular.add(one);
          return unknown;
        }
        return active.length >= deepestImport ? undefined : evaluated(other);
      },
      uses,
      reads,
    });
    active.pop();
    if (active.length === 0) partial.clear();
    if (circular.delete(uri) || [...uses.values()].some((one) => entangled.has(one))) {
      entangled.add(result);
      (active.length > 0 ? partial : begun).set(uri, result);
      return result;
    }
    results.set(name, { ground: sources.ground, world, result, uses, reads });
    keep();
    done.set(uri, result);
    return result;
  };

  const stillHolds = ({ uses, reads }: Kept): boolean => {
    for (const [uri, parsed] of reads) if (sources.parsed(uri) !== parsed) return false;
    for (const [uri, before] of uses) if (active.includes(uri) || evaluated(uri) !== before) return false;
    return true;
  };
  return { evaluated };
};
