// A module, run chunk by chunk. What the version before it did is taken over where a chunk finds what it found then.
import type { Parsed } from '../../../languages/language.ts';
import { type Maybe, unknown } from '../../../languages/maybe.ts';
import { memo } from '../../../languages/memo.ts';
import { bodyOf, type Line, type Placed } from '../../../languages/python/parse.ts';
import { Place } from '../../../text/seat.ts';
import { topOf } from '../../../text/span.ts';
import { slashPath, type Uri } from '../../../text/uri.ts';
import type { Value } from '../value.ts';
import type { Change, Opening } from '../view.ts';
import { stringValue } from './constants.ts';
import { execute } from './execute.ts';
import { evaluate } from './expression.ts';
import type { Evaluated, Sources } from './module.ts';
import { sameHistory, sameSlot } from './names.ts';
import type { Home, Module, Notes, Run, Slot } from './runtime.ts';
import { Followed, type Trace } from './trace.ts';
import type { Watched } from './watched.ts';

/** What a version of a module did, chunk by chunk. */
interface Edition {
  readonly ground: object;
  readonly paths: object;
  readonly module: string;
  readonly home: Home;
  /** What the module holds before its first statement. */
  readonly first: readonly (readonly [string, Slot])[];
  readonly traces: readonly Trace[];
}

/** The newest edition in each world. */
const editions = memo((_: Line) => new Map<string, Edition>());

/** How much is worked out of one module, in expressions. */
const budget = 400_000;
/** What chunks leave of containers is kept up to so many items: lists that grow statement by statement are kept in each size. */
const mostItems = 2_000_000;

const never = (): boolean => false;

/** What is asked for while a module is run: other modules, and files that are run inside of it. */
export interface Inputs {
  readonly evaluated: (uri: Uri) => Maybe<Evaluated | undefined>;
  /** The modules that were asked for, and what they gave. */
  readonly uses: Map<Uri, Evaluated | undefined>;
  /** Files that were run inside this one. */
  readonly reads: Map<Uri, Parsed<'python'> | undefined>;
}

export interface Made {
  readonly result: Evaluated;
  /** Keeps what the chunks did for the next version. */
  keep(): void;
}

/** Runs a module. `name` tells apart worlds whose results are kept side by side. */
export const runModule = (sources: Sources, name: string, world: Watched, parsed: Parsed<'python'>, inputs: Inputs): Made => {
  const { file, tree } = parsed;
  const { uri } = file;
  const own = sources.nameOf(uri);
  const kept = editions(tree.line).get(name);
  const before = kept && kept.ground === sources.ground && kept.paths === sources.paths && kept.module === own ? kept : undefined;
  const run = new ModuleRun(sources, world, uri, own, before, inputs);
  const { chunks } = tree;
  const traces: Trace[] = [];
  const earlier = before?.traces ?? [];
  const most = Math.min(chunks.length, earlier.length);
  let front = 0;
  while (front < most && earlier[front]?.seat === chunks[front]?.seat) front++;
  let back = 0;
  while (back < most - front && earlier[earlier.length - 1 - back]?.seat === chunks[chunks.length - 1 - back]?.seat) back++;
  const shift = chunks.length - earlier.length;
  let untouched = true;
  for (let i = 0; i < chunks.length && !run.exhausted; i++) {
    const old = i < front ? earlier[i] : i >= chunks.length - back ? earlier[i - shift] : undefined;
    untouched &&= i < front;
    if (old && run.again(old, untouched)) traces.push(old);
    else {
      untouched = false;
      traces.push(run.chunk(chunks[i] as Placed, old));
    }
  }
  return {
    result: run.result(),
    keep() {
      const { ground, paths } = sources;
      const { home, first } = run;
      if (run.keeps) editions(tree.line).set(name, { ground, paths, module: own, home, first, traces });
      else editions(tree.line).delete(name);
    },
  };
};

/** One run of a module. */
class ModuleRun {
  readonly home: Home;
  readonly first: Edition['first'];
  /** False when the next version has to begin at the top again. */
  keeps = true;
  #items = 0;
  readonly #uri: Uri;
  readonly #world: Watched;
  readonly #inputs: Inputs;
  readonly #module: Module;
  readonly #notes: Notes;
  readonly #run: Run;
  readonly #names = new Followed<string, Slot | undefined>();
  readonly #heap = new Followed<Value, Value>();
  readonly #changes = new Followed<string, readonly Change[]>();
  readonly #given = new Followed<string, Value>();
  readonly #openings: Opening[] = [];
  readonly #files = new Set<Uri>();
  readonly #wanted = new Set<Uri>();
  #loads: (readonly [Uri, unknown])[] = [];

  constructor(sources: Sources, world: Watched, uri: Uri, name: string, before: Edition | undefined, inputs: Inputs) {
    this.#uri = uri;
    this.#world = world;
    this.#inputs = inputs;
    const home: Partial<Home> = before?.home ?? {};
    this.#module = {
      uri,
      name,
      scope: { names: this.#names, below: undefined },
      changes: this.#changes,
      openings: this.#openings,
      home: home as Home,
    };
    home.module = this.#module;
    this.home = home as Home;
    this.#notes = { module: this.#module, asksOpenings: false, homes: new Map(), lasting: false };
    const { reads } = inputs;
    this.#run = {
      world,
      heap: { now: this.#heap, below: undefined },
      steps: budget,
      calls: 0,
      raising: undefined,
      mayRaise: false,
      nameErrors: 0,
      given: this.#given,
      files: this.#files,
      notes: this.#notes,
      find: sources.find,
      glob: sources.glob,
      load: (other) => {
        const result = this.#load(other);
        this.#loads.push([other, result]);
        if (result === unknown) return { failed: 'imports this module in turn' };
        return result ? { module: result.module, heap: result.heap } : { failed: 'was not read' };
      },
      read: (other) => {
        const found = sources.parsed(other);
        reads.set(other, found);
        if (!found) this.#wanted.add(other);
        // Its chunks are run inside of one of this file.
        this.#notes.lasting = true;
        return found?.tree.chunks.map(({ seat, chunk }) => ({ seat, body: bodyOf(chunk) }));
      },
    };
    this.first = before?.first ?? firstNames(uri, name);
    for (const [key, slot] of this.first) this.#names.set(key, slot);
  }

  /** True when more was to be worked out than is worked out of any module. */
  get exhausted(): boolean {
    return this.#run.steps < 0;
  }

  #load(other: Uri): Maybe<Evaluated | undefined> {
    const { evaluated, uses } = this.#inputs;
    const result = evaluated(other);
    if (result === unknown) return result;
    uses.set(other, result);
    if (result) {
      for (const file of result.files) this.#files.add(file);
      for (const file of result.wanted) this.#wanted.add(file);
    } else this.#wanted.add(other);
    return result;
  }

  /** Does what a chunk did before, if it finds what it found then. `untouched` says that nothing in front of it has changed. */
  again(trace: Trace, untouched: boolean): boolean {
    const { loads, homes, variables, opened, steps } = trace;
    if (steps > this.#run.steps) return false;
    if (loads) for (const [uri, result] of loads) if (this.#inputs.evaluated(uri) !== result) return false;
    if (homes) for (const [home, module] of homes) if (home.module !== module) return false;
    if (!untouched && !this.#finds(trace)) return false;
    if (loads) for (const [uri] of loads) this.#load(uri);
    this.#names.leave(trace.leftNames);
    this.#heap.leave(trace.leftHeap);
    this.#changes.leave(trace.leftChanges);
    this.#given.leave(trace.leftGiven);
    if (variables) this.#world.again(variables);
    if (trace.asksRole) this.#world.asksRole = true;
    if (opened) this.#openings.push(...opened);
    this.#run.steps -= steps;
    return true;
  }

  #finds(trace: Trace): boolean {
    if (!trace.complete || !this.#names.finds(trace.foundNames) || !this.#heap.finds(trace.foundHeap)) return false;
    if (!this.#changes.finds(trace.foundChanges) || !this.#given.finds(trace.foundGiven)) return false;
    const { openings } = trace;
    return !openings || (openings.length === this.#openings.length && openings.every((one, i) => one === this.#openings[i]));
  }

  /** Runs a chunk. `before` is what it did when it found something else. */
  chunk({ seat, chunk }: Placed, before: Trace | undefined): Trace {
    const run = this.#run;
    const { steps } = run;
    const opened = this.#openings.length;
    const { asksRole } = this.#world;
    this.#world.follow();
    const maps = [this.#names, this.#heap, this.#changes, this.#given];
    for (const map of maps) map.follow();
    this.#loads = [];
    this.#notes.asksOpenings = false;
    this.#notes.homes = new Map();
    this.#execute(seat, chunk);
    let complete = true;
    for (const map of maps) complete = map.stop() && complete;
    const leftHeap = this.#heap.left(undefined, never);
    for (const value of leftHeap ?? []) this.#items += sizeOf(value as Value);
    if (this.#notes.lasting || this.exhausted || this.#items > mostItems) this.keeps = false;
    const asked = this.#world.asked();
    this.#world.asksRole ||= asksRole;
    const { homes, asksOpenings } = this.#notes;
    return {
      seat,
      foundNames: this.#names.found(),
      foundHeap: this.#heap.found(),
      foundChanges: this.#changes.found(),
      foundGiven: this.#given.found(),
      leftNames: this.#names.left(before?.leftNames, sameSlot),
      leftHeap,
      leftChanges: this.#changes.left(before?.leftChanges, sameHistory),
      leftGiven: this.#given.left(undefined, never),
      loads: this.#loads.length > 0 ? this.#loads : undefined,
      homes: homes.size > 0 ? homes : undefined,
      variables: asked.variables,
      asksRole: asked.asksRole,
      openings: asksOpenings ? this.#openings.slice(0, opened) : undefined,
      opened: this.#openings.length > opened ? this.#openings.slice(opened) : undefined,
      steps: steps - run.steps,
      complete,
    };
  }

  #execute(seat: Placed['seat'], chunk: Placed['chunk']): void {
    const run = this.#run;
    const module = this.#module;
    const end = execute(
      { run, module, seat, locals: undefined, certain: true, log: undefined, returned: [], evaluate, execute },
      bodyOf(chunk),
    );
    run.raising = undefined;
    if (end?.is === 'raise')
      this.#openings.push({
        why: `Python would stop here: ${end.name ?? 'an exception'}`,
        at: new Place(seat, 0, chunk.text.trimEnd().length),
        overrides: false,
      });
    if (run.steps < 0)
      this.#openings.push({ why: 'more than can be worked out', at: new Place(seat, 0, chunk.text.length), overrides: true });
  }

  result(): Evaluated {
    const files = this.#files;
    files.delete(this.#uri);
    return { module: this.#module, heap: this.#run.heap, files: [...files, this.#uri], wanted: [...this.#wanted] };
  }
}

/** The names that Python gives a module before it runs. */
const firstNames = (uri: Uri, name: string): Edition['first'] => {
  const start = topOf(uri);
  return [
    ['__file__', { value: stringValue(slashPath(uri), start, uri), certain: true }],
    ['__name__', { value: stringValue(name, start), certain: true }],
  ];
};

const sizeOf = (value: Value): number => (value.is === 'list' ? value.items.length : value.is === 'dict' ? value.entries.length : 1);
