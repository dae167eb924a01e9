// Whole modules: run chunk by chunk, each once for as long as it and what it imports stay the same.

import type { Parsed } from '../../../languages/language.ts';
import { type Maybe, unknown } from '../../../languages/maybe.ts';
import { memo } from '../../../languages/memo.ts';
import { bodyOf } from '../../../languages/python/parse.ts';
import { slashPath, type Uri } from '../../../text/uri.ts';
import type { Opening } from '../view.ts';
import { stringValue } from './constants.ts';
import { execute } from './execute.ts';
import { evaluate } from './expression.ts';
import { emptyHeap, emptyScope, type Found, type Frame, type Heap, type Module, type Run, type World } from './runtime.ts';

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
}

/** A world that notes what is asked of it. */
class Watched implements World {
  readonly release: World['release'];
  readonly variables = new Map<string, Maybe<string | undefined>>();
  asksRole = false;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
    this.release = world.release;
  }
  get role(): World['role'] {
    this.asksRole = true;
    return this.#world.role;
  }
  environment = (name: string): Maybe<string | undefined> => {
    const answer = this.#world.environment(name);
    this.variables.set(name, answer);
    return answer;
  };

  /** Whether another world gives the same answers to all that was asked. */
  answersLike(other: World): boolean {
    const { like, role } = this.#world;
    if (like === undefined || like !== other.like || (this.asksRole && role !== other.role)) return false;
    for (const [name, answer] of this.variables) if (other.environment(name) !== answer) return false;
    return true;
  }
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

/** How much is worked out of one module, in expressions. */
const budget = 400_000;
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
  /** What came out of modules that import each other, for as long as the outermost is at work. */
  const partial = new Map<Uri, Evaluated>();
  const { role, name = role } = sources.world;

  const evaluated = (uri: Uri): Evaluated | undefined => {
    if (done.has(uri)) return done.get(uri);
    const before = partial.get(uri);
    if (before) return before;
    const parsed = sources.parsed(uri);
    if (!parsed) return undefined;
    const results = keptBy(parsed);
    const own = results.get(name);
    // Most modules ask nothing that differs between a deployment and production in general.
    const kept = own?.ground === sources.ground ? own : [...results.values()].find((one) => one.world.answersLike(sources.world));
    // What is kept of modules that import each other would ask after itself: it is asked once, and made anew inside.
    const asked = kept && !checked.has(uri) && !active.includes(uri);
    if (asked) checked.add(uri);
    const holds = asked && stillHolds(kept);
    if (asked) checked.delete(uri);
    if (holds) {
      if (kept !== own) results.set(name, { ...kept, ground: sources.ground });
      done.set(uri, kept.result);
      return kept.result;
    }
    const uses = new Map<Uri, Evaluated | undefined>();
    const reads = new Map<Uri, Parsed<'python'> | undefined>();
    active.push(uri);
    const world = new Watched(sources.world);
    const result = run(sources, world, parsed, uses, reads, (other) => {
      if (active.includes(other)) {
        for (const one of active.slice(active.indexOf(other))) circular.add(one);
        return unknown;
      }
      return active.length >= deepestImport ? undefined : evaluated(other);
    });
    active.pop();
    // What was seen of a module that was not finished yet depends on who began.
    if (circular.delete(uri)) {
      if (active.length > 0) partial.set(uri, result);
      else {
        partial.clear();
        done.set(uri, result);
      }
      return result;
    }
    results.set(name, { ground: sources.ground, world, result, uses, reads });
    done.set(uri, result);
    return result;
  };

  const stillHolds = ({ uses, reads }: Kept): boolean => {
    for (const [uri, parsed] of reads) if (sources.parsed(uri) !== parsed) return false;
    for (const [uri, before] of uses) if (evaluated(uri) !== before) return false;
    return true;
  };
  return { evaluated };
};

const run = (
  sources: Sources,
  world: World,
  parsed: Parsed<'python'>,
  uses: Map<Uri, Evaluated | undefined>,
  reads: Map<Uri, Parsed<'python'> | undefined>,
  evaluated: (uri: Uri) => Maybe<Evaluated | undefined>,
): Evaluated => {
  const { uri } = parsed.file;
  const openings: Opening[] = [];
  const module: Module = { uri, name: sources.nameOf(uri), scope: emptyScope(), changes: new Map(), openings };
  const heap = emptyHeap();
  const files = new Set<Uri>();
  const wanted = new Set<Uri>();
  const one: Run = {
    world,
    heap,
    steps: budget,
    calls: 0,
    raising: undefined,
    mayRaise: false,
    nameErrors: 0,
    given: new Map(),
    files,
    find: sources.find,
    glob: sources.glob,
    load(other) {
      const result = evaluated(other);
      if (result === unknown) return { failed: 'imports this module in turn' };
      uses.set(other, result);
      if (!result) {
        wanted.add(other);
        return { failed: 'was not read' };
      }
      for (const file of result.files) files.add(file);
      for (const file of result.wanted) wanted.add(file);
      return { module: result.module, heap: result.heap };
    },
    read(other) {
      const found = sources.parsed(other);
      reads.set(other, found);
      if (!found) wanted.add(other);
      return found?.tree.chunks.map(({ at: from, chunk }) => ({ at: from, body: bodyOf(chunk) }));
    },
  };
  const start = { uri, span: { from: 0, to: 0 } };
  module.scope.names.set('__file__', { value: stringValue(slashPath(uri), start, uri), certain: true });
  module.scope.names.set('__name__', { value: stringValue(module.name, start), certain: true });
  for (const { at: base, chunk } of parsed.tree.chunks) {
    const frame: Frame = { run: one, module, uri, base, locals: undefined, certain: true, log: undefined, returned: [], evaluate, execute };
    const end = execute(frame, bodyOf(chunk));
    one.raising = undefined;
    if (end?.is === 'raise')
      openings.push({
        why: `Python would stop here: ${end.name ?? 'an exception'}`,
        at: { uri, span: { from: base, to: base + chunk.text.trimEnd().length } },
        overrides: false,
      });
    if (one.steps < 0) {
      openings.push({
        why: 'more than can be worked out',
        at: { uri, span: { from: base, to: base + chunk.text.length } },
        overrides: true,
      });
      break;
    }
  }
  files.delete(uri);
  return { module, heap, files: [...files, uri], wanted: [...wanted] };
};
