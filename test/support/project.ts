// A small project in memory, judged by the real engine.
import { createKnowledge } from '../../server/src/knowledge/catalogue.ts';
import { catalogueText } from '../../server/src/knowledge/catalogue-text.ts';
import { tablesText } from '../../server/src/knowledge/images/tables-text.ts';
import { kindOf } from '../../server/src/languages/languages.ts';
import type { Settings } from '../../server/src/project/config.ts';
import type { Gitignore } from '../../server/src/project/folders.ts';
import type { Project } from '../../server/src/project/project.ts';
import { type Change, createWorkspace, type Snapshot } from '../../server/src/project/workspace.ts';
import { rules } from '../../server/src/rules/index.ts';
import { createRunner, type Runner } from '../../server/src/rules/run.ts';
import { parent, type Uri, uriOfPath } from '../../server/src/text/uri.ts';

export const knowledge = createKnowledge(catalogueText, tablesText);

/** The day on which all tests run, so that they do not rot: releases end while time goes on. */
export const today = '2026-11-29';

/** Where projects in memory lie. */
export const root: Uri = uriOfPath('/project');
export const at = (path: string): Uri => uriOfPath(`/project/${path}`);

/** Somebody writes a file of a kind that we know; one that we do not know fails the test. */
export const write = (path: string, text: string): Change => {
  const kind = kindOf(at(path), text);
  if (!kind) throw new Error(`${path} is no file Drydock knows`);
  return { type: 'write', file: { uri: at(path), kind, version: 1, text } };
};

/** The runner of the product; a rule that throws fails the test. */
export const runner: Runner = createRunner(rules, knowledge, (rule, error) => {
  throw new Error(`rule ${rule} threw`, { cause: error });
});

const gitignoresIn = (files: Readonly<Record<string, string>>): readonly Gitignore[] =>
  Object.entries(files).flatMap(([path, text]) => (/(?:^|\/)\.gitignore$/.test(path) ? [{ folder: parent(at(path)), text }] : []));

/** A project of these files. All of them are on its disk; those of a kind we know are read. */
export const snapshotOf = (files: Readonly<Record<string, string>>, settings: Settings = {}, complete = true): Snapshot => {
  const workspace = createWorkspace();
  const paths = Object.keys(files).map(at);
  return workspace.apply([
    { type: 'configure', settings: { today, ...settings } },
    { type: 'list', listing: { root, files: paths, complete, gitignores: gitignoresIn(files) } },
    ...Object.entries(files).flatMap(([path, text]) => {
      const uri = at(path);
      const kind = kindOf(uri, text);
      return kind ? [{ type: 'write' as const, file: { uri, kind, version: 1, text } }] : [];
    }),
  ]);
};

/** The project those files make; every file of ours lies in the same one unless a drydock.yaml splits it off. */
export const projectOf = (files: Readonly<Record<string, string>>, settings: Settings = {}, complete = true): Project => {
  const snapshot = snapshotOf(files, settings, complete);
  const first = Object.keys(files)
    .map((path) => snapshot.project(at(path)))
    .find((project) => project !== undefined);
  if (!first) throw new Error(`none of ${Object.keys(files).join(', ')} is a file Drydock knows`);
  return first;
};
