// Stages that an edit left alone: the very same object where nothing of them moved, and a moved one where all that changed is the place.
import type { Launch } from '../../commands/launch.ts';
import type { Span } from '../../text/span.ts';
import { memo } from '../memo.ts';
import type { Lookup, Value } from './expand.ts';
import type { Copy, Environment, Run, Setting, Stage, Start, Step } from './facts.ts';
import { asRead } from './moved.ts';
import { builds, type Instruction } from './parse.ts';
import { healthcheckOf, imageIn, nameIn, spanOf, stageOf, startOf } from './stage.ts';

/** What a stage was made from; while all of it stays the same, so does the stage, and all that was found out about it. */
interface Kept {
  all?: readonly Instruction[];
  stage?: Stage;
  /** The values of the ARG declarations in front of the first FROM. */
  given?: string;
  /** The names of stages that were asked for, and whom they meant. */
  asked?: Asked;
}
interface Asked {
  readonly names: readonly string[];
  readonly stages: readonly (Stage | undefined)[];
}
const askedFor = ({ names, stages }: Asked, name: string): Stage | undefined => stages[names.indexOf(name)];

const keptOf = memo((_: Instruction): Kept => ({}));

/** A stage is called by its name or by its number. */
const stageCalled = (name: string, stages: readonly Stage[], names: ReadonlyMap<string, Stage>): Stage | undefined =>
  names.get(name) ?? (/^\d+$/.test(name) ? stages[Number(name)] : undefined);

const isSame = (a: readonly unknown[] | undefined, b: readonly unknown[]): boolean =>
  a !== undefined && a.length === b.length && b.every((one, i) => one === a[i]);

/** The stage of these instructions, the first of which is its FROM; `given` are the values that `inFrom` knows, as one text. */
export const keptStage = (
  all: readonly Instruction[],
  stages: readonly Stage[],
  names: ReadonlyMap<string, Stage>,
  sign: string,
  inFrom: Lookup,
  given: string,
): Stage => {
  const called = (name: string) => stageCalled(name, stages, names);
  const kept = keptOf(asRead(all[0] as Instruction));
  if (kept.stage?.index === stages.length && kept.given === given && isSame(kept.all, all) && isAsked(kept.asked, called))
    return kept.stage;
  const reads = all.map(asRead);
  const latest = latestCore(reads[0] as Instruction);
  const isRead = latest.index === stages.length && latest.given === given && isSame(latest.reads, reads);
  const known = isRead ? (answers(latest, called) ?? derived(latest, called)) : undefined;
  const { stage, asked } =
    known && latest.sketch
      ? { stage: new MovedStage(latest.sketch, all, known, sign, inFrom), asked: known }
      : freshStage(all, reads, stages.length, called, sign, inFrom, given);
  kept.all = all;
  kept.stage = stage;
  kept.given = given;
  kept.asked = asked;
  return stage;
};

const isAsked = (asked: Asked | undefined, called: (name: string) => Stage | undefined): boolean => {
  if (asked) for (let i = 0; i < asked.names.length; i++) if (called(asked.names[i] as string) !== asked.stages[i]) return false;
  return true;
};

/** What decides about everything of a stage but its place. */
interface Core {
  reads?: readonly Instruction[];
  index?: number;
  given?: string;
  /** The names that were asked for, and the cores of the stages that they meant. */
  names?: readonly string[];
  cores?: readonly (object | undefined)[];
  indexes?: readonly (number | undefined)[];
  own?: object;
  deed?: object;
  /** The reads that `builds` is true of, and what the names stood for then as far as that goes. */
  deeds?: readonly Instruction[];
  askedDeeds?: readonly (object | undefined)[];
  sketch?: Sketch;
}
const latestCore = memo((_: Instruction): Core => ({}));

/** What the names stand for that a stage asked for, when these are the stages that they stood for then, if elsewhere. */
const answers = ({ names = nothing, cores = nothing }: Core, called: (name: string) => Stage | undefined): Asked | undefined => {
  const stages: (Stage | undefined)[] = [];
  for (let i = 0; i < names.length; i++) {
    const stage = called(names[i] as string);
    if (stage?.core !== cores[i]) return undefined;
    stages.push(stage);
  }
  return { names, stages };
};
const nothing: readonly never[] = [];

/**
 * The same where nothing changed in the stage but in those that it is made from: what has no place follows from them anew, and the rest
 * is read again when somebody asks. Nothing where a variable may decide what it is made from.
 */
const derived = (latest: Core, called: (name: string) => Stage | undefined): Asked | undefined => {
  const { sketch, names = nothing, indexes = nothing } = latest;
  if (!sketch || sketch.open) return undefined;
  const stages = names.map(called);
  if (stages.some((one, i) => one?.index !== indexes[i])) return undefined;
  const asked: Asked = { names, stages };
  const deed = stages.every((one, i) => one?.deed === latest.askedDeeds?.[i]) ? sketch.deed : {};
  const parent = sketch.parent === undefined ? undefined : askedFor(asked, sketch.parent);
  noteAsked(latest, asked);
  latest.deed = deed;
  latest.sketch = { ...sketch, core: {}, deed, base: parent ? parent.base : sketch.base };
  return asked;
};

const noteAsked = (latest: Core, { names, stages }: Asked): void => {
  latest.names = names;
  latest.cores = stages.map((one) => one?.core);
  latest.indexes = stages.map((one) => one?.index);
  latest.askedDeeds = stages.map((one) => one?.deed);
};

const freshStage = (
  all: readonly Instruction[],
  reads: readonly Instruction[],
  index: number,
  called: (name: string) => Stage | undefined,
  sign: string,
  inFrom: Lookup,
  given: string,
): { readonly stage: Stage; readonly asked: Asked } => {
  const asked = new Map<string, Stage | undefined>();
  const byName = (text: string) => {
    const name = text.toLowerCase();
    const found = called(name);
    asked.set(name, found);
    return found;
  };
  const latest = latestCore(reads[0] as Instruction);
  const own = latest.own && isSame(latest.reads, reads) ? latest.own : {};
  const deeds = reads.filter(builds);
  // Only what builds asks for names, so the same deeds ask for the same ones.
  const isSameDeed =
    latest.index === index &&
    latest.given === given &&
    isSame(latest.deeds, deeds) &&
    latest.names?.every((name, i) => called(name)?.deed === latest.askedDeeds?.[i]);
  const deed = (isSameDeed ? latest.deed : undefined) ?? {};
  const stage = stageOf(all, index, byName, sign, inFrom, { core: {}, deed, own, given });
  latest.own = own;
  latest.deed = deed;
  latest.deeds = deeds;
  latest.reads = reads;
  latest.index = index;
  latest.given = given;
  const found: Asked = { names: [...asked.keys()], stages: [...asked.values()] };
  noteAsked(latest, found);
  latest.sketch = sketchOf(stage, found, reads);
  return { stage, asked: found };
};

/** What of a stage has no place, and is known of it wherever it moves. */
interface Sketch {
  readonly index: number;
  readonly core: object;
  readonly deed: object;
  readonly own: object;
  readonly given: string;
  readonly name: string | undefined;
  readonly base: Stage['base'];
  /** The names by which the stages that it is made from were called. */
  readonly parent: string | undefined;
  readonly sources: readonly string[];
  /** Which of its instructions decides what is started; -1 where none of its own does. */
  readonly entrypoint: number;
  readonly cmd: number;
  /** Which of its instructions is its health check; -1 where none is. */
  readonly healthcheck: number;
  /** Whether a variable has a part in what it is made from. */
  readonly open: boolean;
}

const sketchOf = (stage: Stage, asked: Asked, reads: readonly Instruction[]): Sketch => {
  const { index, core, deed, own, given, name, base, parent, sources } = stage;
  const nameOf = (one: Stage | undefined) => (one ? asked.names[asked.stages.indexOf(one)] : undefined);
  return {
    index,
    core,
    deed,
    own,
    given,
    name,
    base,
    parent: nameOf(parent),
    sources: sources.flatMap((one) => nameOf(one) ?? []),
    entrypoint: reads.findLastIndex((one) => one.name === 'ENTRYPOINT'),
    cmd: reads.findLastIndex((one) => one.name === 'CMD'),
    healthcheck: reads.findLastIndex((one) => one.name === 'HEALTHCHECK'),
    open: reads.some(({ flags }) => flags.some(({ name: flag, value }) => (flag === 'from' || flag === 'mount') && value?.includes('$'))),
  };
};

/** A stage that an edit elsewhere has moved or given other values. What it says beyond its sketch is read again when somebody asks. */
class MovedStage implements Stage {
  readonly index: number;
  readonly core: object;
  readonly deed: object;
  readonly own: object;
  readonly given: string;
  readonly name: string | undefined;
  readonly base: Stage['base'];
  readonly from: Instruction;
  readonly instructions: readonly Instruction[];
  readonly span: Span;
  readonly parent: Stage | undefined;
  readonly sources: readonly Stage[];
  readonly entrypoint: Start | undefined;
  readonly cmd: Start | undefined;
  readonly healthcheck: Stage['healthcheck'];
  readonly #asked: Asked;
  readonly #sign: string;
  readonly #inFrom: Lookup;
  #read: Stage | undefined;
  #image: Value | undefined;

  constructor(sketch: Sketch, all: readonly Instruction[], asked: Asked, sign: string, inFrom: Lookup) {
    const { index, core, deed, own, given, name, base, parent, sources, entrypoint, cmd, healthcheck } = sketch;
    this.index = index;
    this.core = core;
    this.deed = deed;
    this.own = own;
    this.given = given;
    this.name = name;
    this.base = base;
    this.from = all[0] as Instruction;
    this.instructions = all;
    this.span = spanOf(all);
    this.parent = parent === undefined ? undefined : askedFor(asked, parent);
    this.sources = sources.length === 0 ? nothing : sources.map((one) => askedFor(asked, one) as Stage);
    this.entrypoint = entrypoint < 0 ? this.parent?.entrypoint : startAt(all, entrypoint);
    // An ENTRYPOINT takes away the CMD that came from below.
    this.cmd = cmd >= 0 ? startAt(all, cmd) : entrypoint < 0 ? this.parent?.cmd : undefined;
    const check = all[healthcheck];
    this.healthcheck = check ? healthcheckOf(check) : this.parent?.healthcheck;
    this.#asked = asked;
    this.#sign = sign;
    this.#inFrom = inFrom;
  }
  /** All of it as a plain value. */
  get all(): Stage {
    this.#read ??= stageOf(
      this.instructions,
      this.index,
      (name) => askedFor(this.#asked, name.toLowerCase()),
      this.#sign,
      this.#inFrom,
      this,
    );
    return this.#read;
  }
  get nameSpan(): Span | undefined {
    return nameIn(this.from)?.span;
  }
  get image(): Value {
    this.#image ??= imageIn(this.from, this.#sign, this.#inFrom);
    return this.#image;
  }
  get platform(): Value | undefined {
    return this.all.platform;
  }
  get steps(): readonly Step[] {
    return this.all.steps;
  }
  get runs(): readonly Run[] {
    return this.all.runs;
  }
  get copies(): readonly Copy[] {
    return this.all.copies;
  }
  get settings(): readonly Setting[] {
    return this.all.settings;
  }
  get exposes(): readonly Value[] {
    return this.all.exposes;
  }
  get environment(): Environment {
    return this.all.environment;
  }
  get user(): Value | undefined {
    return this.all.user;
  }
  get workdir(): Value | undefined {
    return this.all.workdir;
  }
  get stopSignal(): Value | undefined {
    return this.all.stopSignal;
  }
  get launch(): Launch | undefined {
    return this.all.launch;
  }
}

/** A stage as a plain value, whose fields can be spread into another. */
export const plainStage = (stage: Stage): Stage => (stage instanceof MovedStage ? stage.all : stage);

const startAt = (all: readonly Instruction[], at: number): Start | undefined => {
  const instruction = all[at];
  return instruction && startOf(instruction);
};
