// Our own requests and notifications. Names and types only: the client imports nothing else of the server.

/** Reads every file of every root anew and counts the problems. Parameters: none. Answer: `Checked`. */
export const checkProject = 'drydock/checkProject';
export interface Checked {
  /** How many files of ours were looked at. */
  readonly files: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly hints: number;
}

/** Parameters: none. Answer: Markdown text for a bug report, without file contents. */
export const debugInformation = 'drydock/debugInformation';

/** Parameters: none. Answer: a Markdown page about the deployments of all projects, with the open findings. */
export const describeDeployments = 'drydock/describeDeployments';

/** Parameters: none. Answer: every rule, sorted by id. */
export const listRules = 'drydock/rules';
export interface RuleInformation {
  readonly id: string;
  readonly title: string;
  readonly severity: string;
  readonly on: boolean;
  readonly url: string;
}

/** From the server, only to clients that set `client: 'vscode'` in their initialization options: something moved. */
export const status = 'drydock/status';
export interface Status {
  readonly state: 'reading' | 'ready';
  /** The names of the folders that are projects with files of ours in them. */
  readonly projects: readonly string[];
  readonly files: number;
  readonly problems: number;
}

/** Extensions of other makers that look after the same files, by their ids. */
export const neighbourExtensions = [
  'docker.docker',
  'ms-azuretools.vscode-containers',
  'ms-azuretools.vscode-docker',
  'exiasr.hadolint',
  'wharflab.tally',
  'redhat.vscode-yaml',
] as const;
export type NeighbourExtension = (typeof neighbourExtensions)[number];

/** From the client: extensions came or went. Parameters: the ids of all that are switched on now. */
export const neighbours = 'drydock/neighbours';

/** What the client hands over in `initializationOptions`, beside its settings. */
export interface Greeting {
  readonly client: 'vscode';
  readonly neighbours: readonly NeighbourExtension[];
}

/**
 * A command that writes files into a project, one step at a time. Parameters: `PlanAsked`. Answer: `PlanStep`: a question that has no
 * answer yet, or what would be written. Nothing is written by the server and nothing kept; to go back is to ask with fewer answers.
 */
export const planStep = 'drydock/plan';
/** Container files; static files alone; a move from Daphne; a move from uWSGI. */
export type PlanKind = 'init' | 'static' | 'daphne' | 'migrate';
export interface PlanAsked {
  readonly kind: PlanKind;
  /** The file the user looks at. */
  readonly near?: string;
  /** The values chosen so far, by the name of the question. */
  readonly answers: Readonly<Record<string, readonly string[]>>;
  /** The paths of files whose text the user gives up. */
  readonly replace: readonly string[];
}
export interface PlanChoice {
  readonly value: string;
  readonly label: string;
  readonly brief: string;
}
export interface PlanQuestion {
  readonly is: 'question';
  readonly name: string;
  readonly title: string;
  readonly choices: readonly PlanChoice[];
  /** The value that the project gives itself; empty where several may be chosen. */
  readonly detected: string;
  /** What speaks for it, a part of a sentence; empty for our own habit. */
  readonly because: string;
  readonly many: boolean;
  /** Which of how many questions, from 1. */
  readonly number: number;
  readonly of: number;
}
/** Line and character, both from 0. */
export interface PlanPosition {
  readonly line: number;
  readonly character: number;
}
export interface PlanEdit {
  readonly range: { readonly start: PlanPosition; readonly end: PlanPosition };
  readonly newText: string;
}
export interface PlannedFile {
  readonly uri: string;
  /** Where it lies in its project. */
  readonly path: string;
  /** What would happen, in a few words: `new`, `exists: 2 lines are added`. */
  readonly brief: string;
  /** False when there is nothing to write: the file is as it should be. */
  readonly changes: boolean;
  /** The text now, without a byte order mark; missing when the file would be new. */
  readonly before?: string;
  readonly after: string;
  /** From `before` to `after`, whole lines. */
  readonly edits: readonly PlanEdit[];
  /** Where one may choose: the path of the file that stays as it is while ours goes beside it, or that would be replaced. */
  readonly instead?: string;
}
export interface Planned {
  readonly is: 'plan';
  readonly files: readonly PlannedFile[];
  /** How many things are left to do afterwards. */
  readonly left: number;
  /** A page of Markdown that tells more, and what the button that opens it says. */
  readonly page?: { readonly name: string; readonly button: string; readonly markdown: string };
  readonly questions: number;
}
/** Nothing can be done; the sentence says why, and what to do about it. */
export interface PlanRefused {
  readonly is: 'refused';
  readonly sentence: string;
  /** Places that must change first. Lines count from 0. */
  readonly places?: readonly { readonly uri: string; readonly path: string; readonly line: number; readonly text: string }[];
}
export type PlanStep = PlanQuestion | Planned | PlanRefused;

/** Takes a change back in a text that may have changed since. Parameters: `TakenBack`. Answer: edits of `now`, null when they meet. */
export const takeBack = 'drydock/takeBack';
export interface TakenBack {
  readonly before: string;
  readonly after: string;
  readonly now: string;
}

/** The command of our client that begins the plan `migrate`; its argument is the address of a file. */
export const moveCommand = 'drydock.moveToUvicorn';

/** Commands of the server, for clients that know none of their own: open the page of a rule; apply an edit. */
export const explainCommand = 'drydock.server.explain';
export const applyCommand = 'drydock.server.apply';
