// The findings of a workspace that was edited, and of one that opens the same files now: they must be the same.
import assert from 'node:assert/strict';
import { kindOf } from '../../server/src/languages/languages.ts';
import { type Change, createWorkspace, type Workspace } from '../../server/src/project/workspace.ts';
import type { Fix, Problem } from '../../server/src/rules/rule.ts';
import { at, root, runner, today } from './project.ts';

const shownFix = ({ title, safe, edits: own }: Fix) => ({ title, safe, edits: [...own] });
const shown = ({ fixes, ...problem }: Problem) => ({ ...problem, fixes: fixes().map(shownFix) });

/** The problems of each file, and nothing for files that are in no project. */
export const findings = ({ now }: Workspace, paths: Iterable<string>): ReadonlyMap<string, readonly Problem[]> =>
  new Map(
    [...paths].map((path) => {
      const project = now.project(at(path));
      return [path, project ? runner.problems(project, at(path)) : []] as const;
    }),
  );

/** What a file of this text is to the workspace. */
export const put = (path: string, text: string, version: number): Change => {
  const kind = kindOf(at(path), text);
  return kind ? { type: 'write', file: { uri: at(path), kind, version, text } } : { type: 'remove', uri: at(path) };
};

/** A workspace that has just read these files. */
export const opened = (files: ReadonlyMap<string, string>): Workspace => {
  const workspace = createWorkspace();
  workspace.apply([
    { type: 'configure', settings: { today } },
    { type: 'list', listing: { root, files: [...files.keys()].map(at), complete: true } },
    ...[...files].map(([path, text]) => put(path, text, 0)),
  ]);
  return workspace;
};

/** Fails where findings, or their fixes, are not those of the same files opened now. */
export const assertFresh = (now: ReadonlyMap<string, readonly Problem[]>, files: ReadonlyMap<string, string>, log: string): void => {
  // The order of files is the order in which they came.
  const fresh = findings(opened(files), files.keys());
  for (const [path, problems] of now) {
    assert.deepEqual(problems.map(shown), (fresh.get(path) ?? []).map(shown), `in ${path}; ${log}`);
  }
};
