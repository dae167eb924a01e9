// Problems to the client: pulled by file, pulled for the workspace, or pushed. One memo feeds all three.
import type {
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
import type { Desk } from './convert.ts';
import { type Mover, urisOf } from './files.ts';
import type { Checked } from './protocol.ts';
import { nothing, type Report, reportOf } from './report.ts';

/** How long nobody may type before problems are pushed or a refresh is asked for, in milliseconds. */
export const quiet = 150;

/** What the outlet needs of the rest of the server. */
export interface OutletParts {
  readonly desk: Desk;
  readonly runner: Runner;
  readonly bugs: Bugs;
  /** The workspace now; nothing while Drydock is switched off. */
  now(): Snapshot | undefined;
  push(params: PublishDiagnosticsParams): void;
  /** Whether the client pulls a document, while it is open, apart from those it was told of at the start. */
  apart(uri: Uri): boolean;
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

export const createOutlet = ({ desk, runner, bugs, now, push, apart, refresh, calm }: OutletParts): Outlet => {
  /** The report of each list of problems, kept at that list. */
  const reports = memo((_: readonly Problem[]): { made?: Report } => ({}));
  /** The id of what the client was last told of each file, or asked to fetch. */
  const told = new Map<Uri, string>();
  /** The latest report of each file that has problems. */
  const latest = new Map<Uri, Report>();
  const typed = new Set<Uri>();
  let outside = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const problems = (uri: Uri): readonly Problem[] => {
    const project = now()?.project(uri);
    return project ? bugs.guard('the rules', () => runner.problems(project, uri), none) : none;
  };
  const report = (uri: Uri): Report => {
    const list = problems(uri);
    const kept = reports(list);
    if (kept.made) return kept.made;
    const made = reportOf(desk.names.file(uri), list, desk, latest.get(uri));
    if (made.items.length > 0) latest.set(uri, made);
    else latest.delete(uri);
    kept.made = made;
    return made;
  };
  const all = (): readonly Uri[] => {
    const snapshot = now();
    return snapshot ? urisOf(snapshot) : [];
  };

  /** Files whose report is not the one the client was last told; files it never heard of count when they have problems. */
  const stale = (uris: readonly Uri[]): readonly Uri[] => uris.filter((uri) => report(uri).id !== (told.get(uri) ?? nothing.id));

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
          // Or its problems would be shown twice.
          const own = apart(uri) && desk.names.version(uri) !== null;
          const { items, id } = own ? nothing : report(uri);
          if (desk.names.file(uri) && !own) told.set(uri, id);
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
