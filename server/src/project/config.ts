// The effective configuration: drydock.yaml over the editor's settings over the defaults.
import ignore from 'ignore';
import type { Day } from '../knowledge/images/facts.ts';
import type { DrydockFacts } from '../languages/drydock/facts.ts';
import type { Location } from '../text/span.ts';
import { isInside, parent, relative, resolve, type Uri } from '../text/uri.ts';
import { type Help, helping, type Neighbour, type Neighbours, neighboursOf } from './neighbours.ts';

export type Severity = 'error' | 'warning' | 'info' | 'hint';
export type Level = Severity | 'off';
export const levels: readonly Level[] = ['off', 'hint', 'info', 'warning', 'error'];
export const isLevel = (word: string): word is Level => (levels as readonly string[]).includes(word);

/** What an editor may set; every field may be missing. Same meaning as the keys of drydock.yaml. `today` is the door's to set. */
export interface Settings {
  readonly rules?: Readonly<Record<string, string>>;
  readonly ignore?: readonly string[];
  readonly uwsgiVersion?: string;
  readonly today?: Day;
  /** Whether to give the help that any tool for a kind of file gives: `auto` where no neighbour does. */
  readonly generalHelp?: 'auto' | 'on' | 'off';
  /** Whether editors may show values between the lines. Off unless it is true. */
  readonly inlayHints?: boolean;
  /** Other tools in the same editor. */
  readonly neighbours?: readonly Neighbour[];
}

export interface Config {
  /** The drydock.yaml that was read. */
  readonly file: Uri | undefined;
  /** Rule id or area to level; an id beats its area. */
  readonly levels: ReadonlyMap<string, Level>;
  /** True for files that `ignore` excludes. */
  readonly ignores: (file: Uri) => boolean;
  /** The folder a Dockerfile is built with, as `contexts` says. */
  readonly contexts: ReadonlyMap<Uri, { readonly folder: Uri; readonly at: Location }>;
  readonly uwsgiVersion: { readonly version: string; readonly at: Location | undefined } | undefined;
  readonly uwsgiBuild: 'pip' | 'debian' | undefined;
  /** Whether a Dockerfile builds the application, as `dockerfiles` says; nothing where it says nothing. */
  readonly builds: ((dockerfile: Uri) => boolean) | undefined;
  /** The settings module that runs in production, as the user says. */
  readonly settingsModule: { readonly module: string; readonly at: Location } | undefined;
  /** The day by which releases have ended or not; nothing where nobody says which day it is, and then no rule speaks of ends. */
  readonly today: Day | undefined;
  readonly neighbours: Neighbours;
  /** Whether to show values between the lines. */
  readonly inlayHints: boolean;
  /** Whether we give this help. */
  readonly helps: (help: Help) => boolean;
}

/** The level that a rule gets from the configuration; nothing when it says nothing about it. */
export const levelOf = ({ levels: map }: Config, id: string): Level | undefined => map.get(id) ?? map.get(id.slice(0, id.indexOf('/')));

const matcher = (root: Uri, globs: readonly string[]): ((file: Uri) => boolean) => {
  if (globs.length === 0) return () => false;
  const test = ignore().add(globs as string[]);
  return (file) => isInside(root, file) && test.ignores(relative(root, file));
};

const contextsIn = (facts: DrydockFacts | undefined): Config['contexts'] =>
  new Map(
    facts?.contexts.map(({ dockerfile, folder }) => {
      const home = parent(facts.uri);
      const at = { uri: facts.uri, span: folder.span };
      return [resolve(home, dockerfile.text), { folder: resolve(home, folder.text.replace(/(?<=.)\/$/, '')), at }] as const;
    }),
  );

/** Joins the editor's settings with the facts of drydock.yaml. Words that mean nothing are left out here: a rule reports them. */
export const configure = (root: Uri, settings: Settings, facts: DrydockFacts | undefined): Config => {
  const map = new Map<string, Level>();
  for (const [id, level] of Object.entries(settings.rules ?? {})) if (isLevel(level)) map.set(id, level);
  for (const { id, severity } of facts?.rules ?? []) if (isLevel(severity.text)) map.set(id.text, severity.text);
  const inFile = facts?.uwsgiVersion.state === 'known' ? { version: facts.uwsgiVersion.value, at: facts.uwsgiVersion.at } : undefined;
  const inEditor = settings.uwsgiVersion ? { version: settings.uwsgiVersion, at: undefined } : undefined;
  const build = facts?.uwsgiBuild.state === 'known' ? facts.uwsgiBuild.value : undefined;
  const fromFile = matcher(facts ? parent(facts.uri) : root, facts?.ignore.map((glob) => glob.text) ?? []);
  const fromEditor = matcher(root, settings.ignore ?? []);
  const neighbours = neighboursOf(settings.neighbours ?? []);
  return {
    file: facts?.uri,
    levels: map,
    inlayHints: settings.inlayHints ?? false,
    ignores: (file) => fromFile(file) || fromEditor(file),
    contexts: contextsIn(facts),
    builds:
      facts && facts.dockerfiles.length > 0
        ? matcher(
            parent(facts.uri),
            facts.dockerfiles.map(({ text }) => text),
          )
        : undefined,
    uwsgiVersion: inFile ?? inEditor,
    settingsModule:
      facts?.settingsModule.state === 'known' ? { module: facts.settingsModule.value, at: facts.settingsModule.at } : undefined,
    uwsgiBuild: build === 'pip' || build === 'debian' ? build : undefined,
    today: settings.today,
    neighbours,
    helps: helping(neighbours, settings.generalHelp),
  };
};
