// Rules that judge each stage of a Dockerfile by itself are asked again only about stages that have changed. A stage that merely
// moved keeps what was found in it, at its new place.
import { changeBetween, type Making, makingOf } from '../languages/dockerfile/change.ts';
import { ofEachStage, perLineage } from '../languages/dockerfile/each-stage.ts';
import type { DockerfileFacts, Stage } from '../languages/dockerfile/facts.ts';
import { asRead } from '../languages/dockerfile/moved.ts';
import { builds, type Instruction } from '../languages/dockerfile/parse.ts';
import { perSlot } from '../languages/dockerfile/per-content.ts';
import { reachOf } from '../languages/dockerfile/reach.ts';
import { memo } from '../languages/memo.ts';
import { contextOf } from '../project/dockerfile/context.ts';
import type { Span } from '../text/span.ts';
import type { Uri } from '../text/uri.ts';
import { listsOf, movedFinding, type Places, placesAfter, placesOf, type Seek, seekIn } from './anchor.ts';
import { concernedBy } from './concerned.ts';
import { installedServers } from './reading/dockerfile/installed-servers.ts';
import { standings } from './reading/dockerfile/shipped.ts';
import type { FileRule, Finding, Subject } from './rule.ts';
import { mayConcern } from './words.ts';

type Rule = FileRule<'dockerfile'>;
type Found = readonly [Rule, Finding];

/** Runs a rule; one that throws finds nothing. */
type Ask = (rule: Rule, subject: Subject<'dockerfile'>) => readonly Finding[];

/** What the findings in all stages hang on besides the stage: while it is the same object, they hold. */
interface Ground {
  readonly inputs: readonly unknown[];
  /** Rules that have spoken of a place outside the stages they were asked about: they are asked about the whole file. */
  readonly loose: ReadonlySet<Rule>;
}

/** A finding without what holds on to the project it was found in. */
interface Kept {
  readonly rule: Rule;
  readonly finding: Omit<Finding, 'fixes'>;
  readonly mends: boolean;
  readonly places: Places;
}
interface Record {
  readonly ground: Ground;
  readonly standing: string;
  readonly kept: readonly Kept[];
  /** The instructions that places count from. */
  readonly making: Making;
  /** What was last told of the stage: still true while it is the very same object. */
  told?: { readonly stage: Stage; readonly found: readonly Found[] } | undefined;
}

/** What is still true of a stage after an edit in it or in one that it is made from. */
interface Held {
  /** Whether a rule need not be asked again. */
  has(rule: Rule): boolean;
  /** What such rules found, at the places as they are now. */
  readonly kept: readonly Kept[];
}

/** What rules look at in a stage: all of it, or what builds; what is found hangs on that, and moves with its instructions. */
interface Sight {
  readonly coreOf: (stage: Stage) => object;
  readonly instructionsOf: (stage: Stage) => readonly Instruction[];
  /** Where among all its instructions these stand, by number; nothing where they are all of them. */
  readonly numbersOf: (stage: Stage) => readonly number[] | undefined;
}
const everything: Sight = {
  coreOf: ({ core }) => core,
  instructionsOf: ({ instructions }) => instructions,
  numbersOf: () => undefined,
};
/** Which of the instructions of a stage build, wherever it moves. */
const buildingAt = perSlot(
  ({ own }) => own,
  ({ instructions }): readonly number[] => instructions.flatMap((one, i) => (builds(one) ? [i] : [])),
);
const whatBuilds: Sight = {
  coreOf: ({ deed }) => deed,
  instructionsOf: memo((stage: Stage): readonly Instruction[] => buildingAt(stage).map((i) => stage.instructions[i] as Instruction)),
  numbersOf: buildingAt,
};

const nothing: readonly never[] = [];

const inputsOf = ({ project, facts, uri }: Subject<'dockerfile'>, rules: readonly Rule[]): readonly unknown[] => {
  const inputs: unknown[] = [
    rules,
    project.paths,
    project.complete,
    project.config,
    contextOf(project, facts),
    facts.template,
    uri,
    installedServers(project),
  ];
  for (const kind in project.all) if (kind !== 'dockerfile') inputs.push(project.all[kind as keyof typeof project.all]);
  return inputs;
};

const inside = (outer: Span, { from, to }: Span): boolean => from >= outer.from && to <= outer.to;

/** The subject with only some stages to be asked about. */
const viewOf = (subject: Subject<'dockerfile'>, ...stages: readonly Stage[]): Subject<'dockerfile'> => {
  const facts: DockerfileFacts = { ...subject.facts, stages, whole: subject.facts };
  return { ...subject, facts };
};

/** What a rule found in one stage. */
interface Told {
  readonly stage: Stage;
  readonly found: readonly Finding[];
}

type Answer = (rules: readonly Rule[], subject: Subject<'dockerfile'>) => readonly Found[];

/** Makes one that remembers; its answers are those of the rules asked about the whole file. */
export const createByStage = (ask: Ask): Answer => {
  const ofAll = createOf(everything, ask);
  const ofBuilding = createOf(whatBuilds, ask);
  const parts = memo((rules: readonly Rule[]) => ({
    all: rules.filter(({ by }) => by === 'stage'),
    building: rules.filter(({ by }) => by === 'build'),
  }));
  return (rules, subject) => {
    const { all, building } = parts(rules);
    return [...ofAll(all, subject), ...ofBuilding(building, subject)];
  };
};

/** All stages of a file as they were judged last. */
interface Latest {
  readonly ground: Ground;
  readonly cores: readonly object[];
  readonly standing: readonly string[];
  readonly records: readonly (Record | undefined)[];
}

const createOf = ({ coreOf, instructionsOf, numbersOf }: Sight, ask: Ask): Answer => {
  const grounds = new Map<Uri, Ground>();
  /** Who is asked for fixes. What is kept of stages must not hold on to versions of their file: it may outlive many. */
  const newest = new Map<Uri, Subject<'dockerfile'>>();
  const coresOf = ofEachStage(coreOf);
  const latestOf = perLineage((): { latest?: Latest } => ({}));
  const records = memo((_: object): { record?: Record | undefined } => ({}));
  /** What was last found in the stage that begins with a FROM. */
  const latestAt = memo((_: Instruction): { record?: Record | undefined } => ({}));

  const groundOf = (subject: Subject<'dockerfile'>, rules: readonly Rule[]): Ground => {
    const inputs = inputsOf(subject, rules);
    const before = grounds.get(subject.uri);
    if (before?.inputs.length === inputs.length && before.inputs.every((input, i) => input === inputs[i])) return before;
    const ground = { inputs, loose: new Set<Rule>() };
    grounds.set(subject.uri, ground);
    return ground;
  };

  /** What was found in a stage before, where the stage is now. Fixes are worked out anew. */
  const recalled = (subject: Subject<'dockerfile'>, stage: Stage, record: Record): readonly Found[] => {
    const { kept, told } = record;
    if (kept.length === 0) return nothing;
    if (told?.stage === stage) return told.found;
    const found = toldOf(subject, stage, record, kept);
    record.told = { stage, found };
    return found;
  };

  /** Some of the findings of a record, where the stage is now. */
  const toldOf = (subject: Subject<'dockerfile'>, stage: Stage, record: Record, kept: readonly Kept[]): readonly Found[] => {
    if (kept.length === 0) return nothing;
    const seek = seekFrom(subject, stage, record);
    const out: Found[] = [];
    let nth = 0;
    let last: Rule | undefined;
    for (const { rule, finding, mends, places } of kept) {
      nth = rule === last ? nth + 1 : 0;
      last = rule;
      out.push([
        rule,
        movedFinding(finding, seek, places, mends ? fixesOf(subject.uri, stage.index, rule, nth, finding.message) : undefined),
      ]);
    }
    return out;
  };

  /** Finds the instructions that places count from. Most are of the stage itself, the last list; the others are looked for when need be. */
  const seekFrom = (subject: Subject<'dockerfile'>, stage: Stage, { making }: Record): Seek => {
    const own = making.reads.length - 1;
    const { instructions } = stage;
    const numbers = numbersOf(stage);
    let lists: Seek | undefined;
    return (list, at) => {
      if (list === own) return instructions[numbers ? (numbers[at] ?? -1) : at];
      lists ??= seekIn(listsOf(subject.facts, stage, instructionsOf));
      return lists(list, at);
    };
  };

  /** The fixes of the nth finding that a rule has in a stage, asked of the file as it is then. */
  const fixesOf = (uri: Uri, index: number, rule: Rule, nth: number, message: string) => () => {
    const subject = newest.get(uri);
    const stage = subject?.facts.stages[index];
    const found = subject && stage && ask(rule, viewOf(subject, stage))[nth];
    return (found?.message === message ? found.fixes?.() : undefined) ?? [];
  };

  /** What an edit left of the findings in a stage that it changed; nothing when all rules must be asked. */
  const heldIn = (rules: readonly Rule[], ground: Ground, standing: string, stage: Stage, making: Making): Held | undefined => {
    const { record } = latestAt(asRead(stage.from));
    if (record?.ground !== ground || record.standing !== standing) return undefined;
    const change = changeBetween(record.making, making, stage);
    if (!change) return undefined;
    const concerned = concernedBy(change, rules);
    let kept: Kept[] = [];
    let lost: Set<Rule> | undefined;
    for (const one of record.kept) {
      if (concerned.has(one.rule)) continue;
      const places = placesAfter(change, one.places);
      if (places) kept.push(places === one.places ? one : { ...one, places });
      else lost = (lost ?? new Set()).add(one.rule);
    }
    if (!lost) return { has: (rule) => !concerned.has(rule), kept };
    const gone = lost;
    kept = kept.filter(({ rule }) => !gone.has(rule));
    return { has: (rule) => !concerned.has(rule) && !gone.has(rule), kept };
  };

  /** The findings of a stage as they can be kept; nothing when a place in them does not move with an instruction. */
  const keptOf = (subject: Subject<'dockerfile'>, stage: Stage, findings: readonly Found[]): readonly Kept[] | undefined => {
    const out: Kept[] = [];
    if (findings.length === 0) return out;
    const lists = listsOf(subject.facts, stage, instructionsOf);
    for (const [rule, { fixes, ...finding }] of findings) {
      const places = placesOf(finding, subject.uri, lists);
      if (!places) return undefined;
      out.push({ rule, finding, mends: fixes !== undefined, places });
    }
    return out;
  };

  /** The rules that find anything in some stages, with what they find where they had to be asked about one alone. */
  const speakers = (
    rules: readonly Rule[],
    loose: ReadonlySet<Rule>,
    subject: Subject<'dockerfile'>,
    stages: readonly Stage[],
    held: ReadonlyMap<number, Held | undefined>,
  ): ReadonlyMap<Rule, Told | undefined> => {
    const all = viewOf(subject, ...stages);
    const out = new Map<Rule, Told | undefined>();
    for (const rule of rules) {
      if (loose.has(rule)) continue;
      const some = stages.filter((stage) => !held.get(stage.index)?.has(rule) && mayConcern(rule, subject.facts, stage));
      const [first] = some;
      if (!first) continue;
      const found = ask(rule, some.length === stages.length ? all : viewOf(subject, ...some));
      if (found.length > 0) out.set(rule, some.length === 1 ? { stage: first, found } : undefined);
    }
    return out;
  };

  /** What is still true of each stage; nothing for those that must be judged again. */
  const keptIn = (
    { facts }: Subject<'dockerfile'>,
    ground: Ground,
    cores: readonly object[],
    standing: readonly string[],
  ): readonly (Record | undefined)[] => {
    const { latest } = latestOf(facts);
    const before = latest?.ground === ground ? latest : undefined;
    return cores.map((core, i) => {
      if (before && before.cores[i] === core && before.standing[i] === standing[i] && before.records[i]) return before.records[i];
      const { record } = records(core);
      return record?.ground === ground && record.standing === standing[i] ? record : undefined;
    });
  };

  const findingsOn = (rules: readonly Rule[], subject: Subject<'dockerfile'>, ground: Ground): readonly Found[] => {
    const loose = new Set(ground.loose);
    const out: Found[] = [];
    const { stages } = subject.facts;
    const cores = coresOf(subject.facts);
    const standing = standings(subject);
    const kept = keptIn(subject, ground, cores, standing);
    const changed = stages.filter((_, i) => !kept[i]);
    const makings = new Map(changed.map((stage) => [stage.index, makingOf(stage, listsOf(subject.facts, stage, instructionsOf))]));
    const held = new Map(
      changed.map((stage) => [stage.index, heldIn(rules, ground, standing[stage.index] ?? '', stage, makings.get(stage.index) as Making)]),
    );
    // Most rules find nothing, and are asked about all at once.
    const speaking = changed.length > 1 ? speakers(rules, loose, subject, changed, held) : undefined;
    const asking = speaking ? [...speaking.keys()] : rules;
    /** Findings at places outside the stage that was asked about, which another may have had as well. */
    let abroad: Set<Rule> | undefined;
    const now = [...kept];
    for (let i = 0; i < stages.length; i++) {
      const stage = stages[i] as Stage;
      const from = out.length;
      const before = kept[i];
      if (before) {
        const found = recalled(subject, stage, before);
        for (let j = 0; j < found.length; j++) out.push(found[j] as Found);
      } else {
        const view = viewOf(subject, stage);
        for (const rule of asking) {
          if (loose.has(rule) || held.get(i)?.has(rule) || !mayConcern(rule, subject.facts, stage)) continue;
          const told = speaking?.get(rule);
          for (const finding of told?.stage === stage ? told.found : ask(rule, view)) {
            const { uri, span } = finding.at;
            if (uri === subject.uri && reachOf(stage).some((one) => inside(one.span, span))) out.push([rule, finding]);
            else loose.add(rule);
          }
        }
        const asked = keptOf(subject, stage, out.slice(from));
        const still = held.get(i)?.kept ?? nothing;
        const all = asked ? [...asked, ...still] : still;
        const record: Record = { ground, standing: standing[i] ?? '', kept: all, making: makings.get(i) as Making };
        for (const one of toldOf(subject, stage, record, still)) out.push(one);
        now[i] = asked && record;
        records(coreOf(stage)).record = now[i];
        const latest = latestAt(asRead(stage.from));
        if (latest.record) latest.record.told = undefined;
        if (asked) latest.record = record;
      }
      for (let j = from; j < out.length; j++) {
        const [rule, { at }] = out[j] as Found;
        if (!inside(stage.span, at.span)) abroad = (abroad ?? new Set()).add(rule);
      }
    }
    if (loose.size > ground.loose.size) {
      // What was remembered has findings of rules that turned out to speak of more than one stage.
      const next = { inputs: ground.inputs, loose };
      grounds.set(subject.uri, next);
      return findingsOn(rules, subject, next);
    }
    latestOf(subject.facts).latest = { ground, cores, standing, records: now };
    const told = abroad ? eachOnce(out, abroad) : out;
    if (loose.size === 0) return told;
    return [...told, ...[...loose].flatMap((rule) => ask(rule, subject).map((finding): Found => [rule, finding]))];
  };

  return (rules, subject) => {
    newest.set(subject.uri, subject);
    return findingsOn(rules, subject, groundOf(subject, rules));
  };
};

/** Of some rules, one finding for each place: that of the first stage. */
const eachOnce = (all: readonly Found[], of: ReadonlySet<Rule>): readonly Found[] => {
  const seen = new Map<Rule, Set<string>>();
  return all.filter(([rule, { at }]) => {
    if (!of.has(rule)) return true;
    const places = seen.get(rule) ?? new Set();
    seen.set(rule, places);
    const key = `${at.span.from} ${at.span.to}`;
    if (places.has(key)) return false;
    places.add(key);
    return true;
  });
};
