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

/** Commands of the server, for clients that know none of their own: open the page of a rule; apply an edit. */
export const explainCommand = 'drydock.server.explain';
export const applyCommand = 'drydock.server.apply';
