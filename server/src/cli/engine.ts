// The workspace and the rules, with what the CLI needs to know about their failures.

import { fixAll } from '../features/actions.ts';
import { createKnowledge } from '../knowledge/catalogue.ts';
import { catalogueText } from '../knowledge/catalogue-text.ts';
import type { Knowledge } from '../knowledge/entry.ts';
import { tablesText } from '../knowledge/images/tables-text.ts';
import { issues } from '../product.ts';
import { createWorkspace, type Snapshot, type Workspace } from '../project/workspace.ts';
import type { Fix, Problem, Rule } from '../rules/rule.ts';
import { createRunner } from '../rules/run.ts';
import type { Edit } from '../text/edit.ts';
import { pathOf, type Uri } from '../text/uri.ts';
import { type Io, notice } from './io.ts';
import { shownPath } from './reporters/report.ts';

export interface Engine {
  readonly workspace: Workspace;
  readonly knowledge: Knowledge;
  /** The problems of a file in the workspace as it is now. */
  problems(uri: Uri): readonly Problem[];
  /** The fixes of a problem; none when working them out fails. */
  fixes(problem: Problem): readonly Fix[];
  /** The edits of all safe fixes of a file, none in any other file; none when working them out fails. */
  safeEdits(uri: Uri): readonly Edit[];
  /** Whether drydock.yaml says that the file is none of our business. */
  ignores(uri: Uri): boolean;
  /** True once a rule has failed. Each failing rule is told once. */
  readonly failed: boolean;
}

/** An empty engine over these rules. */
export const createEngine = (rules: readonly Rule[], io: Io): Engine => {
  const workspace = createWorkspace();
  workspace.apply([{ type: 'configure', settings: { today: io.today } }]);
  const told = new Set<string>();
  let at: Uri | undefined;
  const onBug = (rule: string, error: unknown): void => {
    if (told.has(rule)) return;
    told.add(rule);
    const words = (error instanceof Error ? error.message : String(error)).split('\n')[0];
    const where = at ? ` on \`${shownPath(io.cwd, pathOf(at))}\`` : '';
    notice(io, `the rule \`${rule}\` failed${where}: ${words}; this is a bug in Drydock, please report it at ${issues}`);
  };
  const knowledge = createKnowledge(catalogueText, tablesText);
  const runner = createRunner(rules, knowledge, onBug);
  const now = (): Snapshot => workspace.now;
  return {
    knowledge,
    workspace,
    problems(uri) {
      at = uri;
      const project = now().project(uri);
      return project ? runner.problems(project, uri) : [];
    },
    fixes(problem) {
      at = problem.at.uri;
      try {
        return problem.fixes();
      } catch (error) {
        onBug(problem.rule, error);
        return [];
      }
    },
    safeEdits(uri) {
      at = uri;
      const parsed = now().parsed(uri);
      const project = now().project(uri);
      if (!parsed || !project) return [];
      try {
        return fixAll({ project, parsed, runner })?.edits.get(uri) ?? [];
      } catch (error) {
        onBug('fix', error);
        return [];
      }
    },
    ignores: (uri) => now().project(uri)?.config.ignores(uri) ?? false,
    get failed() {
      return told.size > 0;
    },
  };
};
