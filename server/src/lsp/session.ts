// Everything that lives as long as one client is connected, from `initialize` to `shutdown`.
import {
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type Position,
} from 'vscode-languageserver';
import type { Place } from '../features/feature.ts';
import { createKnowledge } from '../knowledge/catalogue.ts';
import type { Knowledge } from '../knowledge/entry.ts';
import type { Day } from '../knowledge/images/facts.ts';
import type { AnyParsed } from '../languages/language.ts';
import { helping, neighboursOf } from '../project/neighbours.ts';
import { filesOf, type Project } from '../project/project.ts';
import { createWorkspace } from '../project/workspace.ts';
import type { Rule } from '../rules/rule.ts';
import { createRunner, type Runner } from '../rules/run.ts';
import type { SourceFile } from '../text/file.ts';
import { baseName, uri as normal, uriOfPath } from '../text/uri.ts';
import { type Abilities, abilitiesOf } from './abilities.ts';
import { createApart } from './apart.ts';
import type { Bugs } from './bugs.ts';
import { type Desk, toOffset } from './convert.ts';
import { createOutlet, type Outlet } from './diagnostics.ts';
import { createFiles, type FileSystem, type Files } from './files.ts';
import { createFormatter } from './formatting.ts';
import { readNeighbours } from './neighbours.ts';
import { planned } from './planned.ts';
import { type Checked, type PlanAsked, type PlanStep, type Status, status } from './protocol.ts';
import { type Rehearsing, rehearsal, rehearse } from './rehearsal.ts';
import { readSettings } from './settings.ts';

/** What a door gives a session. */
export interface SessionParts {
  readonly disk: FileSystem;
  readonly bugs: Bugs;
  readonly rules: readonly Rule[];
  readonly catalogue: () => string;
  readonly images: () => string;
  readonly today: () => Day;
  /** Tells a listener of every message that comes in. Where somebody does, the server gets everything ready while nothing comes. */
  readonly onMessage: ((listener: () => void) => void) | undefined;
}

/** A file that a question is about, with all that an answer needs. */
export interface Subject {
  readonly desk: Desk;
  readonly runner: Runner;
  readonly knowledge: Knowledge;
  readonly project: Project;
  readonly parsed: AnyParsed;
  readonly file: SourceFile;
  place(position: Position): Place;
}

export interface Session {
  readonly abilities: Abilities;
  readonly desk: Desk;
  readonly files: Files;
  readonly outlet: Outlet;
  readonly runner: Runner;
  readonly knowledge: Knowledge;
  readonly client: InitializeParams['clientInfo'];
  /** The file a question is about; nothing when it is none of ours or Drydock is switched off. */
  subject(spelling: string): Subject | undefined;
  /** After `initialized`: asks for settings and watchers, and walks the roots without holding anything up. */
  begin(): Promise<void>;
  /** Takes the settings that came with a change, or asks for them where the client wants to be asked. */
  settingsChanged(given: unknown): Promise<void>;
  /** Takes the ids of the other extensions that are switched on now. */
  neighboursChanged(given: unknown): void;
  checkProject(): Promise<Checked>;
  /** One step of a command that writes files; reads the workspace anew before the first one. */
  plan(asked: PlanAsked): Promise<PlanStep>;
  end(): void;
}

/** How long nobody may have typed, or asked for anything, before the server goes on getting ready, in milliseconds. */
const typing = 1000;
const asking = 20;

/** Cheap: nothing is read, parsed or walked before `begin` or the first question. */
export const createSession = (
  connection: Connection,
  params: InitializeParams,
  { disk, bugs, rules, catalogue, images, today, onMessage }: SessionParts,
): Session => {
  const abilities = abilitiesOf(params);
  const knowledge = createKnowledge(catalogue, images);
  const runner = createRunner(rules, knowledge, (rule, error) => bugs.report(`the rule ${rule}`, error));
  let settings = readSettings(params.initializationOptions);
  let neighbours = readNeighbours(params.initializationOptions?.neighbours);
  let shown = '';
  let rehearsing: Rehearsing | undefined;

  const files = createFiles(createWorkspace(), disk, (by, uri) => {
    if (by !== 'outside') rehearsing?.pause(typing);
    outlet.moved(by, uri);
  });
  const desk: Desk = { abilities, names: files };
  const apart = abilities.ours && abilities.documentRegistration ? createApart(connection, abilities) : undefined;
  const outlet = createOutlet({
    desk,
    runner,
    bugs,
    now: () => (settings.enable ? files.now : undefined),
    push: (diagnostics) => send(connection.sendDiagnostics(diagnostics)),
    apart: (uri) => apart?.has(uri) ?? false,
    refresh: () => send(connection.languages.diagnostics.refresh()),
    calm: () => {
      tell();
      followHints();
      if (apart && settings.enable) send(apart.follow(files.now.projects()));
    },
  });
  /** Sends without waiting; a client that hangs up or refuses is no reason to stop. */
  const send = (sent: Promise<unknown>): void => void sent.catch((error: unknown) => bugs.report('a message to the client', error));

  const tell = (): void => {
    if (!abilities.ours) return;
    const { files: count, errors, warnings, infos, hints } = outlet.count();
    const now: Status = {
      state: files.reading ? 'reading' : 'ready',
      projects: settings.enable ? files.now.projects().map(({ root }) => baseName(root)) : [],
      files: count,
      problems: errors + warnings + infos + hints,
    };
    const text = JSON.stringify(now);
    if (text === shown) return;
    shown = text;
    send(connection.sendNotification(status, now));
  };

  let hinting = false;
  /** What is shown between the lines may follow from any file, and from the settings: the client asks again. */
  const followHints = (): void => {
    const wanted = settings.settings.inlayHints ?? false;
    if (abilities.hintRefresh && (wanted || hinting)) send(connection.languages.inlayHint.refresh());
    hinting = wanted;
  };

  const formatter = abilities.ours && abilities.formattingRegistration ? createFormatter(connection) : undefined;
  let begun = false;
  const followFormatter = (): void => {
    if (begun && formatter) send(formatter.follow(helping(neighboursOf(neighbours), settings.settings.generalHelp)));
  };
  const configure = (): void => {
    files.configure({ ...settings.settings, neighbours, today: today() });
    followFormatter();
  };
  const useSettings = (given: unknown): void => {
    const before = JSON.stringify(settings);
    settings = readSettings(given);
    if (JSON.stringify(settings) !== before) configure();
  };
  const askSettings = async (): Promise<void> => useSettings(await connection.workspace.getConfiguration('drydock'));

  const watch = async (): Promise<void> => {
    if (abilities.configurationRegistration) {
      await connection.client.register(DidChangeConfigurationNotification.type, { section: 'drydock' });
    }
    if (abilities.watching) {
      // Any file may be one that a configuration names, so all are watched; what is none of ours costs one look at its name.
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [{ globPattern: '**/*' }] });
    }
  };
  const roots = (): readonly string[] => {
    if (params.workspaceFolders) return params.workspaceFolders.map(({ uri }) => uri);
    if (params.rootUri) return [params.rootUri];
    return params.rootPath ? [uriOfPath(params.rootPath)] : [];
  };
  configure();

  return {
    abilities,
    desk,
    files,
    outlet,
    runner,
    knowledge,
    client: params.clientInfo,
    subject(spelling) {
      const uri = normal(spelling);
      const parsed = settings.enable ? files.now.parsed(uri) : undefined;
      const project = parsed && files.now.project(uri);
      if (!parsed || !project) return undefined;
      const { file } = parsed;
      return {
        desk,
        runner,
        knowledge,
        project,
        parsed,
        file,
        place: (position) => ({ project, parsed, knowledge, offset: toOffset(file, position) }),
      };
    },
    async begin() {
      if (abilities.folders) {
        connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
          files.removeRoots(removed.map(({ uri }) => uri));
          send(files.addRoots(added.map(({ uri }) => uri)));
        });
      }
      begun = true;
      followFormatter();
      if (abilities.configuration) send(askSettings());
      send(watch());
      await files.addRoots(roots());
      outlet.moved('outside');
      if (!onMessage || !settings.enable) return;
      const kinds = new Set(files.now.projects().flatMap((project) => filesOf(project).map(({ parsed }) => parsed.kind)));
      onMessage(() => rehearsing?.pause(asking));
      rehearsing = rehearse(rehearsal({ rules, knowledge, settings: { ...settings.settings, today: today() }, desk, kinds }));
    },
    neighboursChanged(given) {
      neighbours = readNeighbours(given);
      configure();
    },
    settingsChanged: async (given) => (abilities.configuration ? askSettings() : useSettings(given)),
    async checkProject() {
      await files.readAgain();
      return outlet.count();
    },
    plan: (asked) => planned({ files, disk, knowledge }, asked),
    end() {
      rehearsing?.end();
      outlet.dispose();
    },
  };
};
