// Rules that judge each stage of a Dockerfile by itself are asked again only about stages that have changed. A stage that merely
// moved keeps what was found in it, at its new place.
import { type DockerfileFacts, type Stage, wholeOf } from '../languages/dockerfile/facts.ts';
import { memo } from '../languages/memo.ts';
import { isDjango } from '../project/dockerfile/django.ts';
import type { Location, Span } from '../text/span.ts';
import type { Uri } from '../text/uri.ts';
import type { FileRule, Finding, Subject } from './rule.ts';

type Rule = FileRule<'dockerfile'>;
type Found = readonly [Rule, Finding];

/** Runs a rule; one that throws finds nothing. */
type Ask = (rule: Rule, subject: Subject<'dockerfile'>) => readonly Finding[];

/** What the findings in a stage hang on besides the stage: while it is the same object, they hold. */
interface Ground {
  readonly inputs: readonly unknown[];
  /** Rules that have spoken of a place outside the stages they were asked about: they are asked about the whole file. */
  readonly loose: ReadonlySet<Rule>;
}

interface Record {
  readonly ground: Ground;
  readonly findings: readonly Found[];
  /** Where the instructions that it speaks of stood. */
  readonly places: readonly Span[];
}

const ownPlaces = memo(({ from, steps }: Stage): readonly Span[] => [from.span, ...steps.map(({ instruction }) => instruction.span)]);
const globalPlaces = memo(({ globals }: DockerfileFacts): readonly Span[] => globals.map(({ instruction }) => instruction.span));
/** The declarations in front of the first FROM, which a stage may speak of, and the instructions of the stage. */
const placesOf = ({ facts }: Subject<'dockerfile'>, stage: Stage): readonly Span[] => [
  ...globalPlaces(wholeOf(facts)),
  ...ownPlaces(stage),
];

/** The instruction that a place lies in, or at the end of; -1 when it lies between them. */
const instructionAt = (places: readonly Span[], offset: number): number => {
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((places[middle]?.from ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const found = places[low];
  return found && offset >= found.from && offset <= found.to ? low : -1;
};

/** Where something that lay in instructions at some places lies, now that they stand at others. */
const movedWith = ({ from, to }: Span, before: readonly Span[], after: readonly Span[]): Span => {
  const by = (offset: number) => {
    const index = instructionAt(before, offset);
    return (after[index]?.from ?? 0) - (before[index]?.from ?? 0);
  };
  const start = by(from);
  // The end of one instruction is where the next begins.
  return { from: from + start, to: to + (to > from ? by(to - 1) : start) };
};

/** What of a stage decides about others: on what it stands, what it takes from where, what it starts. */
const graphOf = memo((_: object): { text?: string } => ({}));
const roleOf = (stage: Stage): string => {
  const slot = graphOf(stage.core);
  slot.text ??= [
    stage.name ?? '',
    stage.parent?.index ?? '',
    stage.sources.map(({ index }) => index).join(),
    stage.launch ? 'starts' : '',
    stage.cmd === stage.parent?.cmd && stage.entrypoint === stage.parent?.entrypoint ? 'inherits' : 'sets',
  ].join('|');
  return slot.text;
};

const inputsOf = ({ project, facts, uri }: Subject<'dockerfile'>, rules: readonly Rule[]): readonly unknown[] => [
  rules,
  project.paths,
  project.complete,
  project.config,
  ...Object.entries(project.all).flatMap(([kind, files]) => (kind === 'dockerfile' ? [] : [files])),
  facts.template,
  facts.stages.map((stage) => `${roleOf(stage)}|${isDjango(project, facts, stage)}`).join('\n'),
  uri,
];

const inside = (outer: Span, { from, to }: Span): boolean => from >= outer.from && to <= outer.to;

/** The subject with only these stages to be asked about. */
const viewOf = (subject: Subject<'dockerfile'>, stages: readonly Stage[]): Subject<'dockerfile'> => {
  const facts: DockerfileFacts = { ...subject.facts, stages, whole: subject.facts };
  return { ...subject, facts };
};

/** Makes one that remembers; its answers are those of the rules asked about the whole file. */
export const createByStage = (ask: Ask): ((rules: readonly Rule[], subject: Subject<'dockerfile'>) => readonly Found[]) => {
  const grounds = new Map<Uri, Ground>();
  const records = memo((_: object): { record?: Record } => ({}));

  const groundOf = (subject: Subject<'dockerfile'>, rules: readonly Rule[]): Ground => {
    const inputs = inputsOf(subject, rules);
    const before = grounds.get(subject.uri);
    if (before?.inputs.length === inputs.length && before.inputs.every((input, i) => input === inputs[i])) return before;
    const ground = { inputs, loose: new Set<Rule>() };
    grounds.set(subject.uri, ground);
    return ground;
  };

  /** What a rule finds in one stage, in order. */
  const inStage = (rule: Rule, subject: Subject<'dockerfile'>, stage: Stage): readonly Finding[] =>
    ask(rule, viewOf(subject, [stage])).filter(({ at }) => at.uri === subject.uri && inside(stage.span, at.span));

  /** What was found in a stage before, where the stage is now. Fixes are worked out anew. */
  const recalled = (subject: Subject<'dockerfile'>, stage: Stage, { findings, places }: Record): readonly Found[] => {
    if (findings.length === 0) return findings;
    const now = placesOf(subject, stage);
    const moved = ({ uri, span }: Location): Location => ({ uri, span: uri === subject.uri ? movedWith(span, places, now) : span });
    const nth = new Map<Rule, number>();
    return findings.map(([rule, finding]): Found => {
      const index = nth.get(rule) ?? 0;
      nth.set(rule, index + 1);
      const { related, fixes } = finding;
      return [
        rule,
        {
          ...finding,
          at: moved(finding.at),
          ...(related ? { related: related.map((one) => ({ ...one, at: moved(one.at) })) } : {}),
          ...(fixes ? { fixes: () => inStage(rule, subject, stage)[index]?.fixes?.() ?? [] } : {}),
        },
      ];
    });
  };

  /** Whether all places of a finding lie in instructions of the stage, and so move with them. */
  const isOwn = (subject: Subject<'dockerfile'>, stage: Stage, { at, related = [] }: Finding): boolean => {
    const places = placesOf(subject, stage);
    return [at, ...related.map((one) => one.at)].every(
      ({ uri, span: { from, to } }) =>
        uri !== subject.uri || (instructionAt(places, from) >= 0 && instructionAt(places, Math.max(from, to - 1)) >= 0),
    );
  };

  const findingsOn = (rules: readonly Rule[], subject: Subject<'dockerfile'>, ground: Ground): readonly Found[] => {
    const { stages } = subject.facts;
    const out: Found[] = [];
    const asked: Stage[] = [];
    for (const stage of stages) {
      const { record } = records(stage.core);
      if (record?.ground === ground) out.push(...recalled(subject, stage, record));
      else asked.push(stage);
    }
    const fresh = new Map<Stage, Found[]>(asked.map((stage) => [stage, []]));
    const loose = new Set(ground.loose);
    if (asked.length > 0) {
      const view = viewOf(subject, asked);
      for (const rule of rules) {
        if (loose.has(rule)) continue;
        const inEach = new Map<Stage, Finding[]>();
        for (const finding of ask(rule, view)) {
          const stage = finding.at.uri === subject.uri ? stageAt(asked, finding.at.span) : undefined;
          if (!stage) loose.add(rule);
          else if (!inEach.get(stage)?.push(finding)) inEach.set(stage, [finding]);
        }
        for (const [stage, findings] of inEach) {
          // What lies in a stage may have been found for the sake of another one.
          if (asked.length > 1 && !areSame(findings, inStage(rule, subject, stage))) loose.add(rule);
          for (const finding of findings) fresh.get(stage)?.push([rule, finding]);
        }
      }
    }
    if (loose.size > ground.loose.size) {
      // What was remembered has findings of rules that turned out to speak of more than one stage.
      const next = { inputs: ground.inputs, loose };
      grounds.set(subject.uri, next);
      return findingsOn(rules, subject, next);
    }
    for (const [stage, findings] of fresh) {
      out.push(...findings);
      if (findings.every(([, finding]) => isOwn(subject, stage, finding))) {
        records(stage.core).record = { ground, findings, places: findings.length > 0 ? placesOf(subject, stage) : [] };
      }
    }
    for (const rule of loose) for (const finding of ask(rule, subject)) out.push([rule, finding]);
    return out;
  };

  return (rules, subject) => findingsOn(rules, subject, groundOf(subject, rules));
};

const areSame = (a: readonly Finding[], b: readonly Finding[]): boolean =>
  a.length === b.length && a.every(({ at, message }, i) => at.span.from === b[i]?.at.span.from && message === b[i]?.message);

/** The stage, of some in the order of the file, that a place lies in. */
const stageAt = (stages: readonly Stage[], span: Span): Stage | undefined => {
  let low = 0;
  let high = stages.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((stages[middle]?.span.from ?? 0) <= span.from) low = middle;
    else high = middle - 1;
  }
  const stage = stages[low];
  return stage && inside(stage.span, span) ? stage : undefined;
};
