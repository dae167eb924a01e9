// Rules × facts → problems: levels applied, ignore comments subtracted.
import type { Knowledge } from '../knowledge/entry.ts';
import type { FileKind } from '../languages/language.ts';
import { memo } from '../languages/memo.ts';
import type { Config, Severity } from '../project/config.ts';
import { levelOf } from '../project/config.ts';
import type { FileOf, Project } from '../project/project.ts';
import { now } from '../text/seat.ts';
import { isTemplatePath, type Uri } from '../text/uri.ts';
import { createAcross } from './across.ts';
import { createByStage } from './by-stage.ts';
import { type Pragma, pragmasOf, silences } from './pragma.ts';
import unusedIgnore, { pragmaFindings } from './project/unused-ignore.ts';
import type { FileRule, Finding, Problem, ProjectRule, Rule, Subject } from './rule.ts';

/** Told of a rule that threw; the other rules go on. */
export type OnBug = (rule: string, error: unknown) => void;

export interface Runner {
  /** All problems of one file of a project, sorted by place. Remembered for as long as the project does not change. */
  problems(project: Project, uri: Uri): readonly Problem[];
  /** The rules it runs. */
  readonly rules: readonly Rule[];
}

/** Makes a runner over a register of rules. A rule that throws is told to `onBug` and skipped for that file. */
export const createRunner = (rules: readonly Rule[], knowledge: Knowledge, onBug: OnBug): Runner => {
  const ids: ReadonlySet<string> = new Set(rules.map((rule) => rule.id));
  const byKind = new Map<FileKind, FileRule<FileKind>[]>();
  const projectRules: ProjectRule[] = [];
  for (const rule of rules) {
    if (rule.reads === 'project') projectRules.push(rule);
    else byKind.set(rule.reads, [...(byKind.get(rule.reads) ?? []), rule as FileRule<FileKind>]);
  }
  const finished = memo((_: Project) => new Map<Uri, readonly Problem[]>());

  const guarded = (rule: Rule, check: () => Iterable<Finding>): readonly Finding[] => {
    try {
      const found = check()[Symbol.iterator]();
      let next = found.next();
      if (next.done) return nothing;
      const all: Finding[] = [];
      for (; !next.done; next = found.next()) all.push(next.value);
      return all;
    } catch (error) {
      onBug(rule.id, error);
      return [];
    }
  };

  const byStage = createByStage((rule, subject) => guarded(rule, () => rule.check(subject)));

  const runs = (config: Config, rule: Rule): boolean => {
    const level = levelOf(config, rule.id);
    return level === undefined ? rule.default === 'on' : level !== 'off';
  };
  /** The rules that a configuration leaves on. */
  const switched = memo((config: Config) => ({
    /** Those about a file as a whole. */
    byKind: new Map([...byKind].map(([kind, list]) => [kind, list.filter((rule) => !rule.by && runs(config, rule))])),
    byStage: (byKind.get('dockerfile') ?? []).filter((rule) => rule.by && runs(config, rule as Rule)) as readonly FileRule<'dockerfile'>[],
    projectRules: projectRules.filter((rule) => runs(config, rule)),
    unusedIgnore: runs(config, unusedIgnore),
  }));

  const findAcross = createAcross(knowledge, guarded);
  const across = memo((project: Project) => findAcross(project, switched(project.config).projectRules));

  const fresh = (project: Project, uri: Uri): readonly Problem[] => {
    const file = project.file(uri);
    if (!file || project.config.ignores(uri) || isTemplate(file)) return [];
    const found: (readonly [Rule, Finding])[] = [];
    const subject: Subject<FileKind> = {
      uri,
      text: file.parsed.file.text,
      parsed: file.parsed,
      facts: file.facts,
      project,
      knowledge,
      ids,
    };
    const on = switched(project.config);
    for (const fileRule of on.byKind.get(file.parsed.kind) ?? []) {
      // It was a `Rule` before it was put among those of its kind.
      const rule = fileRule as Rule;
      const all = guarded(rule, () => fileRule.check(subject));
      for (let i = 0; i < all.length; i++) found.push([rule, all[i] as Finding]);
    }
    if (file.parsed.kind === 'dockerfile') found.push(...byStage(on.byStage, subject as Subject<'dockerfile'>));
    found.push(...(across(project).get(uri) ?? []));
    const { pragmas, misspelt } = pragmasOf(file.parsed as never);
    const used = new Set<Pragma>();
    const kept = found.filter(([rule, finding]) => {
      if (pragmas.length === 0) return !isTold(project, rule, finding);
      const hits = pragmas.filter(
        (pragma) => silences(pragma, rule.id) && finding.at.span.from >= pragma.covers.from && finding.at.span.from <= pragma.covers.to,
      );
      for (const hit of hits) used.add(hit);
      return hits.length === 0 && !isTold(project, rule, finding);
    });
    if (on.unusedIgnore && (pragmas.length > 0 || misspelt.length > 0)) {
      const unused = pragmas.filter((pragma) => !used.has(pragma));
      // A project that is still being read may yet need the comment.
      const findings = pragmaFindings(
        uri,
        file.parsed.file.text,
        project.complete ? unused : unused.filter(({ id }) => !mayBeProject(id)),
        misspelt,
        ids,
      );
      for (const finding of findings) kept.push([unusedIgnore, finding]);
    }
    return kept
      .map(([rule, finding]) => toProblem(project, rule, finding))
      .sort(byPlace)
      .filter(isFirst);
  };

  return {
    rules,
    problems(project, uri) {
      const map = finished(project);
      let list = map.get(uri);
      if (!list) {
        list = fresh(project, uri);
        map.set(uri, list);
      }
      return list;
    },
  };
};

const nothing: readonly never[] = [];

/** Findings of these areas may come from files that discovery has not read yet. */
const mayBeProject = (id: string): boolean => /^(?:project|compose|kubernetes)\b/.test(id);

/** Whether another tool in the editor says the same already. Who gives the rule a level by its id wants to hear it from us. */
const isTold = ({ config }: Project, rule: Rule, finding: Finding): boolean =>
  !config.levels.has(rule.id) && (finding.neighbours ?? rule.neighbours ?? []).some(config.neighbours.reports);

const isTemplate = ({ parsed, facts }: FileOf<FileKind>): boolean =>
  isTemplatePath(parsed.file.uri) || ('template' in facts && facts.template === 'jinja');

/** Hundreds are made with each keystroke, so what most have in common is made once. */
const toProblem = ({ config }: Project, rule: Rule, { at, message, severity, related, tag, fixes }: Finding): Problem => {
  const problem = {
    rule: rule.id,
    severity: (levelOf(config, rule.id) as Severity | undefined) ?? severity ?? rule.severity,
    at: now(at),
    message: shortened(message),
    related: related ? related.map((one) => ({ message: one.message, at: now(one.at) })) : nothing,
    fixes: fixes ?? noFixes,
  };
  return tag ? { ...problem, tag } : problem;
};
const noFixes = (): readonly never[] => nothing;

/** Quotes of a file are cut: a name of a thousand characters helps nobody. */
const shortened = (message: string): string => (message.length < 400 ? message : message.replaceAll(/`([^`]{80})[^`]+`/g, '`$1…`'));

const weight: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2, hint: 3 };
/** By place, the gravest first where several begin at one place. */
const byPlace = (a: Problem, b: Problem): number =>
  a.at.span.from - b.at.span.from ||
  weight[a.severity] - weight[b.severity] ||
  (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : a.at.span.to - b.at.span.to);

/** A line in a `for` block is stored once a round, and is reported once. */
const isFirst = (problem: Problem, i: number, sorted: readonly Problem[]): boolean => {
  const before = sorted[i - 1];
  return !before || byPlace(before, problem) !== 0 || before.message !== problem.message;
};
