// Rules across files: each is asked again only where something changed that it looked at.
import type { Knowledge } from '../knowledge/entry.ts';
import { type Change, changeBetween, makingOf } from '../languages/dockerfile/change.ts';
import { memo } from '../languages/memo.ts';
import { Reads, recordedIn } from '../languages/reads.ts';
import type { Deployment } from '../project/deployment/deployment.ts';
import { deploymentsOf } from '../project/deployment/deployments.ts';
import type { Project } from '../project/project.ts';
import { djangoProjects } from '../project/settings/django.ts';
import type { DjangoProject } from '../project/settings/view.ts';
import type { Uri } from '../text/uri.ts';
import { listsOf, movedFinding, placesAfter, placesOf, seekIn } from './anchor.ts';
import { concernedBy } from './concerned.ts';
import type { Finding, ProjectRule, Rule } from './rule.ts';

/** What a rule may be asked about by itself. */
type Part = Deployment | DjangoProject;
/** What all rules across files have in common; which parts a rule takes its `each` says. */
interface AnyProjectRule {
  check(project: Project, knowledge: Knowledge, only?: Part): Iterable<Finding>;
}

/** Runs a rule; one that throws finds nothing. */
type Guard = (rule: Rule, check: () => Iterable<Finding>) => readonly Finding[];

/** What a rule found, about which version of a part, and what it read for it. */
interface Answered {
  part: Part | undefined;
  readonly reads: Reads;
  /** Where they are in that version. */
  findings: readonly Finding[];
}
/** What several rules found about one part, in their order, and what they read together. */
interface Row {
  readonly rules: readonly ProjectRule[];
  readonly answers: readonly Answered[];
  readonly part: Part;
  readonly reads: Reads;
  readonly found: readonly (readonly Finding[])[];
}

type Found = readonly [Rule, Finding];

/** What was found about one part after the other; a place that an earlier part spoke of is left to that. */
export const eachPlaceOnce = (parts: readonly (readonly Finding[])[]): readonly Finding[] => {
  const found = parts.filter((part) => part.length > 0);
  if (found.length < 2) return found[0] ?? [];
  const told = new Set<string>();
  return found.flatMap((part) => {
    const own = part.filter(({ at }) => !told.has(placeOf(at)));
    for (const { at } of own) told.add(placeOf(at));
    return own;
  });
};
const placeOf = ({ uri, span }: Finding['at']): string => `${uri} ${span.from}`;

/** What the nth rule found about all parts; most find nothing, hundreds of times with each keystroke. */
const foundIn = (parts: readonly Row['found'][], nth: number): readonly Finding[] => {
  let only: readonly Finding[] | undefined;
  for (let i = 0; i < parts.length; i++) {
    const found = parts[i]?.[nth];
    if (!found || found.length === 0) continue;
    if (only) return eachPlaceOnce(parts.map((one) => one[nth] ?? nothing));
    only = found;
  }
  return only ?? nothing;
};
const nothing: readonly never[] = [];

/** What findings about a part hang on, which stays the same where it has merely moved. */
const coreOf = (part: Part): object => ('core' in part ? part.core : part);
/** Where what was found about a part is kept, whatever is typed in its image. */
const keptAt = (part: Part): object => ('said' in part ? part.said : part);

const imageIn = (part: Part): Deployment['image'] => ('image' in part ? part.image : undefined);

/** How the image of a part became that of another version of it. */
interface Way {
  readonly from: Part;
  readonly change: Change | undefined;
}
const ways = memo((_: Part): { way?: Way } => ({}));
const wayTo = (to: Part, from: Part): Change | undefined => {
  const slot = ways(to);
  if (slot.way?.from !== from) {
    const [before, now] = [imageIn(from), imageIn(to)];
    const makingIn = ({ facts, stage }: NonNullable<Deployment['image']>) => makingOf(stage, listsOf(facts, stage));
    slot.way = { from, change: before && now && changeBetween(makingIn(before), makingIn(now), now.stage) };
    // Or each version would hold on to the one before it.
    delete ways(from).way;
  }
  return slot.way?.change;
};

/**
 * What was found about a part, as it is about another version of it: where that has at most moved, or where nothing was typed in its image
 * that the rule minds. Nothing where that cannot be said.
 */
const followed = (
  findings: readonly Finding[],
  rule: ProjectRule,
  rules: readonly ProjectRule[],
  from: Part,
  to: Part,
): readonly Finding[] | undefined => {
  if (from === to) return findings;
  const isMoved = coreOf(from) === coreOf(to);
  const change = isMoved ? undefined : wayTo(to, from);
  if (!isMoved && !(change && rule.each === 'deployment' && !concernedBy(change, rules).has(rule))) return undefined;
  if (findings.length === 0) return findings;
  const [before, now] = [imageIn(from), imageIn(to)];
  if (!before || !now) return undefined;
  const [lists, next] = [listsOf(before.facts, before.stage), listsOf(now.facts, now.stage)];
  const out: Finding[] = [];
  for (const { fixes, ...finding } of findings) {
    const there = placesOf(finding, before.facts.uri, lists);
    const places = there && change ? placesAfter(change, there) : there;
    if (!places) return undefined;
    out.push(movedFinding(finding, seekIn(next), places, fixes));
  }
  return out;
};

/** Makes one that remembers: the findings of rules across files, by the files they are in. */
export const createAcross = (
  knowledge: Knowledge,
  guarded: Guard,
): ((project: Project, rules: readonly ProjectRule[]) => ReadonlyMap<Uri, readonly Found[]>) => {
  /** What each rule found last, in all of a project or about one part of it. */
  const answers = memo((_: object) => new Map<Rule, Answered>());
  const rows = memo((_: object): { row?: Row } => ({}));
  /** The version of a part that fixes are asked about. */
  const newest = memo((_: object): { part?: Part } => ({}));

  const ask = (rule: ProjectRule, project: Project, only?: Part): readonly Finding[] =>
    guarded(rule, () => (rule as AnyProjectRule).check(project, knowledge, only));
  // A fix would hold on to the version of the project that it was found in, and might be asked for in a later one.
  const withoutVersion = ({ fixes, ...plain }: Finding, i: number, rule: ProjectRule, shelf: Project['shelf'], only?: Part): Finding =>
    fixes ? { fixes: () => ask(rule, shelf.now, only && newest(keptAt(only)).part)[i]?.fixes?.() ?? [], ...plain } : plain;

  /** What a rule finds, in all of a project or about one part; `rules` are all that are asked about that. */
  const answerOf = (project: Project, rule: ProjectRule, rules: readonly ProjectRule[], only?: Part): Answered => {
    const kept = answers(only ? keptAt(only) : project.shelf);
    const before = kept.get(rule);
    if (before?.reads.holds(project)) {
      if (before.part === only) return before;
      const findings = before.part && only && followed(before.findings, rule, rules, before.part, only);
      if (findings) {
        before.part = only;
        before.findings = findings;
        return before;
      }
    }
    const { result, reads } = recordedIn(project, () => ask(rule, project, only));
    const answer = { part: only, reads, findings: result.map((finding, i) => withoutVersion(finding, i, rule, project.shelf, only)) };
    kept.set(rule, answer);
    return answer;
  };

  /** What some rules find about one part. Most parts are as they were, and one look at what all rules read tells. */
  const rowOf = (project: Project, rules: readonly ProjectRule[], part: Part): Row => {
    newest(keptAt(part)).part = part;
    const slot = rows(keptAt(part));
    const { row } = slot;
    if (row?.rules === rules && coreOf(row.part) === coreOf(part) && row.reads.holds(project)) {
      if (row.part === part) return row;
      const found = row.found.map((list, i) => followed(list, rules[i] as ProjectRule, rules, row.part, part));
      if (found.every((list) => list !== undefined)) return { ...row, found };
    }
    const all = rules.map((rule) => answerOf(project, rule, rules, part));
    const isSame = row?.rules === rules && all.every((one, i) => one === row.answers[i]);
    const reads = isSame ? row.reads : Reads.all(all.map((one) => one.reads));
    reads.readIn(project);
    slot.row = { rules, answers: all, part, reads, found: all.map(({ findings }) => findings) };
    return slot.row;
  };

  /** The rules about all, about each deployment, and about each Django project. */
  const sorted = memo((rules: readonly ProjectRule[]) => ({
    deployment: rules.filter(({ each }) => each === 'deployment'),
    django: rules.filter(({ each }) => each === 'django'),
  }));

  return (project, rules) => {
    const { deployment, django } = sorted(rules);
    const byPart = {
      deployment: deploymentsOf(project).map((part) => rowOf(project, deployment, part).found),
      django: djangoProjects(project).map((part) => rowOf(project, django, part).found),
    };
    const next = { deployment: 0, django: 0 };
    const byUri = new Map<Uri, Found[]>();
    for (let i = 0; i < rules.length; i++) {
      const rule = rules[i] as ProjectRule;
      const { each } = rule;
      const found = each ? foundIn(byPart[each], next[each]++) : answerOf(project, rule, rules).findings;
      if (found.length === 0) continue;
      for (const finding of found) {
        const list = byUri.get(finding.at.uri);
        if (!list) byUri.set(finding.at.uri, [[rule, finding]]);
        // Where several Django projects have a file in common, what each of them says of it is said once.
        else if (
          !list.some(([one, { at, message }]) => one === rule && at.span.from === finding.at.span.from && message === finding.message)
        )
          list.push([rule, finding]);
      }
    }
    return byUri;
  };
};
