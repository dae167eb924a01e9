// Problems to the client: pulled by file, pulled for the workspace, or pushed. One memo feeds all three.
import type {
  Diagnostic,
  DocumentDiagnosticReport,
  PreviousResultId,
  PublishDiagnosticsParams,
  WorkspaceDiagnosticReport,
} from 'vscode-languageserver';
import { memo } from '../languages/memo.ts';
import type { Snapshot } from '../project/workspace.ts';
import type { Problem } from '../rules/rule.ts';
import type { Runner } from '../rules/run.ts';
import { uri as normal, type Uri } from '../text/uri.ts';
import type { Bugs } from './bugs.ts';
import { type Desk, toDiagnostic } from './convert.ts';
import { type Mover, urisOf } from './files.ts';
import type { Checked } from './protocol.ts';

/** How long nobody may type before problems are pushed or a refresh is asked for, in milliseconds. */
export const quiet = 150;

interface Report {
  readonly items: Diagnostic[];
  /** A hash of the items: equal items, equal id. */
  readonly id: string;
}

/** What the outlet needs of the rest of the server. */
export interface OutletParts {
  readonly desk: Desk;
  readonly runner: Runner;
  readonly bugs: Bugs;
  /** The workspace now; nothing while Drydock is switched off. */
  now(): Snapshot | undefined;
  push(params: PublishDiagnosticsParams): void;
  refresh(): void;
  /** Called when things have calmed down after a change. */
  calm(): void;
}

export interface Outlet {
  pull(spelling: string, previous: string | undefined): DocumentDiagnosticReport;
  pullAll(previous: readonly PreviousResultId[]): WorkspaceDiagnosticReport;
  moved(by: Mover, uri?: Uri): void;
  /** Counts all problems there are. */
  count(): Checked;
  dispose(): void;
}

const none: readonly Problem[] = [];

export const createOutlet = ({ desk, runner, bugs, now, push, refresh, calm }: OutletParts): Outlet => {
  /** The report of each list of problems, kept at that list. */
  const reports = memo((_: readonly Problem[]): { made?: Report } => ({}));
  /** The id of what the client was last told of each file, or asked to fetch. */
  const told = new Map<Uri, string>();
  const typed = new Set<Uri>();
  let outside = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const problems = (uri: Uri): readonly Problem[] => {
    const project = now()?.project(uri);
    return project ? bugs.guard('the rules', () => runner.problems(project, uri), none) : none;
  };
  const reported = (uri: Uri, list: readonly Problem[]): Report => {
    const file = desk.names.file(uri);
    const items = file ? list.map((problem) => toDiagnostic(file, problem, desk)) : [];
    return { items, id: hash(JSON.stringify(items)) };
  };
  const report = (uri: Uri): Report => {
    const list = problems(uri);
    const kept = reports(list);
    kept.made ??= reported(uri, list);
    return kept.made;
  };
  const all = (): readonly Uri[] => {
    const snapshot = now();
    return snapshot ? urisOf(snapshot) : [];
  };

  /** Files whose report is not the one the client was last told; files it never heard of count when they have problems. */
  const stale = (uris: readonly Uri[]): readonly Uri[] => uris.filter((uri) => report(uri).id !== (told.get(uri) ?? empty));

  const settle = () => {
    timer = undefined;
    const known = new Set([...all(), ...told.keys()]);
    if (!desk.abilities.pull) {
      for (const uri of stale([...known])) {
        const { items, id } = report(uri);
        told.set(uri, id);
        const version = desk.names.version(uri);
        push({
          uri: desk.names.spelling(uri),
          diagnostics: items,
          ...(version !== null && desk.abilities.publishVersion ? { version } : {}),
        });
      }
    } else if (desk.abilities.refresh) {
      const others = outside ? [...known] : [...told.keys()].filter((uri) => !typed.has(uri) && desk.names.version(uri) !== null);
      const moved = stale(others);
      for (const uri of moved) told.set(uri, report(uri).id);
      if (moved.length > 0) refresh();
    }
    for (const uri of told.keys()) if (!desk.names.file(uri)) told.delete(uri);
    typed.clear();
    outside = false;
    calm();
  };

  return {
    pull(spelling, previous) {
      const uri = normal(spelling);
      const { items, id } = report(uri);
      if (desk.names.file(uri)) told.set(uri, id);
      return id === previous ? { kind: 'unchanged', resultId: id } : { kind: 'full', resultId: id, items };
    },
    pullAll(previous) {
      const before = new Map(previous.map(({ uri, value }) => [normal(uri), value]));
      return {
        items: [...new Set([...all(), ...before.keys()])].map((uri) => {
          const { items, id } = report(uri);
          if (desk.names.file(uri)) told.set(uri, id);
          const about = { uri: desk.names.spelling(uri), version: desk.names.version(uri), resultId: id };
          return id === before.get(uri) ? { kind: 'unchanged', ...about } : { kind: 'full', ...about, items };
        }),
      };
    },
    moved(by, uri) {
      if (by === 'outside') outside = true;
      else if (uri) typed.add(uri);
      clearTimeout(timer);
      timer = setTimeout(() => bugs.guard('the diagnostics', settle, undefined), by === 'open' ? 0 : quiet);
    },
    count() {
      const found = all().flatMap(problems);
      const of = (severity: Problem['severity']): number => found.filter((problem) => problem.severity === severity).length;
      return { files: all().length, errors: of('error'), warnings: of('warning'), infos: of('info'), hints: of('hint') };
    },
    dispose: () => clearTimeout(timer),
  };
};

/** 53 bits of a text, as letters and digits (cyrb53, public domain): enough to tell two answers about one file apart. */
const hash = (text: string): string => {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    high = Math.imul(high ^ c, 0x9e3779b1);
    low = Math.imul(low ^ c, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36);
};
const empty = hash('[]');
