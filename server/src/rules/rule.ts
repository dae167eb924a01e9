// The contract of a rule. A rule is a value: what it is called, what it reads, and a generator of findings.
import type { Knowledge } from '../knowledge/entry.ts';
import type { Minds } from '../languages/dockerfile/minds.ts';
import type { Facts, FileKind, Parsed } from '../languages/language.ts';
import type { Severity } from '../project/config.ts';
import type { Deployment } from '../project/deployment/deployment.ts';
import type { Check } from '../project/neighbours.ts';
import type { Project } from '../project/project.ts';
import type { DjangoProject } from '../project/settings/view.ts';
import { type Edit, insert, replace } from '../text/edit.ts';
import type { Location } from '../text/span.ts';
import type { Uri } from '../text/uri.ts';

export type { Severity } from '../project/config.ts';

/** A way to mend a finding. `safe` means: it surely keeps the meaning that was wanted, so it may be applied unasked. */
export interface Fix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: ReadonlyMap<Uri, readonly Edit[]>;
}

export interface Related {
  readonly at: Location;
  readonly message: string;
}

/** What a rule found. `severity` only where this finding weighs more or less than the rule usually does. */
export interface Finding {
  readonly at: Location;
  readonly message: string;
  readonly severity?: Severity;
  readonly related?: readonly Related[];
  readonly tag?: 'unnecessary' | 'deprecated';
  /** Where not every check that the rule names reports this very finding: those that do, often none. */
  readonly neighbours?: readonly Check[];
  /** Computed only when somebody asks for fixes. */
  readonly fixes?: () => readonly Fix[];
}

/** A finding with everything a door needs to show it. */
export interface Problem {
  readonly rule: string;
  readonly severity: Severity;
  readonly at: Location;
  readonly message: string;
  readonly related: readonly Related[];
  readonly tag?: 'unnecessary' | 'deprecated';
  readonly fixes: () => readonly Fix[];
}

/** What every rule says of itself. */
export interface About {
  /** `area/slug`; never changes its meaning. */
  readonly id: string;
  /** States the good, in a few words: the heading of its page. */
  readonly title: string;
  readonly severity: Severity;
  /** Off rules run only when the configuration gives them a level. */
  readonly default: 'on' | 'off';
  readonly fixable: boolean;
  readonly since: string;
  /** The rows of the study notes that it implements, such as `uwsgi 4`, `DJ117`, `R03`. */
  readonly rows: readonly string[];
  /** Checks of other tools that report the same. Beside an extension that runs one of them in the editor, our finding is left out. */
  readonly neighbours?: readonly Check[];
}

/** What a rule about one file is given. */
export interface Subject<K extends FileKind> {
  readonly uri: Uri;
  readonly text: string;
  readonly parsed: Parsed<K>;
  readonly facts: Facts[K];
  readonly project: Project;
  readonly knowledge: Knowledge;
  /** The ids of all rules, for those that check names of rules. */
  readonly ids: ReadonlySet<string>;
}

export interface FileRule<K extends FileKind> extends About {
  readonly reads: K;
  readonly each?: undefined;
  /**
   * For rules on Dockerfiles that go through `facts.stages` (or `shippedStages` and its like) and judge each stage by itself, by those
   * it is made from, and by what the project holds besides Dockerfiles. Such a rule is asked again only about stages that have changed.
   * It speaks of places in the stage, in those it is made from and in the declarations in front; where several stages say something of
   * one place, the first is heard. By `build` are those that look at nothing in a stage but what builds: for them HEALTHCHECK, EXPOSE,
   * STOPSIGNAL, LABEL, MAINTAINER and lines that are no instruction might as well not be there.
   */
  readonly by?: 'stage' | 'build';
  /**
   * For rules by stage whose findings have their cause in instructions of the stage itself: what these must hold, in whatever case they
   * are written. A stage whose joined lines do not fit is not asked about. Words that variables may stand for need no thought.
   */
  readonly words?: RegExp;
  /** The same where the cause may stand as well in a stage that it is made from. */
  readonly wordsBelow?: RegExp;
  /**
   * For rules by stage: what an instruction must hold, keyword included, that they look at beside those with their words; FROM counts
   * always, and so does what gives a value to a variable that a line uses. For the rule an instruction that does not fit might as well
   * not be there, in the stage and in those it is made from: while only such ones are typed in, it is not asked again.
   */
  readonly minds?: Minds;
  check(subject: Subject<K>): Iterable<Finding>;
}

/** A rule that reads the joined project, and may report in any of its files. */
interface WholeRule extends About {
  readonly reads: 'project';
  readonly each?: undefined;
  check(project: Project, knowledge: Knowledge): Iterable<Finding>;
}

/**
 * The same for rules that judge each deployment by itself: they go through a list of reading/deployments.ts and hand on `only`, the one
 * they are asked about; without it they are asked about all. One that nothing changed about is not asked about again. Of two findings
 * at one place the first is heard.
 */
interface DeploymentRule extends About {
  readonly reads: 'project';
  readonly each: 'deployment';
  /**
   * What an instruction of its image must hold, keyword included, that the rule looks at; FROM counts always, and so does what gives a
   * value to a variable that a line uses. While only others are typed in, it is not asked again.
   */
  readonly minds?: Minds;
  check(project: Project, knowledge: Knowledge, only?: Deployment): Iterable<Finding>;
}

/** The same for rules that judge each Django project by itself: they go through `productions`. */
interface DjangoRule extends About {
  readonly reads: 'project';
  readonly each: 'django';
  check(project: Project, knowledge: Knowledge, only?: DjangoProject): Iterable<Finding>;
}

export type ProjectRule = WholeRule | DeploymentRule | DjangoRule;
export type Rule = { readonly [K in FileKind]: FileRule<K> }[FileKind] | ProjectRule;

export const defineRule = <const R extends Rule>(rule: R): R => rule;

/** A fix in one file. */
export const fix = (title: string, safe: boolean, uri: Uri, ...edits: readonly Edit[]): Fix => ({
  title,
  safe,
  edits: new Map([[uri, edits]]),
});
export { insert, replace };

/** Where the page of a rule can be read. */
export const urlOf = (id: string): string => `https://github.com/drydock/django-drydock/blob/main/docs/rules/${id}.md`;
