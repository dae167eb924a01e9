// What runs for the first time takes several times as long: V8 compiles a function when it is first called, and learns on the way what
// it is called with. So while nobody asks for anything, the server types into a small project of its own, and the first keystrokes of a
// person find everything in use.
import type { Knowledge } from '../knowledge/entry.ts';
import type { FileKind } from '../languages/language.ts';
import { kindOf } from '../languages/languages.ts';
import type { Settings } from '../project/config.ts';
import { createWorkspace } from '../project/workspace.ts';
import type { Rule } from '../rules/rule.ts';
import { createRunner } from '../rules/run.ts';
import { uriOfPath } from '../text/uri.ts';
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

export interface Rehearsing {
  /** Somebody types: what is left waits until that is over. */
  pause(): void;
  end(): void;
}

/** Goes through the steps where there is time; when somebody typed, after so many milliseconds in which nobody did. */
export const rehearse = (steps: Iterator<unknown>, quiet = 1000): Rehearsing => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let next: ReturnType<typeof setImmediate> | undefined;
  let over = false;
  const go = (): void => {
    timer = undefined;
    const until = performance.now() + slice;
    do over ||= steps.next().done === true;
    while (!over && performance.now() < until);
    if (!over) next = setImmediate(go);
  };
  const stop = (): void => {
    clearTimeout(timer);
    clearImmediate(next);
  };
  next = setImmediate(go);
  return {
    pause() {
      if (over) return;
      stop();
      timer = setTimeout(go, quiet);
      timer.unref?.();
    },
    end() {
      over = true;
      stop();
    },
  };
};
