// Rules across files: each is asked again only where something changed that it looked at.
import type { Knowledge } from '../knowledge/entry.ts';
import { memo } from '../languages/memo.ts';
import { Reads, recordedIn } from '../languages/reads.ts';
import type { Deployment } from '../project/deployment/deployment.ts';
import { deploymentsOf } from '../project/deployment/deployments.ts';
import type { Project } from '../project/project.ts';
import { djangoProjects } from '../project/settings/django.ts';
import type { DjangoProject } from '../project/settings/view.ts';
import type { Uri } from '../text/uri.ts';
import { listsOf, movedFinding, placesOf } from './anchor.ts';
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
  readonly part: Part | undefined;
  readonly reads: Reads;
  readonly findings: readonly Finding[];
}
/** What several rules found about one part, in their order, and what they read together. */
interface Row {
  readonly rules: readonly ProjectRule[];
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
  for (const part of parts) {
    const found = part[nth];
    if (!found || found.length === 0) continue;
    if (only) return eachPlaceOnce(parts.map((one) => one[nth] ?? nothing));
    only = found;
  }
  return only ?? nothing;
};
const nothing: readonly never[] = [];

/** What findings about a part hang on, which stays the same where it has merely moved. */
const coreOf = (part: Part): object => ('core' in part ? part.core : part);

/** What was found about a part, where its image is now that it has moved; nothing when a place in it does not move with an instruction. */
const movedFindings = (findings: readonly Finding[], from: Part, to: Part): readonly Finding[] | undefined => {
  if (findings.length === 0 || from === to) return findings;
  const [before, now] = [imageIn(from), imageIn(to)];
  if (!before || !now) return undefined;
  const [lists, next] = [listsOf(before.facts, before.stage), listsOf(now.facts, now.stage)];
  const out: Finding[] = [];
  for (const { fixes, ...finding } of findings) {
    const places = placesOf(finding, before.facts.uri, lists);
    if (!places) return undefined;
    out.push(movedFinding(finding, next, places, fixes));
  }
  return out;
};
const imageIn = (part: Part): Deployment['image'] => ('image' in part ? part.image : undefined);

/** An answer about one version of a part as it is about another, if that can be said. */
const followed = (answer: Answered, to: Part | undefined): Answered | undefined => {
  const { part: from } = answer;
  if (from === to) return answer;
  const findings = from && to && movedFindings(answer.findings, from, to);
  return findings && { ...answer, part: to, findings };
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
    fixes ? { ...plain, fixes: () => ask(rule, shelf.now, only && newest(coreOf(only)).part)[i]?.fixes?.() ?? [] } : plain;

  const answerOf = (project: Project, rule: ProjectRule, only?: Part): Answered => {
    const kept = answers(only ? coreOf(only) : project.shelf);
    const before = kept.get(rule);
    const holds = before?.reads.holds(project) ? followed(before, only) : undefined;
    if (holds) return holds;
    const { result, reads } = recordedIn(project, () => ask(rule, project, only));
    const answer = { part: only, reads, findings: result.map((finding, i) => withoutVersion(finding, i, rule, project.shelf, only)) };
    kept.set(rule, answer);
    return answer;
  };

  /** What some rules find about one part. Most parts are as they were, and one look at what all rules read tells. */
  const rowOf = (project: Project, rules: readonly ProjectRule[], part: Part): Row => {
    const core = coreOf(part);
    newest(core).part = part;
    const slot = rows(core);
    const { row } = slot;
    if (row?.rules === rules && row.reads.holds(project)) {
      if (row.part === part) return row;
      const found = row.found.map((list) => movedFindings(list, row.part, part));
      if (found.every((list) => list !== undefined)) return { ...row, found };
    }
    const all = rules.map((rule) => answerOf(project, rule, part));
    const reads = Reads.all(all.map((one) => one.reads));
    reads.readIn(project);
    slot.row = { rules, part, reads, found: all.map(({ findings }) => findings) };
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
    for (const rule of rules) {
      const { each } = rule;
      const found = each ? foundIn(byPart[each], next[each]++) : answerOf(project, rule).findings;
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
