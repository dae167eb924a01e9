// What runs for the first time takes several times as long: V8 compiles a function when it is first called, and learns on the way what
// it is called with. So while nobody asks for anything, the server types into a small project of its own, and the first keystrokes of a
// person find everything in use.
import type { Knowledge } from '../knowledge/entry.ts';
import type { FileKind } from '../languages/language.ts';
import { kindOf } from '../languages/languages.ts';
import type { Settings } from '../project/config.ts';
import type { Project } from '../project/project.ts';
import { createWorkspace } from '../project/workspace.ts';
import type { Rule } from '../rules/rule.ts';
import { createRunner } from '../rules/run.ts';
import { type Uri, uriOfPath } from '../text/uri.ts';
import type { Desk } from './convert.ts';
import { files, type Rehearsed, typed } from './rehearsed.ts';
import { nothing, type Report, reportOf } from './report.ts';

const root = uriOfPath('/rehearsal');
const at = (path: string) => uriOfPath(`/rehearsal/${path}`);

/** Where somebody stops who types a line: behind its first word, and at the end. */
const stops = (line: string): readonly number[] => [/^\s*\S*/.exec(line)?.[0].length ?? 0, line.length];

/** The texts of a file while somebody types lines into it and takes them away again. */
function* textsOf({ path, below, lines }: Rehearsed): Generator<string> {
  const text = files[path] ?? '';
  for (const place of below) {
    const end = text.indexOf('\n', text.indexOf(`\n${place}`) + 1) + 1;
    for (const line of lines) for (const stop of stops(line)) yield `${text.slice(0, end)}${line.slice(0, stop)}\n${text.slice(end)}`;
  }
  yield text;
}

/** What a rehearsal needs of the server. `kinds` are those of the client's own files: what it does not have, nobody types in. */
export interface RehearsalParts {
  readonly rules: readonly Rule[];
  readonly knowledge: Knowledge;
  readonly settings: Settings;
  readonly desk: Desk;
  readonly kinds: ReadonlySet<FileKind>;
}

/** Asks some rules after the other about a file: all of them for the first time take longer than anybody should wait. */
function* inParts(rules: readonly Rule[], knowledge: Knowledge, project: Project | undefined, uri: Uri): Generator<Report> {
  for (let i = 0; project && i < rules.length; i += some) {
    createRunner(rules.slice(i, i + some), knowledge, () => undefined).problems(project, uri);
    yield nothing;
  }
}
const some = 12;

/** All keystrokes of the rehearsal; each step makes one, from the text to the diagnostics, and gives the report. */
export function* rehearsal({ rules, knowledge, settings, desk, kinds }: RehearsalParts): Generator<Report> {
  // A mistake of ours is told where it meets a person.
  const runner = createRunner(rules, knowledge, () => undefined);
  const workspace = createWorkspace();
  const write = (path: string, text: string, version: number) => {
    const uri = at(path);
    const kind = kindOf(uri, text);
    return kind ? [{ type: 'write' as const, file: { uri, kind, version, text } }] : [];
  };
  const all = Object.keys(files);
  workspace.apply([
    { type: 'configure', settings },
    { type: 'list', listing: { root, files: all.map(at), complete: true } },
    ...all.flatMap((path) => write(path, files[path] ?? '', 0)),
  ]);
  for (const one of typed) {
    if (!kinds.has(one.kind)) continue;
    const uri = at(one.path);
    yield* inParts(rules, knowledge, workspace.now.project(uri), uri);
    let version = 0;
    let report: Report = nothing;
    for (const text of textsOf(one)) {
      const now = workspace.apply(write(one.path, text, ++version));
      const project = now.project(uri);
      const file = now.parsed(uri)?.file;
      if (project && file) report = reportOf(file, runner.problems(project, uri), desk, report);
      yield report;
    }
  }
}

/** How long a slice of it may take before others have their turn, in milliseconds; a single step is rarely longer. */
const slice = 4;
/** How long others have their turn: what has come in is heard in that time. */
const turn = 1;

export interface Rehearsing {
  /** Somebody wants something: what is left waits for so many milliseconds at least. */
  pause(milliseconds: number): void;
  end(): void;
}

/** Goes through the steps, in slices, where there is time; ends where one of them throws. */
export const rehearse = (steps: Iterator<unknown>): Rehearsing => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let from = 0;
  let over = false;
  const later = (milliseconds: number): void => {
    clearTimeout(timer);
    if (over) return;
    timer = setTimeout(go, milliseconds);
    timer.unref?.();
  };
  const go = (): void => {
    const now = performance.now();
    if (now < from) {
      later(from - now);
      return;
    }
    try {
      do over ||= steps.next().done === true;
      while (!over && performance.now() < now + slice);
    } catch {
      // Nobody asked for it, and whoever meets the same mistake will be told.
      over = true;
    }
    later(turn);
  };
  later(turn);
  return {
    pause(milliseconds) {
      from = Math.max(from, performance.now() + milliseconds);
    },
    end() {
      over = true;
      clearTimeout(timer);
    },
  };
};
